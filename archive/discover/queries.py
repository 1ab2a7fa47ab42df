"""Read from SQL what the reading pages show; every count is of what the viewer may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from archive.access import Viewer, visible
from archive.catalogue.files.models import Segment
from archive.catalogue.models import (
    ROWS,
    Collection,
    Element,
    ElementList,
    Item,
    Lesson,
    LinkRow,
    Place,
)
from archive.records import Status

Key = tuple[str, str]


def known_items(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that an item is published and the viewer may know of it."""
    return (Item.status == Status.PUBLISHED) & visible(Item, "item", viewer)


def newest_items(session: Session, viewer: Viewer, limit: int) -> list[Item]:
    """Return the items published last."""
    query = (
        select(Item).where(known_items(viewer)).order_by(Item.published_at.desc(), Item.id.desc())
    )
    return list(session.scalars(query.limit(limit)))


def item_count(session: Session, viewer: Viewer) -> int:
    """Return how many published items there are."""
    return session.scalar(select(func.count()).select_from(Item).where(known_items(viewer))) or 0


def items_of(session: Session, ids: Sequence[str], viewer: Viewer) -> list[Item]:
    """Return the items of these ids that the viewer may know, in the order of the ids."""
    rows = session.scalars(select(Item).where(Item.id.in_(ids), visible(Item, "item", viewer)))
    by_id = {row.id: row for row in rows}
    return [by_id[item_id] for item_id in ids if item_id in by_id]


def items_linked(
    session: Session,
    targets: Iterable[Key],
    viewer: Viewer,
    limit: int,
    *,
    but: str = "",
) -> list[Item]:
    """Return the newest items that point to any record of one type."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for target_type, target_id in targets:
        by_type[target_type].append(target_id)
    pointing = [
        select(LinkRow.owner_id).where(
            LinkRow.target_type == target_type,
            LinkRow.target_id.in_(ids),
            LinkRow.owner_type == "item",
        )
        for target_type, ids in by_type.items()
    ]
    if not pointing:
        return []
    condition = Item.id.in_(pointing[0].union(*pointing[1:]) if pointing[1:] else pointing[0])
    query = select(Item).where(condition, known_items(viewer), Item.id != but)
    return list(
        session.scalars(query.order_by(Item.published_at.desc(), Item.id.desc()).limit(limit))
    )


def counts_of(
    session: Session, target_type: str, viewer: Viewer, ids: Iterable[str] = ()
) -> dict[str, int]:
    """Return how many items point to each record of a type; with `ids` to these alone."""
    query = (
        select(LinkRow.target_id, func.count(func.distinct(LinkRow.owner_id)))
        .join(Item, Item.id == LinkRow.owner_id)
        .where(
            LinkRow.owner_type == "item",
            LinkRow.target_type == target_type,
            known_items(viewer),
        )
        .group_by(LinkRow.target_id)
    )
    wanted = list(ids)
    if wanted:
        query = query.where(LinkRow.target_id.in_(wanted))
    return dict(session.execute(query).all())


def linked_count(session: Session, target_type: str, ids: Sequence[str], viewer: Viewer) -> int:
    """Return how many items point to any of these records."""
    pointing = select(LinkRow.owner_id).where(
        LinkRow.owner_type == "item",
        LinkRow.target_type == target_type,
        LinkRow.target_id.in_(ids),
    )
    query = select(func.count()).select_from(Item).where(Item.id.in_(pointing), known_items(viewer))
    return session.scalar(query) or 0


def members_of(
    session: Session, collection_ids: Sequence[str], viewer: Viewer
) -> dict[str, tuple[str, ...]]:
    """Return the published items of collections: those that they name, and that name them."""
    if not collection_ids:
        return {}
    named = select(LinkRow.owner_id, LinkRow.target_id).where(
        LinkRow.owner_type == "collection",
        LinkRow.relation == "item",
        LinkRow.owner_id.in_(collection_ids),
    )
    naming = select(LinkRow.target_id, LinkRow.owner_id).where(
        LinkRow.owner_type == "item",
        LinkRow.target_type == "collection",
        LinkRow.target_id.in_(collection_ids),
    )
    pairs = named.union(naming).subquery()
    collection, item = pairs.c[0], pairs.c[1]
    query = select(collection, item).join(Item, Item.id == item).where(known_items(viewer))
    found: dict[str, list[str]] = defaultdict(list)
    for collection_id, item_id in session.execute(query.order_by(collection, item)):
        found[collection_id].append(item_id)
    return {one: tuple(items) for one, items in found.items()}


def unit_counts(session: Session, viewer: Viewer) -> dict[str, int]:
    """Return how many items each commune or ward of today has.

    A former commune counts for every unit that it went into, a village for the unit around it.
    """
    merged = aliased(LinkRow)
    unit = func.coalesce(
        merged.owner_id,
        case((Place.kind == "village", Place.within_id), else_=LinkRow.target_id),
    )
    query = (
        select(unit, func.count(func.distinct(LinkRow.owner_id)))
        .join(Place, Place.id == LinkRow.target_id)
        .join(Item, Item.id == LinkRow.owner_id)
        .outerjoin(
            merged,
            (merged.relation == "merged-from")
            & (merged.target_type == "place")
            & (merged.target_id == LinkRow.target_id)
            & (merged.owner_type == "place"),
        )
        .where(LinkRow.owner_type == "item", LinkRow.target_type == "place", known_items(viewer))
        .group_by(unit)
    )
    return {place: count for place, count in session.execute(query) if place}


def units(session: Session, viewer: Viewer) -> list[Place]:
    """Return the communes and wards of today, in alphabetical order.

    A unit of today is one that nothing says has ended: it has merged others, or was never merged.
    """
    rows = session.scalars(
        select(Place)
        .where(Place.kind.in_(("ward", "commune")), visible(Place, "place", viewer))
        .order_by(Place.sort_key)
    )
    return [row for row in rows if not row.record.get("valid_to") and row.latitude is not None]


def rows_of(
    session: Session, record_type: str, viewer: Viewer, *conditions: ColumnElement[bool]
) -> list[Any]:
    """Return the published rows of a type that the viewer may know, in alphabetical order."""
    row = ROWS[record_type]
    query = select(row).where(
        row.status == Status.PUBLISHED, visible(row, record_type, viewer), *conditions
    )
    return list(session.scalars(query.order_by(row.sort_key, row.id)))


def rows_with_ids(
    session: Session, record_type: str, ids: Sequence[str], viewer: Viewer
) -> list[Any]:
    """Return the published rows of these ids that the viewer may know, alphabetically."""
    return rows_of(session, record_type, viewer, ROWS[record_type].id.in_(ids))


def element_lists(session: Session, viewer: Viewer) -> list[ElementList]:
    """Return the sourced lists of elements."""
    rows = rows_of(session, "list", viewer)
    return sorted(rows, key=lambda row: (row.slug != "xoe-six", row.sort_key))


def elements_of_kind(session: Session, kind: str, viewer: Viewer) -> list[Element]:
    """Return the elements of one kind."""
    return rows_of(session, "element", viewer, Element.kind == kind)


def lists_with(session: Session, element_id: str, viewer: Viewer) -> list[ElementList]:
    """Return the sourced lists that an element is on."""
    pointing = select(LinkRow.owner_id).where(
        LinkRow.owner_type == "list", LinkRow.target_id == element_id
    )
    return rows_of(session, "list", viewer, ElementList.id.in_(pointing))


def pointing_rows(
    session: Session, owner_type: str, target: Key, viewer: Viewer, relation: str = ""
) -> list[Any]:
    """Return the published rows of a type that point to a record, in alphabetical order."""
    pointing = select(LinkRow.owner_id).where(
        LinkRow.owner_type == owner_type,
        LinkRow.target_type == target[0],
        LinkRow.target_id == target[1],
    )
    if relation:
        pointing = pointing.where(LinkRow.relation == relation)
    return rows_of(session, owner_type, viewer, ROWS[owner_type].id.in_(pointing))


def lessons(session: Session, viewer: Viewer) -> list[Lesson]:
    """Return the published lessons."""
    return rows_of(session, "lesson", viewer)


def collections(session: Session, viewer: Viewer) -> list[Collection]:
    """Return the published collections."""
    return rows_of(session, "collection", viewer)


def segments_of(session: Session, keys: Iterable[tuple[str, int]]) -> dict[Key, Segment]:
    """Return the segments of (file id, position), by their document ids' tail."""
    wanted = set(keys)
    if not wanted:
        return {}
    files = {file_id for file_id, _ in wanted}
    positions = {position for _, position in wanted}
    rows = session.scalars(
        select(Segment).where(Segment.file_id.in_(files), Segment.position.in_(positions))
    )
    return {(row.file_id, str(row.position)): row for row in rows}
