"""Read records out of the storage of record, and write them into rows without saving anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from archive.audit.service import note_change
from archive.catalogue.models import Revision
from archive.catalogue.projection import project
from archive.records import (
    Access,
    Audience,
    ItemRecord,
    Preset,
    Record,
    Status,
    read_record,
)
from media.errors import MediaError
from media.ocfl import Repository

RECORD = "record.json"
STAFF_ONLY = Access(see=Audience(preset=Preset.STAFF))


def split_object_id(object_id: str) -> tuple[str, str]:
    """Return type and id of the record that an object of ours holds."""
    parts = object_id.split(":", 3)
    return (parts[2], parts[3]) if len(parts) == 4 and parts[1] == "kho" else ("", object_id)  # noqa: PLR2004


def head_record(repository: Repository, object_id: str) -> Record:
    """Return the newest record of an object; ValueError or MediaError when it cannot be read."""
    record = _own_record(repository.read(object_id, RECORD), object_id)
    return record.model_copy(update={"version": repository.head(object_id).number})


def _own_record(content: bytes, object_id: str) -> Record:
    """Return the record of an object; ValueError when it is that of another one.

    A `record.json` that names another record would take that one's place, and its access.
    """
    record = read_record(content)
    if record.object_id != object_id:
        message = f"{RECORD} of {object_id} is that of {record.object_id}"
        raise ValueError(message)
    return record


def revisions(repository: Repository, object_id: str) -> Iterator[dict[str, Any]]:
    """Yield the revision rows of an object, one a version that can be read."""
    kind, owner = split_object_id(object_id)
    for version in repository.versions(object_id):
        try:
            content = repository.read(object_id, RECORD, version.number)
            _own_record(content, object_id)
        except (MediaError, ValueError):
            continue
        yield {
            "owner_type": kind,
            "owner_id": owner,
            "number": version.number,
            "made_at": version.created,
            "made_by": version.user.name if version.user else "",
            "message": version.message[:300],
            "record": json.loads(content),
        }


def unreadable(object_id: str, reason: str) -> ItemRecord | None:
    """Return what stands for an item that cannot be read: a draft for staff only."""
    kind, owner = split_object_id(object_id)
    if kind != "item":
        return None
    return ItemRecord(
        id=owner,
        version=0,
        status=Status.DRAFT,
        access=STAFF_ONLY,
        title={"vi": [f"Chưa đọc được bản ghi {owner}"]},
        description={"vi": [reason]},
    )


def take_over(session: Session, repository: Repository, record: Record) -> None:
    """Write the rows of a record that the store holds already: rows, revisions, outbox."""
    project(session, record)
    for row in revisions(repository, record.object_id):
        session.merge(Revision(**row))
    note_change(session, record.type, record.id, tightened=True)
