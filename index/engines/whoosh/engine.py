"""The engine on disk: one writer at a time, any number of readers in any number of processes.

A folder holds numbered generations of the whole index (`0001/`, `0002/`, …) and `CURRENT`,
which names the one in use. Small changes are commits within a generation; a rebuild writes the
next one beside it and then renames `CURRENT`.
"""

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from whoosh.util.filelock import FileLock

from index.engine import Progress
from index.engines.answers import differences
from index.engines.whoosh.completing import complete
from index.engines.whoosh.folders import Folders
from index.engines.whoosh.inverter import Inverter
from index.engines.whoosh.merging import merged
from index.engines.whoosh.reading import Reader
from index.engines.whoosh.search import Search
from index.engines.whoosh.segment import SegmentData
from index.engines.whoosh.toc import Commit, DurableStorage, FlatSegment, write_commit
from index.engines.whoosh.view import Snapshot, View
from index.engines.whoosh.writing import to_merge, write_inverted, write_segment
from index.errors import IndexDamagedError, IndexLockedError, SequenceGapError
from index.synonyms import SynonymTable
from index.values import Batch, Completion, Difference, Document, Query, Results, State

_MOST_OCCURRENCES = 3_000_000


class WhooshIndex:
    """Keep documents findable in a folder.

    Args:
        folder: made if it is missing. It is a cache and must be trusted: tables of contents
            are pickles, so never take the folder from elsewhere.
        synonyms: what widens queries.
    """

    def __init__(self, folder: Path, synonyms: SynonymTable | None = None) -> None:
        self.synonyms = synonyms or SynonymTable()
        self._folders = Folders(folder)
        self._reader = Reader(self._folders)
        self._writing = threading.Lock()
        self._rebuilding = False

    @property
    def applied_seq(self) -> int:
        """Number of the last change that a search sees; 0 for an empty or damaged index."""
        snapshot = self._reader.snapshot()
        return 0 if snapshot.faults else snapshot.seq

    @property
    def state(self) -> State:
        """Say how the index is."""
        if self._rebuilding:
            return State.REBUILDING
        return State.DEGRADED if self._reader.snapshot().faults else State.OK

    @property
    def faults(self) -> tuple[str, ...]:
        """Say what is damaged."""
        self._reader.snapshot()
        return self._reader.faults

    def search(self, query: Query) -> Results:
        """Answer a query; a damaged index answers with what is left of it, and says so."""
        snapshot = self._reader.snapshot()
        state = State.DEGRADED if snapshot.faults else State.OK
        return Search(snapshot, query, self.synonyms).results(state)

    def complete(
        self, text: str, tokens: frozenset[str], language: str = "vi", limit: int = 8
    ) -> tuple[Completion, ...]:
        """Offer titles and names that go on from what is being typed."""
        return complete(self._reader.snapshot(), text, tokens, language, limit)

    def apply(self, batch: Batch) -> None:
        """Make a batch visible, all of it or nothing."""
        with self._locked():
            snapshot = self._reader.snapshot()
            if snapshot.faults:
                raise IndexDamagedError(str(self._folders.root), self._reader.faults[0])
            if batch.after is not None and batch.after != snapshot.seq:
                raise SequenceGapError(snapshot.seq, batch.after)
            if batch.seq >= snapshot.seq:
                self._commit(snapshot, batch)

    def rebuild(
        self, documents: Iterable[Document], seq: int, progress: Progress | None = None
    ) -> None:
        """Write everything beside what is in use, then switch."""
        with self._locked():
            self._rebuilding = True
            try:
                self._rebuild(documents, seq, progress)
            finally:
                self._rebuilding = False

    def check(self, expected: Iterable[tuple[str, str]]) -> tuple[Difference, ...]:
        """Compare the index with ids and digests."""
        held: dict[str, str] = {}
        for view in self._reader.snapshot().views:
            digests = view.data["digests"].tobytes()
            for number in np.flatnonzero(view.live).tolist():
                held[view.data.ids[number]] = digests[16 * number : 16 * number + 16].hex()
        return differences(held, dict(expected))

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one writer in: threads wait for each other, processes are told to come again."""
        with self._writing:
            self._folders.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self._folders.root / "WRITELOCK"))
            if not lock.acquire(blocking=False):
                raise IndexLockedError(str(self._folders.root))
            try:
                yield
            finally:
                lock.release()

    def _commit(self, snapshot: Snapshot, batch: Batch) -> None:
        storage = DurableStorage(self._begun())
        segments = _without(snapshot, [*batch.deletes, *(doc.id for doc in batch.upserts)])
        inverter = Inverter()
        for document in {doc.id: doc for doc in batch.upserts}.values():
            inverter.add(document)
        if len(inverter):
            segments.append(write_inverted(storage, inverter))
        kept = [segment for segment in segments if segment.deleted_count() < segment.documents]
        write_commit(storage, Commit(max(snapshot.generation, 0) + 1, tuple(kept), batch.seq))
        self._merge(storage)

    def _begun(self) -> Path:
        """Give the folder in use; in a new index make one, with a commit of nothing.

        So a folder in use is never without a commit, and a missing `CURRENT` always means harm.
        """
        folder = self._folders.current()
        if folder is None:
            folder = self._folders.begin_next()
            write_commit(DurableStorage(folder), Commit(0, (), 0))
            self._folders.switch_to(folder)
        return folder

    def _merge(self, storage: DurableStorage) -> None:
        """Merge segments after the change is visible, so that no reader waits for it."""
        snapshot = self._reader.snapshot()
        chosen = to_merge(snapshot.views)
        if not chosen:
            return
        names = {view.data.id for view in chosen}
        segment = write_segment(storage, *merged(chosen))
        kept = [view.segment for view in snapshot.views if view.data.id not in names]
        write_commit(storage, Commit(snapshot.generation + 1, (*kept, segment), snapshot.seq))

    def _rebuild(self, documents: Iterable[Document], seq: int, progress: Progress | None) -> None:
        if self._folders.newest_whole() is None:
            self._begun()
        folder = self._folders.begin_next()
        storage = DurableStorage(folder)
        segments = list(_written(storage, documents, progress))
        if len(segments) > 1:
            segments = [self._merged_whole(storage, segments)]
        write_commit(storage, Commit(0, tuple(segments), seq))
        old = self._folders.switch_to(folder)
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)

    def _merged_whole(self, storage: DurableStorage, segments: list[FlatSegment]) -> FlatSegment:
        views = [View(SegmentData(storage.path, segment), segment) for segment in segments]
        whole = write_segment(storage, *merged(views))
        for segment in segments:
            with suppress(OSError):
                (storage.path / segment.filename).unlink()
        return whole


def _without(snapshot: Snapshot, ids: Iterable[str]) -> list[FlatSegment]:
    """Give the segments with the documents of these ids deleted."""
    deleted: dict[str, set[int]] = {view.data.id: set() for view in snapshot.views}
    for identifier in dict.fromkeys(ids):
        found = snapshot.find(identifier)
        if found is not None:
            deleted[found[0].data.id].add(found[1])
    return [
        view.segment.with_deleted(frozenset(deleted[view.data.id]))
        if deleted[view.data.id]
        else view.segment
        for view in snapshot.views
    ]


def _written(
    storage: DurableStorage, documents: Iterable[Document], progress: Progress | None
) -> Iterator[FlatSegment]:
    """Write documents in segments that fit in memory."""
    inverter = Inverter()
    for done, document in enumerate(documents, 1):
        inverter.add(document)
        if inverter.occurrences > _MOST_OCCURRENCES:
            yield write_inverted(storage, inverter)
            inverter = Inverter()
        if progress:
            progress(done)
    if len(inverter):
        yield write_inverted(storage, inverter)
