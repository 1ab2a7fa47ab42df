"""Make the tables of review: comments, assignments, planned publications, notices.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "review_comment",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.String(length=10), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(op.f("ix_review_comment_item_id"), "review_comment", ["item_id"])
    op.create_table(
        "review_assignment",
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("reviewer", sa.String(length=80), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_review_assignment")),
    )
    op.create_index(op.f("ix_review_assignment_reviewer"), "review_assignment", ["reviewer"])
    op.create_table(
        "planned_publication",
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.String(length=80), nullable=False),
        sa.Column("planner", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_planned_publication")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "returned",
                "commented",
                "assigned",
                "awaiting",
                "published",
                "plan-failed",
                name="noticekind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_username", "notice", ["username", "read_at", "id"])
    op.create_table(
        "notice_address",
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("username", name=op.f("pk_notice_address")),
    )


def downgrade() -> None:
    """Go down."""
    for table in (
        "notice_address",
        "notice",
        "planned_publication",
        "review_assignment",
        "review_comment",
    ):
        op.drop_table(table)
