"""What is new among the items that a search finds."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.discover import queries
from archive.discover.cards import shown_of
from archive.discover.forms import SearchForm
from archive.discover.service import query_of
from archive.engines import Engines
from archive.records import ItemRecord
from archive.searches.asking import asked_in_earnest

_NEWEST = 50


def newest(
    engines: Engines, session: Session, form: SearchForm, viewer: Viewer, language: str
) -> list[ItemRecord]:
    """Return the newest items that a search finds and the viewer may see."""
    asked = replace(form, type="item", sort="added", page=1, limit=_NEWEST)
    query = replace(query_of(engines, session, asked, viewer, language), facets=(), years=False)
    hits = asked_in_earnest(engines, query).hits
    ids = [hit.group.partition(":")[2] for hit in hits]
    shown = (shown_of(row, viewer) for row in queries.items_of(session, ids, viewer))
    return [one.record for one in shown if one.is_seen]
