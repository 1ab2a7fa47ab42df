"""Count, for each element, what there is of what a dossier asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view_file, visible
from archive.catalogue.models import Consent, Element, Item, LinkRow
from archive.dossiers.requirements import Requirement, requirements
from archive.records import ElementRecord, FileRecord, FileRole, ItemRecord, Status, record_of


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds of one element, as far as the viewer may see it."""

    items: int = 0
    photographs: int = 0
    video_s: float = 0.0
    consents: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement with how much there is of it."""

    requirement: Requirement
    found: float

    @property
    def is_met(self) -> bool:
        """Whether there is enough."""
        return self.found >= self.requirement.least


@dataclass(frozen=True, slots=True)
class Dossier:
    """An element with all its checks."""

    record: ElementRecord
    checks: tuple[Check, ...]

    @property
    def met(self) -> int:
        """How many requirements are met."""
        return sum(check.is_met for check in self.checks)


def dossiers(session: Session, viewer: Viewer) -> list[Dossier]:
    """Return the dossiers of all elements that the viewer may see; three statements."""
    rows = session.scalars(
        select(Element.record)
        .where(visible(Element, "element", viewer, Grade.SEE), Element.status != Status.WITHDRAWN)
        .order_by(Element.sort_key, Element.id)
    )
    records = [one for one in map(record_of, rows) if isinstance(one, ElementRecord)]
    held = _holdings(session, viewer, [one.id for one in records])
    return [_dossier(one, held.get(one.id, Holdings())) for one in records]


def dossier_of(session: Session, record: ElementRecord, viewer: Viewer) -> Dossier:
    """Return the dossier of one element; two statements."""
    return _dossier(record, _holdings(session, viewer, [record.id]).get(record.id, Holdings()))


def _dossier(record: ElementRecord, held: Holdings) -> Dossier:
    checks = (Check(one, _measured(one, record, held)) for one in requirements())
    return Dossier(record, tuple(checks))


def _measured(asked: Requirement, record: ElementRecord, held: Holdings) -> float:
    if asked.measure == "fields":
        return float(any(getattr(record, field) for field in asked.fields))
    return float(getattr(held, asked.measure))


def _holdings(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Holdings]:
    rows = session.execute(
        select(LinkRow.target_id, Item.record)
        .join(Item, Item.id == LinkRow.owner_id)
        .where(
            LinkRow.owner_type == "item",
            LinkRow.relation == "element",
            LinkRow.target_id.in_(ids),
            Item.status != Status.WITHDRAWN,
            visible(Item, "item", viewer, Grade.SEE),
        )
    )
    items: dict[str, dict[str, ItemRecord]] = defaultdict(dict)
    for element, row in rows:
        record = record_of(row)
        if isinstance(record, ItemRecord):
            items[element][record.id] = record
    agreed = _agreed(session, (one for group in items.values() for one in group.values()))
    return {element: _held(group.values(), agreed, viewer) for element, group in items.items()}


def _agreed(session: Session, items: Iterable[ItemRecord]) -> set[str]:
    """Return those consents of some items that are still in force."""
    ids = {consent for item in items for consent in item.consents}
    if not ids:
        return set()
    rows = select(Consent.id).where(Consent.id.in_(ids), Consent.withdrawn_on.is_(None))
    return set(session.scalars(rows))


def _held(items: Iterable[ItemRecord], agreed: set[str], viewer: Viewer) -> Holdings:
    found = list(items)
    return Holdings(
        items=len(found),
        photographs=sum(_captioned(item, viewer) for item in found),
        video_s=max((_longest_s(item, viewer) for item in found), default=0.0),
        consents=len({one for item in found for one in item.consents} & agreed),
    )


def _captioned(item: ItemRecord, viewer: Viewer) -> int:
    """Count the photographs of an item that say what they show: a label, or words for the blind.

    Where an item is one photograph alone, its description says it.
    """
    photographs = [file for file in _seen(item, viewer) if file.kind == "image"]
    told = sum(bool(file.label or file.alt) for file in photographs)
    return 1 if not told and len(photographs) == 1 and item.description else told


def _longest_s(item: ItemRecord, viewer: Viewer) -> float:
    lengths = (
        float(file.technical.get("duration_s") or 0.0)
        for file in _seen(item, viewer)
        if file.kind == "video"
    )
    return max(lengths, default=0.0)


def _seen(item: ItemRecord, viewer: Viewer) -> list[FileRecord]:
    return [
        file
        for file in item.current_files
        if file.role is FileRole.ORIGINAL and may_view_file(viewer, item, file, Grade.SEE)
    ]
