"""Know the batch of a round, and keep people's presets for batches.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("bulk_round", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("batch_id", sa.String(length=10), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_bulk_round_batch_id"), ["batch_id"], unique=False)
    op.create_table(
        "description_preset",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_description_preset")),
        sa.UniqueConstraint("user_id", "name", name="uq_description_preset_user_name"),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("description_preset")
    with op.batch_alter_table("bulk_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_round_batch_id"))
        batch_op.drop_column("batch_id")
