"""One file of named arrays: written once, mapped, never parsed.

Layout: magic, the arrays each at a multiple of eight, a JSON directory, its offset. Arrays are
little-endian. What is not an array (names of facet values, token sets) stands in the directory.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError

Array: TypeAlias = NDArray[Any]

_MAGIC = b"KHOFLAT1"
_TAIL = struct.Struct("<QQ")
_BLOCK = 1 << 20
_ALIGN = 8


class ArrayFile:
    """Hold the arrays of a file; they stay valid as long as one of them is referenced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        directory = self._directory()
        self.meta: dict[str, Any] = directory["meta"]
        self._entries: dict[str, list[Any]] = directory["arrays"]
        self._opened: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Array:
        found = self._opened.get(name)
        if found is None:
            dtype, count, offset = self._entries[name]
            found = np.frombuffer(self._map, np.dtype(dtype), count, offset)
            self._opened[name] = found
        return found

    def rest(self) -> None:
        """Let the system take back the memory of what was read; it is read again when asked for."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def _directory(self) -> dict[str, Any]:
        size = len(self._map)
        if size < len(_MAGIC) + _TAIL.size or self._map[: len(_MAGIC)] != _MAGIC:
            raise IndexDamagedError(str(self._path), "not a file of arrays")
        start, length = _TAIL.unpack(self._map[size - _TAIL.size :])
        if start + length + _TAIL.size != size:
            raise IndexDamagedError(str(self._path), "truncated")
        directory: dict[str, Any] = json.loads(self._map[start : start + length])
        return directory


def write_arrays(path: Path, arrays: Iterable[tuple[str, Array]], meta: Mapping[str, Any]) -> int:
    """Write arrays as they come, flushed to the disk; give the checksum of the file."""
    with path.open("wb") as file:
        writer = _SummedWriter(file)
        writer.write(_MAGIC)
        entries = {}
        for name, array in arrays:
            writer.align()
            little = _little(array)
            entries[name] = [little.dtype.str, len(little), writer.offset]
            writer.write(little.tobytes())
        directory = json.dumps({"meta": meta, "arrays": entries}).encode()
        start = writer.offset
        writer.write(directory)
        writer.write(_TAIL.pack(start, len(directory)))
        file.flush()
        os.fsync(file.fileno())
    return writer.checksum


def checksum_of(path: Path) -> int:
    """Give the checksum of a file, read in blocks."""
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum


class _SummedWriter:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.offset = 0
        self.checksum = 0

    def write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self.checksum = zlib.crc32(data, self.checksum)
        self.offset += len(data)

    def align(self) -> None:
        self.write(b"\0" * (-self.offset % _ALIGN))


def _little(array: Array) -> Array:
    flat = np.ascontiguousarray(array)
    return flat.astype(flat.dtype.newbyteorder("<"), copy=False)


def narrow(array: Array) -> Array:
    """Give non-negative integers in the narrowest unsigned type that holds them."""
    most = int(array.max()) if len(array) else 0
    for dtype in (np.uint8, np.uint16, np.uint32):
        if most <= np.iinfo(dtype).max:
            return array.astype(dtype)
    return array.astype(np.uint64)


def run_lengths(starts: Array) -> Array:
    """Give the lengths of runs from where each begins."""
    lengths: Array = np.diff(starts.astype(np.int64))
    return lengths


class Strings:
    """Read texts stored end to end."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self._blob = blob
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def raw(self, at: int) -> bytes:
        """Give the bytes of one text."""
        start = int(self._ends[at - 1]) if at else 0
        return bytes(self._blob[start : int(self._ends[at])])

    def __getitem__(self, at: int) -> str:
        return self.raw(at).decode()

    def some(self, places: Array) -> list[str]:
        """Give the texts of some places."""
        ends = self._ends[places].tolist()
        before = np.where(places > 0, self._ends[places - 1], 0).tolist()
        blob = self._blob.data
        return [str(blob[start:end], "utf-8") for start, end in zip(before, ends, strict=True)]

    def place_of(self, wanted: bytes) -> int:
        """Give the place of the first text that is not less, where the texts are in order."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def all(self) -> list[bytes]:
        """Give all texts as bytes."""
        blob = self._blob.tobytes()
        ends = self._ends.tolist()
        return [blob[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def pack_strings(texts: list[bytes]) -> tuple[Array, Array]:
    """Give the blob and the ends of texts stored end to end."""
    lengths = np.fromiter((len(text) for text in texts), np.uint64, len(texts))
    return np.frombuffer(b"".join(texts), np.uint8), narrow(np.cumsum(lengths))
