"""The synonym table of the index, from the vocabulary's names in SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from archive.engines import Engines
from archive.indexing.queries import last_named_change, synonym_groups
from archive.vocabulary.synonyms import guard_pairs, synonym_group
from index.engine import SearchIndex
from index.synonyms import SynonymGroup, SynonymTable

_LOCK = threading.Lock()
_SEEN: WeakKeyDictionary[SearchIndex, int] = WeakKeyDictionary()


def fresh_synonyms(engines: Engines) -> None:
    """Give the index a new table when a name of the vocabulary has changed."""
    with _LOCK, engines.db.reading() as session:
        seq = last_named_change(session)
        if _SEEN.get(engines.index) != seq:
            groups = tuple(synonym_groups(session))
            engines.index.synonyms = SynonymTable(groups, _guards(groups))
            _SEEN[engines.index] = seq


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
