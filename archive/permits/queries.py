"""Read requests for files and the rights that they led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, deciders, may_view, may_view_file, tokens
from archive.catalogue.labels import text_in
from archive.catalogue.models import Item
from archive.db import local_today
from archive.permits.models import Permit, PermitState
from archive.records import FileRecord, ItemRecord, Status, record_of

MOST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the titles of what it is about."""

    permit: Permit
    title: str
    file_name: str
    is_known: bool = True

    @property
    def is_in_force(self) -> bool:
        """Whether the right that was given still holds."""
        permit = self.permit
        return permit.state is PermitState.GRANTED and permit.until >= local_today().isoformat()


def files_granted(session: Session, username: str) -> frozenset[str]:
    """Return the files that somebody has a right to today."""
    rows = select(Permit.file_id).where(
        Permit.username == username,
        Permit.state == PermitState.GRANTED,
        Permit.until >= local_today().isoformat(),
    )
    return frozenset(session.scalars(rows))


def files_to_ask_for(record: ItemRecord, viewer: Viewer) -> tuple[FileRecord, ...]:
    """Return the files that a viewer of the page may know of and not have."""
    if record.status is not Status.PUBLISHED or not may_view(viewer, record):
        return ()
    return tuple(
        file
        for file in record.current_files
        if may_view_file(viewer, record, file, Grade.KNOW)
        and not may_view_file(viewer, record, file, Grade.TAKE)
    )


def waiting(session: Session, username: str, file_id: str) -> Permit | None:
    """Return the request of somebody for a file that waits for its answer."""
    rows = select(Permit).where(
        Permit.username == username,
        Permit.file_id == file_id,
        Permit.state == PermitState.ASKED,
    )
    return session.scalars(rows).first()


def of_person(session: Session, viewer: Viewer) -> list[Asked]:
    """Return what somebody asked for, newest first."""
    rows = select(Permit).where(Permit.username == viewer.username)
    permits = session.scalars(rows.order_by(Permit.asked_at.desc()).limit(MOST)).all()
    items = items_of(session, (permit.item_id for permit in permits))
    return [_asked(permit, items.get(permit.item_id), viewer) for permit in permits]


def to_answer(session: Session, viewer: Viewer, states: Iterable[PermitState]) -> list[Asked]:
    """Return the requests that a viewer decides, oldest first."""
    rows = select(Permit).where(Permit.state.in_(list(states))).order_by(Permit.asked_at)
    permits = session.scalars(rows.limit(MOST)).all()
    items = items_of(session, (permit.item_id for permit in permits))
    mine = (one for one in permits if decides(items.get(one.item_id), viewer, one))
    return [_asked(permit, items.get(permit.item_id), viewer) for permit in mine]


def decides(record: ItemRecord | None, viewer: Viewer, permit: Permit) -> bool:
    """Tell whether somebody answers a request: a community's steward, else the staff."""
    file = record.file(permit.file_id) if record is not None else None
    if record is None or file is None or permit.username == viewer.username:
        return False
    return may_view(viewer, record) and bool(tokens(viewer) & deciders(record, file))


def items_of(session: Session, item_ids: Iterable[str]) -> dict[str, ItemRecord]:
    """Return items by id, whoever may see them."""
    rows = session.scalars(select(Item.record).where(Item.id.in_(set(item_ids))))
    found = map(record_of, rows)
    return {record.id: record for record in found if isinstance(record, ItemRecord)}


def _asked(permit: Permit, record: ItemRecord | None, viewer: Viewer) -> Asked:
    """Return a request with its titles, as far as the viewer may still know of the item."""
    if record is None or not may_view(viewer, record, Grade.KNOW):
        return Asked(permit, "", "", is_known=False)
    file = record.file(permit.file_id)
    is_told = file is not None and may_view_file(viewer, record, file, Grade.KNOW)
    return Asked(permit, text_in(record.title)[1], file.name if file and is_told else "")
