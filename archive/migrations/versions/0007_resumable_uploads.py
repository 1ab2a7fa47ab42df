"""Make the table of resumable uploads.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "resumable_upload",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("batch_id", sa.String(length=10), nullable=False),
        sa.Column("target_item", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("offset_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_finishing", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=True),
        sa.Column("file_id", sa.String(length=10), nullable=True),
        sa.Column("aside_id", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resumable_upload")),
    )
    with op.batch_alter_table("resumable_upload", schema=None) as batch_op:
        for column in ("owner", "batch_id", "sha256", "expires_at"):
            name = batch_op.f(f"ix_resumable_upload_{column}")
            batch_op.create_index(name, [column], unique=False)


def downgrade() -> None:
    """Go down."""
    op.drop_table("resumable_upload")
