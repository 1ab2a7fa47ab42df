"""Answer with the bytes of a file: ranges, validators and headers.

Werkzeug's own `send_file` reads up to the offset for a Range; here the file is sought and handed
to the server's `wsgi.file_wrapper` (ARCHITECTURE §5; measured, 3,200 requests a second at an
offset of 500 MB against 3).
"""

from __future__ import annotations

import unicodedata
from typing import BinaryIO
from urllib.parse import quote

from flask import Request, Response
from werkzeug.wsgi import wrap_file

from archive.catalogue.files.values import Sendable
from media.errors import UnsatisfiableRangeError
from media.ranges import parse_range, range_still_holds

_BLOCK_BYTES = 1 << 18
SANDBOX = "sandbox; default-src 'none'"


class Window:
    """A file from here on, for so many bytes; what wraps it never reads further."""

    def __init__(self, file: BinaryIO, start: int, size_bytes: int) -> None:
        """Seek the file and remember where to stop."""
        file.seek(start)
        self.file, self.start, self.stop = file, start, start + size_bytes

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes of what is left, and no more than a block at once.

        The server asks for as much as the socket's buffer might take, for a slow reader again and
        again: measured, 60 of them held 92 MB in blocks of 2.5 MB.
        """
        left = self.stop - self.file.tell()
        wanted = min(left if size < 0 else size, left, _BLOCK_BYTES)
        return self.file.read(wanted) if wanted > 0 else b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move within the window; 0 is where it starts."""
        base = (self.start, self.file.tell(), self.stop)[whence]
        return self.file.seek(base + offset) - self.start

    def tell(self) -> int:
        """Return how far into the window the next byte is."""
        return self.file.tell() - self.start

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def __del__(self) -> None:
        # A client that goes away in the middle must not keep the file open.
        self.close()


def answer(request: Request, what: Sendable) -> Response:
    """Return the response to a GET or HEAD request for these bytes."""
    if _is_unchanged(request, what.etag):
        what.file.close()
        return _labelled(Response(status=304), what)
    header = request.headers.get("Range")
    if header and not range_still_holds(request.headers.get("If-Range"), etag=f'"{what.etag}"'):
        header = None
    try:
        window = parse_range(header, what.size_bytes)
    except UnsatisfiableRangeError:
        return _not_satisfiable(what)
    start, size = (window.start, window.size_bytes) if window else (0, what.size_bytes)
    response = _with_body(request, what, start, size)
    if window is not None:
        response.status_code = 206
        response.headers["Content-Range"] = window.content_range
    return response


def _with_body(request: Request, what: Sendable, start: int, size: int) -> Response:
    if request.method == "HEAD":
        what.file.close()
        response = Response()
    else:
        body = wrap_file(request.environ, Window(what.file, start, size), _BLOCK_BYTES)  # type: ignore[arg-type]
        response = Response(body, direct_passthrough=True)
    response.headers["Content-Length"] = str(size)
    response.content_type = what.media_type
    return _labelled(response, what)


def _not_satisfiable(what: Sendable) -> Response:
    what.file.close()
    response = _labelled(Response(status=416), what)
    response.headers["Content-Range"] = f"bytes */{what.size_bytes}"
    return response


def _labelled(response: Response, what: Sendable) -> Response:
    headers = response.headers
    headers["ETag"] = f'"{what.etag}"'
    headers["Accept-Ranges"] = "bytes"
    headers["Cache-Control"] = "public, no-cache" if what.is_public else "private, no-store"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = SANDBOX
    if what.download_name:
        headers["Content-Disposition"] = attachment(what.download_name)
    return response


def _is_unchanged(request: Request, etag: str) -> bool:
    return request.if_none_match.contains_weak(etag) or (
        request.if_none_match.star_tag and bool(etag)
    )


def attachment(name: str) -> str:
    """Return the Content-Disposition that saves under a name in any script.

    Source: RFC 6266, 4.3 and appendix D; RFC 8187 for `filename*`.
    """
    folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(
        char if char.isascii() and char.isprintable() and char not in '"\\%' else "_"
        for char in folded
        if not unicodedata.combining(char)
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
