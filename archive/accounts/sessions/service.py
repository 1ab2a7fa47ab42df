"""Keep and end sessions, in the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.accounts.models import SessionRow
from archive.db import now


def session_data(session: Session, key_hash: str) -> dict[str, Any] | None:
    """Return what a session holds; None when there is none or its time is over."""
    row = session.get(SessionRow, key_hash)
    return dict(row.data) if row is not None and row.expires_at > now() else None


def keep_session(session: Session, key_hash: str, data: dict[str, Any], *, days: int) -> None:
    """Write a session, to be kept for so many days."""
    session.merge(
        SessionRow(
            id=key_hash,
            user_id=data.get("_user_id"),
            data=data,
            created_at=now(),
            expires_at=now() + timedelta(days=days),
        )
    )


def end_session(session: Session, key_hash: str) -> None:
    """Forget a session."""
    session.execute(delete(SessionRow).where(SessionRow.id == key_hash))


def end_expired(session: Session) -> None:
    """Forget every session whose time is over."""
    session.execute(delete(SessionRow).where(SessionRow.expires_at < now()))
