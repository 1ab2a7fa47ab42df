"""Write what preservation found, and clear what is made anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import create_engine, delete, func, insert, inspect, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from archive.accounts.factors.models import RecoveryCode, SecondFactor
from archive.accounts.invitations.models import Invitation
from archive.accounts.models import Membership, User
from archive.audit.models import AccessBoundary, AuditEvent, Counter
from archive.audit.service import note_change
from archive.catalogue.files.models import File, Rendition, Segment, Tier
from archive.catalogue.models import (
    ROWS,
    AccessToken,
    Identifier,
    Label,
    LinkRow,
    Redirect,
    Revision,
)
from archive.db import now
from archive.messages.models import Message
from archive.notices.models import Notice, NoticeAddress
from archive.permits.models import Permit
from archive.preserve.models import FixityCheck
from archive.review.models import Assignment, Comment
from archive.searches.models import KeptSearch
from archive.uses.models import UseCount
from media.ocfl import Fault

_CATALOGUE = (
    Rendition,
    Segment,
    Tier,
    File,
    Revision,
    Redirect,
    Identifier,
    AccessToken,
    LinkRow,
    Label,
    Membership,
)
_KEPT: tuple[type[Any], ...] = (
    User,
    SecondFactor,
    RecoveryCode,
    Invitation,
    Message,
    Permit,
    UseCount,
    KeptSearch,
    Comment,
    Assignment,
    Notice,
    NoticeAddress,
    AuditEvent,
)


def clear_catalogue(session: Session) -> None:
    """Remove every row that the store can give back."""
    tables: tuple[type[Any], ...] = (*_CATALOGUE, *ROWS.values())
    for table in tables:
        session.execute(delete(table))


def note_checks(
    session: Session, checks: Iterable[tuple[tuple[str, str], str, Sequence[Fault]]]
) -> None:
    """Write when each record was checked, and what was found."""
    for (kind, owner), object_id, faults in checks:
        table = ROWS[kind]
        session.execute(update(table).where(table.id == owner).values(checked_at=now()))
        if faults:
            said = [[fault.code, fault.path, fault.detail] for fault in faults]
            session.add(
                FixityCheck(object_id=object_id, checked_at=now(), is_sound=False, faults=said)
            )


def pass_boundaries(session: Session) -> int:
    """Note the records whose access changes by the clock as changed; return how many."""
    due = session.scalars(
        select(AccessBoundary).where(AccessBoundary.at <= now(), ~AccessBoundary.is_done)
    ).all()
    for boundary in due:
        note_change(session, boundary.owner_type, boundary.owner_id, tightened=True)
        boundary.is_done = True
    return len(due)


def copy_accounts(session: Session, url: str) -> int:
    """Copy accounts and audit from another database; return how many accounts."""
    copy = create_engine(url)
    try:
        with copy.connect() as reading:
            copied = [_copy_table(reading, session.connection(), table) for table in _KEPT]
    finally:
        copy.dispose()
    last = session.scalar(select(func.max(AuditEvent.seq))) or 0
    session.merge(Counter(name="audit", value=last))
    return copied[0]


def _copy_table(reading: Connection, writing: Connection, table: type[Any]) -> int:
    if not inspect(reading).has_table(table.__tablename__):
        return 0
    rows = [dict(row._mapping) for row in reading.execute(select(table.__table__))]  # noqa: SLF001
    if rows:
        writing.execute(insert(table.__table__), rows)
    return len(rows)
