"""Read what the table of a batch shows, and the names that its cells may be given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_edit, visible
from archive.catalogue.files.models import ImportEntry
from archive.catalogue.models import ROWS, Draft, Item, Label, Term
from archive.desk.table.models import Preset
from archive.records import ItemRecord, Status, record_of


@dataclass(frozen=True, slots=True)
class BatchItem:
    """A draft of a batch: its row in the database and what it says."""

    row: Item
    record: ItemRecord


def drafts_of(session: Session, batch_id: str, viewer: Viewer) -> list[BatchItem]:
    """Return the drafts that a batch brought and the viewer may change, by the names of files.

    Files arrive two at a time, so that the order of arrival says little: `xoe-2` before `xoe-10`.
    """
    first = (
        select(ImportEntry.item_id, func.min(ImportEntry.id).label("entry"))
        .where(ImportEntry.batch_id == batch_id, ImportEntry.outcome == "taken")
        .group_by(ImportEntry.item_id)
        .subquery()
    )
    rows = session.scalars(
        select(Item)
        .join(first, first.c.item_id == Item.id)
        .where(Item.status == Status.DRAFT, visible(Item, "item", viewer, Grade.SEE))
        .order_by(first.c.entry)
    )
    records = ((row, record_of(row.record)) for row in rows)
    found = [
        BatchItem(row, record)
        for row, record in records
        if isinstance(record, ItemRecord) and may_edit(viewer, record)
    ]
    return sorted(found, key=lambda one: _natural(one.record))


def _natural(record: ItemRecord) -> tuple[str | int, ...]:
    """Return what orders an item by the name of its first file, numbers by their value."""
    name = next((file.name for file in record.current_files), "")
    parts = re.split(r"([0-9]{1,18})", name.casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def count_by_status(session: Session, batch_id: str, viewer: Viewer) -> Mapping[str, int]:
    """Return how many of a batch's items stand where, those that the viewer may see."""
    ids = select(ImportEntry.item_id).where(
        ImportEntry.batch_id == batch_id, ImportEntry.outcome == "taken"
    )
    rows = session.scalars(
        select(Item.status).where(Item.id.in_(ids), visible(Item, "item", viewer, Grade.SEE))
    )
    return Counter(status.value for status in rows)


def latest_of(session: Session, viewer: Viewer, *, limit: int = 30) -> list[ItemRecord]:
    """Return the items of the viewer's own that were touched last."""
    wanted = (
        select(Item.record)
        .where(Item.owner == viewer.username, visible(Item, "item", viewer, Grade.SEE))
        .order_by(Item.updated_at.desc(), Item.id)
        .limit(limit)
    )
    found = (record_of(record) for record in session.scalars(wanted))
    return [record for record in found if isinstance(record, ItemRecord)]


def names_like(
    session: Session,
    owner_type: str,
    folded: str,
    viewer: Viewer,
    *,
    schemes: Iterable[str] = (),
    limit: int = 40,
) -> list[tuple[str, str]]:
    """Return (id, name) of records with a name that holds these words, the best first.

    Variant names count as the preferred do; a name that begins with the words comes first.
    """
    row = ROWS[owner_type]
    wanted = (
        select(Label.owner_id, Label.value)
        .join(row, row.id == Label.owner_id)
        .where(Label.owner_type == owner_type, row.status != Status.WITHDRAWN)
        .where(visible(row, owner_type, viewer), Label.folded.contains(folded, autoescape=True))
        .order_by(
            case((Label.folded.startswith(folded, autoescape=True), 0), else_=1),
            func.length(Label.folded),
            Label.sort_key,
            Label.id,
        )
        .limit(limit)
    )
    if schemes:
        wanted = wanted.where(Term.scheme.in_(list(schemes)))
    return [(owner, name) for owner, name in session.execute(wanted)]


def kept_cells(session: Session, batch_id: str, viewer: Viewer) -> dict[str, str]:
    """Return what the viewer typed into a batch's table and could not be saved, by cell."""
    kept = session.get(Draft, ("batch", batch_id, viewer.id))
    return {name: values[0] for name, values in kept.form.items()} if kept else {}


def presets_of(session: Session, viewer: Viewer) -> list[Preset]:
    """Return the viewer's own presets by name."""
    return list(
        session.scalars(select(Preset).where(Preset.user_id == viewer.id).order_by(Preset.name))
    )


def preset_of(session: Session, preset_id: str, viewer: Viewer) -> Preset | None:
    """Return a preset of the viewer's own, or None."""
    wanted = select(Preset).where(Preset.id == preset_id, Preset.user_id == viewer.id)
    return session.scalars(wanted).first()
