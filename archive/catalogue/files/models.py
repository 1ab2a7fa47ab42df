"""The tables of files: originals, renditions, tiers, segments, and what was kept aside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.db import Model


class File(Model):
    """An original whose bytes are in the storage of record."""

    __tablename__ = "file"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    item_id: Mapped[str] = mapped_column(
        String(80), ForeignKey("item.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(32), index=True)
    media_type: Mapped[str] = mapped_column(String(100))
    puid: Mapped[str] = mapped_column(String(32), default="")
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    master_path: Mapped[str] = mapped_column(String(400))
    replaced_by: Mapped[str | None] = mapped_column(String(10))
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    duration_s: Mapped[float | None] = mapped_column(Float)
    pages: Mapped[int | None]


class Rendition(Model):
    """A derivative in the cache, made again whenever it is lost."""

    __tablename__ = "rendition"
    file_id: Mapped[str] = mapped_column(
        String(10), ForeignKey("file.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    width_px: Mapped[int | None]
    height_px: Mapped[int | None]
    duration_s: Mapped[float | None] = mapped_column(Float)
    etag: Mapped[str] = mapped_column(String(64))
    recipe: Mapped[str] = mapped_column(String(24), default="", server_default="", index=True)
    made_at: Mapped[datetime]


class Tier(Model):
    """A line of segments of a file: captions in a language, a transcript, the steps of a dance."""

    __tablename__ = "tier"
    file_id: Mapped[str] = mapped_column(
        String(10), ForeignKey("file.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    key: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    label: Mapped[str] = mapped_column(Text)
    parent: Mapped[str] = mapped_column(Text)


class Segment(Model):
    """A time of a file with its text: a caption, a transcript line, a step.

    `tier` is the position of its tier; a line of a transcript that nobody timed has no times.
    """

    __tablename__ = "segment"
    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[str] = mapped_column(String(10), ForeignKey("file.id", ondelete="CASCADE"))
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    position: Mapped[int]
    tier: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(Text)
    start_s: Mapped[float | None] = mapped_column(Float)
    end_s: Mapped[float | None] = mapped_column(Float)
    language: Mapped[str] = mapped_column(String(35), default="vi")
    text: Mapped[str] = mapped_column(Text)
    voice: Mapped[str] = mapped_column(Text)
    movement_id: Mapped[str | None] = mapped_column(String(80), index=True)
    counts: Mapped[int | None]
    plan: Mapped[str | None] = mapped_column(String(80))

    __table_args__ = (Index("ix_segment_file", "file_id", "position"),)


class ExpectedFile(Model):
    """An original that is announced and still travels."""

    __tablename__ = "expected_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(255))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    announced_at: Mapped[datetime]
    announced_by: Mapped[str] = mapped_column(String(36))


class AsideFile(Model):
    """A file that was refused: kept aside with its reason until a keeper decides."""

    __tablename__ = "aside_file"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    reason: Mapped[str] = mapped_column(String(64))
    evidence: Mapped[dict[str, Any]]
    came_at: Mapped[datetime]
    came_from: Mapped[str] = mapped_column(String(120))
    is_settled: Mapped[bool] = mapped_column(Boolean, default=False)


class ImportBatch(Model):
    """One round of ingest, from the page or from the command line."""

    __tablename__ = "import_batch"
    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    started_by: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(500))
    taken: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)


class ImportEntry(Model):
    """One file of a batch and what became of it: the journal by which a batch is continued."""

    __tablename__ = "import_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[str] = mapped_column(
        String(10), ForeignKey("import_batch.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(255))
    outcome: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[str | None] = mapped_column(String(80), index=True)
    file_id: Mapped[str | None] = mapped_column(String(10))
    aside_id: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(64), default="")
