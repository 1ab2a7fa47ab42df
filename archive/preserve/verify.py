"""Verify the storage of record: oldest check first, within a time, and honest about it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile
from time import monotonic

from archive.engines import Engines
from archive.preserve.objects import RECORD
from archive.preserve.queries import oldest_checked_first
from archive.preserve.reconcile import unknown_objects
from archive.preserve.service import note_checks
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
        return not self.faults and not self.unchecked and (self.checked > 0 or self.left == 0)


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
    with engines.db.reading() as session:
        waiting = oldest_checked_first(session)
    ends = monotonic() + (math.inf if seconds is None else seconds)
    in_time = takewhile(lambda _: monotonic() < ends, waiting)
    while _verify_batch(engines, islice(in_time, _BATCH), found, digests=digests):
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


def _verify_batch(
    engines: Engines, batch: Iterable[tuple[str, str, int]], found: Verification, *, digests: bool
) -> int:
    """Verify some objects, note each in the database, and return how many they were."""
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
        checks.append(((kind, owner), object_id, faults))
    if checks:
        with engines.db.writing() as session:
            note_checks(session, checks)
    return len(checks)


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
