"""Make renditions: planned from what is known of a file, made in the sandbox, kept in the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue.files import queries
from archive.catalogue.files.models import File, Rendition
from archive.catalogue.queries import item_record
from archive.db import now
from archive.engines import Engines
from archive.records import FileRecord, FileRole
from archive.tasks import service as tasks
from media.derive.plan import plan
from media.errors import FileRefusedError
from media.values import Description, Kind, Made, RenditionPlan

TASK = "make-renditions"
PREVIEWS, PLAYERS = "previews", "players"
# A plan of this priority or less is what people wait for: small pictures and posters.
_PREVIEW_PRIORITY = 20
_QUEUE = {PREVIEWS: 10, PLAYERS: 60}
_WITH_PLAYERS = {Kind.IMAGE.value, Kind.SOUND.value, Kind.VIDEO.value, Kind.DOCUMENT.value}
Progress = Callable[[int], None]


def enqueue(session: Session, file_id: str, kind: str, *, parts: Sequence[str] = ()) -> None:
    """Add the tasks that make a file's renditions: previews soon, players when there is time."""
    if kind == Kind.CAPTIONS.value:
        return
    for part in parts or ((PREVIEWS, PLAYERS) if kind in _WITH_PLAYERS else (PREVIEWS,)):
        tasks.enqueue(
            session,
            TASK,
            {"file": file_id, "part": part},
            owner=("file", file_id),
            priority=_QUEUE[part],
        )


def cached(engines: Engines, file_id: str, name: str) -> Path:
    """Return where a rendition is kept."""
    return engines.cache / file_id[:2] / file_id / name


def make(engines: Engines, arguments: dict[str, Any], progress: Progress) -> None:
    """Make what is missing of one part of a file's renditions; running it twice does no harm.

    Raises:
        FileRefusedError: Some could not be made; the others are there.
    """
    found = _original(engines, arguments["file"])
    if found is None:
        return  # purged, or replaced by a restore, since the task was written
    file, row = found
    plans = plans_of(file, arguments.get("part", ""))
    failures: list[FileRefusedError] = []
    with _source(engines, row) as source:
        for done, step in enumerate(plans):
            try:
                _make_step(engines, file.id, step, source, _share(progress, done, len(plans)))
            except FileRefusedError as error:
                failures.append(error)
    if failures:
        raise failures[0]


def plans_of(file: FileRecord, part: str) -> tuple[RenditionPlan, ...]:
    """Return the steps of one part for a file; of both parts for ""."""
    if file.role is FileRole.CAPTIONS:
        return ()
    steps = sorted(plan(Description.from_dict(file.technical)), key=lambda step: step.priority)
    is_preview = part == PREVIEWS
    if part not in _QUEUE or file.kind not in _WITH_PLAYERS:
        return tuple(steps)
    return tuple(step for step in steps if (step.priority <= _PREVIEW_PRIORITY) is is_preview)


def is_kept(engines: Engines, row: Rendition) -> bool:
    """Tell whether the bytes of a rendition are in the cache, whole."""
    try:
        return cached(engines, row.file_id, row.name).stat().st_size == row.size_bytes
    except FileNotFoundError:
        return False


def _original(engines: Engines, file_id: str) -> tuple[FileRecord, File] | None:
    with engines.db.reading() as session:
        row = session.get(File, file_id)
        item = item_record(session, row.item_id) if row is not None else None
    file = item.file(file_id) if item is not None else None
    return (file, row) if file is not None and row is not None else None


@contextmanager
def _source(engines: Engines, row: File) -> Iterator[Path]:
    """Yield a local path of the original: the stored one, or a copy from a far store."""
    object_id = f"urn:kho:item:{row.item_id}"
    local = engines.repository.local_path(object_id, row.master_path)
    if local is not None:
        yield local
        return
    with tempfile.TemporaryDirectory(dir=_work_folder(engines)) as folder:
        copy = Path(folder) / "original"
        with engines.repository.open(object_id, row.master_path) as stored, copy.open("wb") as out:
            shutil.copyfileobj(stored, out, 1 << 20)
        yield copy


def _make_step(
    engines: Engines,
    file_id: str,
    step: RenditionPlan,
    source: Path,
    progress: Callable[[float], None],
) -> None:
    with engines.db.reading() as session:
        kept = queries.renditions_of(session, [file_id]).get(file_id, ())
        rows = {row.name: row for row in kept}
    wanted = [output.name for output in step.outputs]
    if wanted and all(name in rows and is_kept(engines, rows[name]) for name in wanted):
        progress(100)
        return
    with tempfile.TemporaryDirectory(dir=_work_folder(engines)) as folder:
        made = engines.sandbox.derive(step, source, Path(folder), progress)
        keep(engines, file_id, Path(folder), made)
    progress(100)


def keep(engines: Engines, file_id: str, folder: Path, made: Sequence[Made]) -> None:
    """Move made files into the cache, durably, and write their rows."""
    etags = {}
    for one in made:
        etags[one.name] = _sha256_of(folder / one.name)
        _keep_bytes(folder / one.name, cached(engines, file_id, one.name))
    with engines.db.writing() as session:
        if session.get(File, file_id) is None:
            return
        for one in made:
            session.merge(
                Rendition(
                    file_id=file_id,
                    name=one.name,
                    media_type=one.media_type,
                    size_bytes=one.size_bytes,
                    width_px=one.width_px,
                    height_px=one.height_px,
                    duration_s=one.duration_s,
                    etag=etags[one.name],
                    made_at=now(),
                )
            )


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_bytes(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.replace(target)


def _work_folder(engines: Engines) -> Path:
    """Return a folder on the cache's own file system, so that finished files are only renamed."""
    folder = engines.cache / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _share(progress: Progress, done: int, steps: int) -> Callable[[float], None]:
    return lambda percent: progress(int((done * 100 + percent) / max(steps, 1)))
