"""Read what leaves the site for everybody: public, published records only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.access import HARVESTER, Grade, visible
from archive.catalogue.models import ROWS, Item
from archive.records import ItemRecord, Status, record_of

PAGED = ("item", "element", "agent", "place", "event", "community", "collection", "term")
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Address:
    """A public page of a record, by the key that its address holds."""

    record_type: str
    key: str
    changed_at: datetime


def newest_public(session: Session, limit: int) -> list[ItemRecord]:
    """Return the public items published last."""
    query = (
        select(Item.record)
        .where(Item.status == Status.PUBLISHED, visible(Item, "item", HARVESTER, Grade.SEE))
        .order_by(Item.published_at.desc(), Item.id.desc())
        .limit(limit)
    )
    records = (record_of(record) for record in session.scalars(query))
    return [record for record in records if isinstance(record, ItemRecord)]


def public_counts(session: Session) -> dict[str, int]:
    """Return how many public pages each type of record has."""
    return {record_type: _count(session, record_type) for record_type in PAGED}


def _count(session: Session, record_type: str) -> int:
    row = ROWS[record_type]
    query = select(func.count()).select_from(row).where(*_is_public(record_type))
    return session.scalar(query) or 0


def _is_public(record_type: str) -> tuple[Any, ...]:
    row = ROWS[record_type]
    return (row.status == Status.PUBLISHED, visible(row, record_type, HARVESTER, Grade.SEE))


def public_addresses(
    session: Session, record_type: str, *, skip: int, most: int
) -> Iterator[Address]:
    """Yield the public pages of a type in the order of their ids, read in batches by keyset."""
    row = ROWS[record_type]
    key = row.id if record_type in {"item", "term"} else row.slug
    after, left = _start(session, record_type, skip), most
    while left > 0 and after is not None:
        rows = session.execute(
            select(row.id, key, row.updated_at)
            .where(*_is_public(record_type), row.id > after)
            .order_by(row.id)
            .limit(min(_BATCH, left))
        ).all()
        for _record_id, shown, changed_at in rows:
            yield Address(record_type, shown, changed_at)
        left -= len(rows)
        after = rows[-1][0] if rows else None


def _start(session: Session, record_type: str, skip: int) -> str | None:
    """Return the id after which a part begins; "" for the first, None past the end."""
    if not skip:
        return ""
    row = ROWS[record_type]
    query = select(row.id).where(*_is_public(record_type)).order_by(row.id)
    return session.scalar(query.offset(skip - 1).limit(1))
