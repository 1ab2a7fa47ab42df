"""Walk the directories of a TIFF structure with bounds: Exif, TIFF, BigTIFF, DNG, camera raws.

It reads what Pillow gives up on: headers of files that are cut or damaged, and cameras' own
formats. Source: TIFF 6.0 §2; BigTIFF (libtiff, 2007); Exif 2.32 §4.6.3 (pointers); DNG 1.6.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from PIL.TiffImagePlugin import IFDRational

_DIRECTORIES = 64
_ENTRIES = 1_000
_VALUE_BYTES = 64 * 1024
# Packets, profiles and records that are long by nature.
_LONG_TAGS = frozenset({700, 33723, 34377, 34675})
_RECORDS = frozenset({33723, 34377})
_LONG_BYTES = 4 * 1024 * 1024
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
_CODES |= {16: "Q", 17: "q", 18: "Q"}
# Panasonic and Olympus write their own numbers where TIFF writes 42.
_MAGIC = {42: False, 43: True, 0x55: False, 0x4F52: False, 0x5352: False}
EXIF, GPS, SUBS = 0x8769, 0x8825, 330

Tags = dict[int, Any]


@dataclass(slots=True)
class Directories:
    """The tags of a TIFF structure; `pages` are the directories of the main chain."""

    order: str = "<"
    pages: list[Tags] = field(default_factory=list)
    exif: Tags = field(default_factory=dict)
    gps: Tags = field(default_factory=dict)
    subs: list[Tags] = field(default_factory=list)

    @property
    def main(self) -> Tags:
        """The tags of the first directory."""
        return self.pages[0] if self.pages else {}


def read(stream: BinaryIO, base: int = 0) -> Directories:
    """Return the directories of the structure that starts at `base`; what is damaged is left out.

    Numbers are ints, fractions `IFDRational`, texts and blobs bytes; several make a tuple.
    """
    stream.seek(base)
    head = stream.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        return Directories()
    is_big = _MAGIC.get(struct.unpack(order + "H", head[2:4])[0])
    if is_big is None or (is_big and len(head) < 16):
        return Directories()
    walk = _Walk(stream, base, order, is_big=is_big)
    first = struct.unpack(order + ("Q" if is_big else "I"), head[8:16] if is_big else head[4:8])[0]
    found = Directories(order, list(walk.chain(first)))
    found.exif = walk.one(found.main.get(EXIF))
    found.gps = walk.one(found.main.get(GPS))
    for page in found.pages:
        for offset in _numbers(page.get(SUBS)):
            found.subs.append(walk.one(offset))
    return found


def _numbers(value: Any) -> tuple[int, ...]:  # noqa: ANN401 - a tag's value
    values = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in values if isinstance(one, int))


class _Walk:
    """One pass over a stream, each directory once."""

    def __init__(self, stream: BinaryIO, base: int, order: str, *, is_big: bool) -> None:
        self._stream, self._base, self._order, self._is_big = stream, base, order, is_big
        self._seen: set[int] = set()

    def chain(self, offset: int) -> Iterator[Tags]:
        """Yield the directories that follow each other."""
        while offset and offset not in self._seen and len(self._seen) < _DIRECTORIES:
            tags, offset = self._directory(offset)
            if tags:
                yield tags

    def one(self, offset: Any) -> Tags:  # noqa: ANN401 - a tag's value
        """Return the directory at an offset, or nothing."""
        if not isinstance(offset, int) or offset in self._seen or len(self._seen) > _DIRECTORIES:
            return {}
        return self._directory(offset)[0]

    def _directory(self, offset: int) -> tuple[Tags, int]:
        self._seen.add(offset)
        wide = 8 if self._is_big else 2
        count = self._number(self._at(offset, wide))
        if not 0 < count <= _ENTRIES:
            return {}, 0
        size = 20 if self._is_big else 12
        body = self._at(offset + wide, count * size + (8 if self._is_big else 4))
        tags: Tags = {}
        for start in range(0, min(len(body), count * size) - size + 1, size):
            tag, value = self._entry(body[start : start + size])
            if value is not None:
                tags.setdefault(tag, value)
        return tags, self._number(body[count * size :])

    def _entry(self, data: bytes) -> tuple[int, Any]:
        tag, kind = struct.unpack(self._order + "HH", data[:4])
        inline = 8 if self._is_big else 4
        count = self._number(data[4 : 4 + inline])
        size = _SIZES.get(kind, 0) * count
        if not size or size > (_LONG_BYTES if tag in _LONG_TAGS else _VALUE_BYTES):
            return tag, None
        value = data[-inline:]
        if size > inline:
            value = self._at(self._number(value), size)
        # Some writers set a text's length one too high at the end of the file.
        return tag, self._value(tag, kind, value[:size]) if value else None

    def _value(self, tag: int, kind: int, data: bytes) -> Any:  # noqa: ANN401 - tags are of any type
        if kind == 2:
            return data.partition(b"\x00")[0]
        if kind == 7:
            return data
        width = _SIZES[kind]
        count = len(data) // width
        if kind in (5, 10):
            parts = struct.unpack(f"{self._order}{2 * count}{'I' if kind == 5 else 'i'}",
                                  data[: count * 8])  # fmt: skip
            values = tuple(IFDRational(*parts[n : n + 2]) for n in range(0, 2 * count, 2))
        else:
            values = struct.unpack(f"{self._order}{count}{_CODES[kind]}", data[: count * width])
        if kind == 1 and count > 4:
            return data
        if kind == 4 and tag in _RECORDS:
            return data  # bytes that some programs declare as LONG
        return values[0] if len(values) == 1 else values or None

    def _at(self, offset: int, size: int) -> bytes:
        if offset < 0 or offset > 1 << 62:
            return b""
        self._stream.seek(self._base + offset)
        return self._stream.read(size)

    def _number(self, data: bytes) -> int:
        return int.from_bytes(data[:8], "little" if self._order == "<" else "big")
