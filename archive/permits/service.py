"""Ask for files, answer, take a right back, and end what a tightening overtakes."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.audit.service import note_event
from archive.consents.queries import closes
from archive.db import local_today, now
from archive.errors import InvalidRecordError, MissingRecordError, NotAllowedError
from archive.ids import new_id
from archive.permits import queries
from archive.permits.forms import Answer
from archive.permits.models import Permit, PermitState
from archive.records import ItemRecord


def ask(session: Session, record: ItemRecord, file_id: str, purpose: str, *, by: Viewer) -> Permit:
    """Write a request down; somebody who asks again while one waits changes its purpose.

    Raises:
        NotAllowedError: nobody is signed in.
        MissingRecordError: the file is none that this viewer may know of and lacks.
    """
    if not by.is_signed_in:
        raise NotAllowedError("ask")
    if file_id not in {file.id for file in queries.files_to_ask_for(record, by)}:
        raise MissingRecordError("file", file_id)
    permit = queries.waiting(session, by.username, file_id)
    if permit is None:
        permit = Permit(
            id=new_id(),
            item_id=record.id,
            file_id=file_id,
            username=by.username,
            state=PermitState.ASKED,
            asked_at=now(),
        )
        session.add(permit)
    permit.purpose = purpose
    _note(session, "permit-asked", permit, by.username)
    return permit


def answer(session: Session, permit_id: str, said: Answer, *, by: Viewer) -> Permit:
    """Say yes until a day, or no with a reason, to a request that waits."""
    permit = _decided_by(session, permit_id, by, PermitState.ASKED)
    if said.is_yes and closes(session, permit.item_id, permit.file_id):
        raise InvalidRecordError({"consents": ["consent-missing"]})
    permit.state = PermitState.GRANTED if said.is_yes else PermitState.REFUSED
    permit.until = said.until.isoformat() if said.until else ""
    permit.reason, permit.answered_at, permit.answered_by = said.reason, now(), by.username
    _note(session, f"permit-{permit.state.value}", permit, by.username)
    return permit


def revoke(session: Session, permit_id: str, *, by: Viewer) -> Permit:
    """Take a right back; it ends with this transaction."""
    permit = _decided_by(session, permit_id, by, PermitState.GRANTED)
    permit.state, permit.answered_at, permit.answered_by = PermitState.REVOKED, now(), by.username
    _note(session, "permit-revoked", permit, by.username)
    return permit


def end_of_item(session: Session, item_id: str) -> None:
    """End the rights given on an item: it was closed, and so whoever decides is asked anew."""
    given = update(Permit).where(Permit.item_id == item_id, Permit.state == PermitState.GRANTED)
    session.execute(given.values(state=PermitState.ENDED, until=local_today().isoformat()))


def _decided_by(session: Session, permit_id: str, by: Viewer, state: PermitState) -> Permit:
    permit = session.get(Permit, permit_id)
    if permit is None or permit.state is not state:
        raise MissingRecordError("permit", permit_id)
    record = queries.items_of(session, [permit.item_id]).get(permit.item_id)
    if not queries.decides(record, by, permit):
        raise MissingRecordError("permit", permit_id)
    return permit


def _note(session: Session, action: str, permit: Permit, actor: str) -> None:
    detail = {"file": permit.file_id, "for": permit.username, "until": permit.until}
    note_event(session, action, ("item", permit.item_id), actor=actor, detail=detail)
