"""The map: the communes and wards of today with their numbers of items."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.discover import queries
from archive.discover.counting import counts_for
from archive.discover.nouns import Entry, entries_of
from archive.discover.province import Drawing, MapPoint, draw
from archive.records import PlaceRecord


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune or ward with its number of items and where they are."""

    entry: Entry
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class ProvincePage:
    """Everything that the map and the list beside it show."""

    drawing: Drawing
    units: tuple[Unit, ...]

    @property
    def top(self) -> tuple[Unit, ...]:
        """The five units with most items."""
        filled = [unit for unit in self.units if unit.count]
        return tuple(sorted(filled, key=lambda unit: -unit.count)[:5])


def province_page(session: Session, viewer: Viewer, language: str) -> ProvincePage:
    """Return the map of the province, drawn, and its units in alphabetical order."""
    counts = counts_for(session, viewer).units
    entries = entries_of(queries.units(session, viewer), counts, language)
    units = tuple(Unit(entry, entry.count, entry.href) for entry in entries)
    return ProvincePage(draw([point for unit in units for point in _points(unit)]), units)


def _points(unit: Unit) -> list[MapPoint]:
    record = unit.entry.record
    if not isinstance(record, PlaceRecord):
        return []
    if record.latitude is None or record.longitude is None:
        return []
    return [MapPoint(unit.entry.title, unit.href, unit.count, record.latitude, record.longitude)]
