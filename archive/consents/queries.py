"""Read the ledger of consents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from archive.access import Viewer, visible
from archive.catalogue.models import Consent, Item, LinkRow
from archive.consents.rules import all_allow
from archive.records import ConsentRecord, ItemRecord, record_of

PAGE = 50


def consents_of(session: Session, item_id: str) -> list[ConsentRecord]:
    """Return the consents that an item is bound to, oldest first."""
    bound = select(LinkRow.target_id).where(
        LinkRow.owner_type == "item", LinkRow.owner_id == item_id, LinkRow.relation == "consent"
    )
    rows = select(Consent).where(Consent.id.in_(bound)).order_by(Consent.created_at, Consent.id)
    return _records(session, rows)


def consent(session: Session, consent_id: str, viewer: Viewer) -> ConsentRecord | None:
    """Return a consent that the viewer may see."""
    rows = select(Consent).where(Consent.id == consent_id, visible(Consent, "consent", viewer))
    return next(iter(_records(session, rows)), None)


def are_allowed(session: Session, record: ItemRecord) -> bool:
    """Tell whether the consents that an item is bound to let it be as open as it is."""
    if not record.consents:
        return True
    rows = select(Consent).where(Consent.id.in_(record.consents))
    return all_allow(_records(session, rows), record)


def closes(session: Session, item_id: str, file_id: str) -> bool:
    """Tell whether somebody in a file of an item no longer agrees to its being used."""
    bound = consents_of(session, item_id)
    return any(
        not one.is_in_force and (not one.file_ids or file_id in one.file_ids) for one in bound
    )


def ended(session: Session, today: date, most: int = 50) -> list[ConsentRecord]:
    """Return consents whose last day is over and that nothing was done about yet."""
    rows = select(Consent).where(Consent.ends_on < today.isoformat()).order_by(Consent.ends_on)
    return _records(session, rows.limit(most))


def ledger(
    session: Session, viewer: Viewer, standing: str, offset: int = 0
) -> tuple[list[ConsentRecord], bool]:
    """Return a page of the ledger, and whether more follows.

    Args:
        session: the session.
        viewer: who looks; what is not open to them is left out.
        standing: `ending` within 60 days, `over`, or everything.
        offset: how many rows to pass over.
    """
    rows = select(Consent).where(visible(Consent, "consent", viewer))
    if standing == "ending":
        soon = (date.today() + timedelta(days=60)).isoformat()  # noqa: DTZ011 - a day of the calendar
        rows = rows.where(Consent.ends_on <= soon).order_by(Consent.ends_on, Consent.id)
    elif standing == "over":
        rows = rows.where(Consent.withdrawn_on.is_not(None))
        rows = rows.order_by(Consent.withdrawn_on.desc(), Consent.id)
    else:
        rows = rows.order_by(Consent.updated_at.desc(), Consent.id)
    found = _records(session, rows.offset(offset).limit(PAGE + 1))
    return found[:PAGE], len(found) > PAGE


def titles_of(session: Session, viewer: Viewer, item_ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of those items that the viewer may know of."""
    rows = select(Item.id, Item.title).where(
        Item.id.in_(set(item_ids)), visible(Item, "item", viewer)
    )
    return {row.id: row.title for row in session.execute(rows)}


def _records(session: Session, rows: Select[Any]) -> list[ConsentRecord]:
    found = (record_of(row.record) for row in session.scalars(rows))
    return [record for record in found if isinstance(record, ConsentRecord)]
