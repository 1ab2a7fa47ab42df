"""Make the table of tiers, and let segments say movement, counts, voice and no time.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "tier",
        sa.Column("file_id", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["file.id"], name=op.f("fk_tier_file_id_file"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "position", name=op.f("pk_tier")),
    )
    with op.batch_alter_table("tier", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tier_item_id"), ["item_id"], unique=False)
    op.execute(
        "INSERT INTO tier (file_id, position, item_id, key, kind, language, label, parent) "
        "SELECT file_id, 0, min(item_id), 'captions', 'captions', min(language), '', '' "
        "FROM segment GROUP BY file_id"
    )
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.drop_column("tier")
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tier", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("voice", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("counts", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("plan", sa.String(length=80), nullable=True))
        batch_op.alter_column("start_s", existing_type=sa.Float(), nullable=True)
        batch_op.alter_column("end_s", existing_type=sa.Float(), nullable=True)
        batch_op.alter_column(
            "language", existing_type=sa.String(length=16), type_=sa.String(length=35)
        )
        batch_op.create_index(batch_op.f("ix_segment_movement_id"), ["movement_id"], unique=False)
    op.execute("UPDATE segment SET key = 'c' || CAST(position + 1 AS VARCHAR)")
    with op.batch_alter_table("segment", schema=None) as batch_op:
        for name in ("tier", "key", "voice"):
            kind = sa.Integer() if name == "tier" else sa.Text()
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def downgrade() -> None:
    """Go down: what only tiers can say is left out, and `kho rebuild` brings it back."""
    op.execute("DELETE FROM segment WHERE tier > 0 OR start_s IS NULL OR end_s IS NULL")
    op.drop_table("tier")
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_movement_id"))
        for name in ("tier", "key", "voice", "counts", "plan"):
            batch_op.drop_column(name)
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("tier", sa.String(length=32), nullable=False, server_default="captions")
        )
        batch_op.alter_column("start_s", existing_type=sa.Float(), nullable=False)
        batch_op.alter_column("end_s", existing_type=sa.Float(), nullable=False)
        batch_op.alter_column(
            "language", existing_type=sa.String(length=35), type_=sa.String(length=16)
        )
