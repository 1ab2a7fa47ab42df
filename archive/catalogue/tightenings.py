"""The append-only log of tightened access and of purges.

It is copied with each backup; `kho restore` and `kho rebuild` replay all that they find, so
that an old copy of a record never opens what was closed since (ARCHITECTURE §8).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from archive.db import now

NAME = "tightenings.jsonl"
PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Tightening:
    """What was closed: an object's version with its status and access, or a purge."""

    object_id: str
    version: int
    status: str
    access: dict[str, Any] = field(default_factory=dict)
    at: str = ""


def path_in(data: Path) -> Path:
    """Return where the log of a data folder is."""
    return data / NAME


def begin(data: Path) -> None:
    """Make an empty log; without one everything opens as *staff only* after a loss."""
    path = path_in(data)
    if not path.exists():
        _append(path, b"")


def note(data: Path, what: Tightening) -> None:
    """Append an entry, durable at return."""
    said = {**asdict(what), "at": now().isoformat()}
    _append(path_in(data), json.dumps(said, ensure_ascii=False).encode() + b"\n")


def read(path: Path) -> Iterator[Tightening]:
    """Yield the entries of a log; a last line that was cut off by a crash is passed over."""
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n") and line.strip():
                yield Tightening(**json.loads(line))


def those_of(paths: Iterable[Path]) -> list[Path]:
    """Return the logs among these paths that exist."""
    return [path for path in dict.fromkeys(paths) if path.exists()]


def strictest(logs: Iterable[Path]) -> dict[str, Tightening]:
    """Return the entry of the newest version of each object, over all logs.

    Two logs of one archive may have grown apart since a restore: each closes what it knows of.
    """
    found: dict[str, Tightening] = {}
    for path in logs:
        for entry in read(path):
            held = found.get(entry.object_id)
            if held is None or entry.version >= held.version:
                found[entry.object_id] = entry
    return found


def take_over(data: Path, log: Path) -> None:
    """Add to the log of a data folder what another one says beyond it; nothing is taken away."""
    own = path_in(data)
    held = set(own.read_bytes().splitlines(keepends=True)) if own.exists() else set()
    lines = log.read_bytes().splitlines(keepends=True)
    _append(own, b"".join(line for line in lines if line.endswith(b"\n") and line not in held))


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
