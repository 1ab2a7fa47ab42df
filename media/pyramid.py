"""Read a pyramid that we wrote ourselves: a tile's JPEG bytes undecoded, or any part as pixels.

Source: TIFF 6.0; Adobe's TIFF Technical Note 2 (JPEG in TIFF); the BigTIFF layout of libtiff. The
file is of our own making, but a disk may damage it, so every number in it is checked on opening.
"""

from __future__ import annotations

import os
import struct
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from media.iiif_errors import BrokenPyramidError

TILE = 512
_LEVELS = 24
_TILES = 4_000_000
_TABLES_BYTES = 64 * 1024
_TILE_BYTES = 8 * 1024 * 1024
_HEADER = struct.Struct("<2sHHHQ")
_ENTRY = struct.Struct("<HHQQ")
_ITEM_BYTES = {1: 1, 3: 2, 4: 4, 7: 1, 16: 8}
_CODES = {2: "H", 4: "I", 8: "Q"}
_WIDTH, _HEIGHT, _COMPRESSION, _BANDS, _TILE_W, _TILE_H, _TABLES = 256, 257, 259, 277, 322, 323, 347
_OFFSETS, _COUNTS = 324, 325
_JPEG = 7
_START, _END = b"\xff\xd8", b"\xff\xd9"
# A JFIF header tells every decoder that three components are YCbCr and one is grey.
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


@dataclass(frozen=True, slots=True)
class Level:
    """One size of the picture, cut into tiles that are numbered row by row."""

    width: int
    height: int
    offsets: array[int]
    counts: array[int]
    head: bytes

    @property
    def across(self) -> int:
        """The number of tiles in a row."""
        return -(-self.width // TILE)

    @property
    def down(self) -> int:
        """The number of rows of tiles."""
        return -(-self.height // TILE)


@dataclass(frozen=True, slots=True)
class Pyramid:
    """What stands where in a file of tiles; the file itself is opened for each reading."""

    path: str
    levels: tuple[Level, ...]
    bands: int

    @property
    def size(self) -> tuple[int, int]:
        """The picture's whole size in pixels."""
        return self.levels[0].width, self.levels[0].height

    @contextmanager
    def opened(self) -> Iterator[int]:
        """Yield a descriptor of the file; kept handles would hold what the cache let go."""
        descriptor = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def tile(self, descriptor: int, level: int, column: int, row: int) -> bytes:
        """Return a stored tile as a JPEG file, undecoded.

        Raises:
            BrokenPyramidError: the file is shorter than it was, or holds something else there.
        """
        at = self.levels[level]
        number = row * at.across + column
        stored = os.pread(descriptor, at.counts[number], at.offsets[number])
        if len(stored) != at.counts[number] or not stored.startswith(_START):
            raise BrokenPyramidError(self.path, f"tile {level}/{column},{row} is damaged")
        return at.head + stored[2:]


def open_pyramid(path: Path) -> Pyramid:
    """Return what a pyramid file holds, with every offset within the file.

    Raises:
        BrokenPyramidError: it is no pyramid of 512-pixel JPEG tiles, or damaged.
    """
    try:
        data = _Reader(path)
    except OSError as error:
        raise BrokenPyramidError(str(path), str(error)) from error
    try:
        return data.pyramid()
    except (struct.error, KeyError, ValueError, OverflowError) as error:
        raise BrokenPyramidError(str(path), str(error)) from error
    finally:
        data.close()


class _Reader:
    """Walk the directories of a BigTIFF with every step bounded."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._size = os.fstat(self._descriptor).st_size

    def close(self) -> None:
        os.close(self._descriptor)

    def pyramid(self) -> Pyramid:
        order, magic, offset_bytes, zero, at = _HEADER.unpack(self._read(0, _HEADER.size))
        if (order, magic, offset_bytes, zero) != (b"II", 43, 8, 0):
            raise self._broken("no-BigTIFF-of-ours")
        levels: list[Level] = []
        bands = 0
        while at:
            if len(levels) == _LEVELS:
                raise self._broken("too-many-levels")
            level, bands, at = self._level(at)
            self._must_follow(levels, level)
            levels.append(level)
        if not levels:
            raise self._broken("no-level")
        return Pyramid(self.path, tuple(levels), bands)

    def _must_follow(self, levels: list[Level], level: Level) -> None:
        if levels and (level.width, level.height) != (
            max(1, levels[-1].width // 2),
            max(1, levels[-1].height // 2),
        ):
            raise self._broken("levels-do-not-halve")

    def _level(self, at: int) -> tuple[Level, int, int]:
        (count,) = struct.unpack("<Q", self._read(at, 8))
        if count > 200:
            raise self._broken("too-many-entries")
        raw = self._read(at + 8, count * _ENTRY.size + 8)
        entries = {tag: entry for tag, *entry in _ENTRY.iter_unpack(raw[:-8])}
        following = struct.unpack("<Q", raw[-8:])[0]
        number = {tag: self._number(entries[tag]) for tag in (_WIDTH, _HEIGHT, _TILE_W, _TILE_H)}
        bands = self._number(entries[_BANDS])
        width, height = number[_WIDTH], number[_HEIGHT]
        is_ours = (number[_TILE_W], number[_TILE_H]) == (TILE, TILE) and bands in (1, 3)
        if not is_ours or self._number(entries[_COMPRESSION]) != _JPEG or not width * height:
            raise self._broken("no-tiles-of-ours")
        tiles = -(-width // TILE) * -(-height // TILE)
        offsets, counts = (self._numbers(entries[tag], tiles) for tag in (_OFFSETS, _COUNTS))
        if any(
            not 4 < length < _TILE_BYTES or offset + length > self._size
            for offset, length in zip(offsets, counts, strict=True)
        ):
            raise self._broken("a-tile-lies-outside-the-file")
        return Level(width, height, offsets, counts, self._head(entries)), bands, following

    def _number(self, entry: list[int]) -> int:
        kind, count, value = entry
        if count != 1:
            raise self._broken("one-number-expected")
        return int(value & ((1 << 8 * _ITEM_BYTES[kind]) - 1))

    def _numbers(self, entry: list[int], wanted: int) -> array[int]:
        kind, count, value = entry
        if count != wanted or wanted > _TILES:
            raise self._broken("wrong-number-of-tiles")
        code = _CODES[_ITEM_BYTES[kind]]
        length = count * _ITEM_BYTES[kind]
        raw = struct.pack("<Q", value)[:length] if length <= 8 else self._read(value, length)
        return array("Q", array(code, raw))

    def _head(self, entries: dict[int, list[int]]) -> bytes:
        """Return what stands before a tile's own bytes: the tables that all tiles share."""
        if _TABLES not in entries:
            return _START + _JFIF
        _, count, value = entries[_TABLES]
        if not 4 < count < _TABLES_BYTES:
            raise self._broken("no-tables")
        tables = self._read(value, count)
        if not tables.startswith(_START) or not tables.endswith(_END):
            raise self._broken("no-tables")
        return _START + _JFIF + tables[2:-2]

    def _read(self, at: int, length: int) -> bytes:
        if at + length > self._size:
            raise self._broken("cut-short")
        data = os.pread(self._descriptor, length, at)
        if len(data) != length:
            raise self._broken("cut-short")
        return data

    def _broken(self, reason: str) -> BrokenPyramidError:
        return BrokenPyramidError(self.path, reason)
