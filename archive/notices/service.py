"""Tell people what concerns them, and remember what they have read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from archive.access import Viewer, may_view
from archive.accounts.queries import user_named, viewer_of
from archive.catalogue.saving import Actor
from archive.db import now
from archive.errors import InvalidRecordError, MissingRecordError
from archive.notices import queries
from archive.notices.models import Notice, NoticeAddress, NoticeKind
from archive.records import ItemRecord
from archive.tasks import service as tasks

SEND = "send-notices"
GATHERED = timedelta(minutes=2)  # several notices in a row are one letter
_PRIORITY = 20
_ADDRESS = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def tell(
    session: Session,
    kind: NoticeKind,
    item: ItemRecord,
    usernames: Iterable[str],
    *,
    by: Actor,
    text: str = "",
) -> int:
    """Tell people of an item, but for who did it and who may not see it; return how many."""
    told = 0
    for username in dict.fromkeys(filter(None, usernames)):
        if username != by.username and _may_hear(session, username, item):
            session.add(
                Notice(
                    username=username,
                    kind=kind,
                    item_id=item.id,
                    actor=by.name[:120],
                    text=text[:300],
                    made_at=now(),
                )
            )
            _queue_letter(session, username)
            told += 1
    return told


def _may_hear(session: Session, username: str, item: ItemRecord) -> bool:
    user = user_named(session, username)
    if user is None or not user.is_enabled:
        return False
    return may_view(viewer_of(session, user), item)


def _queue_letter(session: Session, username: str) -> None:
    if not queries.address_of(session, username):
        return
    if not queries.has_mail_in_line(session, SEND, username):
        owner, due = ("user", username), now() + GATHERED
        tasks.enqueue(
            session, SEND, {"username": username}, owner=owner, priority=_PRIORITY, due_at=due
        )


def read(session: Session, notice_id: int, viewer: Viewer) -> Notice:
    """Mark one notice of the viewer's own as read; MissingRecordError for any other."""
    found = queries.notice_of(session, notice_id, viewer)
    if found is None:
        raise MissingRecordError("notice", str(notice_id))
    found.read_at = found.read_at or now()
    return found


def read_all(session: Session, viewer: Viewer) -> None:
    """Mark every notice of the viewer's own as read."""
    mine = update(Notice).where(Notice.username == viewer.username, Notice.read_at.is_(None))
    session.execute(mine.values(read_at=now()))


def set_address(session: Session, address: str, viewer: Viewer) -> None:
    """Keep where the viewer wants to hear of notices, or forget it where nothing is given.

    Raises:
        InvalidRecordError: It is no e-mail address.
    """
    typed = address.strip()
    kept = session.get(NoticeAddress, viewer.username)
    if not typed:
        if kept is not None:
            session.delete(kept)
        return
    if len(typed) > 200 or not _ADDRESS.fullmatch(typed):  # noqa: PLR2004 - the column's length
        raise InvalidRecordError({"address": ["address"]})
    session.merge(NoticeAddress(username=viewer.username, address=typed))
