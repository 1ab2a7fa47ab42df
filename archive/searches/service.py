"""Keep searches and let them go."""

from __future__ import annotations

import uuid

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.db import now
from archive.errors import TooManySearchesError
from archive.searches.models import KeptSearch
from archive.searches.queries import search_count, search_like

MOST_KEPT = 200
_LONGEST_NAME = 200


def keep(session: Session, user_id: str, name: str, query: str) -> KeptSearch:
    """Keep a search under a name; one that is kept already gets the new name.

    Args:
        session: a writing session.
        user_id: whose it is.
        name: what its keeper calls it.
        query: the address of the search without its path and page.

    Raises:
        TooManySearchesError: somebody keeps as many as are allowed.
    """
    named = name.strip()[:_LONGEST_NAME] or query[:_LONGEST_NAME]
    known = search_like(session, user_id, query)
    if known is not None:
        known.name = named
        return known
    if search_count(session, user_id) >= MOST_KEPT:
        raise TooManySearchesError(MOST_KEPT)
    kept = KeptSearch(id=str(uuid.uuid4()), user_id=user_id, name=named, query=query, kept_at=now())
    session.add(kept)
    return kept


def forget(session: Session, user_id: str, search_id: str) -> None:
    """Let a search go; somebody else's is left alone."""
    session.execute(
        delete(KeptSearch).where(KeptSearch.id == search_id, KeptSearch.user_id == user_id)
    )
