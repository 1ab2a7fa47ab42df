"""Compare the length that a container declares with the bytes that came.

Source: RIFF (Microsoft, Multimedia Programming Interface 1.0 §2), AIFF 1.3, ISO/IEC 14496-12
§4.2 (boxes), RFC 8794 §6 (EBML element sizes).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

# Writers round chunk sizes in several ways; less than this is not a loss.
_SLACK_BYTES = 16
# Streaming writers leave the greatest number, or one near it, where the size should stand.
_UNKNOWN_SIZE = 0xFFFF0000


def missing_bytes(path: Path, format_key: str) -> int:
    """Return how many bytes the container promises beyond the end of the file, else 0."""
    walk = _WALKS.get(format_key)
    if walk is None:
        return 0
    size = path.stat().st_size
    with path.open("rb") as stream:
        missing = walk(stream, size) - size
    return missing if missing > _SLACK_BYTES else 0


def _riff_end(stream: BinaryIO, size: int) -> int:
    head = stream.read(12)
    declared = int.from_bytes(head[4:8], "big" if head[:4] == b"FORM" else "little")
    unknown = head[:4] in (b"RF64", b"BW64") or declared == 0 or declared >= _UNKNOWN_SIZE
    return size if unknown else declared + 8


def _iso_end(stream: BinaryIO, size: int) -> int:
    at = 0
    while at + 8 <= size:
        stream.seek(at)
        head = stream.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8:
            return size
        if not head[4:8].isascii():
            return at
        at += length
    return at


def _ebml_number(data: bytes, *, keep_marker: bool) -> tuple[int, int]:
    """Return (value, length); a value of all ones means an unknown size and gives -1."""
    length = 9 - data[0].bit_length()
    if length > 8 or len(data) < length:
        return -1, max(1, length)
    value = int.from_bytes(data[:length], "big")
    if keep_marker:
        return value, length
    value &= (1 << 7 * length) - 1
    return (-1 if value == (1 << 7 * length) - 1 else value), length


def _ebml_end(stream: BinaryIO, size: int) -> int:
    at = 0
    while at + 2 <= size:
        stream.seek(at)
        head = stream.read(16)
        _, id_length = _ebml_number(head, keep_marker=True)
        length, length_length = _ebml_number(head[id_length:] or b"\x00", keep_marker=False)
        if length < 0:
            return size
        at += id_length + length_length + length
    return at


_WALKS: dict[str, Callable[[BinaryIO, int], int]] = {
    **dict.fromkeys(("wav", "avi", "webp", "aiff"), _riff_end),
    **dict.fromkeys(("mp4", "mov", "m4a", "3gp", "heic", "avif"), _iso_end),
    **dict.fromkeys(("mkv", "webm"), _ebml_end),
}
