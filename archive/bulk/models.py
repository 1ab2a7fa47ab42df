"""The tables of rounds: what is done to many records at once, and how to take it back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.models import string_enum
from archive.db import Model


class RoundKind(StrEnum):
    """Where the changes of a round come from."""

    SHEET = "sheet"
    CHANGE = "change"
    BATCH = "batch"
    MERGE = "merge"
    SPLIT = "split"


class RoundState(StrEnum):
    """Where a round stands."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"


class EntryState(StrEnum):
    """What became of one record of a round."""

    WAITING = "waiting"
    DONE = "done"
    SAME = "same"
    REFUSED = "refused"
    UNDONE = "undone"
    KEPT = "kept"


_WORDS = {
    RoundKind.SHEET: "Nhập từ bảng tính",
    RoundKind.CHANGE: "Sửa hàng loạt",
    RoundKind.BATCH: "Mô tả cả lô",
    RoundKind.MERGE: "Gộp",
    RoundKind.SPLIT: "Tách",
}


class Round(Model):
    """One import of a sheet, change of a search result, step in a batch's table, merge or split."""

    __tablename__ = "bulk_round"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[RoundKind] = mapped_column(string_enum(RoundKind))
    state: Mapped[RoundState] = mapped_column(string_enum(RoundState), default=RoundState.READY)
    title: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str] = mapped_column(String(80), default="")
    actor_name: Mapped[str] = mapped_column(String(120))
    finished_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    settings: Mapped[dict[str, Any]]
    batch_id: Mapped[str] = mapped_column(String(10), default="", server_default="", index=True)

    @property
    def message(self) -> str:
        """What the history of each item says of this round; no other round says the same."""
        return f"{_WORDS[self.kind]} “{self.title[:200]}” (lần {self.id})"

    @property
    def undo_message(self) -> str:
        """What the history says of taking it back."""
        return f"Hoàn tác: {self.message}"[:300]


class RoundEntry(Model):
    """One record of a round: the journal by which a round goes on after it was cut off.

    `item_id` is the record's id, of whichever noun `owner_type` says. `version_before` is None
    for a record that the round makes; its id is given before it is made.
    """

    __tablename__ = "bulk_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[str] = mapped_column(
        String(10), ForeignKey("bulk_round.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    action: Mapped[str] = mapped_column(String(16), default="update")
    owner_type: Mapped[str] = mapped_column(String(16), default="item", server_default="item")
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    version_before: Mapped[int | None]
    version_after: Mapped[int | None]
    state: Mapped[EntryState] = mapped_column(string_enum(EntryState), default=EntryState.WAITING)
    reason: Mapped[str] = mapped_column(String(64), default="")
    title: Mapped[str] = mapped_column(String(200), default="")

    @property
    def owner(self) -> tuple[str, str]:
        """The noun and the id of the record."""
        return self.owner_type, self.item_id

    __table_args__ = (Index("ix_bulk_entry_round", "round_id", "state", "position"),)
