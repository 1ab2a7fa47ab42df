"""Find the bytes of a file that a viewer may have, and have lost renditions made again."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archive.access import Grade, Viewer
from archive.catalogue import renditions
from archive.catalogue.files import queries
from archive.catalogue.files.models import File, Rendition
from archive.catalogue.files.values import Sendable
from archive.engines import Engines
from archive.errors import MissingFileBytesError, MissingRecordError, NotAllowedError
from media.derive.plan import TILES
from media.errors import MissingFileError, MissingObjectError


def original(engines: Engines, file_id: str, viewer: Viewer) -> Sendable:
    """Return an original that the viewer may take.

    Raises:
        MissingRecordError: There is no such file, or none that the viewer may know.
        NotAllowedError: The viewer may know the file, but not take it.
        MissingFileBytesError: The storage of record has lost it.
    """
    with engines.db.reading() as session:
        row = queries.file_seen_by(session, file_id, viewer, Grade.TAKE)
        if row is None:
            if queries.file_seen_by(session, file_id, viewer, Grade.KNOW) is None:
                raise MissingRecordError("file", file_id)
            raise NotAllowedError("take-originals")
        is_public = queries.is_public(session, row, Grade.TAKE)
    return Sendable(
        _open_original(engines, row),
        row.size_bytes,
        row.media_type,
        row.sha256,
        is_public,
        row.name,
    )


def owner_of(engines: Engines, file_id: str) -> tuple[str, str]:
    """Return (item id, format) of a file; whether it may be seen is asked before."""
    with engines.db.reading() as session:
        row = session.get(File, file_id)
    return (row.item_id, row.format) if row is not None else ("", "")


def rendition(engines: Engines, file_id: str, name: str, viewer: Viewer) -> Sendable:
    """Return a rendition that the viewer may see; a lost one is put in line to be made again.

    Raises:
        MissingRecordError: There is no such file, or none that the viewer may see.
        MissingFileBytesError: There is no such rendition (yet).
    """
    if name == TILES:
        raise MissingFileBytesError(file_id, name)  # its tiles are given one by one, see IIIF
    with engines.db.reading() as session:
        row = _seen(queries.file_seen_by(session, file_id, viewer, Grade.SEE), file_id)
        found = session.get(Rendition, (file_id, name))
        is_public = queries.is_public(session, row, Grade.SEE)
    path = renditions.cached(engines, file_id, name) if found is not None else None
    if found is None or path is None or not renditions.is_kept(engines, found):
        if found is not None:
            make_again(engines, row)
        raise MissingFileBytesError(file_id, name)
    file = _open(path)
    return Sendable(file, found.size_bytes, found.media_type, found.etag, is_public)


def _seen(row: File | None, file_id: str) -> File:
    if row is None:
        raise MissingRecordError("file", file_id)
    return row


def _open(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _open_original(engines: Engines, row: File) -> BinaryIO:
    object_id = f"urn:kho:item:{row.item_id}"
    try:
        local = engines.repository.local_path(object_id, row.master_path)
        return _open(local) if local else engines.repository.open(object_id, row.master_path)
    except (MissingFileError, MissingObjectError, FileNotFoundError) as error:
        raise MissingFileBytesError(row.id, "original") from error


def make_again(engines: Engines, row: File) -> None:
    """Put what is lost of a file's renditions in line, unless it stands there already."""
    lost = renditions.lost_parts(engines, row.id)
    with engines.db.writing() as session:
        standing = queries.parts_in_line(session, renditions.TASK, row.id)
        if parts := [part for part in lost if part not in standing]:
            renditions.enqueue(session, row.id, row.kind, parts=parts)
