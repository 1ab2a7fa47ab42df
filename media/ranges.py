"""Turn an HTTP Range header into the window of bytes to send.

Source: RFC 9110, 13.1.5 If-Range and 14 Range Requests,
https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from media.errors import UnsatisfiableRangeError

_SPEC = re.compile(r"(\d{1,20})-(\d{0,20})|-(\d{1,20})")


@dataclass(frozen=True, slots=True)
class ByteWindow:
    """Name the bytes from `start` up to and without `stop` of a file of `total_bytes`."""

    start: int
    stop: int
    total_bytes: int

    @property
    def size_bytes(self) -> int:
        """Return how many bytes the window holds: the Content-Length."""
        return self.stop - self.start

    @property
    def content_range(self) -> str:
        """Return the value of the Content-Range header."""
        return f"bytes {self.start}-{self.stop - 1}/{self.total_bytes}"


def parse_range(header: str | None, size_bytes: int) -> ByteWindow | None:
    """Return the window that the header asks for, or None for the whole file.

    A header in another unit, with a mistake, or with several ranges is answered with the whole
    file, as the RFC allows: several small ranges would cost more than they save.

    Args:
        header: the value of Range; None when the request has none.
        size_bytes: the length of the file.

    Raises:
        UnsatisfiableRangeError: the range is well formed but lies outside the file.
    """
    window = _bounds(header or "", size_bytes)
    if window is None:
        return None
    start, stop = window
    if start >= size_bytes or start >= stop:
        raise UnsatisfiableRangeError(size_bytes)
    return ByteWindow(start, stop, size_bytes)


def _bounds(header: str, size_bytes: int) -> tuple[int, int] | None:
    """Return start and stop as asked, cut at the file's end; None if there is no such range."""
    unit, _, spec = header.partition("=")
    found = _SPEC.fullmatch(spec.strip())
    if unit.strip().lower() != "bytes" or found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        return max(0, size_bytes - int(suffix)), size_bytes
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size_bytes) if last else size_bytes


def range_still_holds(
    if_range: str | None, *, etag: str | None, modified: datetime | None = None
) -> bool:
    """Tell whether the Range header may be obeyed, given the If-Range header.

    Args:
        if_range: the value of If-Range; None when the request has none.
        etag: the file's entity tag with its quotation marks.
        modified: when the file changed last (aware); None if that is not known.
    """
    if if_range is None:
        return True
    value = if_range.strip()
    if value.startswith(('"', "W/")):
        # The comparison is a strong one: a weak tag never matches (RFC 9110, 13.1.5).
        return not value.startswith("W/") and value == etag
    return modified is not None and _instant(value) == modified.replace(microsecond=0)


def _instant(value: str) -> datetime | None:
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        return None
