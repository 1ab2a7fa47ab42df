"""Make the tables of rounds: changes of many items at once.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "bulk_round",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sheet",
                "change",
                name="roundkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "running",
                "done",
                "stopped",
                "undoing",
                "undone",
                name="roundstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_round")),
    )
    with op.batch_alter_table("bulk_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_round_made_at"), ["made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_bulk_round_sha256"), ["sha256"], unique=False)
    op.create_table(
        "bulk_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("version_before", sa.Integer(), nullable=True),
        sa.Column("version_after", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "same",
                "refused",
                "undone",
                "kept",
                name="entrystate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["bulk_round.id"],
            name=op.f("fk_bulk_entry_round_id_bulk_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_entry")),
    )
    with op.batch_alter_table("bulk_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bulk_entry_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "ix_bulk_entry_round", ["round_id", "state", "position"], unique=False
        )


def downgrade() -> None:
    """Go down."""
    op.drop_table("bulk_entry")
    op.drop_table("bulk_round")
