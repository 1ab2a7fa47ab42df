"""The table of resumable uploads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Model


class Upload(Model):
    """A file on its way in: how much of it is durable, and what became of it in the end.

    The offset is acknowledged only after the bytes and this row are on the medium. `sha256` is
    what the sender announced, and later what was counted; `outcome` is empty until the file is in
    the storage of record, or kept aside.
    """

    __tablename__ = "resumable_upload"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), index=True)
    batch_id: Mapped[str] = mapped_column(String(10), index=True)
    target_item: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(255))
    path: Mapped[str] = mapped_column(String(500), default="")
    role: Mapped[str] = mapped_column(String(16), default="original")
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    offset_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    is_finishing: Mapped[bool] = mapped_column(Boolean, default=False)
    outcome: Mapped[str] = mapped_column(String(16), default="")
    item_id: Mapped[str | None] = mapped_column(String(80))
    file_id: Mapped[str | None] = mapped_column(String(10))
    aside_id: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def is_whole(self) -> bool:
        """Whether every byte has arrived."""
        return self.offset_bytes == self.size_bytes
