"""One history of the database, which ends where the models stand, on each engine."""

import importlib

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.guards.source import ROOT, modules

SCRIPTS = ROOT / "archive" / "migrations"


def _config(url: str = "") -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


@pytest.fixture
def metadata():
    """The tables of every models module."""
    for module in modules():
        if module.path.stem == "models":
            importlib.import_module(module.name.removesuffix(".py").replace("/", "."))
    return importlib.import_module("archive.db").Model.metadata


@pytest.fixture
def connection(database_url):
    """A connection to a database that was upgraded from empty."""
    command.upgrade(_config(database_url), "head")
    engine = sa.create_engine(database_url)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_the_history_has_one_head():
    assert len(ScriptDirectory.from_config(_config()).get_heads()) == 1


def test_the_history_ends_where_the_models_stand(connection, metadata):
    context = MigrationContext.configure(connection, opts={"compare_type": True})

    assert compare_metadata(context, metadata) == []


def test_every_table_has_its_model(connection, metadata):
    tables = set(sa.inspect(connection).get_table_names())

    assert tables - {"alembic_version"} == set(metadata.tables)
