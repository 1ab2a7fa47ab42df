"""Read a file with pieces put in and left out, as if it had been written down.

Source: measured, a copy of a 2 GB film would cost its size in disk and minutes in time.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the original that is taken over."""

    start: int
    size: int


Piece = bytes | Span


def _signature(pieces: Sequence[Piece]) -> str:
    """Return what tells this splicing from any other of the same original."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(repr(piece).encode() if isinstance(piece, Span) else piece)
    return digest.hexdigest()[:24]


class Spliced(io.RawIOBase):
    """A seekable file made of new bytes and stretches of another, which it closes."""

    def __init__(self, file: BinaryIO, pieces: Sequence[Piece]) -> None:
        """Keep the original and the pieces in order."""
        super().__init__()
        self._file = file
        self._pieces: list[tuple[int, Piece]] = []
        self.size_bytes = 0
        self.signature = _signature(pieces)
        for piece in pieces:
            self._pieces.append((self.size_bytes, piece))
            self.size_bytes += piece.size if isinstance(piece, Span) else len(piece)
        self._at = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be sought."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to a position and return it."""
        self._at = max(0, (0, self._at, self.size_bytes)[whence] + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer from the piece that stands here; fewer bytes at its end."""
        for start, piece in self._pieces:
            size = piece.size if isinstance(piece, Span) else len(piece)
            within = self._at - start
            if 0 <= within < size:
                data = self._taken(piece, within, min(len(buffer), size - within))
                buffer[: len(data)] = data
                self._at += len(data)
                return len(data)
        return 0

    def _taken(self, piece: Piece, within: int, size: int) -> bytes:
        if isinstance(piece, bytes):
            return piece[within : within + size]
        self._file.seek(piece.start + within)
        return self._file.read(size)

    def close(self) -> None:
        """Close the original too."""
        self._file.close()
        super().close()
