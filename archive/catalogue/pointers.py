"""Say which records a record points to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.records import (
    CollectionRecord,
    CommunityRecord,
    ConsentRecord,
    ItemRecord,
    LessonRecord,
    Link,
    PlaceRecord,
    Record,
    TermRecord,
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """One link of a record, ready for the link table."""

    relation: str
    target_type: str
    target_id: str
    role: str = ""


_LINKS: tuple[tuple[str, str, str], ...] = (
    # attribute of the record, relation, type of the target
    ("elements", "element", "element"),
    ("places", "place", "place"),
    ("agents", "agent", "agent"),
    ("creators", "creator", "agent"),
    ("terms", "term", "term"),
    ("related", "related", "element"),
    ("members", "member", "element"),
)
_POINTERS: tuple[tuple[str, str, str], ...] = (
    ("peoples", "people", "term"),
    ("communities", "community", "community"),
    ("notices", "notice", "term"),
    ("collections", "collection", "collection"),
    ("consents", "consent", "consent"),
    ("taught_by", "taught-by", "agent"),
    ("merged_from", "merged-from", "place"),
)

# Which type of record an attribute points to, by an id, by a link, or by several of them.
TARGETS: Mapping[str, str] = {
    **{attribute: target for attribute, _, target in (*_LINKS, *_POINTERS)},
    "broader": "term",
    "event": "event",
    "items": "item",
    "relations": "item",
    "within": "place",
}


def pointers(record: Record) -> Iterator[Pointer]:
    """Yield every pointer from a record to another."""
    if not isinstance(record, CommunityRecord):
        for attribute, relation, target in _LINKS:
            yield from _from_links(getattr(record, attribute, ()), relation, target)
    for attribute, relation, target in _POINTERS:
        for target_id in getattr(record, attribute, ()):
            yield Pointer(relation, target, target_id)
    yield from _special_pointers(record)


def _from_links(links: Iterable[Link], relation: str, target: str) -> Iterator[Pointer]:
    return (Pointer(relation, target, link.id, link.role) for link in links if link.id)


def _special_pointers(record: Record) -> Iterator[Pointer]:
    if isinstance(record, ItemRecord):
        yield from _from_links(record.relations, "related", "item")
        if record.event:
            yield Pointer("event", "event", record.event)
    if isinstance(record, CollectionRecord | ConsentRecord):
        yield from (Pointer("item", "item", item) for item in record.items)
    if isinstance(record, LessonRecord):
        yield from _from_links(record.items, "item", "item")
    if isinstance(record, TermRecord) and record.broader:
        yield Pointer("broader", "term", record.broader)
    if isinstance(record, PlaceRecord) and record.within:
        yield Pointer("within", "place", record.within)
