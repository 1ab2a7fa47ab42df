"""Gather what the pages of places show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.models import LinkRow, Place
from archive.catalogue.pointers import pointers
from archive.discover import queries
from archive.discover.forms import SearchForm
from archive.discover.names import links_to, named, names_of
from archive.discover.nouns import (
    Entry,
    NameRow,
    Recordings,
    entries_of,
    name_rows,
    recordings_about,
)
from archive.discover.province import Drawing, MapPoint, draw
from archive.discover.words import PLACE_KINDS, said
from archive.records import PlaceRecord

FactRow = tuple[str, tuple[tuple[str, str, str], ...]]
_ORDER = ("province", "ward", "commune", "village", "city", "town", "district", "township")


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """The places of one kind, those of today apart from those that have ended."""

    label: str
    is_former: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything that the template of a place shows."""

    record: PlaceRecord
    title: str
    title_lang: str
    kind_label: str
    names: tuple[NameRow, ...]
    facts: tuple[FactRow, ...]
    drawing: Drawing | None
    recordings: Recordings
    of_today: Recordings | None


def all_places(session: Session, viewer: Viewer, language: str) -> tuple[PlaceGroup, ...]:
    """Return the places by kind, today's first."""
    counts = queries.counts_of(session, "place", viewer)
    groups: dict[tuple[bool, int, str], list[Entry]] = defaultdict(list)
    for entry in entries_of(queries.rows_of(session, "place", viewer), counts, language):
        record = entry.record
        is_former = isinstance(record, PlaceRecord) and bool(record.valid_to)
        place = _ORDER.index(entry.kind) if entry.kind in _ORDER else len(_ORDER)
        groups[is_former, place, entry.kind].append(entry)
    return tuple(
        PlaceGroup(said(PLACE_KINDS, kind), is_former, tuple(entries))
        for (is_former, _place, kind), entries in sorted(groups.items())
    )


def place_page(session: Session, record: PlaceRecord, viewer: Viewer, language: str) -> PlacePage:
    """Return the page of a place, with the items of what merged into it and of what lies in it.

    A former unit leads on to those of today: a district to the ones that took in its communes.
    """
    parts = queries.rows_of(session, "place", viewer, Place.within_id == record.id)
    former = [row.id for row in parts if row.record.get("valid_to")] if record.valid_to else []
    into = _took_in(session, [record.id, *former], viewer)
    keys = {(pointer.target_type, pointer.target_id) for pointer in pointers(record)}
    names = names_of(session, keys, viewer, language)
    shown = named(record, language)
    villages = [row.id for row in parts if row.kind == "village"]
    return PlacePage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        kind_label=said(PLACE_KINDS, record.kind),
        names=name_rows(record, language),
        facts=(
            (_("Thuộc"), links_to(names, "place", [record.within] if record.within else [])),
            (_("Gộp từ"), links_to(names, "place", record.merged_from)),
            (_("Nay là"), tuple(_link(one) for one in entries_of(into, {}, language))),
            (_("Gồm"), tuple(_link(one) for one in entries_of(_today(parts), {}, language))),
        ),
        drawing=_drawing(record, shown.title, shown.href),
        recordings=recordings_about(
            session,
            "place",
            [record.id, *record.merged_from, *villages, *former],
            viewer,
            language,
        ),
        of_today=_of_today(session, [row.id for row in into], viewer, language),
    )


def _took_in(session: Session, former: list[str], viewer: Viewer) -> list[Place]:
    """Return the units that took in any of these, those of today alone where there are some."""
    pointing = select(LinkRow.owner_id).where(
        LinkRow.owner_type == "place",
        LinkRow.target_type == "place",
        LinkRow.target_id.in_(former),
        LinkRow.relation == "merged-from",
    )
    rows = queries.rows_of(session, "place", viewer, Place.id.in_(pointing))
    return _today(rows) or rows


def _of_today(
    session: Session, units: list[str], viewer: Viewer, language: str
) -> Recordings | None:
    """Return the items of the units that stand where a former one stood, and of their villages."""
    if not units:
        return None
    lying = Place.kind == "village", Place.within_id.in_(units)
    villages = [row.id for row in queries.rows_of(session, "place", viewer, *lying)]
    found = recordings_about(session, "place", [*units, *villages], viewer, language)
    return replace(found, href=SearchForm(filters={"place": tuple(units)}).url())


def _today(rows: list[Place]) -> list[Place]:
    return [row for row in rows if not row.record.get("valid_to")]


def _link(entry: Entry) -> tuple[str, str, str]:
    return entry.title, entry.href, entry.language


def _drawing(record: PlaceRecord, title: str, href: str) -> Drawing | None:
    if record.latitude is None or record.longitude is None or record.kind == "province":
        return None
    return draw([MapPoint(title, href, 1, record.latitude, record.longitude)])
