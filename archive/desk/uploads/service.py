"""Begin, go on with, finish and end resumable uploads."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import IO

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.audit.service import note_event
from archive.catalogue import intake
from archive.catalogue.files.models import ImportBatch
from archive.catalogue.ingest import finish_batch
from archive.catalogue.intake import Intake, Outcome
from archive.catalogue.items import service as items
from archive.catalogue.saving import Actor
from archive.db import now
from archive.desk.service import open_batch
from archive.desk.uploads import pieces, queries
from archive.desk.uploads.errors import (
    ChecksumMismatchError,
    OffsetConflictError,
    TusRequestError,
    UploadQuotaError,
)
from archive.desk.uploads.models import Upload
from archive.desk.uploads.protocol import Chunk, Wanted
from archive.engines import Engines
from archive.errors import MissingRecordError
from archive.ids import new_id
from media.storage import StagedFile

KEPT = timedelta(days=30)


def begin(engines: Engines, wanted: Wanted, *, viewer: Viewer) -> Upload:
    """Begin an upload; nothing is sent before there is room for all of it.

    Raises:
        UploadQuotaError: The account has too much under way.
        DiskFullError: The disk would be nearly full.
    """
    _check_quota(engines, wanted.size_bytes, viewer)
    intake.check_room(engines, wanted.size_bytes)
    if wanted.item:
        items.editable(engines, wanted.item, viewer)
    upload = Upload(
        id=new_id(),
        owner=viewer.username,
        batch_id=open_batch(engines, wanted.batch, viewer),
        target_item=wanted.item,
        name=wanted.name,
        path=wanted.path,
        role=wanted.role,
        size_bytes=wanted.size_bytes,
        offset_bytes=0,
        sha256=wanted.sha256,
        created_at=now(),
        expires_at=now() + KEPT,
    )
    pieces.make(pieces.path_of(engines, upload.id))
    with engines.db.writing() as session:
        session.add(upload)
    return upload


def _check_quota(engines: Engines, size_bytes: int, viewer: Viewer) -> None:
    limit = engines.settings.upload_quota_bytes
    with engines.db.reading() as session:
        under_way = queries.open_bytes(session, viewer.username)
    if under_way + size_bytes > limit:
        raise UploadQuotaError(limit, under_way)


def append(
    engines: Engines, upload_id: str, chunk: Chunk, stream: IO[bytes], *, by: Actor, viewer: Viewer
) -> Upload:
    """Add a piece; what the answer acknowledges is durable, and a whole file is in the archive.

    Raises:
        OffsetConflictError: The piece does not go on where the bytes end.
        ChecksumMismatchError: The piece, or the whole, is not what was announced.
        DiskFullError: There is no room for the piece.
    """
    with pieces.held(engines, upload_id):
        upload = _own(engines, upload_id, viewer)
        if chunk.offset != upload.offset_bytes:
            raise OffsetConflictError(chunk.offset, upload.offset_bytes)
        if chunk.offset + chunk.size_bytes > upload.size_bytes:
            raise TusRequestError("Content-Length")
        if not upload.outcome and chunk.size_bytes:
            intake.check_room(engines, chunk.size_bytes)
            offset = pieces.append(pieces.path_of(engines, upload.id), chunk, stream)
            upload = _moved_to(engines, upload.id, offset)
        return _finished(engines, upload, by, viewer)


def look(engines: Engines, upload_id: str, *, by: Actor, viewer: Viewer) -> Upload:
    """Return how far an upload is; one that was cut off at its very end is finished first."""
    upload = _own(engines, upload_id, viewer)
    if not upload.is_whole or upload.outcome:
        return upload
    with pieces.held(engines, upload_id):
        return _finished(engines, _own(engines, upload_id, viewer), by, viewer)


def end(engines: Engines, upload_id: str, *, by: Actor, viewer: Viewer) -> None:
    """Drop an upload with its bytes; what is in the archive already stays there."""
    with pieces.held(engines, upload_id):
        upload = _own(engines, upload_id, viewer)
        with engines.db.writing() as session:
            session.delete(session.get_one(Upload, upload.id))
            if not upload.outcome:
                detail = {"name": upload.name, "offset": upload.offset_bytes}
                owner = ("upload", upload.id)
                note_event(session, "drop-upload", owner, actor=by.username, detail=detail)
        pieces.forget(pieces.path_of(engines, upload_id))


def sweep(engines: Engines) -> int:
    """Remove uploads whose time is over, and bytes that belong to none; return how many."""
    with engines.db.writing() as session:
        gone = queries.expired(session, now())
        for upload in gone:
            session.delete(upload)
    for upload in gone:
        pieces.forget(pieces.path_of(engines, upload.id))
    return len(gone) + _sweep_orphans(engines)


def _sweep_orphans(engines: Engines) -> int:
    limit = time.time() - timedelta(days=1).total_seconds()
    found = [
        path for path in pieces.folder_of(engines).glob("tus-*") if path.stat().st_mtime < limit
    ]
    with engines.db.reading() as session:
        known = queries.known_ids(session, [path.name.removeprefix("tus-") for path in found])
    orphans = [path for path in found if path.name.removeprefix("tus-") not in known]
    for path in orphans:
        pieces.forget(path)
    return len(orphans)


def _own(engines: Engines, upload_id: str, viewer: Viewer) -> Upload:
    with engines.db.reading() as session:
        found = queries.own(session, upload_id, viewer)
    if found is None or found.expires_at < now():
        raise MissingRecordError("upload", upload_id)
    return found


def _moved_to(engines: Engines, upload_id: str, offset: int) -> Upload:
    with engines.db.writing() as session:
        upload = session.get_one(Upload, upload_id)
        upload.offset_bytes = offset
        upload.expires_at = now() + KEPT
    return upload


# --- The end of an upload -----------------------------------------------------------------------


def _finished(engines: Engines, upload: Upload, by: Actor, viewer: Viewer) -> Upload:
    """Take a whole file in, once, however often the end was cut off."""
    if not upload.is_whole or upload.outcome:
        return upload
    path = pieces.path_of(engines, upload.id)
    if upload.is_finishing:
        _settle_what_was_cut_off(engines)
    if path.exists():
        upload = _counted(engines, upload, pieces.sha256_of(path, upload.size_bytes))
        staged = StagedFile(path, upload.size_bytes, upload.sha256)
        intake.take_in(engines, staged, upload.name, _about(upload, by, viewer))
    elif not intake.is_known(engines, upload.name, upload.sha256, _about(upload, by, viewer)):
        return _begun_anew(engines, upload)
    pieces.forget(path)
    finish_batch(engines, upload.batch_id)
    return _own(engines, upload.id, viewer)


def _settle_what_was_cut_off(engines: Engines) -> None:
    """Let the database know of an object that reached the store just before the end."""
    from archive.preserve.reconcile import reconcile

    reconcile(engines)


def _about(upload: Upload, by: Actor, viewer: Viewer) -> Intake:
    def noted(session: Session, outcome: Outcome) -> None:
        row = session.get_one(Upload, upload.id)
        row.outcome = outcome.outcome
        row.item_id = getattr(outcome, "item_id", None)
        row.file_id = getattr(outcome, "file_id", None)
        row.aside_id = getattr(outcome, "aside_id", None)
        row.reason = getattr(outcome, "reason", "")

    about = Intake(by, upload.batch_id, viewer=viewer, item=upload.target_item)
    return replace(about, noted=noted)


def _counted(engines: Engines, upload: Upload, sha256: str) -> Upload:
    """Note the digest that was counted; ChecksumMismatchError where another was announced."""
    if upload.sha256 and upload.sha256 != sha256:
        _begun_anew(engines, upload)
        raise ChecksumMismatchError
    with engines.db.writing() as session:
        row = session.get_one(Upload, upload.id)
        row.sha256, row.is_finishing = sha256, True
    return row


def _begun_anew(engines: Engines, upload: Upload) -> Upload:
    """Set an upload back to its first byte: what came is gone, or is not what was announced."""
    path = pieces.path_of(engines, upload.id)
    pieces.forget(path)
    pieces.make(path)
    with engines.db.writing() as session:
        row = session.get_one(Upload, upload.id)
        row.offset_bytes, row.is_finishing = 0, False
    return row


def batch_of(session: Session, batch_id: str, viewer: Viewer) -> ImportBatch:
    """Return a batch of the viewer's own, or for staff anybody's; MissingRecordError else."""
    found = session.get(ImportBatch, batch_id)
    if found is None or (found.started_by != viewer.username and not viewer.is_staff):
        raise MissingRecordError("batch", batch_id)
    return found
