"""The table of messages from readers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model


class MessageKind(StrEnum):
    """What a message is about."""

    QUESTION = "question"
    CORRECTION = "correction"
    REMOVAL = "removal"
    PRIVACY = "privacy"


class MessageState(StrEnum):
    """Where a message stands."""

    NEW = "new"
    DONE = "done"


class Message(Model):
    """What somebody wrote, about which page, and what was done."""

    __tablename__ = "message"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(string_enum(MessageKind))
    state: Mapped[MessageState] = mapped_column(string_enum(MessageState))
    item_id: Mapped[str] = mapped_column(String(80), default="")
    name: Mapped[str] = mapped_column(String(120), default="")
    reply_to: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    came_at: Mapped[datetime]
    came_from: Mapped[str] = mapped_column(String(80), default="")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(80), default="")
    answer: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_message_state", "state", "came_at"),)
