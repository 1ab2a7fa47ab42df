"""Read rounds and their entries."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.bulk.models import EntryState, Round, RoundEntry, RoundKind, RoundState
from archive.catalogue.models import Item, Revision
from archive.records import ItemRecord, record_of
from archive.tasks.models import Task, TaskState


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


def counts_of(session: Session, round_id: str) -> dict[str, int]:
    """Return how many entries of a round are at which state."""
    rows = session.execute(
        select(RoundEntry.state, func.count())
        .where(RoundEntry.round_id == round_id)
        .group_by(RoundEntry.state)
    )
    return {state.value: count for state, count in rows}


def entries_at(
    session: Session, round_id: str, *states: EntryState, limit: int = 200
) -> list[RoundEntry]:
    """Return the first entries of a round at some states, in their order."""
    wanted = select(RoundEntry).where(RoundEntry.round_id == round_id, RoundEntry.state.in_(states))
    return list(session.scalars(wanted.order_by(RoundEntry.position).limit(limit)))


def items_of(session: Session, ids: Iterable[str]) -> dict[str, ItemRecord]:
    """Return the items of these ids as they stand now."""
    rows = session.scalars(select(Item.record).where(Item.id.in_(list(ids))))
    found = (record_of(row) for row in rows)
    return {record.id: record for record in found if isinstance(record, ItemRecord)}


def revisions_of(
    session: Session, versions: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Revision]:
    """Return the revisions of items (id, number)."""
    wanted = set(versions)
    rows = session.scalars(
        select(Revision).where(
            Revision.owner_type == "item",
            Revision.owner_id.in_({item for item, _ in wanted}),
            Revision.number.in_({number for _, number in wanted}),
        )
    )
    return {key: row for row in rows if (key := (row.owner_id, row.number)) in wanted}


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
