"""Verify the storage of record: oldest check first, within a time, and honest about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select, update

from archive.catalogue.models import ROWS
from archive.db import now
from archive.engines import Engines
from archive.preserve.models import FixityCheck
from archive.preserve.objects import RECORD, split_object_id
from archive.preserve.reconcile import unknown_objects
from archive.records import ItemRecord, read_record
from media.errors import MediaError
from media.ocfl import Fault

_BATCH = 100
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Verification:
    """What was checked, what was found, and what could not be checked."""

    checked: int = 0
    left: int = 0
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    unchecked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether something was checked and nothing was found."""
        return not self.faults and not self.unchecked


def verify(
    engines: Engines,
    *,
    seconds: float | None = None,
    digests: bool = True,
    progress: Progress | None = None,
) -> Verification:
    """Verify objects, the one checked longest ago first, until all or the time is over.

    Args:
        engines: the engines of the application.
        seconds: how long it may take; None for all objects.
        digests: read every byte, not only the structure.
        progress: called with objects done and objects in all.
    """
    found = Verification()
    _verify_root(engines, found)
    for object_id in unknown_objects(engines):
        found.faults.append((object_id, "unknown-to-database", ""))
    waiting = _oldest_first(engines)
    ends = time.monotonic() + seconds if seconds is not None else None
    for start in range(0, len(waiting), _BATCH):
        if ends is not None and time.monotonic() >= ends:
            break
        batch = waiting[start : start + _BATCH]
        _verify_batch(engines, batch, found, digests=digests)
        if progress:
            progress(found.checked, len(waiting))
    found.left = len(waiting) - found.checked
    return found


def _verify_root(engines: Engines, found: Verification) -> None:
    try:
        for fault in engines.repository.verify_root():
            found.faults.append(("", fault.code, f"{fault.path} {fault.detail}"))
    except (MediaError, OSError) as error:
        found.unchecked.append(("", str(error)))


def _oldest_first(engines: Engines) -> list[tuple[str, str, int]]:
    """Return type, id and version of every record, the one checked longest ago first."""
    found = []
    with engines.db.reading() as session:
        for kind, table in ROWS.items():
            rows = session.execute(select(table.id, table.version, table.checked_at))
            found += [(at, kind, owner, version) for owner, version, at in rows]
    found.sort(key=lambda row: (row[0] is not None, row[0] or 0, row[1], row[2]))
    return [(kind, owner, version) for _, kind, owner, version in found]


def _verify_batch(
    engines: Engines, batch: list[tuple[str, str, int]], found: Verification, *, digests: bool
) -> None:
    checks = []
    for kind, owner, version in batch:
        object_id = f"urn:kho:{kind}:{owner}"
        try:
            faults = list(_faults_of(engines, object_id, version, digests=digests))
        except (MediaError, OSError, ValueError) as error:
            found.unchecked.append((object_id, str(error)))
            faults = [Fault("unchecked", "", str(error))]
        else:
            found.faults += [(object_id, f.code, f"{f.path} {f.detail}") for f in faults]
        found.checked += 1
        checks.append((object_id, faults))
    _write_checks(engines, checks)


def _faults_of(engines: Engines, object_id: str, version: int, *, digests: bool) -> Iterator[Fault]:
    """Yield the faults of the object, and where it does not say what the database says."""
    yield from engines.repository.verify(object_id, digests=digests)
    head = engines.repository.head(object_id)
    if head.number != version:
        yield Fault("version-differs", "", f"{head.number} stored, {version} in the database")
    record = read_record(engines.repository.read(object_id, RECORD))
    if isinstance(record, ItemRecord):
        for file in record.files:
            stored = head.files.get(file.master_path)
            if stored is None or stored.sha256 != file.sha256:
                yield Fault("master-differs", file.master_path, file.sha256)


def _write_checks(engines: Engines, checks: list[tuple[str, list[Fault]]]) -> None:
    with engines.db.writing() as session:
        for object_id, faults in checks:
            kind, owner = split_object_id(object_id)
            table = ROWS[kind]
            session.execute(update(table).where(table.id == owner).values(checked_at=now()))
            if faults:
                said = [[fault.code, fault.path, fault.detail] for fault in faults]
                session.add(
                    FixityCheck(object_id=object_id, checked_at=now(), is_sound=False, faults=said)
                )
