"""Run Alembic on the connection that `archive.schema` hands over."""

from __future__ import annotations

from alembic import context

from archive.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
