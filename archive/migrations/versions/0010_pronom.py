"""Give files a column for their PRONOM id, filled from their records.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    puid = sa.Column("puid", sa.String(length=32), nullable=False, server_default="")
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.add_column(puid)
    _fill(op.get_bind())
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.alter_column("puid", existing_type=sa.String(length=32), server_default=None)


def _fill(connection: sa.Connection) -> None:
    items = sa.table("item", sa.column("record", sa.JSON))
    files = sa.table("file", sa.column("id", sa.String), sa.column("puid", sa.String))
    known = [
        {"of": file["id"], "said": file["puid"]}
        for (record,) in connection.execute(sa.select(items.c.record))
        for file in record.get("files", ())
        if file.get("puid")
    ]
    if known:
        change = sa.update(files).where(files.c.id == sa.bindparam("of"))
        connection.execute(change.values(puid=sa.bindparam("said")), known)


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.drop_column("puid")
