"""Note by which recipe a rendition was made.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("rendition", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("recipe", sa.String(length=24), server_default="", nullable=False)
        )
        batch_op.create_index(batch_op.f("ix_rendition_recipe"), ["recipe"], unique=False)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("rendition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rendition_recipe"))
        batch_op.drop_column("recipe")
