"""A copy of the database beside the store, from which accounts and audit come back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, insert, inspect, select
from sqlalchemy.engine import Connection

from archive.accounts.models import User
from archive.audit.models import AuditEvent, Counter
from archive.engines import Engines

NAME = "kho-copy.db"
_KEPT: tuple[type[Any], ...] = (User, AuditEvent)


def copy_path(data: Path) -> Path:
    """Return where the copy of the database is kept."""
    return data / "snapshots" / NAME


def take_copy(engines: Engines, target: Path | None = None) -> Path | None:
    """Copy the SQLite database whole; None for an engine that has backups of its own."""
    if not engines.db.is_sqlite:
        return None
    path = target or copy_path(engines.settings.data)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    engines.db.snapshot(str(beside))
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)
    return path


def bring_back_accounts(engines: Engines, source: Path | None = None) -> int:
    """Copy accounts and audit into a database that has no account; return how many accounts."""
    path = source or copy_path(engines.settings.data)
    with engines.db.reading() as session:
        if session.scalar(select(func.count()).select_from(User)) or not path.exists():
            return 0
    copy = create_engine(f"sqlite:///{path}")
    try:
        with copy.connect() as reading, engines.db.writing() as session:
            done = sum(_copy_table(reading, session.connection(), table) for table in _KEPT)
            last = session.scalar(select(func.max(AuditEvent.seq))) or 0
            session.merge(Counter(name="audit", value=last))
            return done
    finally:
        copy.dispose()


def _copy_table(reading: Connection, writing: Connection, table: type[Any]) -> int:
    if not inspect(reading).has_table(table.__tablename__):
        return 0
    rows = [dict(row._mapping) for row in reading.execute(select(table.__table__))]  # noqa: SLF001
    if rows:
        writing.execute(insert(table.__table__), rows)
    return len(rows) if table is User else 0


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
