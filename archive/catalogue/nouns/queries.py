"""Read what is needed to add a noun."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.models import ROWS, Redirect


def is_slug_taken(session: Session, owner_type: str, slug: str, *, by_other_than: str) -> bool:
    """Tell whether another record, now or once, has this address."""
    table = ROWS[owner_type]
    others = select(table.id).where(table.slug == slug, table.id != by_other_than)
    if session.scalars(others).first() is not None:
        return True
    return session.get(Redirect, (owner_type, slug)) is not None
