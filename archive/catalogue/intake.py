"""Take a file in: bytes to a draft item, or to its place beside one, or aside with a reason."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue import aside, renditions
from archive.catalogue.files import queries
from archive.catalogue.files.models import File, ImportEntry
from archive.catalogue.files.names import caption_name, safe_name
from archive.catalogue.files.originals import masters_of, original_of
from archive.catalogue.items import service as items
from archive.catalogue.prefill import matches_of, prefilled
from archive.catalogue.saving import Actor, Save, save
from archive.engines import Engines
from archive.errors import DiskFullError
from archive.ids import new_id
from archive.records import ItemRecord, Record
from media.errors import FileRefusedError, StorageFullError
from media.fixity import Readable
from media.storage import StagedFile
from media.values import Description, Kind


class CaptionsAloneError(FileRefusedError):
    """A caption file came without a recording of the same name."""

    code = "captions-alone"


@dataclass(frozen=True, slots=True)
class Taken:
    """The file is in: as a draft of its own, or beside the files of an item."""

    name: str
    item_id: str
    file_id: str
    kind: str
    outcome: str = "taken"


@dataclass(frozen=True, slots=True)
class Known:
    """The very same bytes are in the archive already."""

    name: str
    item_id: str
    file_id: str
    outcome: str = "known"


@dataclass(frozen=True, slots=True)
class Refused:
    """The file was not taken; it is kept aside with the reason's code and its evidence."""

    name: str
    aside_id: str
    reason: str
    evidence: dict[str, Any] = field(default_factory=dict)
    outcome: str = "refused"


Outcome = Taken | Known | Refused


@dataclass(frozen=True, slots=True)
class Intake:
    """On whose behalf files come, in which batch, and to which item (None: a new draft each).

    `viewer` is None for the operator, who may know of everything. `noted` runs in the very
    transaction that says what became of a file.
    """

    by: Actor
    batch: str
    viewer: Viewer | None = None
    item: str | None = None
    noted: Callable[[Session, Outcome], None] | None = None


def check_room(engines: Engines, size_bytes: int) -> None:
    """Raise DiskFullError where that many bytes would eat into the reserve."""
    free = engines.repository.free_bytes()
    needed = size_bytes + engines.settings.reserve_bytes
    if free is not None and free < needed:
        raise DiskFullError(needed, free)


def sweep_uploads(engines: Engines, older_than_s: float) -> int:
    """Remove what forms that broke off left on the disk; return how many files."""
    limit, removed = time.time() - older_than_s, 0
    for path in (engines.settings.data / "uploads").glob("form-*"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def take_in(
    engines: Engines,
    source: Readable | StagedFile,
    name: str,
    about: Intake,
    *,
    size_bytes: int = 0,
) -> Outcome:
    """Take one file in, whatever it is; nothing is left half in.

    Raises:
        DiskFullError: There is no room; nothing was changed.
    """
    staged = staged_bytes(engines, source, size_bytes)
    with engines.repository.lock(f"urn:sha256:{staged.sha256}"):
        known = known_file(engines, staged.sha256, about)
        if known is not None:
            engines.repository.unstage(staged)
            return _note(engines, about, Known(name, known.item_id, known.id))
        try:
            return _take_in_described(engines, staged, name, about)
        except FileRefusedError as error:
            row = aside.set_aside(engines, staged, name, error, by=about.by)
            refused = Refused(name, row.id, row.reason, dict(row.evidence))
            return _note(engines, about, refused)


def is_known(engines: Engines, name: str, sha256: str, about: Intake) -> bool:
    """Note bytes that are in the archive already, and tell whether they are."""
    known = known_file(engines, sha256, about) if sha256 else None
    if known is not None:
        _note(engines, about, Known(name, known.item_id, known.id))
    return known is not None


def known_file(engines: Engines, sha256: str, about: Intake) -> File | None:
    """Return the stored file of these bytes that the asker may know."""
    with engines.db.reading() as session:
        return queries.same_file(session, sha256, about.viewer)


def staged_bytes(engines: Engines, source: Readable | StagedFile, size_bytes: int) -> StagedFile:
    """Return bytes that are hashed and durable beside the store; DiskFullError without room."""
    if isinstance(source, StagedFile):
        return source
    check_room(engines, size_bytes)
    try:
        return engines.repository.stage(source)
    except StorageFullError as error:
        raise DiskFullError(size_bytes, error.free_bytes) from error


def _take_in_described(engines: Engines, staged: StagedFile, name: str, about: Intake) -> Outcome:
    description = engines.sandbox.describe(staged.path, safe_name(name))
    if description.kind is Kind.CAPTIONS or about.item is not None:
        return _attach(engines, staged, name, description, about)
    what, file_id = draft(engines, staged, name, description, about)
    saved = save(engines, what, by=about.by)
    if description.kind in {Kind.SOUND, Kind.VIDEO}:
        _fetch_captions(engines, name, saved.id, about)
    return Taken(name, saved.id, file_id, description.kind.value)


def _fetch_captions(engines: Engines, name: str, item_id: str, about: Intake) -> None:
    """Give a recording the captions of a parallel name that came before it."""
    stem = safe_name(name).rpartition(".")[0]
    with engines.db.reading() as session:
        rows = queries.captions_waiting(session, aside.sender(about.by))
    for row in rows:
        if caption_name(row.name).stem != stem:
            continue
        with (aside.folder_of(engines) / row.id).open("rb") as file:
            staged = engines.repository.stage(file)
        described = engines.sandbox.describe(staged.path, row.name)
        incoming = items.Incoming(staged, row.name, described, _told_as_taken(row.id))
        items.attach_file(engines, item_id, incoming, by=about.by)
        aside.settle(engines, row.id, by=about.by)


def _told_as_taken(aside_id: str) -> items.AfterAttach:
    """Return what tells the batches of a refused file that it is in after all."""

    def after(session: Session, item_id: str, file_id: str) -> None:
        for entry in queries.entries_of_aside(session, aside_id):
            entry.outcome, entry.reason = "taken", ""
            entry.item_id, entry.file_id = item_id, file_id

    return after


def draft(
    engines: Engines, staged: StagedFile, name: str, description: Description, about: Intake
) -> tuple[Save, str]:
    """Return the save that makes a draft item of one file, and the file's id."""
    file = original_of(description, staged, name)
    with engines.db.reading() as session:
        values = prefilled(description, name, matches_of(session, description))
    record = ItemRecord(
        id=new_id(), files=(file,), cover=file.id, owner=about.by.username, **values
    )

    def after(session: Session, saved: Record) -> None:
        renditions.enqueue(session, file.id, file.kind)
        entry_of(session, about, Taken(name, saved.id, file.id, file.kind))

    masters = masters_of(file, staged, description)
    return Save(record, f"Thêm tệp {file.name}", masters=masters, after=after), file.id


def _attach(
    engines: Engines, staged: StagedFile, name: str, description: Description, about: Intake
) -> Taken:
    target = about.item or companion(engines, name, about)

    def after(session: Session, item_id: str, file_id: str) -> None:
        entry_of(session, about, Taken(name, item_id, file_id, description.kind.value))

    incoming = items.Incoming(staged, name, description, after)
    saved, file = items.attach_file(engines, target, incoming, by=about.by)
    return Taken(name, saved.id, file.id, description.kind.value)


def companion(engines: Engines, name: str, about: Intake) -> str:
    """Return the item of the recording that a caption file runs beside.

    Raises:
        CaptionsAloneError: no recording has a parallel name.
    """
    said = caption_name(safe_name(name))
    with engines.db.reading() as session:
        entries = {entry.file_id for entry in queries.entries_of(session, about.batch)}
        for stem in dict.fromkeys((said.stem, safe_name(name).rpartition(".")[0])):
            found = queries.recordings_with_stem(session, stem, about.viewer)
            found.sort(key=lambda file: file.id not in entries)
            if found:
                return found[0].item_id
    raise CaptionsAloneError(name)


def entry_of(session: Session, about: Intake, outcome: Outcome) -> None:
    """Add a file's outcome to the journal of its batch."""
    session.add(
        ImportEntry(
            batch_id=about.batch,
            name=outcome.name[-255:],
            outcome=outcome.outcome,
            item_id=getattr(outcome, "item_id", None),
            file_id=getattr(outcome, "file_id", None),
            aside_id=getattr(outcome, "aside_id", None),
            reason=getattr(outcome, "reason", ""),
        )
    )
    if about.noted is not None:
        about.noted(session, outcome)


def _note(engines: Engines, about: Intake, outcome: Outcome) -> Outcome:
    with engines.db.writing() as session:
        entry_of(session, about, outcome)
    return outcome
