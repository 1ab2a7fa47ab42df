"""Read rounds and their entries."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from archive.access import Viewer, visible
from archive.bulk.models import EntryState, Round, RoundEntry, RoundKind, RoundState
from archive.catalogue.models import ROWS, Revision
from archive.records import Record, record_of
from archive.tasks.models import Task, TaskState

Owner = tuple[str, str]
_ANY: ColumnElement[bool] = true()


def round_of(session: Session, round_id: str) -> Round | None:
    """Return a round, or None."""
    return session.get(Round, round_id)


def newest_rounds(session: Session, made_by: str | None, *, limit: int = 30) -> list[Round]:
    """Return the latest rounds, of one account or (None) of all; steps in a table left out."""
    wanted = (
        select(Round)
        .where(Round.kind != RoundKind.BATCH)
        .order_by(Round.made_at.desc(), Round.id)
        .limit(limit)
    )
    if made_by is not None:
        wanted = wanted.where(Round.made_by == made_by)
    return list(session.scalars(wanted))


def rounds_of_sheet(session: Session, sha256: str) -> list[Round]:
    """Return the rounds that the very same sheet was used for, the newest first."""
    wanted = select(Round).where(Round.sha256 == sha256, Round.kind == RoundKind.SHEET)
    return list(session.scalars(wanted.order_by(Round.made_at.desc(), Round.id)))


def steps_of(session: Session, batch_id: str) -> list[Round]:
    """Return the steps that were done in a batch's table and stand, the newest first."""
    wanted = select(Round).where(Round.batch_id == batch_id, Round.state == RoundState.DONE)
    return list(session.scalars(wanted.order_by(Round.made_at.desc(), Round.id)))


def done_in(session: Session, round_ids: Iterable[str]) -> dict[str, set[str]]:
    """Return which items each of these rounds has changed."""
    rows = session.execute(
        select(RoundEntry.round_id, RoundEntry.item_id).where(
            RoundEntry.round_id.in_(list(round_ids)), RoundEntry.state == EntryState.DONE
        )
    )
    found: dict[str, set[str]] = {}
    for round_id, item_id in rows:
        found.setdefault(round_id, set()).add(item_id)
    return found


def counts_of(session: Session, round_id: str, told: ColumnElement[bool] = _ANY) -> dict[str, int]:
    """Return how many entries of a round (of those that may be told) are at which state."""
    rows = session.execute(
        select(RoundEntry.state, func.count())
        .where(RoundEntry.round_id == round_id, told)
        .group_by(RoundEntry.state)
    )
    return {state.value: count for state, count in rows}


def entries_at(
    session: Session,
    round_id: str,
    *states: EntryState,
    limit: int = 200,
    told: ColumnElement[bool] = _ANY,
    backwards: bool = False,
) -> list[RoundEntry]:
    """Return the first entries of a round at some states, in their order or from the last."""
    wanted = select(RoundEntry).where(
        RoundEntry.round_id == round_id, RoundEntry.state.in_(states), told
    )
    order = RoundEntry.position.desc() if backwards else RoundEntry.position
    return list(session.scalars(wanted.order_by(order).limit(limit)))


def told_entries(found: Round, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a viewer may hear of an entry.

    What points to a noun may be hidden from who merges it: it follows, and is not told.
    """
    if found.kind not in {RoundKind.MERGE, RoundKind.SPLIT}:
        return _ANY
    return or_(
        *(
            and_(
                RoundEntry.owner_type == kind,
                RoundEntry.item_id.in_(select(table.id).where(visible(table, kind, viewer))),
            )
            for kind, table in ROWS.items()
        )
    )


def records_of(session: Session, owners: Iterable[Owner]) -> dict[Owner, Record]:
    """Return the records of these nouns and ids as they stand now."""
    found: dict[Owner, Record] = {}
    for kind, ids in _by_type(owners).items():
        table = ROWS[kind]
        for row in session.scalars(select(table.record).where(table.id.in_(ids))):
            record = record_of(row)
            found[kind, record.id] = record
    return found


def _by_type(owners: Iterable[Owner]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, owner in owners:
        found.setdefault(kind, set()).add(owner)
    return found


def revisions_of(
    session: Session, versions: Iterable[tuple[Owner, int]]
) -> dict[tuple[Owner, int], Revision]:
    """Return the revisions of records (owner, number)."""
    wanted = set(versions)
    numbers = {number for _, number in wanted}
    found: dict[tuple[Owner, int], Revision] = {}
    for kind, ids in _by_type(owner for owner, _ in wanted).items():
        rows = select(Revision).where(
            Revision.owner_type == kind, Revision.owner_id.in_(ids), Revision.number.in_(numbers)
        )
        for row in session.scalars(rows):
            if (key := ((kind, row.owner_id), row.number)) in wanted:
                found[key] = row
    return found


def planned(session: Session, round_id: str) -> set[Owner]:
    """Return every record that a round is about."""
    rows = select(RoundEntry.owner_type, RoundEntry.item_id).where(RoundEntry.round_id == round_id)
    return {(kind, owner) for kind, owner in session.execute(rows)}


def last_position(session: Session, round_id: str) -> int:
    """Return the position of the last entry of a round."""
    last = select(func.max(RoundEntry.position)).where(RoundEntry.round_id == round_id)
    return session.scalar(last) or 0


def open_task(session: Session, round_id: str) -> Task | None:
    """Return the task that works on a round, waits for its turn or has failed."""
    states = (TaskState.WAITING, TaskState.RUNNING, TaskState.FAILED)
    wanted = select(Task).where(
        Task.owner_type == "round", Task.owner_id == round_id, Task.state.in_(states)
    )
    return session.scalars(wanted.order_by(Task.id.desc())).first()


def is_running(session: Session, round_id: str) -> bool:
    """Tell whether a round is still to go on: nobody has stopped it."""
    state = session.scalar(select(Round.state).where(Round.id == round_id))
    return state in {RoundState.RUNNING, RoundState.UNDOING}
