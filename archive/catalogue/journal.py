"""The journal of objects being written: what is left in it is reconciled at the next start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote, unquote


@contextmanager
def entry(folder: Path, object_id: str) -> Iterator[None]:
    """Note an object as being written; the note stays when the block does not end well."""
    path = folder / quote(object_id, safe="")
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    os.fsync(descriptor)
    os.close(descriptor)
    _sync_folder(folder)
    yield
    path.unlink(missing_ok=True)


def left_over(folder: Path) -> list[str]:
    """Return the objects whose writing was cut off, oldest first."""
    if not folder.is_dir():
        return []
    found = ((_noted_at(path), unquote(path.name)) for path in folder.iterdir())
    return [object_id for at, object_id in sorted(found, key=itemgetter(0)) if at]


def _noted_at(path: Path) -> float:
    """Return when a note was made; 0 when the save of another process has just ended."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def settle(folder: Path, object_id: str) -> None:
    """Remove the note of an object that has been reconciled."""
    (folder / quote(object_id, safe="")).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
