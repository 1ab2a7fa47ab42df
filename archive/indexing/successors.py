"""Which units of today stand where a former one stood: an old name finds what is there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from archive.records import PlaceRecord


def successors(places: Iterable[PlaceRecord]) -> Mapping[str, tuple[str, ...]]:
    """Return for each former unit the units that took it in, those that took most of it first.

    A former district lives on in the units that took in its communes.
    """
    found: dict[str, Counter[str]] = {}
    known = {place.id: place for place in places}
    for place in known.values():
        for former in place.merged_from:
            found.setdefault(former, Counter())[place.id] += 1
            above = known[former].within if former in known else None
            if above and known.get(above, place).valid_to:
                found.setdefault(above, Counter())[place.id] += 1
    return {
        former: tuple(unit for unit, _ in units.most_common()) for former, units in found.items()
    }
