"""The table of background work."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model


class TaskState(StrEnum):
    """Where a task stands, as the desk shows it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Task(Model):
    """Something to be done after a commit, at least once."""

    __tablename__ = "task"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]]
    owner_type: Mapped[str] = mapped_column(String(16), default="")
    owner_id: Mapped[str] = mapped_column(String(80), default="", index=True)
    state: Mapped[TaskState] = mapped_column(string_enum(TaskState), default=TaskState.WAITING)
    priority: Mapped[int] = mapped_column(default=50)
    attempts: Mapped[int] = mapped_column(default=0)
    progress_pct: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_by: Mapped[str] = mapped_column(String(64), default="")
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_task_state", "state", "priority", "due_at", "id"),)
