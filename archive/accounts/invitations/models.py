"""The table of invitations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model
from archive.permissions import Role


class Invitation(Model):
    """A code with which the teachers of one school make their own accounts."""

    __tablename__ = "invitation"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    school: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(string_enum(Role))
    most: Mapped[int]
    used: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime]
    is_closed: Mapped[bool] = mapped_column(default=False)
