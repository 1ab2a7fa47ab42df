"""Find the record behind an address: here, moved, withdrawn, or not to be known of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, tokens, tokens_of, tokens_of_audience, visible
from archive.catalogue.labels import text_in
from archive.catalogue.models import ROWS, Community, Redirect
from archive.catalogue.queries import record_followed
from archive.discover.names import href_of
from archive.errors import MissingRecordError, WithdrawnRecordError
from archive.records import Record, Status, record_of


@dataclass(frozen=True, slots=True)
class Sight:
    """A record as somebody sees it: whole, or only that it is there."""

    record: Record
    is_seen: bool

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it, so that its page is no secret."""
        return "public" in tokens_of(self.record, Grade.SEE)


@dataclass(frozen=True, slots=True)
class Moved:
    """The record stands elsewhere now: an old slug, a merged or former id."""

    href: str


def find(session: Session, record_type: str, key: str, viewer: Viewer) -> Sight | Moved:
    """Return the record of a slug or an id.

    Raises:
        MissingRecordError: there is none, or none that the viewer may know of.
        WithdrawnRecordError: it was published once and has been withdrawn.
    """
    found = _row(session, record_type, key)
    if found is None:
        return _moved(session, record_type, key, viewer)
    record = _followed(session, record_of(found.record))
    if may_view(viewer, record, Grade.KNOW):
        if _is_other(record, key):
            return Moved(href_of(record))
        return Sight(record, may_view(viewer, record))
    raise _absent(record, viewer)


def known(session: Session, record_type: str, key: str, viewer: Viewer) -> Record:
    """Return the record of a slug or an id that the viewer may know of; raises as `find` does."""
    found = _row(session, record_type, key) or _redirected(session, record_type, key)
    if found is None:
        raise MissingRecordError(record_type, key)
    record = _followed(session, record_of(found.record))
    if not may_view(viewer, record, Grade.KNOW):
        raise _absent(record, viewer)
    return record


def communities_known(session: Session, communities: Iterable[str], viewer: Viewer) -> list[str]:
    """Return the names of those communities that a viewer may know of, sorted."""
    rows = select(Community.title).where(
        Community.id.in_(set(communities)), visible(Community, "community", viewer)
    )
    return sorted(title for title in session.scalars(rows) if title)


def _followed(session: Session, record: Record) -> Record:
    """Return the record, or the one that it was merged into."""
    if not getattr(record, "replaced_by", None):
        return record
    return record_followed(session, record.type, record.id) or record


def _row(session: Session, record_type: str, key: str) -> Any:  # noqa: ANN401 - any of the catalogue's tables
    row = ROWS[record_type]
    if not hasattr(row, "slug"):
        return session.get(row, key)
    rows = session.scalars(select(row).where(or_(row.slug == key, row.id == key))).all()
    return next((one for one in rows if one.slug == key), rows[0] if rows else None)


def _is_other(record: Record, key: str) -> bool:
    """Tell whether this is the id of a record whose page stands under its slug, or the reverse."""
    shown = record.id if record.type in {"item", "term"} else getattr(record, "slug", "")
    return bool(shown) and key != shown


def _moved(session: Session, record_type: str, key: str, viewer: Viewer) -> Moved:
    row = _redirected(session, record_type, key)
    if row is None:
        raise MissingRecordError(record_type, key)
    record = _followed(session, record_of(row.record))
    if not may_view(viewer, record, Grade.KNOW):
        raise _absent(record, viewer)
    return Moved(href_of(record))


def _redirected(session: Session, record_type: str, key: str) -> Any:  # noqa: ANN401 - as `_row`
    redirect = session.get(Redirect, (record_type, key))
    return session.get(ROWS[record_type], redirect.target_id) if redirect is not None else None


def _absent(record: Record, viewer: Viewer) -> MissingRecordError | WithdrawnRecordError:
    """Return an item's tombstone for those who might have known it, else that nothing is here."""
    was_public = getattr(record, "published_at", None) is not None
    might_know = bool(tokens(viewer) & tokens_of_audience(record.access.known_by))
    if record.status is Status.WITHDRAWN and was_public and might_know:
        reason = text_in(record.withdrawn_reason)[1]
        return WithdrawnRecordError(record.type, record.id, reason)
    return MissingRecordError(record.type, record.id)
