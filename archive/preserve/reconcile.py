"""Bring store and database together at the start, after whatever happened at the end."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from archive.audit.service import note_event
from archive.catalogue import journal
from archive.catalogue.models import ROWS
from archive.catalogue.saving import SYSTEM, Save, save
from archive.db import now
from archive.engines import Engines
from archive.preserve.objects import head_record, split_object_id, take_over
from archive.preserve.queries import known_records
from archive.records import Record, Status
from media.errors import LockTimeoutError, MediaError, MissingObjectError

log = logging.getLogger(__name__)
STAGE_KEPT_S = timedelta(days=1).total_seconds()


@dataclass(slots=True)
class Reconciliation:
    """What a reconciliation found and did, by object."""

    rolled_forward: list[str] = field(default_factory=list)
    recovered: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def reconcile(engines: Engines) -> Reconciliation:
    """Settle every object whose writing was cut off, and sweep old staged bytes.

    An object that another process is writing now is left to that process.
    """
    done = Reconciliation()
    engines.repository.sweep(STAGE_KEPT_S)
    for object_id in journal.left_over(engines.journal):
        try:
            with engines.repository.lock(object_id):
                settle(engines, object_id, done)
                journal.settle(engines.journal, object_id)
        except LockTimeoutError:
            continue
    return done


def settle(engines: Engines, object_id: str, done: Reconciliation) -> None:
    """Repair one object and make its rows equal to it."""
    try:
        if engines.repository.repair(object_id):
            log.warning("repaired %s", object_id)
        record = head_record(engines.repository, object_id)
    except MissingObjectError:
        done.dropped.append(object_id)  # nothing had reached its place: nothing was acknowledged
        return
    except (MediaError, ValueError):
        log.exception("cannot read %s", object_id)
        done.unreadable.append(object_id)
        return
    _settle_rows(engines, record, done)


def _settle_rows(engines: Engines, record: Record, done: Reconciliation) -> None:
    known = _known_version(engines, record)
    if known is None:
        _recover(engines, record)
        done.recovered.append(record.object_id)
    elif known < record.version:
        with engines.db.writing() as session:
            take_over(session, engines.repository, record)
            note_event(session, "rolled-forward", (record.type, record.id), actor=SYSTEM.name)
        done.rolled_forward.append(record.object_id)


def _known_version(engines: Engines, record: Record) -> int | None:
    with engines.db.reading() as session:
        row = session.get(ROWS[record.type], record.id)
        return row.version if row is not None else None


def _recover(engines: Engines, record: Record) -> None:
    """Enter an object that the database does not know as a draft, never published by itself."""
    is_withdrawn = record.status is Status.WITHDRAWN  # a tombstone stays one
    with engines.db.writing() as session:
        quiet = record if is_withdrawn else record.model_copy(update={"status": Status.DRAFT})
        take_over(session, engines.repository, quiet)
        note_event(session, "recovered", (record.type, record.id), actor=SYSTEM.name)
    if record.status is Status.PUBLISHED:
        save(
            engines,
            Save(
                record.model_copy(update={"status": Status.DRAFT}),
                "Tìm lại được sau sự cố, để ở bản nháp",
                base_version=record.version,
                action="recovered",
            ),
            by=SYSTEM,
        )


def unknown_objects(engines: Engines) -> list[str]:
    """Return the objects in the store that the database does not know."""
    with engines.db.reading() as session:
        known = known_records(session)
    return [
        object_id
        for object_id in engines.repository.object_ids()
        if split_object_id(object_id) not in known
    ]


def recovered_at_start(engines: Engines) -> Reconciliation:
    """Reconcile and log what was found; what a start-up calls."""
    instant = now()
    done = reconcile(engines)
    found = len(done.recovered) + len(done.rolled_forward) + len(done.dropped)
    if found or done.unreadable:
        seconds = (now() - instant).total_seconds()
        log.warning("reconciled %d objects in %.1f s: %s", found, seconds, done)
    return done
