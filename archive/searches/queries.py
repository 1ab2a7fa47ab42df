"""Read kept searches."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.searches.models import KeptSearch


def searches_of(session: Session, user_id: str) -> list[KeptSearch]:
    """Return the searches that somebody keeps, newest first."""
    mine = select(KeptSearch).where(KeptSearch.user_id == user_id)
    return list(session.scalars(mine.order_by(KeptSearch.kept_at.desc(), KeptSearch.id)))


def search_count(session: Session, user_id: str) -> int:
    """Return how many searches somebody keeps."""
    mine = select(func.count()).select_from(KeptSearch).where(KeptSearch.user_id == user_id)
    return session.scalar(mine) or 0


def search_like(session: Session, user_id: str, query: str) -> KeptSearch | None:
    """Return the search of this address that somebody keeps already, or None."""
    mine = select(KeptSearch).where(KeptSearch.user_id == user_id, KeptSearch.query == query)
    return session.scalars(mine).first()
