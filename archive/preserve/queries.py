"""Read what preservation needs to know of the database."""

from __future__ import annotations

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from archive.accounts.models import User
from archive.catalogue.models import ROWS, Revision

Checked = tuple[str, str, int]


def known_records(session: Session) -> set[tuple[str, str]]:
    """Return type and id of every record that the database knows."""
    return {
        (kind, owner)
        for kind, table in ROWS.items()
        for owner in session.scalars(select(table.id).execution_options(yield_per=1000))
    }


def holds_records(session: Session) -> bool:
    """Tell whether the database knows any record; one without tables knows none."""
    if not inspect(session.connection()).has_table(Revision.__tablename__):
        return False
    return session.scalars(select(Revision.owner_id).limit(1)).first() is not None


def oldest_checked_first(session: Session) -> list[Checked]:
    """Return type, id and version of every record, the one checked longest ago first."""
    found = []
    for kind, table in ROWS.items():
        rows = session.execute(select(table.id, table.version, table.checked_at))
        found += [(at, kind, owner, version) for owner, version, at in rows]
    found.sort(key=lambda row: (row[0] is not None, row[0] or 0, row[1], row[2]))
    return [(kind, owner, version) for _, kind, owner, version in found]


def account_count(session: Session) -> int:
    """Return how many accounts there are."""
    return session.scalar(select(func.count()).select_from(User)) or 0
