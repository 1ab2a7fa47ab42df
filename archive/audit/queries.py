"""Read the audit log."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, tokens
from archive.audit.models import AuditEvent
from archive.audit.service import GENESIS, hash_of
from archive.catalogue.models import ROWS, AccessToken

PAGE = 50


def events_before(session: Session, seq: int | None, owner: str = "") -> list[AuditEvent]:
    """Return a page of events, newest first, before a sequence number."""
    rows = select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(PAGE)
    if seq is not None:
        rows = rows.where(AuditEvent.seq < seq)
    if owner:
        kind, _, record_id = owner.partition(":")
        rows = rows.where(AuditEvent.owner_type == kind, AuditEvent.owner_id == record_id)
    return list(session.scalars(rows))


def hidden_owners(
    session: Session, events: Iterable[AuditEvent], viewer: Viewer
) -> set[tuple[str, str]]:
    """Return the records among these events that the viewer may not know of."""
    owners = {(event.owner_type, event.owner_id) for event in events if event.owner_type in ROWS}
    known = select(AccessToken.owner_type, AccessToken.owner_id).where(
        tuple_(AccessToken.owner_type, AccessToken.owner_id).in_(sorted(owners)),
        AccessToken.grade == Grade.KNOW,
        AccessToken.token.in_(sorted(tokens(viewer))),
    )
    return owners - {(kind, owner) for kind, owner in session.execute(known)}


def hash_at(session: Session, seq: int) -> str | None:
    """Return the hash of an event; None where there is none."""
    return session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == seq))


def first_broken_link(session: Session) -> int | None:
    """Return the first event whose hash or place in the chain is wrong; None if all hold."""
    previous, expected = GENESIS, 1
    rows = select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=500)
    for event in session.scalars(rows):
        if event.seq != expected or event.previous_hash != previous or event.hash != hash_of(event):
            return event.seq
        previous, expected = event.hash, expected + 1
    return None
