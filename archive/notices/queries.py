"""Read notices; what a viewer may not see any more is neither listed nor counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from archive.access import VISITOR, Grade, Viewer, visible
from archive.accounts.models import User
from archive.catalogue.models import Item
from archive.notices.models import Notice, NoticeAddress
from archive.permissions import ROLE_PERMISSIONS, Permission
from archive.tasks.models import Task, TaskState

PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice with the name of the item that it is about."""

    notice: Notice
    title: str
    is_public: bool


def unread_count(session: Session, viewer: Viewer) -> int:
    """Return how many notices a viewer has not read; one statement."""
    rows = _mine(select(func.count(Notice.id)), viewer).where(Notice.read_at.is_(None))
    return session.scalar(rows) or 0


def notices_of(session: Session, viewer: Viewer, offset: int = 0) -> list[NoticeLine]:
    """Return a page of notices: those that are not read first, then the newest."""
    order = (Notice.read_at.is_not(None), Notice.made_at.desc(), Notice.id.desc())
    return _lines(session, _mine(_asked(), viewer).order_by(*order).offset(offset).limit(PAGE))


def unmailed(session: Session, viewer: Viewer) -> list[NoticeLine]:
    """Return what a viewer has neither read nor been sent, the oldest first."""
    fresh = _mine(_asked(), viewer).where(Notice.read_at.is_(None), Notice.mailed_at.is_(None))
    return _lines(session, fresh.order_by(Notice.id).limit(PAGE))


def notice_of(session: Session, notice_id: int, viewer: Viewer) -> Notice | None:
    """Return a notice of the viewer's own, or None."""
    return session.scalars(_mine(select(Notice), viewer).where(Notice.id == notice_id)).first()


def address_of(session: Session, username: str) -> str:
    """Return where somebody wants to hear of notices; "" where by no e-mail."""
    found = session.get(NoticeAddress, username)
    return found.address if found is not None else ""


def has_mail_in_line(session: Session, task: str, username: str) -> bool:
    """Tell whether a letter to somebody is waiting to be sent already."""
    wanted = select(Task.id).where(
        Task.name == task,
        Task.owner_type == "user",
        Task.owner_id == username,
        Task.state == TaskState.WAITING,
    )
    return session.scalar(wanted.limit(1)) is not None


def reviewers(session: Session) -> list[User]:
    """Return the accounts that may review, by name."""
    roles = [role for role, may in ROLE_PERMISSIONS.items() if Permission.REVIEW in may]
    rows = select(User).where(User.role.in_(roles), User.is_enabled)
    return list(session.scalars(rows.order_by(User.display_name, User.username)))


def _asked() -> Any:  # noqa: ANN401 - a statement of three columns
    return select(Notice, Item.title, visible(Item, "item", VISITOR))


def _mine(rows: Select[Any], viewer: Viewer) -> Select[Any]:
    return (
        rows.select_from(Notice)
        .join(Item, Item.id == Notice.item_id)
        .where(Notice.username == viewer.username, visible(Item, "item", viewer, Grade.SEE))
    )


def _lines(session: Session, rows: Select[Any]) -> list[NoticeLine]:
    return [NoticeLine(*row) for row in session.execute(rows)]
