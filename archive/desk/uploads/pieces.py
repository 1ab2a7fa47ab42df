"""The bytes of uploads on the disk: append durably, count the SHA-256 on the way, take away.

The offset in the database is the truth: what stands behind it in the file was never acknowledged
and is cut off before more is written. The state of the hash is kept in memory from one piece to
the next; after a restart, or in another process, the file is read once more.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from werkzeug.exceptions import ClientDisconnected

from archive.desk.uploads.errors import ChecksumMismatchError, UploadBusyError
from archive.desk.uploads.protocol import Chunk
from archive.engines import Engines
from archive.errors import DiskFullError
from media.errors import LockTimeoutError
from media.stores import durable
from media.stores.locks import Locks, locks_at

_BLOCK_BYTES = 1 << 20
_MOST_COUNTED = 256
_counted: OrderedDict[Path, tuple[int, Any]] = OrderedDict()
_guard = threading.Lock()
LOCK_WAIT_S = 10.0


def folder_of(engines: Engines) -> Path:
    """Return the folder of what is on its way."""
    return engines.settings.data / "uploads"


def path_of(engines: Engines, upload_id: str) -> Path:
    """Return where the bytes of an upload stand."""
    return folder_of(engines) / f"tus-{upload_id}"


@contextmanager
def held(engines: Engines, upload_id: str) -> Iterator[None]:
    """Hold an upload against every other thread and process; UploadBusyError after a while."""
    locks = _locks(engines)
    name = f"upload:{upload_id}"
    try:
        locks.take(name, LOCK_WAIT_S)
    except LockTimeoutError:
        raise UploadBusyError from None
    try:
        yield
    finally:
        locks.release(name)


def _locks(engines: Engines) -> Locks:
    folder_of(engines).mkdir(parents=True, exist_ok=True)
    return locks_at(engines.settings.data / "uploads.lock")


def make(path: Path) -> None:
    """Make the empty file of an upload, durable with its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write_file(path, b"", sync=True)
    durable.sync_path(path.parent)


def append(path: Path, chunk: Chunk, stream: IO[bytes]) -> int:
    """Write a piece where it belongs; return the offset that is durable now.

    A line that breaks in the middle leaves what came, unless a checksum was to be proven.

    Raises:
        ChecksumMismatchError: The piece is not what was announced; nothing is kept of it.
        DiskFullError: There was no room; nothing is kept of it.
    """
    digest = _digest_at(path, chunk.offset)
    counter = chunk.counter()
    with path.open("r+b", buffering=0) as file:
        file.truncate(chunk.offset)
        file.seek(chunk.offset)
        try:
            written = _copy(
                stream, file, chunk.size_bytes, [digest, *([counter] if counter else [])]
            )
        except OSError as error:
            with suppress(OSError):
                file.truncate(chunk.offset)
            raise DiskFullError(chunk.size_bytes, 0) from error
        if counter and (counter.digest() != chunk.digest or written < chunk.size_bytes):
            file.truncate(chunk.offset)
            raise ChecksumMismatchError
        durable.sync_file(file.fileno())
    _remember(path, chunk.offset + written, digest)
    return chunk.offset + written


def _copy(stream: IO[bytes], file: IO[bytes], size_bytes: int, counters: list[Any]) -> int:
    written = 0
    while written < size_bytes:
        try:
            block = stream.read(min(_BLOCK_BYTES, size_bytes - written))
        except ClientDisconnected:
            break
        if not block:
            break
        durable.write_all(file.fileno(), block)
        for counter in counters:
            counter.update(block)
        written += len(block)
    return written


def sha256_of(path: Path, size_bytes: int) -> str:
    """Return the digest of a whole upload."""
    found: str = _digest_at(path, size_bytes).hexdigest()
    return found


def _digest_at(path: Path, offset: int) -> Any:  # noqa: ANN401 - what hashlib gives
    """Return a hash that has counted the file up to here: the kept one, or by reading again."""
    with _guard:
        known = _counted.get(path)
    if known is not None and known[0] == offset:
        return known[1].copy()
    digest, left = hashlib.sha256(), offset
    with path.open("rb") as file:
        while left and (block := file.read(min(_BLOCK_BYTES, left))):
            digest.update(block)
            left -= len(block)
    return digest


def _remember(path: Path, offset: int, digest: Any) -> None:  # noqa: ANN401 - what hashlib gives
    with _guard:
        _counted[path] = (offset, digest)
        _counted.move_to_end(path)
        while len(_counted) > _MOST_COUNTED:
            _counted.popitem(last=False)


def forget(path: Path) -> None:
    """Let go of an upload: its bytes, if they are still here, and its hash."""
    with _guard:
        _counted.pop(path, None)
    durable.remove(path)
