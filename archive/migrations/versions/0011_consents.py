"""Keep the day on which a consent ends.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_on", sa.String(length=10), nullable=True))
        batch_op.create_index(batch_op.f("ix_consent_ends_on"), ["ends_on"], unique=False)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_ends_on"))
        batch_op.drop_column("ends_on")
