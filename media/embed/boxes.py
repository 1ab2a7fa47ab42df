"""Splice an XMP packet into MP4 and QuickTime files, behind everything else.

Source: Adobe XMP Specification part 3 §1.2.7 (a `uuid` box at the top); ISO/IEC 14496-12 §4.2.
Sample tables hold offsets into the file, so nothing before them may move.
"""

from __future__ import annotations

from typing import BinaryIO

from media.embed.splice import Piece, Span
from media.embed.words import Words, packet

_XMP_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_BOXES = 100_000


def mp4(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a film whose top-level XMP box is ours; an older one is blanked."""
    xmp = packet(words)
    box = (8 + 16 + len(xmp)).to_bytes(4, "big") + b"uuid" + _XMP_ID + xmp
    pieces: list[Piece] = []
    done = at = 0
    for _ in range(_BOXES):
        file.seek(at)
        head = file.read(24)
        if len(head) < 8:
            break
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length < 8 or at + length > size:
            return []
        if head[4:8] == b"uuid" and head[8:24] == _XMP_ID:
            # `free` is passed over by every reader; the place stays, so no offset moves.
            pieces += [Span(done, at + 4 - done), b"free" + bytes(16)]
            done = at + 24
        at += length
    return [*pieces, Span(done, size - done), box] if at == size else []
