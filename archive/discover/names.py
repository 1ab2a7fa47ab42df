"""What linked records are called and where their pages are: one statement a type of record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import titled
from archive.catalogue.queries import records_known
from archive.records import NamedRecord, Record

Key = tuple[str, str]

_PAGES = {
    "item": ("items.item", "item_id"),
    "element": ("elements.element", "slug"),
    "agent": ("agents.agent", "slug"),
    "place": ("places.place", "slug"),
    "event": ("events.event", "slug"),
    "community": ("communities.community", "slug"),
    "collection": ("collections.collection", "slug"),
    "term": ("terms.term", "term_id"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A record that something points to: its name, the name's language, its page."""

    type: str
    id: str
    title: str
    language: str
    href: str
    kind: str = ""
    record: Record | None = None

    @property
    def link(self) -> tuple[str, str, str]:
        """The text, the address and, where it is not the page's own, the language."""
        return self.title, self.href, self.language


def href_of(record: Record) -> str:
    """Return the address of a record's page; "" for a record without one."""
    endpoint, argument = _PAGES.get(record.type, ("", ""))
    if not endpoint:
        return ""
    key = record.slug if argument == "slug" and isinstance(record, NamedRecord) else record.id
    values: dict[str, Any] = {argument: key or record.id}
    return url_for(endpoint, **values)


def named(record: Record, language: str) -> Named:
    """Return a record as what points to it needs it."""
    tag, title = titled(record, language)
    kind = str(getattr(record, "kind", "") or getattr(record, "scheme", ""))
    return Named(record.type, record.id, title or record.id, tag, href_of(record), kind, record)


def names_of(
    session: Session, wanted: Iterable[Key], viewer: Viewer, language: str
) -> dict[Key, Named]:
    """Return the records among `wanted` (type, id) that the viewer may know of."""
    by_type: dict[str, set[str]] = defaultdict(set)
    for record_type, record_id in wanted:
        by_type[record_type].add(record_id)
    found: dict[Key, Named] = {}
    for record_type, ids in sorted(by_type.items()):
        for record in records_known(session, record_type, ids, viewer):
            found[record_type, record.id] = named(record, language)
    return found


def links_to(
    names: Mapping[Key, Named], record_type: str, ids: Iterable[str]
) -> tuple[tuple[str, str, str], ...]:
    """Return the links to those of these records that the viewer may know of, in their order."""
    found = (names.get((record_type, record_id)) for record_id in ids)
    return tuple(one.link for one in found if one is not None)
