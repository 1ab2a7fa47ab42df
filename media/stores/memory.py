"""Keep bytes in this process: the model of what a store does, in the fewest words."""

import io
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from media.errors import ExistingFolderError, MissingKeyError, MissingTrashError
from media.fixity import Readable
from media.storage import Content, Discarded, Entry, Progress, StagedFile, Storage
from media.stores import durable
from media.stores.stage import Stage, check_unchanged


@dataclass(slots=True)
class MemoryStorage:
    """Keep bytes in a dictionary, with `stage_area` on the disk for what is on its way in."""

    stage_area: Stage
    _files: dict[str, bytes] = field(default_factory=dict)
    _discarded: dict[str, tuple[Discarded, dict[str, bytes]]] = field(default_factory=dict)
    _guard: threading.RLock = field(default_factory=threading.RLock)

    def stage(
        self,
        stream: Readable,
        *,
        limit_bytes: int | None = None,
        progress: Progress | None = None,
    ) -> StagedFile:
        """Copy a stream into a file and hash it in the same pass."""
        return self.stage_area.keep(stream, limit_bytes=limit_bytes, progress=progress)

    def unstage(self, staged: StagedFile) -> None:
        """Take away a staged file that nobody wants any more."""
        durable.remove(staged.path)

    def commit(
        self, folder: str, files: Mapping[str, Content], heads: Mapping[str, bytes] | None = None
    ) -> None:
        """Add a folder with all its files, then replace the `heads`."""
        brought = {f"{folder}/{name}": _bytes_of(content) for name, content in files.items()}
        with self._guard:
            if any(self._below(folder)) or folder in self._files:
                raise ExistingFolderError(folder)
            self._files |= brought
            self._files |= heads or {}
        for content in files.values():
            if isinstance(content, StagedFile):
                durable.remove(content.path)

    def replace(self, heads: Mapping[str, bytes]) -> None:
        """Write small files."""
        with self._guard:
            self._files |= heads

    def read(self, key: str) -> bytes:
        """Return a small file."""
        try:
            return self._files[key]
        except KeyError:
            raise MissingKeyError(key) from None

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading, seekable."""
        return io.BytesIO(self.read(key))

    def exists(self, key: str) -> bool:
        """Tell whether there is a file under this key."""
        return key in self._files

    def sizes(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the length in bytes of each file that is there."""
        return {key: len(self._files[key]) for key in keys if key in self._files}

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return the children of a folder by name."""
        prefix, found = f"{folder}/" if folder else "", {}
        for key in self._below(folder):
            name, below, _ = key[len(prefix) :].partition("/")
            found[name] = Entry(name, "folder" if below else "file")
        return tuple(found[name] for name in sorted(found))

    def local_path(self, key: str) -> Path | None:
        """Return None: nothing stands on the disk."""
        del key
        return None

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold a lock against every thread and process."""
        return self.stage_area.locks.hold(name)

    def batch(self) -> AbstractContextManager[Storage]:
        """Give this store: every commit is as durable as it gets at once."""
        return nullcontext(self)

    def discard(self, folder: str, note: Mapping[str, str]) -> Discarded:
        """Move a folder into the trash."""
        with self._guard:
            taken = {key: self._files.pop(key) for key in self._below(folder)}
            if not taken:
                raise MissingKeyError(folder)
            size_bytes = sum(map(len, taken.values()))
            name, now = secrets.token_hex(8), datetime.now(UTC)
            found = Discarded(name, folder, dict(note), now, size_bytes)
            self._discarded[name] = (found, taken)
        return found

    def trash(self) -> Iterator[Discarded]:
        """Yield what the trash holds, the oldest first."""
        yield from (replace(found) for found, _ in self._discarded.values())

    def restore(self, name: str) -> Discarded:
        """Move a folder back."""
        with self._guard:
            found, taken = self._find(name)
            if any(self._below(found.key)):
                raise ExistingFolderError(found.key)
            self._files |= taken
            del self._discarded[name]
        return found

    def erase(self, name: str) -> Discarded:
        """Delete a folder of the trash for ever."""
        with self._guard:
            found, _ = self._find(name)
            del self._discarded[name]
        return found

    def sweep(self, older_than_s: float) -> int:
        """Remove what interrupted work left behind."""
        return self.stage_area.sweep(older_than_s)

    def free_bytes(self) -> int | None:
        """Return None: nobody can say."""
        return None

    def _below(self, folder: str) -> list[str]:
        prefix = f"{folder}/" if folder else ""
        with self._guard:
            return [key for key in self._files if key.startswith(prefix)]

    def _find(self, name: str) -> tuple[Discarded, dict[str, bytes]]:
        try:
            return self._discarded[name]
        except KeyError:
            raise MissingTrashError(name) from None


def _bytes_of(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    check_unchanged(content)
    return content.path.read_bytes()
