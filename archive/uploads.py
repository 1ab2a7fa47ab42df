"""Multipart uploads that are hashed while they arrive, straight onto the data folder's disk."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO, Any, cast

from flask import Request
from werkzeug.datastructures import FileStorage

from archive.access import check_permission
from archive.catalogue.intake import check_room
from archive.errors import DiskFullError
from archive.permissions import Permission
from archive.web import engines
from media.storage import StagedFile


class UploadStream:
    """What the form parser writes one file into: bytes on disk, their hash and their number.

    Nothing stays behind unless `staged` was called: closing removes the bytes.
    """

    def __init__(self, folder: Path) -> None:
        """Open a new file in the folder of uploads."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"form-{secrets.token_hex(12)}"
        self._file = self.path.open("x+b", buffering=0)
        self._digest = hashlib.sha256()
        self.size_bytes = 0
        self._is_taken = False

    def write(self, data: bytes | bytearray) -> int:
        """Write and hash a block that arrived."""
        try:
            self._write_all(memoryview(data))
        except OSError as error:
            self.close()
            raise DiskFullError(len(data), 0) from error
        self._digest.update(data)
        self.size_bytes += len(data)
        return len(data)

    def _write_all(self, left: memoryview) -> None:
        while left:
            left = left[self._file.write(left) :]

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move in the file; the parser goes back to the start at the end of a part."""
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        """Return what arrived, from where the file stands; for small files only."""
        return self._file.read(size) or b""

    def staged(self) -> StagedFile:
        """Return the bytes, durable now, for the storage of record to take away."""
        os.fsync(self._file.fileno())
        self._file.close()
        self._is_taken = True
        return StagedFile(self.path, self.size_bytes, self._digest.hexdigest())

    def close(self) -> None:
        """Close the file; without a call of `staged` its bytes go too."""
        self._file.close()
        if not self._is_taken:
            self.path.unlink(missing_ok=True)

    def __del__(self) -> None:
        if hasattr(self, "_is_taken"):
            self.close()


class UploadRequest(Request):
    """A request whose files go to disk while they are hashed, for who may upload only."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,  # noqa: ARG002 - Werkzeug's signature
        filename: str | None = None,  # noqa: ARG002 - Werkzeug's signature
        content_length: int | None = None,  # noqa: ARG002 - Werkzeug's signature
    ) -> IO[bytes]:
        # The CSRF guard parses the form before any view: a stranger's bytes must not get here.
        check_permission(Permission.UPLOAD)
        check_room(engines(), total_content_length or 0)
        return cast("IO[bytes]", UploadStream(engines().settings.data / "uploads"))


def staged_of(file: FileStorage) -> StagedFile | None:
    """Return the staged bytes of a file of a form; None for an empty file field."""
    stream: Any = file.stream
    if not file.filename or not isinstance(stream, UploadStream):
        return None
    return stream.staged()
