"""The synonym table of the index, from the vocabulary's names in SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from archive.engines import Engines
from archive.indexing.queries import last_seq, named_changes_after, synonym_groups
from archive.vocabulary.synonyms import guard_pairs, synonym_group
from index.engine import SearchIndex
from index.synonyms import SynonymGroup, SynonymTable

_LOCK = threading.Lock()
_LOOKED: WeakKeyDictionary[SearchIndex, int] = WeakKeyDictionary()


def fresh_synonyms(engines: Engines) -> None:
    """Give the index a new table when a name of the vocabulary has changed."""
    with engines.db.reading() as session:
        see_synonyms(engines.index, session)


def see_synonyms(index: SearchIndex, session: Session) -> None:
    """Give an index a new table when a name has changed since it was looked last.

    The table lives in the process that searches, so each process looks for itself before it asks;
    where nothing has changed that is one statement.
    """
    last = last_seq(session)
    if _LOOKED.get(index) == last:
        return
    with _LOCK:
        looked = _LOOKED.get(index)
        if looked is None or looked > last or named_changes_after(session, looked):
            groups = tuple(synonym_groups(session))
            index.synonyms = SynonymTable(groups, _guards(groups))
        _LOOKED[index] = last


def _guards(groups: Iterable[SynonymGroup]) -> Iterator[tuple[str, str]]:
    return guard_pairs(
        synonym_group(
            group.id,
            group.id.partition(":")[0],
            [(*name, True) for name in (*group.preferred, *group.variants)]
            + [(*name, False) for name in group.outdated],
        )
        for group in groups
    )
