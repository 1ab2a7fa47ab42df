"""Read the rows that a picture's service needs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from archive.access import Grade, Viewer
from archive.catalogue.files import queries
from archive.catalogue.files.models import File, Rendition
from archive.catalogue.queries import item_record
from archive.catalogue.rights import plain_words
from archive.errors import MissingRecordError, NotAllowedError


def file_to_show(session: Session, file_id: str, viewer: Viewer) -> File:
    """Return a file of which the viewer may see renditions.

    Raises:
        MissingRecordError: There is no such file, or none that the viewer may know.
        NotAllowedError: The viewer may know the file, but not see it.
    """
    row = queries.file_seen_by(session, file_id, viewer, Grade.SEE)
    if row is not None:
        return row
    if queries.file_seen_by(session, file_id, viewer, Grade.KNOW) is None:
        raise MissingRecordError("file", file_id)
    raise NotAllowedError("see-renditions")


def may_take(session: Session, file: File, viewer: Viewer) -> bool:
    """Tell whether the viewer may take the original, and so see all of its pixels."""
    return queries.file_seen_by(session, file.id, viewer, Grade.TAKE) is not None


def pictures_of(session: Session, file_id: str) -> dict[str, Rendition]:
    """Return the renditions of a file by name."""
    return {one.name: one for one in queries.renditions_of(session, [file_id]).get(file_id, ())}


def rights_uri(session: Session, file: File) -> str:
    """Return the address of the licence or rights statement of a file's item, or ""."""
    record = item_record(session, file.item_id)
    return (plain_words(record.rights, "vi").uri or "") if record is not None else ""
