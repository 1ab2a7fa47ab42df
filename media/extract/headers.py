"""Read size and depth from a picture's header alone, where its pixels cannot be decoded.

Source: ISO/IEC 10918-1 annex B (SOF), PNG third edition §11.2.1 (IHDR), GIF89a §18, WebP
container specification (VP8, VP8L, VP8X), BITMAPINFOHEADER, ISO/IEC 15444-1 annex I (ihdr),
ISO/IEC 23008-12 §6.5.3 (ispe), Adobe Photoshop File Formats (header), TIFF 6.0 §8.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from media.extract import ifd
from media.extract.containers import jpeg_segments

HEAD_BYTES = 256 * 1024
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
Facts = dict[str, Any]


def read(path: Path, format_key: str) -> Facts:
    """Return the width, height and depth that the header states; nothing where it states none."""
    reader = _READERS.get(format_key)
    facts = reader(path) if reader else {}
    return {name: value for name, value in facts.items() if value}


def _head(path: Path, size: int = HEAD_BYTES) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)


def _size(width: int, height: int, depth: int | None = None) -> Facts:
    return {"width_px": width, "height_px": height, "bit_depth": depth}


def _jpeg(path: Path) -> Facts:
    for marker, data in jpeg_segments(path):
        if marker in _FRAMES and len(data) >= 6:
            height, width = struct.unpack(">HH", data[1:5])
            return _size(width, height, data[0])
    return {}


def _png(path: Path) -> Facts:
    head = _head(path, 32)
    if len(head) <= 25:
        return {}
    width, height = struct.unpack(">II", head[16:24])
    return _size(width, height, head[24])


def _gif(path: Path) -> Facts:
    head = _head(path, 13)
    return _size(*struct.unpack("<HH", head[6:10])) if len(head) >= 10 else {}


def _bmp(path: Path) -> Facts:
    head = _head(path, 40)
    if len(head) < 26:
        return {}
    if head[14] == 12:
        return _size(*struct.unpack("<HH", head[18:22]))
    width, height = struct.unpack("<ii", head[18:26])
    return _size(abs(width), abs(height))


def _webp(path: Path) -> Facts:
    head = _head(path, 32)
    kind = head[12:16]
    if kind == b"VP8X" and len(head) >= 30:
        wide, high = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return _size(wide, high, 8)
    if kind == b"VP8 " and len(head) >= 30:
        wide, high = struct.unpack("<HH", head[26:30])
        return _size(wide & 0x3FFF, high & 0x3FFF, 8)
    if kind == b"VP8L" and len(head) >= 25:
        bits = int.from_bytes(head[21:25], "little")
        return _size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, 8)
    return {}


def _jp2(path: Path) -> Facts:
    head = _head(path)
    at = head.find(b"ihdr")
    if at < 0 or len(head) < at + 15:
        return {}
    height, width = struct.unpack(">II", head[at + 4 : at + 12])
    stated = head[at + 14]
    return _size(width, height, (stated & 0x7F) + 1 if stated != 255 else None)


def _heif(path: Path) -> Facts:
    """Return the largest spatial extent: tiles and thumbnails are smaller."""
    head = _head(path)
    found = []
    at = head.find(b"ispe")
    while at >= 0 and len(head) >= at + 16:
        found.append(struct.unpack(">II", head[at + 8 : at + 16]))
        at = head.find(b"ispe", at + 4)
    return _size(*max(found, key=lambda size: size[0] * size[1])) if found else {}


def _psd(path: Path) -> Facts:
    head = _head(path, 26)
    if len(head) < 26:
        return {}
    height, width, depth = struct.unpack(">IIH", head[14:24])
    return _size(width, height, depth)


def _tiff(path: Path) -> Facts:
    """Return what the first page states."""
    with path.open("rb") as stream:
        found = ifd.read(stream)
    return of_directories(ifd.Directories(found.order, found.pages[:1]))


def _raw(path: Path) -> Facts:
    with path.open("rb") as stream:
        return of_directories(ifd.read(stream))


def of_directories(found: ifd.Directories) -> Facts:
    """Return size and depth of the largest picture among a raw file's directories."""
    pages = [tags for tags in (*found.pages, *found.subs) if _whole(tags.get(256))]
    if not pages:
        return {}
    full = [tags for tags in pages if tags.get(254, 0) == 0] or pages
    tags = max(full, key=lambda one: _whole(one.get(256)) * _whole(one.get(257)))
    return _size(_whole(tags.get(256)), _whole(tags.get(257)), _whole(tags.get(258)))


def _whole(value: Any) -> int:  # noqa: ANN401 - a tag's value
    first = value[0] if isinstance(value, tuple) else value
    return first if isinstance(first, int) else 0


_READERS: dict[str, Callable[[Path], Facts]] = {
    "jpeg": _jpeg,
    "png": _png,
    "gif": _gif,
    "bmp": _bmp,
    "webp": _webp,
    "jp2": _jp2,
    "psd": _psd,
    **dict.fromkeys(("heic", "avif"), _heif),
    "tiff": _tiff,
    **dict.fromkeys(("dng", "cr2", "orf", "rw2", "camera-raw"), _raw),
}
