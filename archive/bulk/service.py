"""Rounds from outside: make one ready, start it, stop it, take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.audit.service import note_event
from archive.bulk import queries
from archive.bulk.errors import ChangedSinceError
from archive.bulk.models import EntryState, Round, RoundEntry, RoundKind, RoundState
from archive.catalogue.models import Revision
from archive.catalogue.saving import Actor
from archive.db import now
from archive.errors import InvalidRecordError, MissingRecordError, NotAllowedError
from archive.ids import new_id
from archive.permissions import Permission
from archive.records import Record, record_of
from archive.tasks import service as tasks

_ABOUT_THE_SAVE = {"version", "updated_at", "updated_by"}
RUN, UNDO = "bulk-run", "bulk-undo"
_PRIORITY = 30  # somebody waits for it; previews of new files may come after


@dataclass(frozen=True, slots=True)
class Planned:
    """One record that a round is to change, with the version that was looked at."""

    position: int
    item_id: str
    version: int | None
    action: str = "update"
    title: str = ""
    owner_type: str = "item"


def new_round(
    session: Session, kind: RoundKind, title: str, settings: dict[str, Any], *, by: Actor
) -> Round:
    """Add a round that nobody has started yet."""
    made = Round(
        id=new_id(),
        kind=kind,
        title=title[:300],
        made_at=now(),
        made_by=by.username,
        actor_name=by.name[:120],
        settings=settings,
    )
    session.add(made)
    return made


def plan(session: Session, found: Round, items: Sequence[Planned]) -> None:
    """Write down what a round is to change, in place of what stood there."""
    session.execute(delete(RoundEntry).where(RoundEntry.round_id == found.id))
    add_entries(session, found, items)


def add_entries(session: Session, found: Round, items: Iterable[Planned]) -> None:
    """Write down what else a round is to change."""
    rows = [
        {
            "round_id": found.id,
            "position": item.position,
            "action": item.action,
            "owner_type": item.owner_type,
            "item_id": item.item_id,
            "version_before": item.version,
            "title": item.title[:200],
        }
        for item in items
    ]
    if rows:
        session.execute(insert(RoundEntry), rows)


def round_for(session: Session, round_id: str, viewer: Viewer | None) -> Round:
    """Return a round of the viewer's own, or of anybody for who reviews and for the operator.

    Raises:
        MissingRecordError: There is none, or it is somebody else's.
    """
    found = queries.round_of(session, round_id)
    if found is None or not (viewer is None or _may_handle(viewer, found)):
        raise MissingRecordError("round", round_id)
    return found


def _may_handle(viewer: Viewer, found: Round) -> bool:
    is_own = bool(viewer.username) and found.made_by == viewer.username
    return is_own or viewer.may(Permission.REVIEW)


def start(session: Session, found: Round, *, by: Actor, queue: bool = True) -> None:
    """Let a round that is ready run; with `queue` a worker carries it out."""
    _expect(found, RoundState.READY)
    found.state = RoundState.RUNNING
    _note(session, found, "start", by)
    if queue:
        _enqueue(session, RUN, found)


def stop(session: Session, found: Round, *, by: Actor) -> None:
    """Stop a round; what is done stays done, and can be taken back."""
    _expect(found, RoundState.RUNNING)
    found.state = RoundState.STOPPED
    found.finished_at = now()
    task = queries.open_task(session, found.id)
    if task is not None:
        tasks.cancel(session, task.id)
    _note(session, found, "stop", by)


def undo(session: Session, found: Round, *, by: Actor, queue: bool = True) -> None:
    """Take back everything that a round did, where nobody has changed it since.

    Raises:
        ChangedSinceError: A noun that was merged or split has been changed since.
    """
    _expect(found, RoundState.DONE, RoundState.STOPPED)
    _check_nouns(session, found)
    found.state = RoundState.UNDOING
    session.execute(
        update(RoundEntry)
        .where(RoundEntry.round_id == found.id, RoundEntry.state == EntryState.KEPT)
        .values(state=EntryState.DONE, reason="")
    )
    _note(session, found, "undo", by)
    if queue:
        _enqueue(session, UNDO, found)


def _check_nouns(session: Session, found: Round) -> None:
    """Raise ChangedSinceError where a noun is not as a merge or a split left it."""
    entries = queries.entries_at(
        session, found.id, EntryState.DONE, told=RoundEntry.action.in_(("make", "keep", "fold"))
    )
    now = queries.records_of(session, (entry.owner for entry in entries))
    left = queries.revisions_of(session, ((e.owner, e.version_after or 0) for e in entries))
    for entry in entries:
        record, revision = now.get(entry.owner), left.get((entry.owner, entry.version_after or 0))
        if record is None or revision is None or not says_same(record, revision):
            raise ChangedSinceError(entry.title or entry.item_id)


def says_same(record: Record, revision: Revision) -> bool:
    """Tell whether a record says what a revision does, whoever saved it and when."""
    told = (record.to_json(), record_of(revision.record).to_json())
    one, other = (
        {name: said for name, said in each.items() if name not in _ABOUT_THE_SAVE} for each in told
    )
    return one == other


def finish(session: Session, round_id: str, state: RoundState) -> None:
    """Say that a round has come to its end, where nobody stopped it before."""
    session.execute(
        update(Round)
        .where(Round.id == round_id, Round.state.in_([RoundState.RUNNING, RoundState.UNDOING]))
        .values(state=state, finished_at=now())
    )


def settle(
    session: Session,
    entry_id: int,
    state: EntryState,
    *,
    reason: str = "",
    version: int = 0,
    before: int = 0,
) -> None:
    """Write down what became of an entry, and of which version where that was not planned."""
    values: dict[str, Any] = {"state": state, "reason": reason[:64]}
    if version:
        values["version_after"] = version
    if before:
        values["version_before"] = before
    session.execute(update(RoundEntry).where(RoundEntry.id == entry_id).values(**values))


def _expect(found: Round, *states: RoundState) -> None:
    if found.state not in states:
        raise InvalidRecordError({"state": [found.state.value]})


def _enqueue(session: Session, name: str, found: Round) -> None:
    tasks.enqueue(session, name, {"round": found.id}, owner=("round", found.id), priority=_PRIORITY)


def _note(session: Session, found: Round, action: str, by: Actor) -> None:
    detail = {"title": found.title, "counts": queries.counts_of(session, found.id)}
    note_event(
        session,
        f"{found.kind.value}-{action}",
        ("round", found.id),
        actor=by.username or by.name,
        detail=detail,
    )


def check_may(viewer: Viewer, permission: Permission) -> None:
    """Raise NotAllowedError where the viewer lacks a permission."""
    if not viewer.may(permission):
        raise NotAllowedError(permission.value)
