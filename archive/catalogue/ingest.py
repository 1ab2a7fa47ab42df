"""Take in files and folders of this machine: a USB stick, a scanner's output, an old disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from archive.catalogue import intake
from archive.catalogue.files import queries
from archive.catalogue.files.models import ImportBatch
from archive.catalogue.files.names import caption_name, safe_name
from archive.catalogue.intake import Intake, Known, Outcome, Refused, Taken
from archive.catalogue.saving import Actor, Save, save_many
from archive.catalogue.sources import Found, Source, SourceUnreadableError, find_files
from archive.db import now
from archive.engines import Engines
from archive.ids import new_id
from media.errors import FileRefusedError
from media.fixity import blocks
from media.storage import StagedFile
from media.values import Description, Kind

_SMALL_BYTES = 32 * 1024**2
_AT_ONCE = 100
_CAPTIONS = {".vtt", ".srt", ".eaf", ".txt"}


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest is: this file was dealt with, so many bytes of all are done."""

    path: Path
    outcome: str
    done_bytes: int
    total_bytes: int
    reason: str = ""


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class _Drafted:
    """A small file on its way: staged, described, and the save that takes it in."""

    path: Path
    size_bytes: int
    staged: StagedFile
    save: Save
    file_id: str


@dataclass(slots=True)
class IngestReport:
    """What became of the files: counts, and each refusal with its reason's code."""

    batch: str = ""
    taken: int = 0
    known: int = 0
    refused: int = 0
    skipped: int = 0
    refusals: list[tuple[Path, str, dict[str, object]]] = field(default_factory=list)

    @property
    def files(self) -> int:
        """Count all files that were looked at."""
        return self.taken + self.known + self.refused + self.skipped


def ingest(
    engines: Engines,
    paths: Sequence[Path],
    *,
    by: Actor,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Take in everything under these paths; run again it goes on where it was cut off.

    What is in already is recognised by its bytes. With `dry_run` nothing is changed.

    Raises:
        MissingPathError: A path does not exist.
        DiskFullError: There is no more room; what was acknowledged is in.
    """
    found = find_files(paths)
    run = _Run(engines, found, progress or (lambda _step: None), by)
    if dry_run:
        run.look()
    else:
        run.take()
    return run.report


class _Run:
    """One pass over the files that were found."""

    def __init__(self, engines: Engines, found: Found, progress: Progress, by: Actor) -> None:
        self.engines, self.found, self.progress, self.by = engines, found, progress, by
        self.report = IngestReport(skipped=found.skipped)
        self.done_bytes = 0

    def look(self) -> None:
        """Say what would become of each file."""
        seen: set[str] = set()
        about = Intake(self.by, "")
        for path, size in self.found.files:
            try:
                sha256 = _sha256_of(path)
            except SourceUnreadableError as error:
                self._count(path, size, _unreadable(error))
                continue
            if sha256 in seen or intake.known_file(self.engines, sha256, about):
                self._count(path, size, Known(path.name, "", ""))
                continue
            seen.add(sha256)
            try:
                found = self.engines.sandbox.describe(path, safe_name(path.name))
                if found.kind is Kind.CAPTIONS and not self._brings_recording(path):
                    intake.companion(self.engines, path.name, about)
                self._count(path, size, Taken(path.name, "", "", ""))
            except FileRefusedError as error:
                self._count(path, size, Refused(path.name, "", error.code, _evidence(error)))

    def _brings_recording(self, captions: Path) -> bool:
        """Tell whether the recording of a caption file is among the files themselves."""
        said = caption_name(safe_name(captions.name))
        stems = {said.stem, safe_name(captions.name).rpartition(".")[0]}
        others = (path for path, _ in self.found.files if path.suffix.lower() not in _CAPTIONS)
        return any(safe_name(path.name).rpartition(".")[0] in stems for path in others)

    def take(self) -> None:
        """Take the files in, small ones many at a time."""
        self.report.batch = start_batch(self.engines, self.by, _common(self.found))
        about = Intake(self.by, self.report.batch)
        waiting: list[tuple[Path, int]] = []
        for path, size in self.found.files:
            if size <= _SMALL_BYTES and path.suffix.lower() not in _CAPTIONS:
                waiting.append((path, size))
                if len(waiting) >= _AT_ONCE:
                    self._take_many(waiting, about)
                continue
            self._take_many(waiting, about)
            self._take_one(path, size, about)
        self._take_many(waiting, about)
        finish_batch(self.engines, self.report.batch)

    def _take_one(self, path: Path, size: int, about: Intake) -> None:
        try:
            with Source(path) as file:
                outcome = intake.take_in(self.engines, file, path.name, about, size_bytes=size)
        except SourceUnreadableError as error:
            outcome = _unreadable(error)
        self._count(path, size, outcome)

    def _take_many(self, waiting: list[tuple[Path, int]], about: Intake) -> None:
        """Take small files in with one bulk write; `waiting` is empty afterwards."""
        drafts: dict[str, _Drafted] = {}
        others: list[tuple[Path, int, StagedFile]] = []
        for path, size in waiting:
            try:
                staged = self._staged(path, size)
            except SourceUnreadableError as error:
                self._count(path, size, _unreadable(error))
                continue
            made = None if staged.sha256 in drafts else self._draft(staged, path, about)
            if made is None:
                others.append((path, size, staged))
            else:
                drafts[staged.sha256] = _Drafted(path, size, staged, *made)
        waiting.clear()
        others += self._save_drafts(drafts)
        for path, size, staged in others:
            self._count(path, size, intake.take_in(self.engines, staged, path.name, about))

    def _save_drafts(self, drafts: dict[str, _Drafted]) -> list[tuple[Path, int, StagedFile]]:
        """Save what is still new under the locks of its bytes; return what came in meanwhile."""
        about = Intake(self.by, "")
        late: list[_Drafted] = []
        fresh: list[_Drafted] = []
        with ExitStack() as stack:
            for sha256 in sorted(drafts):
                stack.enter_context(self.engines.repository.lock(f"urn:sha256:{sha256}"))
            for sha256, one in drafts.items():
                is_known = intake.known_file(self.engines, sha256, about) is not None
                (late if is_known else fresh).append(one)
            if fresh:
                save_many(self.engines, [one.save for one in fresh], by=self.by)
        for one in fresh:
            taken = Taken(one.path.name, one.save.record.id, one.file_id, "")
            self._count(one.path, one.size_bytes, taken)
        return [(one.path, one.size_bytes, one.staged) for one in late]

    def _staged(self, path: Path, size: int) -> StagedFile:
        with Source(path) as file:
            return intake.staged_bytes(self.engines, file, size)

    def _draft(self, staged: StagedFile, path: Path, about: Intake) -> tuple[Save, str] | None:
        """Return the save of a draft; None for what has to go the single way."""
        if intake.known_file(self.engines, staged.sha256, about) is not None:
            return None
        try:
            found: Description = self.engines.sandbox.describe(staged.path, safe_name(path.name))
        except FileRefusedError:
            return None  # the single way asks again and keeps the file aside with the reason
        if found.kind is Kind.CAPTIONS:
            return None
        return intake.draft(self.engines, staged, path.name, found, about)

    def _count(self, path: Path, size: int, outcome: Outcome) -> None:
        setattr(self.report, outcome.outcome, getattr(self.report, outcome.outcome) + 1)
        reason = ""
        if isinstance(outcome, Refused):
            reason = outcome.reason
            self.report.refusals.append((path, outcome.reason, dict(outcome.evidence)))
        self.done_bytes += size
        step = Step(path, outcome.outcome, self.done_bytes, self.found.total_bytes, reason)
        self.progress(step)


def start_batch(engines: Engines, by: Actor, source: str) -> str:
    """Open the journal of a batch and return its id."""
    batch = ImportBatch(
        id=new_id(), started_at=now(), started_by=by.username or by.name, source=source[-500:]
    )
    with engines.db.writing() as session:
        session.add(batch)
    return batch.id


def finish_batch(engines: Engines, batch_id: str) -> None:
    """Close the journal of a batch with its counts."""
    with engines.db.writing() as session:
        batch = session.get_one(ImportBatch, batch_id)
        found = queries.counted(session, batch_id)
        batch.taken, batch.known, batch.refused = found.taken, found.known, found.refused
        batch.finished_at = now()


def _common(found: Found) -> str:
    if not found.files:
        return ""
    return os.path.commonpath([path.parent for path, _ in found.files])


def _evidence(error: FileRefusedError) -> dict[str, object]:
    return {name: str(value) for name, value in vars(error).items() if name != "said"}


def _unreadable(error: SourceUnreadableError) -> Refused:
    return Refused(error.name, "", error.code, _evidence(error))


def _sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with Source(path) as file:
        for block in blocks(file):
            digest.update(block)
    return digest.hexdigest()
