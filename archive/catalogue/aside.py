"""Keep refused files aside, with the reason, until a keeper decides."""

from __future__ import annotations

from pathlib import Path

from archive.audit.service import note_event
from archive.catalogue.files.models import AsideFile
from archive.catalogue.files.names import safe_name
from archive.catalogue.files.queries import unsettled_aside
from archive.catalogue.files.values import Sendable
from archive.catalogue.saving import Actor
from archive.db import now
from archive.engines import Engines
from archive.errors import MissingRecordError
from archive.ids import new_id
from archive.reasons import evidence_of
from media.errors import MediaError
from media.storage import StagedFile
from media.stores import durable


def folder_of(engines: Engines) -> Path:
    """Return the folder of what was refused."""
    return engines.settings.data / "aside"


def sender(by: Actor) -> str:
    """Return how a refused file names who sent it."""
    return (by.username or by.name)[:120]


def set_aside(
    engines: Engines, staged: StagedFile, name: str, error: MediaError, *, by: Actor
) -> AsideFile:
    """Keep a refused file; the same bytes sent twice are kept once."""
    with engines.db.reading() as session:
        before = unsettled_aside(session, staged.sha256)
    if before is not None and (folder_of(engines) / before.id).exists():
        engines.repository.unstage(staged)
        return before
    row = AsideFile(
        id=new_id(),
        name=safe_name(name),
        size_bytes=staged.size_bytes,
        sha256=staged.sha256,
        reason=error.code,
        evidence=evidence_of(error),
        came_at=now(),
        came_from=sender(by),
    )
    _link_durably(staged.path, folder_of(engines) / row.id)
    with engines.db.writing() as session:
        session.add(row)
        note_event(
            session,
            "refuse-file",
            ("aside", row.id),
            actor=by.username or by.name,
            detail={"name": row.name, "reason": row.reason},
        )
    engines.repository.unstage(staged)  # only now: a cut before leaves the bytes where they were
    return row


def refused_bytes(engines: Engines, aside_id: str) -> Sendable:
    """Return a refused file for who decides about it; it is never shown in our own pages."""
    with engines.db.reading() as session:
        row = session.get(AsideFile, aside_id)
    path = folder_of(engines) / aside_id
    if row is None or row.is_settled or not path.exists():
        raise MissingRecordError("aside", aside_id)
    return Sendable(
        path.open("rb", buffering=0),
        row.size_bytes,
        "application/octet-stream",
        row.sha256,
        is_public=False,
        download_name=row.name,
    )


def settle(engines: Engines, aside_id: str, *, by: Actor) -> None:
    """Delete the bytes of a refused file and note the decision."""
    with engines.db.writing() as session:
        row = session.get(AsideFile, aside_id)
        if row is None or row.is_settled:
            raise MissingRecordError("aside", aside_id)
        row.is_settled = True
        detail = {"name": row.name, "sha256": row.sha256}
        actor = by.username or by.name
        note_event(session, "delete-refused-file", ("aside", aside_id), actor=actor, detail=detail)
    (folder_of(engines) / aside_id).unlink(missing_ok=True)


def _link_durably(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    durable.take_in(source, target)
    durable.sync_path(target.parent)
