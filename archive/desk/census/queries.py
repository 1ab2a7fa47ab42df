"""Count the formats that are kept, for keepers who plan for the day when one cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer
from archive.catalogue.files.models import File
from archive.catalogue.files.queries import file_open_to
from archive.catalogue.models import Item

MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class FormatCount:
    """How many files of one format are kept, and when the last one came."""

    format: str
    puid: str
    media_type: str
    files: int
    size_bytes: int
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class FileOfFormat:
    """One file of a format, with the item that it belongs to."""

    name: str
    item_id: str
    item_title: str
    size_bytes: int


def format_counts(session: Session, viewer: Viewer) -> list[FormatCount]:
    """Return the formats of the files that the viewer may know, the most frequent first."""
    groups = (File.format, File.puid, File.media_type)
    count = func.count(File.id)
    rows = session.execute(
        select(*groups, count, func.sum(File.size_bytes), func.max(Item.updated_at))
        .join(Item, Item.id == File.item_id)
        .where(file_open_to(viewer, Grade.KNOW))
        .group_by(*groups)
        .order_by(count.desc(), *groups)
    )
    return [FormatCount(*row) for row in rows]


def files_of_format(
    session: Session, viewer: Viewer, format_key: str, puid: str
) -> list[FileOfFormat]:
    """Return the first files of a format that the viewer may know."""
    rows = session.execute(
        select(File.name, File.item_id, Item.title, File.size_bytes)
        .join(Item, Item.id == File.item_id)
        .where(File.format == format_key, File.puid == puid, file_open_to(viewer, Grade.KNOW))
        .order_by(File.item_id, File.position)
        .limit(MOST_FILES)
    )
    return [FileOfFormat(*row) for row in rows]
