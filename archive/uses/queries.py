"""Read how often things are used, and what is restricted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from archive.audit.models import AuditEvent
from archive.catalogue.files.models import File
from archive.catalogue.models import AccessToken, Item
from archive.records import Status
from archive.uses.models import Use, UseCount

_WIDE = ("public", "school")


def uses_of(session: Session, item_id: str) -> dict[Use, int]:
    """Return how often an item was opened and taken since it came."""
    rows = select(UseCount.use, func.sum(UseCount.count)).where(UseCount.item_id == item_id)
    found = {use: int(count) for use, count in session.execute(rows.group_by(UseCount.use))}
    return {use: found.get(use, 0) for use in Use}


def item_of_file(session: Session, file_id: str) -> str | None:
    """Return the item that a file belongs to."""
    return session.scalar(select(File.item_id).where(File.id == file_id))


def is_restricted(session: Session, item_id: str) -> bool:
    """Tell whether a published item is open to fewer people than all who have an account."""
    wide = exists().where(
        AccessToken.owner_type == "item",
        AccessToken.owner_id == item_id,
        AccessToken.grade == "see",
        AccessToken.token.in_(_WIDE),
    )
    rows = select(Item.id).where(Item.id == item_id, Item.status == Status.PUBLISHED, ~wide)
    return session.scalar(rows) is not None


def has_read_since(session: Session, item_id: str, actor: str, since: datetime) -> bool:
    """Tell whether the log says already that somebody read an item since an instant."""
    rows = select(AuditEvent.seq).where(
        AuditEvent.owner_type == "item",
        AuditEvent.owner_id == item_id,
        AuditEvent.action == "read-restricted",
        AuditEvent.actor == actor,
        AuditEvent.at >= since,
    )
    return session.scalar(rows.limit(1)) is not None
