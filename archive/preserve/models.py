"""The table of fixity checks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Model


class FixityCheck(Model):
    """One look at one stored object: when, and the faults that were found."""

    __tablename__ = "fixity_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    object_id: Mapped[str] = mapped_column(String(120), index=True)
    checked_at: Mapped[datetime] = mapped_column(index=True)
    is_sound: Mapped[bool]
    faults: Mapped[list[Any]] = mapped_column(JSON)
