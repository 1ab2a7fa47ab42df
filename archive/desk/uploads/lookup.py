"""Look files up by their hash before they are sent: here, half here, or new.

A hash attaches nothing: it only tells of what the asker may see, or has sent.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from flask import url_for

from archive.access import Viewer
from archive.catalogue.files.names import safe_name
from archive.catalogue.intake import Intake, Known, entry_of
from archive.catalogue.saving import Actor
from archive.desk.service import open_batch
from archive.desk.uploads import queries
from archive.desk.uploads.errors import TusRequestError
from archive.engines import Engines

MOST = 500
MOST_BYTES = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The files that somebody is about to send: name and hash of each, and their batch."""

    files: tuple[tuple[str, str], ...]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is here of one file."""

    sha256: str
    state: str
    item_id: str = ""
    upload_id: str = ""
    offset: int = 0


def asked(written: bytes) -> Asked:
    """Read the question; TusRequestError for what is none."""
    body = _parsed(written)
    files = body.get("files") if isinstance(body, dict) else None
    if not isinstance(files, list) or len(files) > MOST:
        raise TusRequestError("files")
    pairs = tuple(
        (safe_name(str(one.get("name", ""))), str(one.get("sha256", "")))
        for one in files
        if isinstance(one, dict)
    )
    if not all(_SHA256.fullmatch(sha256) for _, sha256 in pairs):
        raise TusRequestError("sha256")
    return Asked(pairs, str(body.get("batch", "")))


def _parsed(written: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        raise TusRequestError("files") from None


def look_up(engines: Engines, asked: Asked, *, viewer: Viewer) -> list[Found]:
    """Return what is here of each file; what is here whole is noted in the batch."""
    digests = [sha256 for _, sha256 in asked.files]
    with engines.db.reading() as session:
        stored = queries.seen_hashes(session, digests, viewer)
        halves = queries.under_way(session, viewer.username, digests)
    found = [_found(sha256, stored.get(sha256), halves.get(sha256)) for _, sha256 in asked.files]
    known = [
        Known(name, stored[sha256].item_id, stored[sha256].id)
        for name, sha256 in asked.files
        if sha256 in stored
    ]
    if known and asked.batch:
        _note(engines, asked.batch, known, viewer)
    return found


def _found(sha256: str, stored: Any, half: Any) -> Found:  # noqa: ANN401 - rows or None
    if stored is not None:
        return Found(sha256, "known", item_id=stored.item_id)
    if half is not None:
        return Found(sha256, "under-way", upload_id=half.id, offset=half.offset_bytes)
    return Found(sha256, "new")


def _note(engines: Engines, batch_id: str, known: list[Known], viewer: Viewer) -> None:
    about = Intake(
        Actor(viewer.display_name, viewer.username), open_batch(engines, batch_id, viewer)
    )
    with engines.db.writing() as session:
        for one in known:
            if not queries.is_noted_as_known(session, about.batch, one.name, one.file_id):
                entry_of(session, about, one)


def as_json(found: Found) -> dict[str, Any]:
    """Return an answer as the page's script reads it."""
    told: dict[str, Any] = {"sha256": found.sha256, "state": found.state}
    if found.item_id:
        told["href"] = url_for("desk.item", item_id=found.item_id)
    if found.upload_id:
        told["url"] = url_for("uploads.patch", upload_id=found.upload_id)
        told["offset"] = found.offset
    return told
