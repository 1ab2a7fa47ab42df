"""The schema of the database: made and brought up to date by one Alembic history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.db import Database
from archive.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(db: Database) -> None:
    """Bring the database to the newest revision."""
    from alembic import command

    with db.engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(db: Database) -> bool:
    """Tell whether the database stands at the newest revision."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with db.engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_revision()
    return stands == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def create_tables(db: Database) -> None:
    """Make all tables at once, as the newest revision has them (the migration guard compares)."""
    from alembic import command

    metadata.create_all(db.engine)
    with db.engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.stamp(config, "head")


def alembic_config() -> Config:
    """Return Alembic's configuration: our folder of migrations, no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
