"""The newest commit, opened: what did not change since the last look is not opened again."""

import pickle
import threading
import time
from pathlib import Path

from index.engines.whoosh.folders import Folders
from index.engines.whoosh.segment import SegmentData
from index.engines.whoosh.toc import (
    Commit,
    DurableStorage,
    FlatSegment,
    latest_generation,
    read_commit,
)
from index.engines.whoosh.view import Snapshot, View
from index.errors import IndexDamagedError

_TRIES = 20
_PAUSE_S = 0.01
_EMPTY = Snapshot(-1, 0, ())


class Reader:
    """Give the newest snapshot. Any thread may ask; one of them refreshes for all."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._snapshot = _EMPTY
        self.faults: tuple[str, ...] = ()

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
            self._folder, self._snapshot, self.faults = None, _EMPTY, ()

    def _is_fresh(self) -> bool:
        folder = self._folders.current()
        if folder != self._folder:
            return False
        if folder is None:
            return self._snapshot is _EMPTY and not self._folders.was_used
        return latest_generation(DurableStorage(folder)) == self._snapshot.generation

    def _refresh(self) -> None:
        """Open the newest commit; where a writer removes it meanwhile, look again."""
        folder = self._folders.current()
        for _ in range(_TRIES):
            folder = self._folders.current()
            try:
                self._open(folder)
            except FileNotFoundError:
                time.sleep(_PAUSE_S)
            else:
                self._folder = folder
                return
        self._damaged(folder, "files are missing")

    def _open(self, folder: Path | None) -> None:
        if folder is None:
            self._damaged(None, "CURRENT is missing") if self._folders.was_used else self._empty()
            return
        storage = DurableStorage(folder)
        try:
            commit = read_commit(storage, latest_generation(storage))
        except (IndexDamagedError, pickle.UnpicklingError) as error:
            self._damaged(folder, str(error))
            return
        self._show(folder, commit)

    def _show(self, folder: Path, commit: Commit) -> None:
        known = {view.data.id: view for view in self._snapshot.views}
        views, faults = [], []
        for segment in commit.segments:
            try:
                views.append(_view(folder, segment, known))
            except IndexDamagedError as error:
                faults.append(str(error))
        self.faults = tuple(faults)
        self._snapshot = Snapshot(commit.generation, commit.seq, views, len(faults))

    def _empty(self) -> None:
        self._snapshot, self.faults = _EMPTY, ()

    def _damaged(self, folder: Path | None, reason: str) -> None:
        """Show nothing, and say that something is amiss."""
        generation = latest_generation(DurableStorage(folder)) if folder else -1
        self.faults = (reason,)
        self._folder = folder
        self._snapshot = Snapshot(generation, 0, (), 1)


def _view(folder: Path, segment: FlatSegment, known: dict[str, View]) -> View:
    """Open a segment, or go on with what is open."""
    before = known.get(segment.name_on_disk)
    if before is None:
        return View(SegmentData(folder, segment), segment)
    if before.segment.deleted == segment.deleted:
        return before
    return View(before.data, segment)
