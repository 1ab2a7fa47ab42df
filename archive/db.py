"""The database: one declarative base, sessions that read and sessions that write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, DateTime, Engine, MetaData, String, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, on engines that keep the zone and on those that do not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """Store UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ANN401, ARG002 - SQLAlchemy's signature
        """Return an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_code_point(length: int) -> String:
    """Return the type of a text that every database compares by code point.

    Sort keys are made for that; a collation of the machine's language would order them anew. And
    an index over such a text serves questions for what begins with some letters.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as declared
        dict[str, Any]: JSON,
        datetime: Instant,
    }


def now() -> datetime:
    """Return this instant, aware and in UTC."""
    return datetime.now(UTC)


def local_today() -> date:
    """Return the day that it is in Vietnam."""
    return now().astimezone(_VIETNAM).date()


class Database:
    """Sessions on one engine: `reading()` never waits, `writing()` takes the lock at once."""

    def __init__(self, url: str) -> None:
        """Open the database at a URL of SQLAlchemy."""
        self.url = url
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reader = self.engine if self.is_sqlite else _one_state(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads one state of all tables; it is rolled back at the end."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session in one write transaction, committed at the end."""
        engine = self.engine.execution_options(kho_writes=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def snapshot(self, target: str) -> None:
        """Copy a SQLite database whole into a new file, while writers go on."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (target,))

    def ping(self) -> None:
        """Ask the database for an answer; its own error says why there is none."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=20)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=24,
        connect_args={"check_same_thread": False, "timeout": 10},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _one_state(engine: Engine) -> Engine:
    """Return an engine whose transactions only read, all statements from one state, as SQLite's."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL lost 379 of 379 rows in power cuts
        "foreign_keys=ON",
        "busy_timeout=10000",
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("kho_writes") else "BEGIN")
