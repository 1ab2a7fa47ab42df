"""Read what waits for review, and what was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, visible
from archive.accounts.models import User
from archive.catalogue.models import Element, Item, LinkRow
from archive.desk.queries import PAGE, ItemLine, lines_of
from archive.records import Status
from archive.review.models import Assignment, Comment, PlannedPublication

NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to."""

    owner: str = ""
    since: datetime | None = None
    element: str = ""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item in the queue, with who reviews it, when it comes out, what is still open."""

    line: ItemLine
    reviewer: str
    planned_at: datetime | None
    open_comments: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the queue may be narrowed to: (value, name)."""

    owners: tuple[tuple[str, str], ...]
    elements: tuple[tuple[str, str], ...]
    reviewers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, the oldest first."""

    first: Comment
    answers: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet that it is settled."""
        return self.first.resolved_at is None


def queue(
    session: Session, viewer: Viewer, wanted: Filters, offset: int = 0
) -> tuple[tuple[Waiting, ...], int]:
    """Return a page of what waits for review, the longest waiting first, and how much there is."""
    rows = _narrowed(_waiting(viewer), wanted)
    count = select(func.count()).select_from(rows.with_only_columns(Item.id).subquery())
    found = session.scalars(rows.order_by(Item.updated_at, Item.id).offset(offset).limit(PAGE))
    lines = lines_of(session, found.all())
    ids = [line.id for line in lines]
    given = _by_item(session, Assignment, ids)
    planned = _by_item(session, PlannedPublication, ids)
    said = open_counts(session, ids)
    names = names_of_users(session)
    return tuple(
        Waiting(
            line,
            names.get(given[line.id].reviewer, "") if line.id in given else "",
            planned[line.id].at if line.id in planned else None,
            said.get(line.id, 0),
        )
        for line in lines
    ), session.scalar(count) or 0


def choices(session: Session, viewer: Viewer, reviewers: Sequence[User]) -> Choices:
    """Return who sent what waits, and which elements it is about."""
    ids = _waiting(viewer).with_only_columns(Item.id)
    owners = session.scalars(select(Item.owner).where(Item.id.in_(ids)).distinct())
    names = names_of_users(session)
    elements = session.execute(
        select(Element.id, Element.title)
        .where(
            visible(Element, "element", viewer),
            Element.id.in_(
                select(LinkRow.target_id).where(
                    LinkRow.owner_type == "item",
                    LinkRow.relation == "element",
                    LinkRow.owner_id.in_(ids),
                )
            ),
        )
        .order_by(Element.sort_key)
    )
    return Choices(
        tuple((one, names.get(one, one)) for one in sorted(filter(None, owners))),
        tuple((row.id, row.title) for row in elements),
        tuple((user.username, user.display_name or user.username) for user in reviewers),
    )


def _waiting(viewer: Viewer) -> Select[Any]:
    return select(Item).where(
        visible(Item, "item", viewer, Grade.SEE), Item.status == Status.REVIEW
    )


def _narrowed(rows: Select[Any], wanted: Filters) -> Select[Any]:
    if wanted.owner:
        rows = rows.where(Item.owner == wanted.owner)
    if wanted.since is not None:
        rows = rows.where(Item.updated_at >= wanted.since)
    if wanted.element:
        links = select(LinkRow.owner_id).where(
            LinkRow.owner_type == "item",
            LinkRow.relation == "element",
            LinkRow.target_id == wanted.element,
        )
        rows = rows.where(Item.id.in_(links))
    if wanted.reviewer == NOBODY:
        rows = rows.where(Item.id.not_in(select(Assignment.item_id)))
    elif wanted.reviewer:
        mine = select(Assignment.item_id).where(Assignment.reviewer == wanted.reviewer)
        rows = rows.where(Item.id.in_(mine))
    return rows


def _by_item(session: Session, table: Any, ids: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401 - a table
    return {
        row.item_id: row for row in session.scalars(select(table).where(table.item_id.in_(ids)))
    }


def open_counts(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """Return how many comments on each of these items nobody has settled."""
    rows = session.execute(
        select(Comment.item_id, func.count())
        .where(Comment.item_id.in_(ids), Comment.parent_id.is_(None), Comment.resolved_at.is_(None))
        .group_by(Comment.item_id)
    )
    return {item_id: int(count) for item_id, count in rows}


def names_of_users(session: Session) -> dict[str, str]:
    """Return what each account is called, by user name."""
    rows = session.execute(select(User.username, User.display_name))
    return {username: name or username for username, name in rows}


def threads_of(session: Session, item_id: str) -> dict[str, tuple[Thread, ...]]:
    """Return the comments on an item by field, open ones first."""
    rows = session.scalars(
        select(Comment).where(Comment.item_id == item_id).order_by(Comment.made_at, Comment.id)
    ).all()
    answers: dict[str, list[Comment]] = {}
    for row in rows:
        if row.parent_id:
            answers.setdefault(row.parent_id, []).append(row)
    threads = [Thread(row, tuple(answers.get(row.id, ()))) for row in rows if not row.parent_id]
    found: dict[str, list[Thread]] = {}
    for thread in sorted(threads, key=lambda one: not one.is_open):
        found.setdefault(thread.first.field, []).append(thread)
    return {field: tuple(group) for field, group in found.items()}


def comment_of(session: Session, item_id: str, comment_id: str) -> Comment | None:
    """Return a comment on an item, or None."""
    found = session.get(Comment, comment_id)
    return found if found is not None and found.item_id == item_id else None


def reviewer_of(session: Session, item_id: str) -> str:
    """Return who is to review an item; "" where it was given to nobody."""
    found = session.get(Assignment, item_id)
    return found.reviewer if found is not None else ""


def plan_of(session: Session, item_id: str) -> PlannedPublication | None:
    """Return when an item is to be published, or None."""
    return session.get(PlannedPublication, item_id)
