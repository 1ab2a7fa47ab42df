"""Read the background work that a viewer may know of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, visible
from archive.bulk.models import Round
from archive.catalogue.files.models import File
from archive.catalogue.files.queries import file_open_to
from archive.catalogue.models import Item
from archive.permissions import Permission
from archive.tasks.models import Task, TaskState

OPEN = (TaskState.RUNNING, TaskState.FAILED, TaskState.WAITING)
MOST_SHOWN = 100
_FIRST = case({TaskState.RUNNING: 0, TaskState.FAILED: 1}, value=Task.state, else_=2)


@dataclass(frozen=True, slots=True)
class TaskOwner:
    """What a task works on: its name, and where its page is."""

    type: str
    id: str
    name: str
    item_id: str = ""


def known_to(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer may know what a task works on."""
    files = select(File.id).where(file_open_to(viewer, Grade.KNOW))
    items = select(Item.id).where(visible(Item, "item", viewer, Grade.SEE))
    rounds = select(Round.id)
    if not viewer.may(Permission.REVIEW):
        rounds = rounds.where(Round.made_by == viewer.username)
    people = Task.owner_type != "user"
    if not viewer.may(Permission.MANAGE_USERS):
        people = or_(people, Task.owner_id == viewer.username)
    return and_(
        or_(Task.owner_type != "file", Task.owner_id.in_(files)),
        or_(Task.owner_type != "item", Task.owner_id.in_(items)),
        or_(Task.owner_type != "round", Task.owner_id.in_(rounds)),
        people,
    )


def open_tasks(
    session: Session, viewer: Viewer, *, state: TaskState | None = None, limit: int = MOST_SHOWN
) -> list[Task]:
    """Return the tasks that are not done, or those at one state: running, failed, in line."""
    states = OPEN if state is None else (state,)
    rows = (
        select(Task)
        .where(Task.state.in_(states), known_to(viewer))
        .order_by(_FIRST, Task.priority, Task.due_at, Task.id)
        .limit(limit)
    )
    return list(session.scalars(rows))


def ended_tasks(session: Session, viewer: Viewer, *, limit: int = 30) -> list[Task]:
    """Return the tasks that ended last."""
    ended = Task.state.in_([TaskState.DONE, TaskState.CANCELLED])
    rows = select(Task).where(ended, known_to(viewer)).order_by(Task.finished_at.desc())
    return list(session.scalars(rows.limit(limit)))


def counts_by_state(session: Session, viewer: Viewer) -> dict[TaskState, int]:
    """Return how many tasks stand at each state."""
    rows = select(Task.state, func.count()).where(known_to(viewer)).group_by(Task.state)
    found = {state: int(count) for state, count in session.execute(rows)}
    return {state: found.get(state, 0) for state in TaskState}


def task_known(session: Session, task_id: int, viewer: Viewer) -> Task | None:
    """Return a task that the viewer may know of, or None."""
    return session.scalars(select(Task).where(Task.id == task_id, known_to(viewer))).first()


def failed_tasks(session: Session, viewer: Viewer) -> list[Task]:
    """Return every task that failed and that the viewer may know of."""
    failed = Task.state == TaskState.FAILED
    return list(session.scalars(select(Task).where(failed, known_to(viewer)).order_by(Task.id)))


def owners_of(
    session: Session, tasks: Iterable[Task], viewer: Viewer
) -> dict[tuple[str, str], TaskOwner]:
    """Return what tasks work on, as far as the viewer may know of it."""
    ids: dict[str, set[str]] = {}
    for task in tasks:
        ids.setdefault(task.owner_type, set()).add(task.owner_id)
    wanted: dict[str, Any] = {
        "file": select(File.id, File.name, File.item_id).where(
            File.id.in_(ids.get("file", ())), file_open_to(viewer, Grade.KNOW)
        ),
        "item": select(Item.id, Item.title, Item.id).where(
            Item.id.in_(ids.get("item", ())), visible(Item, "item", viewer, Grade.SEE)
        ),
        "round": select(Round.id, Round.title).where(Round.id.in_(ids.get("round", ()))),
    }
    asked = [(kind, rows) for kind, rows in wanted.items() if kind in ids]
    found = [TaskOwner(kind, *row) for kind, rows in asked for row in session.execute(rows)]
    return {(one.type, one.id): one for one in found}
