"""Count uses in memory, write them down by and by, and log the reading of what is restricted."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from archive.audit.service import note_event
from archive.db import now
from archive.uses.models import Use, UseCount
from archive.uses.queries import has_read_since, is_restricted

EVERY_S = 20.0
_MOST_KEPT = 500
_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_READ_AGAIN = timedelta(hours=12)
Key = tuple[str, str, Use]


class Tally:
    """Uses that are not written down yet: a kill loses those of the last 20 seconds at most."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._written_at = time.monotonic()

    def add(self, item_id: str, use: Use) -> None:
        """Count one use."""
        with self._lock:
            self._counts[(item_id, now().astimezone(_HANOI).date().isoformat(), use)] += 1

    def take_if_due(self) -> Mapping[Key, int]:
        """Return what is to be written down now, and forget it; empty while it is not time."""
        with self._lock:
            is_due = time.monotonic() - self._written_at > EVERY_S
            if not self._counts or not (is_due or len(self._counts) > _MOST_KEPT):
                return {}
            taken, self._counts = self._counts, Counter()
            self._written_at = time.monotonic()
            return taken


def write_down(session: Session, counts: Mapping[Key, int]) -> None:
    """Add uses to those of their days."""
    for (item_id, day, use), count in sorted(counts.items()):
        key = (UseCount.item_id == item_id, UseCount.day == day, UseCount.use == use)
        more = update(UseCount).where(*key).values(count=UseCount.count + count)
        if session.scalar(more.returning(UseCount.count)) is None:
            session.add(UseCount(item_id=item_id, day=day, use=use, count=count))


def note_reading(session: Session, item_id: str, *, actor: str) -> bool:
    """Write into the log that somebody read a restricted item; once in twelve hours is enough."""
    if not is_restricted(session, item_id):
        return False
    if has_read_since(session, item_id, actor, now() - _READ_AGAIN):
        return False
    note_event(session, "read-restricted", ("item", item_id), actor=actor)
    return True
