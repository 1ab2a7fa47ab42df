"""Read and write the headers of tus 1.0.

Source: tus resumable upload protocol 1.0.0, https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from werkzeug.datastructures import Headers

from archive.catalogue.files.names import safe_name
from archive.desk.uploads.errors import (
    ChunkTooLargeError,
    TusContentTypeError,
    TusRequestError,
    TusVersionError,
)
from archive.desk.uploads.models import Upload
from archive.ids import is_id

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHUNK_BYTES = 4 * 1024**2
BODY = "application/offset+octet-stream"
_MD5, _SHA1 = "md5", "sha1"
_DIGESTS: dict[str, Callable[[], Any]] = {
    "sha256": hashlib.sha256,
    _SHA1: lambda: hashlib.sha1(usedforsecurity=False),
    _MD5: lambda: hashlib.md5(usedforsecurity=False),
}
_NUMBER = re.compile(r"[0-9]{1,15}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
ROLES = ("original", "supplement", "captions")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client says of a file before it sends the first byte."""

    size_bytes: int
    name: str
    path: str = ""
    batch: str = ""
    item: str | None = None
    role: str = "original"
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece that a request brings: where it belongs, and the digest that it should have."""

    offset: int
    size_bytes: int
    algorithm: str = ""
    digest: bytes = b""

    def counter(self) -> Any:  # noqa: ANN401 - what hashlib gives
        """Return what counts the announced digest; None where there is none."""
        return _DIGESTS[self.algorithm]() if self.algorithm else None


def offer(limit_bytes: int) -> dict[str, str]:
    """Return the headers of the answer to OPTIONS."""
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(limit_bytes),
        "Tus-Checksum-Algorithm": ",".join(_DIGESTS),
    }


def state(upload: Upload) -> dict[str, str]:
    """Return the headers that say how far an upload is."""
    return {
        "Upload-Offset": str(upload.offset_bytes),
        "Upload-Expires": http_date(upload.expires_at),
    }


def http_date(instant: datetime) -> str:
    """Return an instant as RFC 9110 writes it in headers."""
    return format_datetime(instant.replace(microsecond=0), usegmt=True)


def check_version(headers: Headers) -> None:
    """Raise TusVersionError for a client of another version."""
    if headers.get("Tus-Resumable") != VERSION:
        raise TusVersionError


def wanted(headers: Headers) -> Wanted:
    """Return what a creation asks for; TusRequestError names the header that makes no sense."""
    said = metadata(headers.get("Upload-Metadata", ""))
    sha256, item, role = said.get("sha256", ""), said.get("item", ""), said.get("role", "original")
    if (sha256 and not _SHA256.fullmatch(sha256)) or (item and not is_id(item)):
        raise TusRequestError("Upload-Metadata")
    if role not in ROLES:
        raise TusRequestError("Upload-Metadata")
    path = said.get("relativePath", "")
    return Wanted(
        size_bytes=number(headers, "Upload-Length"),
        name=safe_name(said.get("filename", "") or path),
        path=path[-500:],
        batch=said.get("batch", ""),
        item=item or None,
        role=role,
        sha256=sha256,
    )


def metadata(written: str) -> dict[str, str]:
    """Return the pairs of Upload-Metadata."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        key, _, value = pair.partition(" ")
        try:
            text = base64.b64decode(value.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise TusRequestError("Upload-Metadata") from None
        if key in found or "\0" in text or not key.isascii():
            raise TusRequestError("Upload-Metadata")
        found[key] = text
    return found


def chunk(headers: Headers, *, offset: int | None = None) -> Chunk:
    """Return the piece that a request brings; `offset` is given where no header says it."""
    if headers.get("Content-Type", "").partition(";")[0].strip() != BODY:
        raise TusContentTypeError
    size = number(headers, "Content-Length")
    if size > CHUNK_BYTES:
        raise ChunkTooLargeError(CHUNK_BYTES)
    start = number(headers, "Upload-Offset") if offset is None else offset
    algorithm, digest = _checksum(headers.get("Upload-Checksum", ""))
    return Chunk(start, size, algorithm, digest)


def number(headers: Headers, name: str) -> int:
    """Return a whole number of a header."""
    written = headers.get(name, "")
    if not _NUMBER.fullmatch(written):
        raise TusRequestError(name)
    return int(written)


def _checksum(written: str) -> tuple[str, bytes]:
    if not written:
        return "", b""
    algorithm, _, value = written.partition(" ")
    try:
        digest = base64.b64decode(value.strip(), validate=True)
    except binascii.Error:
        raise TusRequestError("Upload-Checksum") from None
    if algorithm not in _DIGESTS or len(digest) != _DIGESTS[algorithm]().digest_size:
        raise TusRequestError("Upload-Checksum")
    return algorithm, digest
