"""Copy the store to another disk and back, each copy verified where it arrives."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from archive.audit import heads
from archive.catalogue import tightenings
from archive.db import now
from archive.engines import Engines
from archive.errors import ArchiveError
from archive.preserve.accounts_copy import NAME as DATABASE_COPY
from archive.preserve.accounts_copy import copy_path, take_copy
from archive.records import json_schema
from media import open_repository
from media.errors import MediaError, StorageFullError
from media.ocfl import Repository

REPORT = "backup.json"
_BLOCK = 1024 * 1024
Progress = Callable[[int], None]


class BackupTargetError(ArchiveError):
    """The folder of a backup cannot be used."""

    code = "backup-target-unusable"

    def __init__(self, folder: Path, reason: str) -> None:
        """Keep the folder and the reason."""
        super().__init__(str(folder), reason)
        self.folder, self.reason = str(folder), reason


@dataclass(slots=True)
class Backup:
    """What a backup or a restore did."""

    started_at: str = field(default_factory=lambda: now().isoformat())
    objects: int = 0
    copied: int = 0
    copied_bytes: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether everything that was copied verified."""
        return not self.faults


def backup(engines: Engines, folder: Path, progress: Progress | None = None) -> Backup:
    """Copy what is new to a backup folder and verify it there.

    Each version of an object arrives as a whole, so that a backup that is cut off is a valid
    older one.
    """
    folder = folder.absolute()
    if folder.is_relative_to(engines.settings.data):
        raise BackupTargetError(folder, "inside-data-folder")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds what is restricted, too
    target = open_repository(f"file://{folder / 'store'}", folder)
    done = _copy_all(engines.repository, target, progress)
    take_copy(engines, folder / DATABASE_COPY)
    data = engines.settings.data
    _copy_small(tightenings.path_in(data), folder / tightenings.NAME)
    _copy_small(heads.path_in(data), folder / heads.NAME)
    _write(folder / "record.schema.json", json.dumps(json_schema(), indent=1).encode())
    _write(folder / REPORT, json.dumps({**asdict(done), "ended_at": now().isoformat()}).encode())
    return done


def restore(engines: Engines, folder: Path, progress: Progress | None = None) -> Backup:
    """Copy a backup's objects into an empty store, verifying each; the caller then rebuilds."""
    folder = folder.absolute()
    if not (folder / "store").is_dir():
        raise BackupTargetError(folder, "no-store")
    if next(engines.repository.object_ids(), None) is not None:
        raise BackupTargetError(engines.settings.data, "not-empty")
    source = open_repository(f"file://{folder / 'store'}", folder)
    done = _copy_all(source, engines.repository, progress)
    data = engines.settings.data
    for log in tightenings.those_of([folder / tightenings.NAME]):
        tightenings.take_over(data, log)
    _copy_small(folder / DATABASE_COPY, copy_path(data))
    return done


def _copy_all(source: Repository, target: Repository, progress: Progress | None) -> Backup:
    done = Backup()
    for object_id in source.object_ids():
        _copy_object(source, target, object_id, done)
        done.objects += 1
        if progress:
            progress(done.objects)
    return done


def _copy_object(source: Repository, target: Repository, object_id: str, done: Backup) -> None:
    """Copy the versions that the target lacks, and verify the object where it arrived."""
    try:
        copied = target.copy_from(source, object_id)
    except StorageFullError:
        raise
    except MediaError as error:
        done.faults.append((object_id, error.code))
        return
    if copied.versions:
        done.copied += 1
        done.copied_bytes += copied.size_bytes
        done.faults += [(object_id, fault.code) for fault in target.verify(object_id)]


def _copy_file(source: Path, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    with source.open("rb") as reading, beside.open("wb") as writing:
        shutil.copyfileobj(reading, writing, _BLOCK)
        writing.flush()
        os.fsync(writing.fileno())
    beside.replace(target)
    _sync_folder(target.parent)
    return target.stat().st_size


def _copy_small(source: Path, target: Path) -> None:
    if source.exists():
        _copy_file(source, target)


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
