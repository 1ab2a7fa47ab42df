"""Gather what the pages of collections show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.discover import queries
from archive.discover.cards import Card, cards_of
from archive.discover.names import named
from archive.discover.nouns import Entry, NameRow, entries_of, filter_href, name_rows
from archive.discover.pictures import Picture
from archive.records import CollectionRecord

_MOST = 96


@dataclass(frozen=True, slots=True)
class CollectionEntry:
    """A collection in the list, with the picture of its cover."""

    entry: Entry
    thumb: Picture | None
    count: int


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Everything that the template of a collection shows."""

    record: CollectionRecord
    title: str
    title_lang: str
    names: tuple[NameRow, ...]
    cards: tuple[Card, ...]
    count: int
    href: str


def all_collections(session: Session, viewer: Viewer, language: str) -> tuple[CollectionEntry, ...]:
    """Return the collections in alphabetical order, each with its cover and its count."""
    entries = entries_of(queries.collections(session, viewer), {}, language)
    members = queries.members_of(session, [entry.id for entry in entries], viewer)
    covers = {entry.id: _cover_id(entry, members.get(entry.id, ())) for entry in entries}
    rows = queries.items_of(session, [cover for cover in covers.values() if cover], viewer)
    cards = {card.id: card for card in cards_of(session, rows, viewer, language)}
    return tuple(
        CollectionEntry(
            entry,
            cards[covers[entry.id]].thumb if covers[entry.id] in cards else None,
            len(members.get(entry.id, ())),
        )
        for entry in entries
    )


def _cover_id(entry: Entry, members: Sequence[str]) -> str:
    record = entry.record
    chosen = record.cover if isinstance(record, CollectionRecord) else None
    return chosen or next(iter(members), "")


def collection_page(
    session: Session, record: CollectionRecord, viewer: Viewer, language: str
) -> CollectionPage:
    """Return the page of a collection with its items in their order."""
    members = queries.members_of(session, [record.id], viewer).get(record.id, ())
    place = {item: number for number, item in enumerate(record.items)}
    ordered = sorted(members, key=lambda item: place.get(item, len(place)))
    rows = queries.items_of(session, ordered[:_MOST], viewer)
    shown = named(record, language)
    return CollectionPage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        names=name_rows(record, language),
        cards=cards_of(session, rows, viewer, language),
        count=len(members),
        href=filter_href("collection", record.id),
    )
