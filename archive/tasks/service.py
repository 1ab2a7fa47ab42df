"""Queue, lease and finish tasks; each function runs in the caller's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive.db import now
from archive.tasks.models import Task, TaskState

LEASE_S = 60
MOST_ATTEMPTS = 5


def enqueue(
    session: Session,
    name: str,
    arguments: dict[str, Any],
    *,
    owner: tuple[str, str] = ("", ""),
    priority: int = 50,
) -> Task:
    """Add a task to the caller's transaction; lower priorities run first."""
    task = Task(
        name=name,
        arguments=arguments,
        owner_type=owner[0],
        owner_id=owner[1],
        priority=priority,
        created_at=now(),
        due_at=now(),
    )
    session.add(task)
    return task


def lease_next(session: Session, worker: str) -> Task | None:
    """Lease the next due task to a worker, taking over one whose lease has run out."""
    instant = now()
    waiting = (Task.state == TaskState.WAITING) & (Task.due_at <= instant)
    abandoned = (Task.state == TaskState.RUNNING) & (Task.leased_until < instant)
    found = session.scalars(
        select(Task)
        .where(or_(waiting, abandoned))
        .order_by(Task.priority, Task.due_at, Task.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if found is not None:
        found.state = TaskState.RUNNING
        found.attempts += 1
        found.leased_by = worker
        found.leased_until = instant + timedelta(seconds=LEASE_S)
    return found


def renew(session: Session, task_id: int, worker: str, progress_pct: int) -> bool:
    """Prolong a lease and save the progress; False when another worker has taken over."""
    renewed = session.execute(
        update(Task)
        .where(Task.id == task_id, Task.leased_by == worker, Task.state == TaskState.RUNNING)
        .values(leased_until=now() + timedelta(seconds=LEASE_S), progress_pct=progress_pct)
    )
    return bool(renewed.rowcount)  # type: ignore[attr-defined]


def finish(session: Session, task_id: int) -> None:
    """Mark a task as done."""
    session.execute(
        update(Task)
        .where(Task.id == task_id)
        .values(
            state=TaskState.DONE, progress_pct=100, finished_at=now(), leased_until=None, problem=""
        )
    )


def give_back(session: Session, task_id: int, problem: str, *, may_retry: bool) -> None:
    """Put a failed task back with a growing pause, or mark it as failed for good."""
    task = session.get_one(Task, task_id)
    task.problem = problem[:300]
    task.leased_until = None
    if may_retry and task.attempts < MOST_ATTEMPTS:
        task.state = TaskState.WAITING
        task.due_at = now() + timedelta(seconds=2 ** (2 * task.attempts))
    else:
        task.state = TaskState.FAILED
        task.finished_at = now()


def retry(session: Session, task_id: int) -> None:
    """Let a failed or cancelled task run again from the start."""
    session.execute(
        update(Task)
        .where(Task.id == task_id, Task.state.in_([TaskState.FAILED, TaskState.CANCELLED]))
        .values(state=TaskState.WAITING, attempts=0, due_at=now(), problem="", finished_at=None)
    )


def cancel(session: Session, task_id: int) -> None:
    """Take a waiting task off the queue."""
    session.execute(
        update(Task)
        .where(Task.id == task_id, Task.state == TaskState.WAITING)
        .values(state=TaskState.CANCELLED, finished_at=now())
    )
