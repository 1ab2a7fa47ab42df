"""Make the database anew from the storage of record alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from archive import schema
from archive.audit import heads
from archive.audit.queries import events_before
from archive.audit.service import note_event
from archive.catalogue import renditions, tightenings
from archive.catalogue.saving import SYSTEM
from archive.catalogue.tightenings import PURGED, Tightening
from archive.engines import Engines
from archive.errors import ArchiveError
from archive.indexing import indexer
from archive.preserve.accounts_copy import bring_back_accounts
from archive.preserve.objects import STAFF_ONLY, head_record, take_over, unreadable
from archive.preserve.service import clear_catalogue
from archive.records import Access, ItemRecord, Record, Status
from media.errors import MediaError

log = logging.getLogger(__name__)
_BATCH = 200
Progress = Callable[[int], None]


@dataclass(slots=True)
class Rebuilding:
    """What a rebuild brought back."""

    records: int = 0
    unreadable: list[str] = field(default_factory=list)
    tightened: int = 0
    had_log: bool = True
    accounts: int = 0


def rebuild(
    engines: Engines, *, logs: Iterable[Path] = (), progress: Progress | None = None
) -> Rebuilding:
    """Bring back every record, version, right and access level from the store.

    Args:
        engines: the engines; the database may be empty or missing.
        logs: further logs of tightenings, beside that of the data folder.
        progress: called with the number of records done.
    """
    done = Rebuilding()
    schema.upgrade(engines.db)
    with engines.db.reading() as session:
        is_lost = not events_before(session, None)
    done.accounts = bring_back_accounts(engines)
    found = tightenings.those_of([tightenings.path_in(engines.settings.data), *logs])
    done.had_log = bool(found)
    closed = tightenings.strictest(found)
    with engines.db.writing() as session:
        clear_catalogue(session)
    for batch in _batches(engines.repository.object_ids()):
        _take_over_batch(engines, batch, closed, done)
        if progress:
            progress(done.records)
    with engines.db.writing() as session:
        note_event(
            session, "rebuilt", ("", ""), actor=SYSTEM.name, detail={"records": done.records}
        )
    with engines.db.reading() as session:
        heads.note(session, engines.settings.data, anew=is_lost)
    indexer.rebuild(engines)
    return done


def _batches(object_ids: Iterable[str]) -> Iterator[list[str]]:
    ids = iter(object_ids)
    while batch := list(islice(ids, _BATCH)):
        yield batch


def _take_over_batch(
    engines: Engines, batch: list[str], closed: dict[str, Tightening], done: Rebuilding
) -> None:
    with engines.db.writing() as session:
        for object_id in batch:
            record = _read(engines, object_id, done)
            if record is None:
                continue
            record = _closed_as(record, closed.get(object_id), done)
            if not _is_written(session, engines, record):
                done.unreadable.append(object_id)
                record = unreadable(object_id, "")
                if record is None or not _is_written(session, engines, record):
                    continue
            if isinstance(record, ItemRecord):
                for file in record.files:
                    renditions.enqueue(session, file.id, file.kind)
            done.records += 1


def _read(engines: Engines, object_id: str, done: Rebuilding) -> Record | None:
    try:
        return head_record(engines.repository, object_id)
    except (MediaError, ValueError) as error:
        done.unreadable.append(object_id)
        return unreadable(object_id, str(error))


def _is_written(session: Session, engines: Engines, record: Record) -> bool:
    """Write the rows of a record; False where no row can hold it: it keeps no other one away."""
    try:
        with session.begin_nested():
            take_over(session, engines.repository, record)
    except (SQLAlchemyError, ArchiveError, ValueError, OverflowError):
        log.exception("cannot write the rows of %s", record.object_id)
        return False
    return True


def _closed_as(record: Record, entry: Tightening | None, done: Rebuilding) -> Record:
    """Return the record as closed as the log says; without a log, for staff only."""
    if not done.had_log:
        return _without_wider_files(record, STAFF_ONLY, record.status)
    if entry is None or entry.version <= record.version:
        return record
    done.tightened += 1
    if entry.status == PURGED:
        return _without_wider_files(record, STAFF_ONLY, Status.WITHDRAWN)
    access = Access.model_validate(entry.access)
    return _without_wider_files(record, access, Status(entry.status))


def _without_wider_files(record: Record, access: Access, status: Status) -> Record:
    """Return the record under another rule; a file's own rule may not be wider than it."""
    changes: dict[str, object] = {"access": access, "status": status}
    if isinstance(record, ItemRecord):
        changes["files"] = tuple(
            file
            if file.access is None or file.access.within(access)
            else file.model_copy(update={"access": None})
            for file in record.files
        )
    return record.model_copy(update=changes)
