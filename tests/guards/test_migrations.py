"""One history of the database, which ends where the models stand, on each engine."""

import importlib

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from archive import schema
from archive.db import Database
from archive.tables import metadata
from tests.guards.source import modules


@pytest.fixture
def database(database_url):
    """A database that was upgraded from empty."""
    opened = Database(database_url)
    schema.upgrade(opened)
    yield opened
    opened.close()


def test_the_history_has_one_head():
    history = ScriptDirectory.from_config(schema.alembic_config())

    assert len(history.get_heads()) == 1


def test_the_history_ends_where_the_models_stand(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_the_history_makes_the_tables_of_the_models_and_no_others(database):
    made = set(sa.inspect(database.engine).get_table_names())

    assert made - {"alembic_version"} == set(metadata.tables)


def test_an_upgraded_database_counts_as_current(database):
    assert schema.is_current(database)


def test_the_metadata_knows_every_model():
    before = set(metadata.tables)

    for module in modules():
        if module.path.stem == "models":
            importlib.import_module(module.name.removesuffix(".py").replace("/", "."))

    assert set(metadata.tables) == before
