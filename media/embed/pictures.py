"""Splice an XMP packet into pictures; Exif, IPTC and colour profiles stay as they are.

Source: Adobe XMP Specification part 3 §1.1.3 (JPEG), §1.1.4 (PNG), §1.1.6 (TIFF);
WebP container specification (extended format).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from media.embed.splice import Piece, Span
from media.embed.words import Words, packet

_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_JPEG_EXTENDED = b"http://ns.adobe.com/xmp/extension/\x00"
_SEGMENTS = 2_000
_CHUNKS = 100_000
_IFD_ENTRIES = 1_000
_ALPHA, _XMP = 0x10, 0x04


def jpeg(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a JPEG whose XMP segment is ours."""
    body = _JPEG_XMP + packet(words)
    if len(body) > 65_533:
        return []
    segment = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body
    kept: list[Piece] = []
    at, insert_at = 2, 0
    for marker, start, length, begin in _segments(file):
        if marker == 0xE1 and begin.startswith((_JPEG_XMP, _JPEG_EXTENDED)):
            at = start + length
            continue
        kept.append(Span(start, length))
        # Exif must stay first; JFIF before it.
        if marker == 0xE0 or (marker == 0xE1 and begin.startswith(b"Exif")):
            insert_at = len(kept)
        at = start + length
    return [b"\xff\xd8", *kept[:insert_at], segment, *kept[insert_at:], Span(at, size - at)]


def _segments(file: BinaryIO) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield (marker, offset, length with marker, first bytes) up to the scan."""
    at = 2
    for _ in range(_SEGMENTS):
        file.seek(at)
        head = file.read(44)
        if len(head) < 4 or head[0] != 0xFF or not 0xC0 <= head[1] <= 0xFE or head[1] == 0xDA:
            return
        length = int.from_bytes(head[2:4], "big") + 2
        yield head[1], at, length, head[4:]
        at += length


def png(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a PNG with our iTXt chunk after its header."""
    content = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + packet(words)
    made = _png_chunk(b"iTXt", content)
    pieces: list[Piece] = [Span(0, 33), made]
    at = 33
    for _ in range(_CHUNKS):
        file.seek(at)
        head = file.read(30)
        if len(head) < 8:
            break
        length = int.from_bytes(head[:4], "big") + 12
        if not (head[4:8] == b"iTXt" and head[8:].startswith(b"XML:com.adobe.xmp\x00")):
            pieces.append(Span(at, min(length, size - at)))
        at += length
        if head[4:8] == b"IEND":
            break
    if at < size:
        pieces.append(Span(at, size - at))
    return _joined(pieces)


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + kind + content + check


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with stretches that touch made one."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else b""
        touches = isinstance(piece, Span) and isinstance(last, Span)
        if touches and last.start + last.size == piece.start:  # type: ignore[union-attr]
            found[-1] = Span(last.start, last.size + piece.size)  # type: ignore[union-attr]
        else:
            found.append(piece)
    return found


def webp(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a WebP with our XMP chunk last and its flag set."""
    head = file.read(12)
    chunks = list(_riff_chunks(file, size))
    kinds = [kind for kind, _, _ in chunks]
    if head[8:12] != b"WEBP" or not {b"VP8X", b"VP8 ", b"VP8L"} & set(kinds[:1]):
        return []
    kept: list[Piece] = [
        Span(at, length) for kind, at, length in chunks if kind not in (b"VP8X", b"XMP ")
    ]
    xmp = packet(words)
    last = b"XMP " + len(xmp).to_bytes(4, "little") + xmp + b"\x00" * (len(xmp) % 2)
    pieces = [_extended(file, chunks[0]), *kept, last]
    total = sum(piece.size if isinstance(piece, Span) else len(piece) for piece in pieces)
    return [b"RIFF" + (total + 4).to_bytes(4, "little") + b"WEBP", *pieces]


def _riff_chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    for _ in range(_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[4:], "little")
        yield head[:4], at, min(8 + length + length % 2, size - at)
        at += 8 + length + length % 2


def _extended(file: BinaryIO, first: tuple[bytes, int, int]) -> bytes:
    """Return the VP8X chunk with the flag of XMP, made from the frame where there was none."""
    kind, at, _ = first
    file.seek(at + 8)
    body = file.read(10)
    if kind == b"VP8X":
        return b"VP8X\x0a\x00\x00\x00" + bytes([body[0] | _XMP]) + body[1:]
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
        flags = _XMP | (_ALPHA if bits >> 28 & 1 else 0)
    else:
        wide, high = struct.unpack("<HH", body[6:10])
        width, height, flags = (wide & 0x3FFF) - 1, (high & 0x3FFF) - 1, _XMP
    size = width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return b"VP8X\x0a\x00\x00\x00" + bytes([flags, 0, 0, 0]) + size


def tiff(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a TIFF with its first directory written anew behind the file."""
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}[head[:2]]
    is_big = struct.unpack(order + "H", head[2:4])[0] == 43
    wide, entry, number = (8, 20, "Q") if is_big else (2, 12, "I")
    start = struct.unpack(order + number, head[8:16] if is_big else head[4:8])[0]
    file.seek(start)
    count = struct.unpack(order + ("Q" if is_big else "H"), file.read(wide))[0]
    if not 0 < count <= _IFD_ENTRIES:
        return []
    body = file.read(count * entry)
    following = file.read(struct.calcsize(number))
    xmp = packet(words)
    padding = b"\x00" * (size % 2)
    xmp_at = size + len(padding)
    ours = struct.pack(f"{order}HH{number}{number}", 700, 1, len(xmp), xmp_at)
    entries = [body[n : n + entry] for n in range(0, len(body), entry)]
    entries = [one for one in entries if struct.unpack(order + "H", one[:2])[0] != 700]
    entries.append(ours)
    entries.sort(key=lambda one: int(struct.unpack(order + "H", one[:2])[0]))
    xmp += b"\x00" * (len(xmp) % 2)
    directory = (
        struct.pack(order + ("Q" if is_big else "H"), len(entries)) + b"".join(entries) + following
    )
    pointer = struct.pack(order + number, xmp_at + len(xmp))
    if not is_big and xmp_at + len(xmp) + len(directory) >= 1 << 32:
        return []
    header = head[:8] + pointer if is_big else head[:4] + pointer
    return [header, Span(len(header), size - len(header)), padding + xmp + directory]
