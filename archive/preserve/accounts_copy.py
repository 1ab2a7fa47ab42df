"""A copy of the database beside the store, from which accounts and audit come back."""

from __future__ import annotations

import os
from pathlib import Path

from archive.engines import Engines
from archive.preserve.queries import account_count
from archive.preserve.service import copy_accounts

NAME = "kho-copy.db"


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
    beside.touch(mode=0o600)  # it holds the hashes of passwords; SQLite fills an empty file
    engines.db.snapshot(str(beside))
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)
    return path


def bring_back_accounts(engines: Engines, source: Path | None = None) -> int:
    """Copy accounts and audit into a database that has no account; return how many accounts."""
    path = source or copy_path(engines.settings.data)
    with engines.db.reading() as session:
        if account_count(session) or not path.exists():
            return 0
    with engines.db.writing() as session:
        return copy_accounts(session, f"sqlite:///{path}")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
