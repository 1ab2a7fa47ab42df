"""Related items: those that the record names, then those that share most with it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.models import Item
from archive.discover import queries
from archive.discover.cards import Card, cards_of
from archive.records import ItemRecord

_MOST = 4


def related_cards(
    session: Session, record: ItemRecord, viewer: Viewer, language: str
) -> tuple[Card, ...]:
    """Return up to four cards, in at most five statements."""
    return cards_of(session, related_items(session, record, viewer), viewer, language)


def related_items(session: Session, record: ItemRecord, viewer: Viewer) -> list[Item]:
    """Return the related items, nearest first, each once."""
    named = [link.id for link in record.relations if link.id]
    found = {row.id: row for row in queries.items_of(session, named, viewer)} if named else {}
    near = [("element", link.id) for link in record.elements if link.id]
    near += [("event", record.event)] if record.event else []
    far = [("place", link.id) for link in record.places if link.id]
    far += [("term", people) for people in record.peoples]
    for targets in (near, far):
        if len(found) < _MOST and targets:
            rows = queries.items_linked(session, targets, viewer, _MOST, but=record.id)
            found |= {row.id: row for row in rows if row.id not in found}
    return list(found.values())[:_MOST]
