"""Merge and split nouns: what would happen, whether it may, and the round that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, covers, may_edit, may_view, tokens_of
from archive.bulk import service as rounds
from archive.bulk.models import Round, RoundKind
from archive.catalogue.labels import title_of
from archive.catalogue.queries import record_followed
from archive.catalogue.saving import Actor
from archive.errors import MissingRecordError, NotAllowedError, StaleVersionError
from archive.merging import queries
from archive.merging.errors import NotMergeableError
from archive.merging.joining import taken_names
from archive.merging.planning import check_no_code, check_stewards, planned, points
from archive.permissions import Permission
from archive.records import Name, NamedRecord, Status

KINDS = ("element", "term", "agent", "place", "event", "community", "collection")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Pointing:
    """What points to a noun, as far as a viewer may know: how many of each kind, the first."""

    counts: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge would do: which is kept, which goes into it, and all that follows."""

    kept: NamedRecord
    other: NamedRecord
    names: tuple[Name, ...]
    pointing: Pointing


def noun(session: Session, kind: str, record_id: str, viewer: Viewer) -> NamedRecord:
    """Return a noun that a viewer may change.

    Raises:
        MissingRecordError, NotAllowedError: It is not there, or not the viewer's to change.
    """
    found = record_followed(session, kind, record_id) if kind in KINDS else None
    if not isinstance(found, NamedRecord) or not may_view(viewer, found, Grade.KNOW):
        raise MissingRecordError(kind, record_id)
    if not may_edit(viewer, found):
        raise NotAllowedError(
            Permission.EDIT_VOCABULARY if kind in {"element", "term"} else Permission.DESCRIBE
        )
    return found


def pointing_to(
    session: Session, record: NamedRecord, viewer: Viewer, shown: int = _SHOWN
) -> Pointing:
    """Return what points to a noun, as far as the viewer may know."""
    owners = queries.pointing_to(session, (record.type, record.id))
    told = queries.told_of(session, owners, viewer)
    return Pointing(
        {kind: len(rows) for kind, rows in told.items()},
        {kind: tuple(rows[:shown]) for kind, rows in told.items()},
    )


def merge_of(session: Session, kept: NamedRecord, other_id: str, viewer: Viewer) -> Merge:
    """Return what merging another noun into this one would do.

    Raises:
        NotMergeableError: It makes no sense, or would tell or open what is closed.
    """
    other = noun(session, kept.type, other_id, viewer)
    _check_mergeable(session, kept, other, viewer)
    return Merge(kept, other, taken_names(kept, other), pointing_to(session, other, viewer))


def _check_mergeable(
    session: Session, kept: NamedRecord, other: NamedRecord, viewer: Viewer
) -> None:
    if kept.id == other.id:
        raise NotMergeableError("itself")
    if Status.PUBLISHED not in {kept.status} & {other.status}:
        raise NotMergeableError("not-published")
    if getattr(kept, "scheme", "") != getattr(other, "scheme", ""):
        raise NotMergeableError("other-scheme")
    if not all(covers(tokens_of(other, grade), tokens_of(kept, grade)) for grade in Grade):
        raise NotMergeableError("closed")
    pair = (kept.type, kept.id), (other.type, other.id)
    if queries.stands_between(session, *pair) or queries.stands_between(session, *pair[::-1]):
        raise NotMergeableError("circle")
    check_no_code(kept)
    check_stewards(viewer, kept, other)


def start_merge(session: Session, merge: Merge, versions: tuple[int, int], *, by: Actor) -> Round:
    """Begin a merge as a round that a worker carries out and that can be taken back whole.

    Raises:
        StaleVersionError: Somebody changed one of the two since they were looked at.
    """
    for record, seen in zip((merge.kept, merge.other), versions, strict=True):
        if record.version != seen:
            raise StaleVersionError(record.id, seen, record.version)
    kept, other = merge.kept, merge.other
    title = f"{title_of(other) or other.id} → {title_of(kept) or kept.id}"
    about = {"type": kept.type, "kept": kept.id, "other": other.id}
    found = rounds.new_round(session, RoundKind.MERGE, title, about, by=by)
    session.flush()
    pointing = queries.pointing_to(session, (other.type, other.id)) - {(kept.type, kept.id)}
    rounds.plan(
        session,
        found,
        [
            planned(0, kept, "keep"),
            *points(session, pointing, 1),
            planned(len(pointing) + 1, other, "fold"),
        ],
    )
    rounds.start(session, found, by=by)
    return found
