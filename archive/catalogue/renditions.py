"""Make renditions: planned from what is known of a file, made in the sandbox, kept in the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
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
from media.derive.plan import plan, recipes
from media.errors import FileRefusedError
from media.values import Description, Kind, Made, RenditionPlan

TASK = "make-renditions"
PREVIEWS, PLAYERS, LARGE = "previews", "players", "large"
# The steps of each part are those up to a priority: small pictures and posters, for which people
# wait; what is played; what takes longest. All that can be played comes before the first of these.
_UP_TO = {PREVIEWS: 20, PLAYERS: 59, LARGE: 1_000}
_QUEUE = {PREVIEWS: 10, PLAYERS: 60, LARGE: 70}
_RENEWAL_PRIORITY = 80
_PARTS = {Kind.VIDEO.value: (PREVIEWS, PLAYERS, LARGE)}
Progress = Callable[[int], None]


def enqueue(session: Session, file_id: str, kind: str, *, parts: Sequence[str] = ()) -> None:
    """Add the tasks that make a file's renditions: previews soon, players when there is time."""
    if kind == Kind.CAPTIONS.value:
        return
    for part in parts or parts_of(kind):
        tasks.enqueue(
            session,
            TASK,
            {"file": file_id, "part": part},
            owner=("file", file_id),
            priority=_QUEUE[part],
        )


def parts_of(kind: str) -> tuple[str, ...]:
    """Return the parts in which the renditions of such files are made."""
    return _PARTS.get(kind, (PREVIEWS, PLAYERS))


def renew_outdated(engines: Engines) -> int:
    """Put in line, behind all else, what was made by recipes that have changed; return how many.

    Until they are made anew the old ones are shown. What could not be made is not tried again.
    """
    with engines.db.writing() as session:
        rows = queries.files_of_other_recipes(session, recipes())
        for file_id in rows:
            if not queries.parts_in_line(session, TASK, file_id):
                tasks.enqueue(
                    session,
                    TASK,
                    {"file": file_id, "part": ""},
                    owner=("file", file_id),
                    priority=_RENEWAL_PRIORITY,
                )
    return len(rows)


def sweep_work(engines: Engines, older_than_s: float) -> int:
    """Remove what a worker that was killed left half made; return how many folders."""
    limit, removed = time.time() - older_than_s, 0
    for folder in _work_folder(engines).iterdir():
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


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
        for step, share in zip(plans, _shares(progress, plans), strict=True):
            try:
                _make_step(engines, file.id, step, source, share)
            except FileRefusedError as error:
                failures.append(error)
    if failures:
        raise failures[0]
    if not arguments.get("part", ""):
        _drop_others(engines, file.id, plans)


def plans_of(file: FileRecord, part: str) -> tuple[RenditionPlan, ...]:
    """Return the steps of one part for a file; of both parts for ""."""
    if file.role is FileRole.CAPTIONS:
        return ()
    steps = plan(Description.from_dict(file.technical))
    parts = parts_of(file.kind)
    if part not in parts:
        return steps
    above = _UP_TO[parts[parts.index(part) - 1]] if part != parts[0] else 0
    most = _UP_TO[part] if part != parts[-1] else _UP_TO[LARGE]
    return tuple(step for step in steps if above < step.priority <= most)


def lost_parts(engines: Engines, file_id: str) -> tuple[str, ...]:
    """Return the parts of which a rendition is missing in the cache, what is waited for first."""
    found = _original(engines, file_id)
    if found is None:
        return ()
    rows = _rows(engines, file_id)
    return tuple(
        part
        for part in parts_of(found[0].kind)
        if not all(_is_made(engines, step, rows) for step in plans_of(found[0], part))
    )


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


def _rows(engines: Engines, file_id: str) -> dict[str, Rendition]:
    with engines.db.reading() as session:
        kept = queries.renditions_of(session, [file_id]).get(file_id, ())
        return {row.name: row for row in kept}


def _is_made(engines: Engines, step: RenditionPlan, rows: dict[str, Rendition]) -> bool:
    return all(_is_current(engines, rows.get(output.name), step.recipe) for output in step.outputs)


def _make_step(
    engines: Engines,
    file_id: str,
    step: RenditionPlan,
    source: Path,
    progress: Callable[[float], None],
) -> None:
    if _is_made(engines, step, _rows(engines, file_id)):
        progress(100)
        return
    with tempfile.TemporaryDirectory(dir=_work_folder(engines)) as folder:
        made = engines.sandbox.derive(step, source, Path(folder), progress)
        keep(engines, file_id, Path(folder), made, step.recipe)
    progress(100)


def _is_current(engines: Engines, row: Rendition | None, recipe: str) -> bool:
    return row is not None and row.recipe == recipe and is_kept(engines, row)


def _drop_others(engines: Engines, file_id: str, plans: Sequence[RenditionPlan]) -> None:
    """Remove what a recipe of the past made under a name that there is no more."""
    wanted = {output.name for step in plans for output in step.outputs}
    with engines.db.writing() as session:
        rows = queries.renditions_of(session, [file_id]).get(file_id, ())
        gone = [row.name for row in rows if row.name not in wanted]
        for row in rows:
            if row.name in gone:
                session.delete(row)
    for name in gone:
        cached(engines, file_id, name).unlink(missing_ok=True)


def keep(
    engines: Engines, file_id: str, folder: Path, made: Sequence[Made], recipe: str = ""
) -> None:
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
                    recipe=recipe,
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


def _shares(
    progress: Progress, plans: Sequence[RenditionPlan]
) -> Iterator[Callable[[float], None]]:
    """Yield what each step tells its own percentage to, by the share of work that it is."""
    whole_s = sum(step.cost_s for step in plans)
    done_s = 0.0
    for step in plans:
        yield partial(_tell, progress, done_s, step.cost_s, whole_s)
        done_s += step.cost_s


def _tell(progress: Progress, done_s: float, own_s: float, whole_s: float, percent: float) -> None:
    progress(min(100, round((done_s * 100 + own_s * percent) / whole_s)))
