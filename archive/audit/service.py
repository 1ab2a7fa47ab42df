"""Write audit events and outbox rows into the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from archive.audit.models import AuditEvent, Change, Counter
from archive.db import now

GENESIS = "0" * 64


def next_value(session: Session, counter: str) -> int:
    """Return the next value of a counter; it is given back when the transaction is."""
    value = session.scalar(
        update(Counter)
        .where(Counter.name == counter)
        .values(value=Counter.value + 1)
        .returning(Counter.value)
    )
    if value is None:
        session.add(Counter(name=counter, value=1))
        session.flush()
        return 1
    return int(value)


def note_change(
    session: Session, owner_type: str, owner_id: str, *, tightened: bool = False
) -> int:
    """Add a record to the outbox of the index; return its sequence number."""
    seq = next_value(session, "change")
    session.add(
        Change(seq=seq, at=now(), owner_type=owner_type, owner_id=owner_id, tightened=tightened)
    )
    return seq


def note_event(
    session: Session,
    action: str,
    owner: tuple[str, str],
    *,
    actor: str,
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append an audit event, chained by hash to the one before."""
    seq = next_value(session, "audit")
    previous = session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == seq - 1)) or GENESIS
    event = AuditEvent(
        seq=seq,
        at=now(),
        actor=actor,
        action=action,
        owner_type=owner[0],
        owner_id=owner[1],
        detail=detail or {},
        previous_hash=previous,
    )
    event.hash = hash_of(event)
    session.add(event)
    session.flush()
    return event


def hash_of(event: AuditEvent) -> str:
    """Return the hash that an event must carry."""
    said = [
        event.seq,
        event.at.isoformat(),
        event.actor,
        event.action,
        event.owner_type,
        event.owner_id,
        event.detail,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
