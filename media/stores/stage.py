"""Keep the folders beside a store: what is being written, the trash, locks and the ballast."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from media.errors import (
    StagedFileChangedError,
    StorageFailedError,
    StorageFullError,
    StreamTooLongError,
)
from media.fixity import Readable, blocks
from media.storage import Progress, StagedFile
from media.stores import durable
from media.stores.locks import Locks, locks_at

#: Room that is given back when the disk is full, so that the database can still commit.
BALLAST_BYTES = 16 << 20
#: The ballast is laid in (again) only when this many times its size is free.
_ROOM_FOR_BALLAST = 8


@dataclass(frozen=True, slots=True)
class Stage:
    """Hold the folders of one installation that stand beside its store."""

    folder: Path
    ballast_bytes: int = BALLAST_BYTES
    locks: Locks = field(init=False)

    def __post_init__(self) -> None:
        """Make the folders and lay in the ballast."""
        for path in (self.work, self.trash):
            path.mkdir(parents=True, exist_ok=True)
        object.__setattr__(self, "locks", locks_at(self.folder / "store.lock"))
        self.lay_ballast()

    @property
    def work(self) -> Path:
        """Return the folder of what is being written."""
        return self.folder / "stage"

    @property
    def trash(self) -> Path:
        """Return the folder of what was taken out of the store."""
        return self.folder / "trash"

    @property
    def ballast(self) -> Path:
        """Return the file that holds room for a full disk."""
        return self.folder / "ballast.bin"

    def new_path(self) -> Path:
        """Return a path under ``stage/`` that nothing else uses."""
        return self.work / secrets.token_hex(12)

    def keep(
        self,
        stream: Readable,
        *,
        limit_bytes: int | None,
        progress: Progress | None,
        sync: bool = True,
    ) -> StagedFile:
        """Copy a stream into ``stage/`` and hash it in the same pass."""
        path, digest, size_bytes = self.new_path(), hashlib.sha256(), 0
        with removed_on_failure(path), self._created(path, sync=sync) as fd:
            # An error of the stream is the stream's own; only writing is ours.
            for block in blocks(stream):
                size_bytes += len(block)
                if limit_bytes is not None and size_bytes > limit_bytes:
                    raise StreamTooLongError(limit_bytes)
                digest.update(block)
                with self.guarded("stage"):
                    durable.write_all(fd, block)
                if progress is not None:
                    progress(size_bytes)
        return StagedFile(path, size_bytes, digest.hexdigest())

    @contextmanager
    def _created(self, path: Path, *, sync: bool) -> Iterator[int]:
        """Open a new file for writing; at the end it is durable with its name."""
        with self.guarded("stage"):
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            yield fd
            if sync:
                with self.guarded("stage"):
                    durable.sync_file(fd)
                    durable.sync_path(self.work)
        finally:
            os.close(fd)

    def free_bytes(self) -> int:
        """Return how many bytes may still be written here."""
        return shutil.disk_usage(self.folder).free

    @contextmanager
    def guarded(self, key: str) -> Iterator[None]:
        """Turn the system's errors into ours; give the ballast back when the disk is full."""
        try:
            yield
        except OSError as error:
            if not durable.is_full(error):
                raise StorageFailedError(key, error.strerror or str(error)) from error
            free_bytes = self.free_bytes()
            durable.remove(self.ballast)
            raise StorageFullError(free_bytes) from error

    def lay_ballast(self) -> bool:
        """Lay in the ballast if it is missing and there is room; tell whether it is there."""
        if self.ballast.exists():
            return True
        if not self.ballast_bytes or self.free_bytes() < _ROOM_FOR_BALLAST * self.ballast_bytes:
            return False
        path = self.new_path()
        with suppress(OSError), removed_on_failure(path):
            durable.reserve(path, self.ballast_bytes)
            durable.rename(path, self.ballast)
        return self.ballast.exists()

    def sweep(self, older_than_s: float) -> int:
        """Remove what is older under ``stage/``, and lay in the ballast again."""
        limit, removed = time.time() - older_than_s, 0
        for path in self.work.iterdir():
            with suppress(FileNotFoundError):
                if path.lstat().st_mtime <= limit:
                    durable.remove_tree(path)
                    removed += 1
        self.lay_ballast()
        return removed


def check_unchanged(staged: StagedFile) -> None:
    """Refuse a staged file that is gone or whose length is another one."""
    try:
        found = staged.path.stat().st_size
    except FileNotFoundError:
        found = -1
    if found != staged.size_bytes:
        raise StagedFileChangedError(str(staged.path))


@contextmanager
def removed_on_failure(path: Path) -> Iterator[None]:
    """Leave nothing of what was begun at this path if the block ends with an error."""
    try:
        yield
    except BaseException:
        durable.remove_tree(path)
        raise
