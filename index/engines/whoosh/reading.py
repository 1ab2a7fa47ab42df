"""The newest commit, opened: what did not change since the last look is not opened again.

A reader also looks whether the files that it has open are still what they were. Reading a map of
a file that was truncated would end the process, and a long-lived one would never see other harm.
"""

import os
import pickle
import threading
import time
from pathlib import Path
from typing import TypeAlias

from index.engines.whoosh.folders import Folders
from index.engines.whoosh.segment import SegmentData
from index.engines.whoosh.toc import (
    Commit,
    DurableStorage,
    FlatSegment,
    latest_generation,
    read_commit,
    toc_name,
)
from index.engines.whoosh.view import Snapshot, View
from index.errors import IndexDamagedError

_TRIES = 20
_PAUSE_S = 0.01
_SETTLED_S = 1.0
"""How long ago a folder must have changed for its time to tell the next change from this one."""
_EMPTY = Snapshot(-1, 0, ())

Mark: TypeAlias = tuple[int, int, int] | None
"""Inode, size and time of change of a file; None where there is none."""


class Reader:
    """Give the newest snapshot. Any thread may ask; one of them refreshes for all."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._lock = threading.Lock()
        self._forget()

    def snapshot(self) -> Snapshot:
        """Give what the newest commit made visible."""
        if not self._is_fresh():
            with self._lock:
                if not self._is_fresh():
                    self._refresh()
        return self._snapshot

    def close(self) -> None:
        """Forget what is opened; the files are let go with their last reader."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._folder: Path | None = None
        self._generation = -1
        self._was_told = False
        self._commits: dict[Path, Commit] = {}
        self._views: dict[Path, tuple[Mark, View]] = {}
        self._marks: dict[Path, Mark] = {}
        self._settled: tuple[Mark, Mark] | None = None
        self._snapshot = _EMPTY
        self.faults: tuple[str, ...] = ()

    def _is_fresh(self) -> bool:
        """Say whether nothing has changed; where no name has, names are not read again."""
        names = self._names()
        if self._settled is None or names != self._settled:
            if not self._are_named():
                return False
            self._settled = names if _are_settled(names) else None
        return all(_mark(path) == mark for path, mark in self._marks.items())

    def _names(self) -> tuple[Mark, Mark]:
        """Mark what changes with every commit and every rebuild."""
        return _mark(self._folder) if self._folder else None, _mark(self._folders.named)

    def _are_named(self) -> bool:
        """Say whether what is open is what is named."""
        folder = self._folders.current()
        if folder != self._folder:
            return False
        if folder is None:
            return self._snapshot is _EMPTY and self._folders.newest_whole() is None
        return latest_generation(DurableStorage(folder)) == self._generation

    def _refresh(self) -> None:
        """Open the newest commit; where a writer removes it meanwhile, look again."""
        for left in reversed(range(_TRIES)):
            try:
                self._open(self._folders.current(), waits=left > 0)
            except FileNotFoundError:
                time.sleep(_PAUSE_S)
            else:
                return

    def _open(self, folder: Path | None, *, waits: bool) -> None:
        used, faults = folder, []
        if folder is None or not (waits or folder.is_dir()):
            used, faults = self._folders.newest_whole(), ["CURRENT is lost"]
        generation = latest_generation(DurableStorage(folder)) if folder else -1
        marks: dict[Path, Mark] = {}
        commit = self._commit_in(used, marks, faults, waits=waits) if used else None
        views = self._views_of(used, commit, marks, faults, waits=waits) if used and commit else []
        self._folder, self._generation, self._marks = folder, generation, marks
        self._commits = {used: commit} if used and commit else {}
        known = commit or Commit(generation, (), 0)
        self._was_told = self._was_told or known.seq > 0
        if folder is None and not self._was_told:  # or the first commit is just being written
            faults = []
        self.faults = tuple(faults)
        shown = Snapshot(known.generation, known.seq, views, len(faults))
        self._snapshot = shown if faults or commit else _EMPTY

    def _commit_in(
        self, folder: Path, marks: dict[Path, Mark], faults: list[str], *, waits: bool
    ) -> Commit | None:
        """Read the newest commit; where it is harmed, go on with the one read before."""
        storage = DurableStorage(folder)
        generation = latest_generation(storage)
        path = folder / toc_name(generation)
        marks[path] = _mark(path)
        try:
            return read_commit(storage, generation)
        except (IndexDamagedError, pickle.UnpicklingError) as error:
            faults.append(str(error))
        except FileNotFoundError:
            if waits:
                raise
            faults.append("the table of contents is missing")
        return self._commits.get(folder)

    def _views_of(
        self,
        folder: Path,
        commit: Commit,
        marks: dict[Path, Mark],
        faults: list[str],
        *,
        waits: bool,
    ) -> list[View]:
        opened: dict[Path, tuple[Mark, View]] = {}
        for segment in commit.segments:
            path = folder / segment.filename
            mark = marks[path] = _mark(path)
            if mark is None and waits:
                raise FileNotFoundError(path)
            try:
                opened[path] = (mark, self._view(path, segment, mark))
                if mark is None:
                    faults.append(f"{segment.filename}: has lost its name")
            except IndexDamagedError as error:
                faults.append(str(error))
            except FileNotFoundError:
                if waits:
                    raise
                faults.append(f"{segment.filename}: is missing")
        self._views = opened
        return [view for _, view in opened.values()]

    def _view(self, path: Path, segment: FlatSegment, mark: Mark) -> View:
        """Open a segment, or go on with what is open, even when its name is gone."""
        before, view = self._views.get(path, (None, None))
        if view is None or (mark is not None and before != mark):
            return View(SegmentData(path.parent, segment), segment)
        return view if view.segment.deleted == segment.deleted else View(view.data, segment)


def _are_settled(names: tuple[Mark, Mark]) -> bool:
    """Say whether the times of names would tell a change that comes next."""
    before_ns = (time.time() - _SETTLED_S) * 1e9
    return all(mark is not None and mark[2] < before_ns for mark in names)


def _mark(path: Path) -> Mark:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked by every search of every file
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
