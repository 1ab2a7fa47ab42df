"""Read records and names of any noun."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.access import Viewer, visible
from archive.catalogue.files.models import File
from archive.catalogue.labels import fold_label
from archive.catalogue.models import ROWS, Item, Label, Place
from archive.records import ItemRecord, NamedRecord, Record, Status, record_of
from archive.tasks.models import Task

_EARTH_KM = 6371.0
NEAR_KM = 30.0


def record_named(session: Session, owner_type: str, owner_id: str) -> Record | None:
    """Return a record as it stands now, or None."""
    row = session.get(ROWS[owner_type], owner_id)
    return record_of(row.record) if row is not None else None


def record_followed(session: Session, owner_type: str, owner_id: str) -> Record | None:
    """Return a record as it stands now, or the one that it was merged into; None for neither."""
    found, seen = record_named(session, owner_type, owner_id), {owner_id}
    while isinstance(found, NamedRecord) and found.replaced_by and found.replaced_by not in seen:
        seen.add(found.replaced_by)
        found = record_named(session, owner_type, found.replaced_by)
    return found


def item_record(session: Session, item_id: str) -> ItemRecord | None:
    """Return the record of an item, or None."""
    found = record_named(session, "item", item_id)
    return found if isinstance(found, ItemRecord) else None


def records_known(
    session: Session, owner_type: str, ids: Iterable[str], viewer: Viewer
) -> list[Record]:
    """Return the records of a type, among these ids, that the viewer may know of."""
    row = ROWS[owner_type]
    wanted = select(row.record).where(row.id.in_(set(ids)), visible(row, owner_type, viewer))
    return [record_of(record) for record in session.scalars(wanted)]


def ids_known(
    session: Session, owner_type: str, ids: Iterable[str], viewer: Viewer
) -> Sequence[str]:
    """Return those of these ids that a record bears that the viewer may know of."""
    row = ROWS[owner_type]
    wanted = select(row.id).where(row.id.in_(set(ids)), visible(row, owner_type, viewer))
    return session.scalars(wanted).all()


def ids_named(
    session: Session, owner_type: str, names: Iterable[str], viewer: Viewer | None = None
) -> dict[str, str]:
    """Return the id of each name that exactly one record bears, whatever case and marks.

    With a viewer only what the viewer may know of counts: a name that is typed must not tell
    whether something hidden bears it.
    """
    folded = {name: fold_label(name) for name in names if name.strip()}
    wanted = select(Label.folded, Label.owner_id).where(
        Label.owner_type == owner_type, Label.folded.in_(set(folded.values()))
    )
    if viewer is not None:
        row = ROWS[owner_type]
        known = select(row.id).where(visible(row, owner_type, viewer))
        wanted = wanted.where(Label.owner_id.in_(known))
    rows = session.execute(wanted.distinct()).all()
    owners: dict[str, set[str]] = {}
    for key, owner in rows:
        owners.setdefault(key, set()).add(owner)
    found = {name: owners.get(key, set()) for name, key in folded.items()}
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def nearest_place(
    session: Session, latitude: float, longitude: float, viewer: Viewer
) -> Place | None:
    """Return the known present-day place whose point is nearest, within 30 km, or None."""
    reach = NEAR_KM / 100  # a degree of latitude is 111 km
    rows = session.scalars(
        select(Place).where(
            Place.status == Status.PUBLISHED,
            visible(Place, "place", viewer),
            Place.kind.in_(("commune", "ward", "village")),
            Place.latitude.between(latitude - reach, latitude + reach),
            Place.longitude.between(longitude - reach * 1.2, longitude + reach * 1.2),
        )
    ).all()
    current = [row for row in rows if not row.record.get("valid_to")]
    return min(current, key=lambda row: _distance_km(row, latitude, longitude), default=None)


def _distance_km(place: Place, latitude: float, longitude: float) -> float:
    """Return the distance on a plane, good enough over a few kilometres."""
    north = math.radians(latitude - (place.latitude or 0))
    east = math.radians(longitude - (place.longitude or 0)) * math.cos(math.radians(latitude))
    return _EARTH_KM * math.hypot(north, east)


def holdings(session: Session) -> dict[str, Any]:
    """Return how many of everything the archive holds, whoever may see it."""
    counts: dict[str, Any] = {
        kind: session.scalar(select(func.count()).select_from(table))
        for kind, table in ROWS.items()
    }
    published = select(func.count()).select_from(Item).where(Item.status == Status.PUBLISHED)
    states = session.execute(select(Task.state, func.count()).group_by(Task.state))
    return {
        **counts,
        "item-published": session.scalar(published),
        "file": session.scalar(select(func.count()).select_from(File)),
        "file-bytes": int(session.scalar(select(func.coalesce(func.sum(File.size_bytes), 0))) or 0),
        "task": {state.value: count for state, count in states},
    }


def every_record(session: Session, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the record of every row of a kind, in the order of ids."""
    table = ROWS[kind]
    rows = select(table.record).order_by(table.id).execution_options(yield_per=200)
    yield from session.scalars(rows)
