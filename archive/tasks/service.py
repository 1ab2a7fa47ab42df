"""Queue, lease and finish tasks; each function runs in the caller's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, or_, select, true, update
from sqlalchemy.orm import Session

from archive.audit.service import note_event
from archive.db import now
from archive.tasks.models import Task, TaskState

LEASE_S = 60
# Up to this priority tasks are short, and somebody waits for them: a lane is kept free for them.
SHORT_PRIORITY = 20
MOST_ATTEMPTS = 5


def enqueue(
    session: Session,
    name: str,
    arguments: dict[str, Any],
    *,
    owner: tuple[str, str] = ("", ""),
    priority: int = 50,
    due_at: datetime | None = None,
) -> Task:
    """Add a task to the caller's transaction; lower priorities run first, none before it is due."""
    task = Task(
        name=name,
        arguments=arguments,
        owner_type=owner[0],
        owner_id=owner[1],
        priority=priority,
        created_at=now(),
        due_at=due_at or now(),
    )
    session.add(task)
    return task


def lease_next(session: Session, worker: str, *, only_short: bool = False) -> Task | None:
    """Lease the next due task to a worker, taking over one whose lease has run out.

    With `only_short` a long task is left to others.
    One that has ended its worker each time it was tried is not tried for ever.
    """
    instant = now()
    while (found := _next_due(session, instant, only_short)) is not None:
        if found.state is not TaskState.RUNNING or found.attempts < MOST_ATTEMPTS:
            found.state = TaskState.RUNNING
            found.attempts += 1
            found.leased_by = worker
            found.leased_until = instant + timedelta(seconds=LEASE_S)
            return found
        _fail(found, "worker-died")
        session.flush()
    return None


def _next_due(session: Session, instant: datetime, only_short: bool) -> Task | None:  # noqa: FBT001
    waiting = (Task.state == TaskState.WAITING) & (Task.due_at <= instant)
    abandoned = (Task.state == TaskState.RUNNING) & (Task.leased_until < instant)
    return session.scalars(
        select(Task)
        .where(or_(waiting, abandoned))
        .where(Task.priority <= SHORT_PRIORITY if only_short else true())
        .order_by(Task.priority, Task.due_at, Task.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def renew(session: Session, task_id: int, worker: str, progress_pct: int) -> bool:
    """Prolong a lease and save the progress; False when the worker does not hold it any more."""
    renewed = session.execute(
        _held(task_id, worker).values(
            leased_until=now() + timedelta(seconds=LEASE_S), progress_pct=progress_pct
        )
    )
    return bool(renewed.rowcount)  # type: ignore[attr-defined]


def finish(session: Session, task_id: int, worker: str) -> bool:
    """Mark a task as done; False when the worker does not hold it any more."""
    finished = session.execute(
        _held(task_id, worker).values(
            state=TaskState.DONE, progress_pct=100, finished_at=now(), leased_until=None, problem=""
        )
    )
    return bool(finished.rowcount)  # type: ignore[attr-defined]


def _held(task_id: int, worker: str) -> Update:
    return update(Task).where(
        Task.id == task_id, Task.leased_by == worker, Task.state == TaskState.RUNNING
    )


def give_back(
    session: Session, task_id: int, worker: str, problem: str, *, may_retry: bool
) -> None:
    """Put a failed task back with a growing pause, or mark it as failed for good."""
    task = _held_task(session, task_id, worker)
    if task is None:
        return
    if may_retry and task.attempts < MOST_ATTEMPTS:
        task.problem = problem[:300]
        task.state, task.leased_until = TaskState.WAITING, None
        task.due_at = now() + timedelta(seconds=2 ** (2 * task.attempts))
    else:
        _fail(task, problem)


def hand_over(session: Session, task_id: int, worker: str) -> None:
    """Put a task back as if it had not been begun: its worker was told to stop."""
    task = _held_task(session, task_id, worker)
    if task is not None:
        task.state, task.leased_until = TaskState.WAITING, None
        task.attempts -= 1


def _held_task(session: Session, task_id: int, worker: str) -> Task | None:
    return session.scalars(
        select(Task)
        .where(Task.id == task_id, Task.leased_by == worker, Task.state == TaskState.RUNNING)
        .with_for_update()
    ).first()


def _fail(task: Task, problem: str) -> None:
    task.problem = problem[:300]
    task.state, task.leased_until = TaskState.FAILED, None
    task.finished_at = now()


def retry(session: Session, task_id: int, *, actor: str = "") -> None:
    """Let a failed or cancelled task run again from the start."""
    fresh = {"attempts": 0, "due_at": now(), "problem": "", "finished_at": None}
    from_states = (TaskState.FAILED, TaskState.CANCELLED)
    _change(session, task_id, from_states, {"state": TaskState.WAITING, **fresh}, actor)


def cancel(session: Session, task_id: int, *, actor: str = "") -> None:
    """Take a task off the queue; a worker that runs it lets go at its next sign of life."""
    ended = {"finished_at": now(), "leased_until": None}
    from_states = (TaskState.WAITING, TaskState.RUNNING)
    _change(session, task_id, from_states, {"state": TaskState.CANCELLED, **ended}, actor)


def drop(session: Session, task_id: int) -> None:
    """Take a task off the queue that nobody has begun; one that runs goes on."""
    values = {"state": TaskState.CANCELLED, "finished_at": now()}
    _change(session, task_id, (TaskState.WAITING, TaskState.FAILED), values, "")


def _change(
    session: Session,
    task_id: int,
    from_states: tuple[TaskState, ...],
    values: dict[str, Any],
    actor: str,
) -> None:
    """Move a task on, and write down who did; one that stands elsewhere is left as it is."""
    wanted = update(Task).where(Task.id == task_id, Task.state.in_(from_states)).values(**values)
    row = session.execute(wanted.returning(Task.name, Task.owner_type, Task.owner_id)).first()
    if row is None or not actor:
        return
    detail = {"task": task_id, "name": row.name}
    owner = (row.owner_type or "task", row.owner_id or str(task_id))
    note_event(session, f"task-{values['state'].value}", owner, actor=actor, detail=detail)
