"""Keep and end sessions, in the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from archive.accounts.models import SessionRow
from archive.db import now


def session_data(session: Session, key_hash: str) -> dict[str, Any] | None:
    """Return what a session holds; None when there is none or its time is over."""
    row = session.get(SessionRow, key_hash)
    return dict(row.data) if row is not None and row.expires_at > now() else None


def begin_session(session: Session, key_hash: str, data: dict[str, Any], *, days: int) -> None:
    """Write a session under a new key, to be kept for so many days."""
    session.add(SessionRow(id=key_hash, created_at=now(), **_values(data, days)))


def keep_session(session: Session, key_hash: str, data: dict[str, Any], *, days: int) -> bool:
    """Write what a session holds now; False when it was ended meanwhile, and so it stays.

    Else a request that is still at work while somebody signs out everywhere would bring it back.
    """
    changed = update(SessionRow).where(SessionRow.id == key_hash).values(**_values(data, days))
    written: Any = session.execute(changed)
    return bool(written.rowcount)


def _values(data: dict[str, Any], days: int) -> dict[str, Any]:
    expires_at = now() + timedelta(days=days)
    return {"user_id": data.get("_user_id"), "data": data, "expires_at": expires_at}


def end_session(session: Session, key_hash: str) -> None:
    """Forget a session."""
    session.execute(delete(SessionRow).where(SessionRow.id == key_hash))


def end_expired(session: Session) -> None:
    """Forget every session whose time is over."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at < now()))
