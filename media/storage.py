"""Say what the storage of record asks of a disk, a memory or an object store.

Keys are ``/``-separated strings under the storage root. A store knows nothing of OCFL; it knows
how to make a folder appear as a whole (`Storage.commit`), which is all that crash safety needs:

* a disk stages the folder beside the root, syncs it and renames it into place;
* an object store without renames puts the files in the order given. The writer hands them over
  with the root inventory last, so that an interrupted object is none, and replaces the root
  inventory only when everything it names is there: the root inventory is the commit point.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from media.fixity import Readable

#: Called with the number of bytes taken so far.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class StagedFile:
    """Be a file that was hashed while it was copied and that is durable under ``stage/``.

    A commit that takes the file in also takes it away; after a failed commit it is still there.
    """

    path: Path
    size_bytes: int
    sha256: str


#: What a stored file may be made of.
Content = bytes | StagedFile


@dataclass(frozen=True, slots=True)
class Entry:
    """Be one child of a folder; `other` is a link, a pipe or a device."""

    name: str
    kind: Literal["file", "folder", "other"]


@dataclass(frozen=True, slots=True)
class Discarded:
    """Be a folder that was moved into the trash."""

    name: str
    key: str
    note: Mapping[str, str]
    discarded: datetime
    size_bytes: int


class Storage(Protocol):
    """Keep bytes under keys so that nothing acknowledged is lost and nothing is half there."""

    def stage(
        self,
        stream: Readable,
        *,
        limit_bytes: int | None = None,
        progress: Progress | None = None,
    ) -> StagedFile:
        """Copy a stream into a durable local file and hash it in the same pass.

        Raises:
            StreamTooLongError: the stream has more than `limit_bytes` bytes.
            StorageFullError: the disk is full; the copy is removed.
        """
        ...

    def unstage(self, staged: StagedFile) -> None:
        """Take away a staged file that nobody wants any more."""
        ...

    def commit(
        self, folder: str, files: Mapping[str, Content], heads: Mapping[str, bytes] | None = None
    ) -> None:
        """Add a folder with all its files, then replace the `heads`; durable at return.

        Args:
            folder: key of a folder that is not there yet.
            files: path within the folder → content, in the order in which a store without
                renames has to put them.
            heads: key → bytes of small files elsewhere, replaced one after the other.

        Raises:
            ExistingFolderError: the folder is there already.
            StagedFileChangedError: a staged file is gone or has another size.
            StorageFullError: nothing was changed.
        """
        ...

    def replace(self, heads: Mapping[str, bytes]) -> None:
        """Write small files, each as a whole, one after the other; durable at return."""
        ...

    def read(self, key: str) -> bytes:
        """Return a small file. Raises MissingKeyError."""
        ...

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading, seekable. Raises MissingKeyError."""
        ...

    def exists(self, key: str) -> bool:
        """Tell whether there is a file under this key."""
        ...

    def sizes(self, keys: Iterable[str]) -> dict[str, int]:
        """Return the length in bytes of each file that is there."""
        ...

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return the children of a folder by name; none if there is no such folder."""
        ...

    def local_path(self, key: str) -> Path | None:
        """Return where the file stands on this machine; None if it stands elsewhere."""
        ...

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Hold a lock against every thread and process; a thread may take its own lock again.

        Raises:
            LockTimeoutError: another one held it for too long.
        """
        ...

    def batch(self) -> AbstractContextManager["Storage"]:
        """Give a store whose commits become durable together, at the latest at the end."""
        ...

    def discard(self, folder: str, note: Mapping[str, str]) -> Discarded:
        """Move a folder into the trash. Raises MissingKeyError."""
        ...

    def trash(self) -> Iterator[Discarded]:
        """Yield what the trash holds, the oldest first."""
        ...

    def restore(self, name: str) -> Discarded:
        """Move a folder back. Raises MissingTrashError, ExistingFolderError."""
        ...

    def erase(self, name: str) -> Discarded:
        """Delete a folder of the trash for ever. Raises MissingTrashError."""
        ...

    def sweep(self, older_than_s: float) -> int:
        """Remove what interrupted work left behind; return how many things."""
        ...

    def free_bytes(self) -> int | None:
        """Return how many bytes may still be written; None if nobody can say."""
        ...
