"""Publish what a date was set for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.access import Viewer
from archive.accounts.queries import user_named, viewer_of
from archive.catalogue.items import service as items
from archive.catalogue.queries import item_record
from archive.catalogue.saving import Actor
from archive.engines import Engines
from archive.errors import ArchiveError
from archive.notices.models import NoticeKind
from archive.notices.service import tell
from archive.permissions import Permission
from archive.review import queries, service
from archive.review.models import PlannedPublication
from archive.review.service import PUBLISH, is_waiting

__all__ = ["PUBLISH", "publish_planned"]

Progress = Callable[[int], None]


def publish_planned(engines: Engines, arguments: dict[str, Any], _progress: Progress) -> None:
    """Publish an item on behalf of who planned it, as far as they may still do so.

    Consents, and what an item must have, are looked at again: what is not allowed any more is left
    closed, and who planned it is told why. Twice run it does nothing the second time.
    """
    item_id = str(arguments["item"])
    with engines.db.reading() as session:
        plan = queries.plan_of(session, item_id)
        user = user_named(session, plan.planned_by) if plan is not None else None
        is_theirs = user is not None and user.is_enabled
        viewer = viewer_of(session, user) if user is not None and is_theirs else Viewer()
    if plan is None:
        return
    try:
        record = items.editable(engines, item_id, viewer)
        if viewer.may(Permission.PUBLISH) and is_waiting(record):
            service.publish(engines, record, by=Actor(plan.planner, plan.planned_by))
            return
    except ArchiveError as error:
        _give_up(engines, plan, error.words)
        return
    _give_up(engines, plan, "")


def _give_up(engines: Engines, plan: PlannedPublication, reason: str) -> None:
    """Drop a plan that cannot be kept; who made it is told, unless the item is public by now."""
    system = Actor("Kho Xòe")
    with engines.db.writing() as session:
        kept = queries.plan_of(session, plan.item_id)
        if kept is not None:
            session.delete(kept)
        record = item_record(session, plan.item_id)
        if record is not None and is_waiting(record):
            told = [plan.planned_by, record.owner]
            tell(session, NoticeKind.PLAN_FAILED, record, told, by=system, text=reason)
