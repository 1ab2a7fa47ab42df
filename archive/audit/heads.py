"""Where the log of activities stood, written down outside the database.

A chain of hashes shows that a row was changed, not that the last rows were cut off. So the newest
hash is appended to a file of its own, which is copied with each backup: a log that ends before a
head that was written down has lost something.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from archive.audit.queries import events_before, first_broken_link, hash_at
from archive.db import now

NAME = "audit-heads.jsonl"
EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event at an instant; `anew` where the log was brought back from a copy."""

    seq: int
    hash: str
    at: str
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how many events, the first bad one, the first head that is missing."""

    events: int
    broken_at: int | None
    missing: Head | None
    anew_at: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing was changed and nothing is missing."""
        return self.broken_at is None and self.missing is None


def path_in(data: Path) -> Path:
    """Return where the heads of a data folder are."""
    return data / NAME


def note(session: Session, data: Path, *, anew: bool = False) -> Head | None:
    """Append where the log stands now; None while it is empty."""
    newest = events_before(session, None)[:1]
    if not newest:
        return None
    head = Head(newest[0].seq, newest[0].hash, now().isoformat(), anew)
    _append(path_in(data), json.dumps(asdict(head)).encode() + b"\n")
    return head


def note_if_due(session: Session, data: Path) -> None:
    """Append where the log stands if an hour has gone by and something was added."""
    last = next(iter(deque(heads(path_in(data)), maxlen=1)), None)
    is_fresh = last is not None and now() - datetime.fromisoformat(last.at) < EVERY
    newest = events_before(session, None)[:1]
    if newest and not is_fresh and (last is None or last.seq != newest[0].seq):
        note(session, data)


def heads(path: Path) -> Iterator[Head]:
    """Yield what a file of heads holds; a last line that a crash cut off is passed over."""
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n") and line.strip():
                yield Head(**json.loads(line))


def verify(session: Session, path: Path) -> Verdict:
    """Check the chain of events, and that each head written down still stands in it."""
    known = list(heads(path))
    begun = max((n for n, head in enumerate(known) if head.anew), default=0)
    missing = next(
        (head for head in known[begun:] if hash_at(session, head.seq) != head.hash), None
    )
    newest = events_before(session, None)[:1]
    anew_at = known[begun].at if known and known[begun].anew else ""
    events = newest[0].seq if newest else 0
    return Verdict(events, first_broken_link(session), missing, anew_at)


def _append(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
