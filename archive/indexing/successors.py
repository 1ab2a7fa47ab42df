"""Which units of today stand where a former one stood: an old name finds what is there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from archive.records import PlaceRecord


def successors(places: Iterable[PlaceRecord]) -> Mapping[str, tuple[str, ...]]:
    """Return for each former unit the units that took it in.

    First comes the one that kept the name, then those that took most. A former district lives on
    in the units that took in its communes.
    """
    known = {place.id: place for place in places}
    found: dict[str, Counter[str]] = {}
    for place in known.values():
        for former in place.merged_from:
            found.setdefault(former, Counter())[place.id] += 1
            above = known[former].within if former in known else None
            if above in known and known[above].valid_to:
                found.setdefault(above, Counter())[place.id] += 1
    return {former: _ordered(known, former, units) for former, units in found.items()}


def _ordered(known: Mapping[str, PlaceRecord], former: str, units: Counter[str]) -> tuple[str, ...]:
    names = _names(known[former]) if former in known else set()
    kept = sorted(units, key=lambda unit: (names.isdisjoint(_names(known[unit])), -units[unit]))
    return tuple(kept)


def _names(place: PlaceRecord) -> set[str]:
    """Return the names without the kind of unit, which is hidden: `Quỳnh Nhai`."""
    return {name.text for name in place.names}
