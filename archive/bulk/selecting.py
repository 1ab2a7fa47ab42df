"""Which items a search finds, all of them, as its viewer may see them."""

from __future__ import annotations

from dataclasses import replace

from archive.access import Viewer
from archive.discover.forms import SearchForm
from archive.discover.service import query_of
from archive.engines import Engines
from archive.searches.asking import asked_in_earnest

MOST = 10_000
_PIECE = 1000


def found_items(engines: Engines, form: SearchForm, viewer: Viewer, language: str) -> list[str]:
    """Return the ids of the items that a search finds, in its order, at most ten thousand.

    Raises:
        InvalidRecordError: The words are mistyped, or ask for too much.
        SearchUnavailableError: The index cannot answer now.
    """
    found: dict[str, None] = {}
    for offset in range(0, MOST, _PIECE):
        with engines.db.reading() as session:
            asked = query_of(engines, session, replace(form, type="item"), viewer, language)
        hits = asked_in_earnest(
            engines, replace(asked, facets=(), offset=offset, limit=_PIECE)
        ).hits
        found |= dict.fromkeys(hit.group.partition(":")[2] for hit in hits)
        if len(hits) < _PIECE:
            break
    return list(found)
