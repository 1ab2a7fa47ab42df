"""Put together what a reviewer looks at: what would be published beside what stood before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.accounts.models import User
from archive.catalogue.diff import Names, file_names, said
from archive.catalogue.items.completeness import Lack, lacks_of
from archive.catalogue.models import Revision
from archive.desk import queries as desk
from archive.desk.describing import names_for
from archive.notices import queries as notices
from archive.records import ItemRecord, Status, record_of
from archive.review import queries
from archive.review.models import PlannedPublication
from archive.review.queries import Thread
from archive.review.words import FIELDS

_SENT_BACK = "Trả lại: "


@dataclass(frozen=True, slots=True)
class Row:
    """One field: as it stood, as it would be published, and what was said about it."""

    field: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    threads: tuple[Thread, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the field would change."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class LookPage:
    """Everything that the page of a review shows."""

    record: ItemRecord
    against: str
    has_public: bool
    returned_version: int
    rows: tuple[Row, ...]
    threads: tuple[Thread, ...]
    lacks: tuple[Lack, ...]
    reviewer: str
    reviewers: tuple[tuple[str, str], ...]
    plan: PlannedPublication | None
    owner: str

    @property
    def changes(self) -> int:
        """How many fields would change."""
        return sum(row.is_changed for row in self.rows)


def look_page(
    session: Session, record: ItemRecord, viewer: Viewer, language: str, against: str
) -> LookPage:
    """Return the page: against what is public, or against what was sent back last."""
    revisions = desk.revisions(session, ("item", record.id), viewer)
    bases = {"public": _public(revisions), "returned": _returned(revisions)}
    asked = against if against in bases else "public"
    base = bases[asked]
    compared = (record, base) if base else (record,)
    names = {**names_for(session, viewer, *compared), **file_names(compared, language)}
    threads = queries.threads_of(session, record.id)
    users = queries.names_of_users(session)
    returned = bases["returned"]
    return LookPage(
        record=record,
        against=asked,
        has_public=bases["public"] is not None,
        returned_version=returned.version if returned else 0,
        rows=tuple(_rows(base, record, names, language, threads)),
        threads=threads.get("", ()),
        lacks=lacks_of(record),
        reviewer=queries.reviewer_of(session, record.id),
        reviewers=named(notices.reviewers(session)),
        plan=queries.plan_of(session, record.id),
        owner=users.get(record.owner, record.owner),
    )


def named(users: Sequence[User]) -> tuple[tuple[str, str], ...]:
    """Return accounts as a form offers them."""
    return tuple((user.username, user.display_name or user.username) for user in users)


def _rows(
    base: ItemRecord | None,
    record: ItemRecord,
    names: Names,
    language: str,
    threads: Mapping[str, tuple[Thread, ...]],
) -> Iterator[Row]:
    for field, label in FIELDS.items():
        if not hasattr(record, field):
            continue
        before = tuple(said(field, getattr(base, field), names, language)) if base else ()
        after = tuple(said(field, getattr(record, field), names, language))
        if before or after or field in threads:
            yield Row(field, str(label), before, after, threads.get(field, ()))


def _public(revisions: Sequence[Revision]) -> ItemRecord | None:
    """Return what the public saw last, if it ever saw anything."""
    records = (record_of(row.record) for row in revisions)
    shown = (one for one in records if one.status is Status.PUBLISHED)
    return next((one for one in shown if isinstance(one, ItemRecord)), None)


def _returned(revisions: Sequence[Revision]) -> ItemRecord | None:
    rows = (row for row in revisions if row.message.startswith(_SENT_BACK))
    records = (record_of(row.record) for row in rows)
    return next((one for one in records if isinstance(one, ItemRecord)), None)
