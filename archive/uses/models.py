"""The table of uses, by day."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model


class Use(StrEnum):
    """What is counted."""

    VIEW = "view"
    DOWNLOAD = "download"


class UseCount(Model):
    """How often an item's page was opened, or a file of it taken, on one day in Vietnam."""

    __tablename__ = "use_count"
    item_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    use: Mapped[Use] = mapped_column(string_enum(Use), primary_key=True)
    count: Mapped[int]
