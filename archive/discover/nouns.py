"""What the pages of elements, people, places and the like have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import text_in
from archive.discover import queries
from archive.discover.cards import Card, cards_of
from archive.discover.forms import SearchForm
from archive.discover.names import Key, Named, named, names_of
from archive.languages import in_order, language_name
from archive.records import Link, NamedRecord, NameStatus, Record, record_of

_SHOWN = 8
FILTERED = {"element": "element", "place": "place", "agent": "agent", "collection": "collection"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in a list: its name, a line of text, how many items it has."""

    id: str
    title: str
    language: str
    href: str
    kind: str
    text: str
    count: int
    is_demo: bool
    record: Record


@dataclass(frozen=True, slots=True)
class Recordings:
    """The newest items of a record, how many there are, and where all of them are."""

    cards: tuple[Card, ...]
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class NameRow:
    """The names of one language, those shown first before the others."""

    language: str
    label: str
    names: tuple[str, ...]


def entries_of(rows: Iterable[Any], counts: Mapping[str, int], language: str) -> tuple[Entry, ...]:
    """Return rows of the catalogue as a list shows them."""
    return tuple(_entry(record_of(row.record), counts, language) for row in rows)


def _entry(record: Record, counts: Mapping[str, int], language: str) -> Entry:
    said = named(record, language)
    texts = getattr(record, "description", {}) or getattr(record, "meaning", {})
    return Entry(
        id=record.id,
        title=said.title,
        language=said.language,
        href=said.href,
        kind=said.kind,
        text=text_in(texts, language)[1],
        count=counts.get(record.id, 0),
        is_demo=record.is_demo,
        record=record,
    )


def recordings_about(
    session: Session, record_type: str, ids: Sequence[str], viewer: Viewer, language: str
) -> Recordings:
    """Return the items that point to a record, or to any of several of one type."""
    rows = queries.items_linked(
        session, [(record_type, record_id) for record_id in ids], viewer, _SHOWN
    )
    count = queries.linked_count(session, record_type, ids, viewer)
    return Recordings(cards_of(session, rows, viewer, language), count, _all_href(record_type, ids))


def _all_href(record_type: str, ids: Sequence[str]) -> str:
    facet = FILTERED.get(record_type)
    return SearchForm(filters={facet: tuple(ids[:1])}).url() if facet and ids else ""


def filter_href(facet: str, value: str) -> str:
    """Return the search for the items of one value of a facet."""
    return SearchForm(filters={facet: (value,)}).url()


def name_rows(record: NamedRecord, language: str) -> tuple[NameRow, ...]:
    """Return the names of a record by language; hidden names are search keys and never shown."""
    tags = dict.fromkeys(
        name.language for name in record.names if name.status is not NameStatus.HIDDEN
    )
    return tuple(
        NameRow(tag, _label(tag, language), record.names_in(tag)) for tag in in_order(tuple(tags))
    )


def _label(tag: str, language: str) -> str:
    return language_name(tag, language)


def linked(
    session: Session, keys: Iterable[Key], viewer: Viewer, language: str
) -> dict[Key, Named]:
    """Return the records that these keys name and that the viewer may know of."""
    return names_of(session, keys, viewer, language)


def links_of(
    links: Iterable[Link], record_type: str, names: Mapping[Key, Named]
) -> tuple[tuple[str, str, str], ...]:
    """Return links with their names, or as they were written where there is no record."""
    found = []
    for link in links:
        one = names.get((record_type, link.id or ""))
        if one is not None:
            found.append(one.link)
        elif not link.id and link.name:
            found.append((link.name, "", ""))
    return tuple(found)
