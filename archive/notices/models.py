"""The tables of notices, and of where those who want them by e-mail have it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model


class NoticeKind(StrEnum):
    """What happened to an item that concerns somebody."""

    RETURNED = "returned"
    COMMENTED = "commented"
    ASSIGNED = "assigned"
    AWAITING = "awaiting"
    PUBLISHED = "published"
    PLAN_FAILED = "plan-failed"


class Notice(Model):
    """Something that one person is to know of one item."""

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80))
    kind: Mapped[NoticeKind] = mapped_column(string_enum(NoticeKind))
    item_id: Mapped[str] = mapped_column(String(80))
    actor: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_notice_username", "username", "read_at", "id"),)


class NoticeAddress(Model):
    """The e-mail address at which somebody wants to hear of notices."""

    __tablename__ = "notice_address"
    username: Mapped[str] = mapped_column(String(80), primary_key=True)
    address: Mapped[str] = mapped_column(String(200))
