"""The tables of review: comments on fields, who reviews what, what is published on a date."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Model


class Comment(Model):
    """What somebody says of one field of an item; an answer has the comment it answers."""

    __tablename__ = "review_comment"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    field: Mapped[str] = mapped_column(String(40), default="")
    parent_id: Mapped[str | None] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    author: Mapped[str] = mapped_column(String(120))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str] = mapped_column(String(120), default="")


class Assignment(Model):
    """Who is to review an item."""

    __tablename__ = "review_assignment"
    item_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    reviewer: Mapped[str] = mapped_column(String(80), index=True)
    given_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(String(80))


class PlannedPublication(Model):
    """An item that is to be published at an instant, by the task that waits for it."""

    __tablename__ = "planned_publication"
    item_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]
    task_id: Mapped[int]
    planned_at: Mapped[datetime]
    planned_by: Mapped[str] = mapped_column(String(80))
    planner: Mapped[str] = mapped_column(String(120))
