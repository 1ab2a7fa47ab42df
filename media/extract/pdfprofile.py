"""Find the ICC profile that the colours of a PDF are meant in.

Source: ISO 32000-1 §8.6.5.5 (ICCBased, `/N`), §14.11.5 (output intents), §7.3.8 (streams);
ICC.1:2022 §7.2.9 (`acsp`).
"""

from __future__ import annotations

import mmap
import re
import zlib
from itertools import islice
from pathlib import Path

_SCAN_BYTES = 64 * 1024 * 1024
_PROFILE_BYTES = 4 * 1024 * 1024
_STREAMS = 200
# A profile's stream counts its colour components, and no other stream has `/N` and no `/Type`.
_STREAM = re.compile(rb"<<(?P<said>[^<>]{0,400})>>\s*stream\r?\n")
_COMPONENTS = re.compile(rb"/N\s+[134]\b")


def pdf_profile(path: Path) -> bytes:
    """Return the first ICC profile of a PDF, unpacked within a limit, or nothing."""
    size = path.stat().st_size
    with (
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), min(size, _SCAN_BYTES), access=mmap.ACCESS_READ) as data,
    ):
        for said, start in _candidates(data):
            body = _content(said, data[start : start + _PROFILE_BYTES])
            if body[36:40] == b"acsp":
                return body[: int.from_bytes(body[:4], "big")]
    return b""


def _candidates(data: mmap.mmap) -> list[tuple[bytes, int]]:
    """Return (dictionary, where the content starts) of the streams that may hold a profile.

    A match holds the map open, so none may live longer than this.
    """
    found = ((match["said"], match.end()) for match in _STREAM.finditer(data))
    return list(islice((one for one in found if _COMPONENTS.search(one[0])), _STREAMS))


def _content(said: bytes, data: bytes) -> bytes:
    if b"/Filter" not in said:
        return data
    if b"/FlateDecode" not in said:
        return b""
    try:
        return zlib.decompressobj().decompress(data, _PROFILE_BYTES)
    except zlib.error:
        return b""
