"""The table of presets: sets of values that a person fills in again and again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Model


class Preset(Model):
    """A person's own named set of cells for batches."""

    __tablename__ = "description_preset"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(120))
    cells: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("user_id", "name", name="uq_description_preset_user_name"),)
