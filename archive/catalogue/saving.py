"""Save a record: object first, rows after, and nothing acknowledged that is not both.

The order survives `kill -9` (ARCHITECTURE §5): journal → staged object → rename → one SQL
transaction (rows, revision, outbox, audit, tasks) → journal entry gone. A journal entry that is
left says which object to reconcile at the next start.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Grade, covers, tokens_of, tokens_of_file
from archive.audit.service import note_change, note_event
from archive.catalogue import journal, tightenings
from archive.catalogue.models import ROWS, Revision
from archive.catalogue.projection import project
from archive.consents.queries import are_allowed
from archive.db import now
from archive.engines import Engines
from archive.errors import NameTakenError, NotPublishableError, StaleVersionError
from archive.permits.service import end_of_item
from archive.records import ItemRecord, Record, Status, record_of
from media.errors import ExistingObjectError
from media.errors import StaleVersionError as AheadError
from media.ocfl import Repository
from media.storage import StagedFile

AfterSave = Callable[[Session, Record], None]


@dataclass(frozen=True, slots=True)
class Actor:
    """On whose behalf something is saved."""

    name: str
    username: str = ""

    @property
    def address(self) -> str:
        """A URI for the OCFL inventory."""
        return f"urn:kho:user:{self.username}" if self.username else "urn:kho:system"


SYSTEM = Actor("Kho Xòe")


@dataclass(frozen=True, slots=True)
class Save:
    """One record to be saved, with what goes with it.

    `base_version` is the version that the change started from, None for a new record; `masters`
    maps logical paths to staged bytes; `after` runs inside the transaction.
    """

    record: Record
    message: str
    base_version: int | None = None
    masters: Mapping[str, StagedFile | bytes] = field(default_factory=dict)
    after: AfterSave | None = None
    action: str = "save"


def save(engines: Engines, what: Save, *, by: Actor) -> Record:
    """Save one record and return it as saved; StaleVersionError when it changed in between."""
    object_id = what.record.object_id
    with engines.repository.lock(object_id):
        before = _current(engines, what)
        record = _next_version(what, by)
        with journal.entry(engines.journal, object_id):
            _write_object(engines.repository, what, record, by)
            preserve_tightening(engines, before, record)
            with engines.db.writing() as session:
                write_rows(session, what, record, before, by)
    return record


def save_many(engines: Engines, saves: Sequence[Save], *, by: Actor) -> list[Record]:
    """Save many records, each once: objects in one bulk write, rows in one transaction."""
    twice = [
        one for one, count in Counter(what.record.object_id for what in saves).items() if count > 1
    ]
    if twice:
        raise NameTakenError(twice[0])  # the second would lie in the store under the first's rows
    with ExitStack() as stack:
        for object_id in sorted(what.record.object_id for what in saves):
            stack.enter_context(engines.repository.lock(object_id))
        befores = [_current(engines, what) for what in saves]
        records = [_next_version(what, by) for what in saves]
        for record in records:
            stack.enter_context(journal.entry(engines.journal, record.object_id))
        with engines.repository.bulk() as bulk:
            for what, record in zip(saves, records, strict=True):
                _write_object(bulk, what, record, by)
        for record, before in zip(records, befores, strict=True):
            preserve_tightening(engines, before, record)
        with engines.db.writing() as session:
            for what, record, before in zip(saves, records, befores, strict=True):
                write_rows(session, what, record, before, by)
    return records


def _current(engines: Engines, what: Save) -> Record | None:
    """Return the record that stands now, having checked that the change started from it."""
    with engines.db.reading() as session:
        row = session.get(ROWS[what.record.type], what.record.id)
        _check_consents(session, what.record)
    current = row.version if row is not None else None
    if current != what.base_version:
        raise StaleVersionError(what.record.id, what.base_version, current or 0)
    return record_of(row.record) if row is not None else None


def _check_consents(session: Session, record: Record) -> None:
    """Refuse to open an item further than those in it agreed to, by whichever way it is saved."""
    if not isinstance(record, ItemRecord) or record.status is not Status.PUBLISHED:
        return
    if not are_allowed(session, record):
        raise NotPublishableError({"consents": ["consent-missing"]})


def _next_version(what: Save, by: Actor) -> Record:
    instant = now().replace(microsecond=0)
    changes: dict[str, Any] = {
        "version": (what.base_version or 0) + 1,
        "updated_at": instant,
        "updated_by": by.name,
    }
    if what.base_version is None:
        changes |= {"created_by": by.name, "created_at": instant}
    return what.record.model_copy(update=changes)


def _write_object(repository: Repository, what: Save, record: Record, by: Actor) -> None:
    object_id = record.object_id
    files: dict[str, StagedFile | bytes] = {
        **what.masters,
        "record.json": json.dumps(record.to_json(), ensure_ascii=False, indent=1).encode(),
    }
    about: dict[str, Any] = {
        "message": what.message,
        "user": (by.name, by.address),
        "created": record.updated_at,
    }
    event = _premis_event(what, record, by)
    if what.base_version is None:
        try:
            repository.create(object_id, {**files, "events.jsonl": event}, **about)
        except ExistingObjectError as error:
            # Another process made it meanwhile, or an earlier save did not reach the database.
            raise StaleVersionError(record.id, None, 1) from error
    else:
        events = repository.read(object_id, "events.jsonl") + event
        add = {**files, "events.jsonl": events}
        try:
            repository.new_version(object_id, add=add, expected=what.base_version, **about)
        except AheadError as error:
            # An earlier save reached the store and not the database; it is rolled forward soon.
            raise StaleVersionError(record.id, what.base_version, error.found) from error


def _premis_event(what: Save, record: Record, by: Actor) -> bytes:
    """Return one line of events.jsonl.

    Source: PREMIS 3.0, event entity (eventType, eventDateTime, eventDetail, linkingAgent).
    """
    event = {
        "eventType": "ingestion" if what.base_version is None else "metadata modification",
        "eventDateTime": record.updated_at.isoformat(),
        "eventDetail": what.message,
        "eventOutcome": "success",
        "linkingAgent": by.name,
        "version": record.version,
        "files": sorted(what.masters),
    }
    return json.dumps(event, ensure_ascii=False).encode() + b"\n"


def write_rows(
    session: Session, what: Save, record: Record, before: Record | None, by: Actor
) -> None:
    """Write everything that SQL keeps of a save into one transaction."""
    project(session, record, before)
    session.add(
        Revision(
            owner_type=record.type,
            owner_id=record.id,
            number=record.version,
            made_at=record.updated_at,
            made_by=by.name,
            message=what.message[:300],
            record=record.to_json(),
        )
    )
    tightened = before is not None and is_tightened(before, record)
    note_change(session, record.type, record.id, tightened=tightened)
    if tightened and isinstance(record, ItemRecord):
        end_of_item(session, record.id)
    detail = {"version": record.version, "message": what.message, "tightened": tightened}
    note_event(
        session, what.action, (record.type, record.id), actor=by.username or by.name, detail=detail
    )
    if what.after is not None:
        what.after(session, record)


def preserve_tightening(engines: Engines, before: Record | None, record: Record) -> None:
    """Note a tightening in the append-only log before it takes effect in SQL."""
    if before is not None and is_tightened(before, record):
        tightenings.note(
            engines.settings.data,
            tightenings.Tightening(
                record.object_id,
                record.version,
                record.status.value,
                record.access.model_dump(mode="json", exclude_defaults=True),
            ),
        )


def is_tightened(before: Record, after: Record) -> bool:
    """Tell whether somebody who was let in before is kept out now, at any grade."""
    if after.status is not Status.PUBLISHED and before.status is Status.PUBLISHED:
        return True
    if any(not covers(tokens_of(after, grade), tokens_of(before, grade)) for grade in Grade):
        return True
    return (
        isinstance(before, ItemRecord)
        and isinstance(after, ItemRecord)
        and (_has_tightened_file(before, after))
    )


def _has_tightened_file(before: ItemRecord, after: ItemRecord) -> bool:
    """Tell whether a file that stays is closed to somebody whom its own rule let in."""
    kept = [(old, new) for old in before.files if (new := after.file(old.id)) is not None]
    return any(
        not covers(tokens_of_file(after, new, grade), tokens_of_file(before, old, grade))
        for old, new in kept
        if old.access != new.access
        for grade in Grade
    )
