"""Counts of items for the pages that everybody opens first, kept until something changes.

They are kept for a set of tokens and the number of the last change, so they are never out of
date: whatever is saved has a number of its own.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from archive.access import Viewer, tokens
from archive.discover import queries
from archive.indexing.queries import last_seq

_MOST = 64
_LOCK = threading.Lock()
Key = tuple[frozenset[str], int]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items there are: in all, of each element, of each commune or ward."""

    items: int
    elements: dict[str, int]
    units: dict[str, int]


_KEPT: WeakKeyDictionary[Engine | Connection, OrderedDict[Key, Counts]] = WeakKeyDictionary()


def counts_for(session: Session, viewer: Viewer) -> Counts:
    """Return the counts of what a viewer may know."""
    key = (tokens(viewer), last_seq(session))
    with _LOCK:
        kept = _KEPT.setdefault(session.get_bind(), OrderedDict())
        found = kept.get(key)
    if found is None:
        found = Counts(
            items=queries.item_count(session, viewer),
            elements=queries.counts_of(session, "element", viewer),
            units=queries.unit_counts(session, viewer),
        )
        with _LOCK:
            kept[key] = found
            while len(kept) > _MOST:
                kept.popitem(last=False)
    return found
