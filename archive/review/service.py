"""Comment, assign, send back, publish now or on a date; who is concerned is told in one commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from archive.access import Viewer, may_view
from archive.accounts.queries import user_named, viewer_of
from archive.audit.service import note_event
from archive.catalogue.items import service as items
from archive.catalogue.saving import Actor
from archive.db import now
from archive.engines import Engines
from archive.errors import InvalidRecordError, MissingRecordError
from archive.ids import new_id
from archive.notices import queries as notices
from archive.notices.models import NoticeKind
from archive.notices.service import tell
from archive.permissions import Permission
from archive.records import ItemRecord, Record, Status
from archive.review import queries
from archive.review.forms import CommentForm
from archive.review.models import Assignment, Comment, PlannedPublication
from archive.tasks import service as tasks

PUBLISH = "publish-planned"
_PRIORITY = 15


def comment(session: Session, record: ItemRecord, form: CommentForm, *, by: Actor) -> Comment:
    """Write a comment on a field, or an answer to one; who takes part in it is told.

    Raises:
        MissingRecordError: What it answers is not a comment on this item.
    """
    first = queries.comment_of(session, record.id, form.parent) if form.parent else None
    if form.parent and (first is None or first.parent_id):
        raise MissingRecordError("comment", form.parent)
    made = Comment(
        id=new_id(),
        item_id=record.id,
        field=first.field if first else form.field,
        parent_id=first.id if first else None,
        text=form.text,
        made_at=now(),
        made_by=by.username,
        author=by.name[:120],
    )
    session.add(made)
    note_event(session, "commented", ("item", record.id), actor=by.username)
    concerned = [
        record.owner,
        first.made_by if first else "",
        queries.reviewer_of(session, record.id),
    ]
    tell(session, NoticeKind.COMMENTED, record, concerned, by=by, text=form.text)
    return made


def settle(
    session: Session, record: ItemRecord, comment_id: str, *, is_settled: bool, by: Actor
) -> None:
    """Say that a comment is settled, or that it is not after all."""
    found = queries.comment_of(session, record.id, comment_id)
    if found is None or found.parent_id:
        raise MissingRecordError("comment", comment_id)
    found.resolved_at = now() if is_settled else None
    found.resolved_by = by.name[:120] if is_settled else ""
    action = "comment-settled" if is_settled else "comment-reopened"
    note_event(session, action, ("item", record.id), actor=by.username)


def assign(session: Session, record: ItemRecord, reviewer: str, *, by: Actor) -> None:
    """Give an item to a reviewer, or to nobody.

    Raises:
        InvalidRecordError: That account may not review, or may not see this item.
    """
    kept = session.get(Assignment, record.id)
    if not reviewer:
        if kept is not None:
            session.delete(kept)
        return
    user = user_named(session, reviewer)
    if user is None or not user.is_enabled or not _may_review(viewer_of(session, user), record):
        raise InvalidRecordError({"reviewer": ["unknown"]})
    session.merge(
        Assignment(item_id=record.id, reviewer=user.username, given_at=now(), given_by=by.username)
    )
    detail = {"reviewer": user.username}
    note_event(session, "assigned", ("item", record.id), actor=by.username, detail=detail)
    tell(session, NoticeKind.ASSIGNED, record, [user.username], by=by)


def _may_review(viewer: Viewer, record: ItemRecord) -> bool:
    return viewer.may(Permission.REVIEW) and may_view(viewer, record)


def submit(engines: Engines, record: ItemRecord, *, by: Actor) -> ItemRecord:
    """Hand a draft in; its reviewer is told, or every reviewer where it has none."""

    def after(session: Session, saved: Record) -> None:
        given = queries.reviewer_of(session, record.id)
        every = [user.username for user in notices.reviewers(session)]
        tell(session, NoticeKind.AWAITING, _item(saved), [given] if given else every, by=by)

    return items.submit(engines, record, by=by, after=after)


def send_back(engines: Engines, record: ItemRecord, reason: str, *, by: Actor) -> ItemRecord:
    """Send an item back with the reason; its author is told, and no date publishes it any more."""

    def after(session: Session, saved: Record) -> None:
        forget_plan(session, record.id, by=by)
        tell(session, NoticeKind.RETURNED, _item(saved), [record.owner], by=by, text=reason)

    return items.send_back(engines, record, reason, by=by, after=after)


def publish(engines: Engines, record: ItemRecord, *, by: Actor) -> ItemRecord:
    """Publish an item now; its author is told, and no date publishes it again."""

    def after(session: Session, saved: Record) -> None:
        forget_plan(session, record.id, by=by)
        tell(session, NoticeKind.PUBLISHED, _item(saved), [record.owner], by=by)

    return items.publish(engines, record, by=by, after=after)


def plan(engines: Engines, record: ItemRecord, at: datetime, *, by: Actor) -> None:
    """Let an item be published at an instant; until then nothing of it is open.

    Raises:
        NotPublishableError: What it must have is missing, all of it named.
        InvalidRecordError: It is published already.
    """
    items.check_may_publish(engines, record)
    with engines.db.writing() as session:
        forget_plan(session, record.id, by=by)
        owner = ("item", record.id)
        task = tasks.enqueue(
            session, PUBLISH, {"item": record.id}, owner=owner, priority=_PRIORITY, due_at=at
        )
        session.flush()
        session.merge(
            PlannedPublication(
                item_id=record.id,
                at=at,
                task_id=task.id,
                planned_at=now(),
                planned_by=by.username,
                planner=by.name[:120],
            )
        )
        detail = {"at": at.isoformat()}
        note_event(session, "publication-planned", owner, actor=by.username, detail=detail)


def drop_plan(session: Session, record: ItemRecord, *, by: Actor) -> None:
    """Let no date publish an item; MissingRecordError where none would."""
    if not forget_plan(session, record.id, by=by):
        raise MissingRecordError("plan", record.id)


def forget_plan(session: Session, item_id: str, *, by: Actor) -> bool:
    """Let no date publish an item any more; False where none would."""
    found = queries.plan_of(session, item_id)
    if found is None:
        return False
    tasks.drop(session, found.task_id)
    session.delete(found)
    session.flush()
    owner = ("item", item_id)
    note_event(session, "publication-unplanned", owner, actor=by.username or by.name)
    return True


def _item(record: Record) -> ItemRecord:
    if not isinstance(record, ItemRecord):
        raise TypeError(record.type)
    return record


def is_waiting(record: ItemRecord) -> bool:
    """Tell whether an item is on its way to the public and not there yet."""
    return record.status in {Status.DRAFT, Status.REVIEW}
