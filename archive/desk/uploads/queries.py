"""Read what is on its way in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer
from archive.catalogue.files.models import File, ImportEntry
from archive.catalogue.files.queries import file_open_to
from archive.desk.uploads.models import Upload
from archive.tasks.models import Task


def own(session: Session, upload_id: str, viewer: Viewer) -> Upload | None:
    """Return an upload of the viewer's own; another's is none."""
    return session.scalars(
        select(Upload).where(Upload.id == upload_id, Upload.owner == viewer.username)
    ).first()


def open_bytes(session: Session, username: str) -> int:
    """Return how many bytes somebody has announced that are not all in."""
    total = select(func.sum(Upload.size_bytes)).where(
        Upload.owner == username, Upload.outcome == ""
    )
    return int(session.scalar(total) or 0)


def unfinished(session: Session, username: str) -> list[Upload]:
    """Return what somebody has begun and not ended, the newest first."""
    rows = select(Upload).where(Upload.owner == username, Upload.outcome == "")
    return list(session.scalars(rows.order_by(Upload.created_at.desc(), Upload.id)))


def under_way(session: Session, username: str, digests: Iterable[str]) -> dict[str, Upload]:
    """Return somebody's own unfinished uploads by the digest that they announced."""
    rows = select(Upload).where(
        Upload.owner == username, Upload.outcome == "", Upload.sha256.in_(list(digests))
    )
    return {row.sha256: row for row in session.scalars(rows.order_by(Upload.offset_bytes))}


def seen_hashes(session: Session, digests: Iterable[str], viewer: Viewer) -> dict[str, File]:
    """Return the stored files of these bytes that the viewer may see, by digest."""
    rows = select(File).where(File.sha256.in_(list(digests)), file_open_to(viewer, Grade.SEE))
    return {row.sha256: row for row in session.scalars(rows.order_by(File.id.desc()))}


def expired(session: Session, before: datetime) -> list[Upload]:
    """Return the uploads whose time is over."""
    return list(session.scalars(select(Upload).where(Upload.expires_at < before)))


def known_ids(session: Session, ids: Sequence[str]) -> set[str]:
    """Return which of these uploads there are."""
    return set(session.scalars(select(Upload.id).where(Upload.id.in_(ids))))


def of_batch(session: Session, batch_id: str) -> list[Upload]:
    """Return the uploads of a batch in the order in which they were begun."""
    rows = select(Upload).where(Upload.batch_id == batch_id)
    return list(session.scalars(rows.order_by(Upload.created_at, Upload.id)))


def is_noted_as_known(session: Session, batch_id: str, name: str, file_id: str) -> bool:
    """Tell whether a batch says already that a file of this name is here."""
    return (
        session.scalars(
            select(ImportEntry.id).where(
                ImportEntry.batch_id == batch_id,
                ImportEntry.name == name,
                ImportEntry.file_id == file_id,
            )
        ).first()
        is not None
    )


def tasks_of_files(session: Session, file_ids: Iterable[str]) -> dict[str, list[Task]]:
    """Return the background work for each of these files."""
    rows = select(Task).where(Task.owner_type == "file", Task.owner_id.in_(list(file_ids)))
    found: dict[str, list[Task]] = {}
    for task in session.scalars(rows):
        found.setdefault(task.owner_id, []).append(task)
    return found
