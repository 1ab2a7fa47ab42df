"""The table of requests for files, and of the rights that they led to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model


class PermitState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"
    ENDED = "ended"


class Permit(Model):
    """What somebody asked for and why; once granted, a right of that person until a day."""

    __tablename__ = "permit"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    file_id: Mapped[str] = mapped_column(String(80))
    username: Mapped[str] = mapped_column(String(80), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    state: Mapped[PermitState] = mapped_column(string_enum(PermitState))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[str] = mapped_column(String(10), default="")

    __table_args__ = (Index("ix_permit_state", "state", "asked_at"),)
