"""Let a round be about any noun, not only items.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("bulk_entry") as batch_op:
        batch_op.add_column(
            sa.Column("owner_type", sa.String(length=16), nullable=False, server_default="item")
        )


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("bulk_entry") as batch_op:
        batch_op.drop_column("owner_type")
