"""Walk JPEG segments, PNG chunks and ISO boxes for the metadata that Pillow leaves aside.

Source: ISO/IEC 10918-1 annex B (markers), PNG third edition §11.3 (tEXt, zTXt, iTXt),
ISO/IEC 15444-1 annex I (ihdr), AV1-ISOBMFF §2.3.3 (av1C).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from media.extract.xmp import inflate

EXIF_HEAD = b"Exif\x00\x00"
_TEXT_BYTES = 4 * 1024 * 1024
_CHUNKS = 100_000
_BOX_HEAD_BYTES = 256 * 1024
_QUICKTIME_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)


def jpeg_segments(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, content) up to the start of the scan."""
    with path.open("rb") as stream:
        stream.seek(2)
        while True:
            marker = stream.read(2)
            if len(marker) < 2 or marker[0] != 0xFF or marker[1] in (0xD9, 0xDA):
                return
            size = int.from_bytes(stream.read(2), "big") - 2
            if size < 0:
                return
            yield marker[1], stream.read(size)


def png_texts(path: Path) -> dict[str, bytes]:
    """Return the text chunks of a PNG, unpacked within a limit, by their keywords."""
    found: dict[str, bytes] = {}
    with path.open("rb") as stream:
        stream.seek(8)
        for _ in range(_CHUNKS):
            head = stream.read(8)
            if len(head) < 8 or head[4:] == b"IEND":
                break
            size, kind = int.from_bytes(head[:4], "big"), head[4:]
            if kind not in (b"tEXt", b"zTXt", b"iTXt") or size > _TEXT_BYTES:
                stream.seek(size + 4, 1)
                continue
            keyword, _, rest = stream.read(size).partition(b"\x00")
            stream.seek(4, 1)
            found.setdefault(keyword.decode("latin-1"), _png_text(kind, rest))
    return found


def _png_text(kind: bytes, rest: bytes) -> bytes:
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return inflate(rest[1:])
    is_packed = rest[:1] == b"\x01"
    value = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    return inflate(value) if is_packed else value


def box_bit_depth(path: Path, format_key: str) -> int | None:
    """Return the bits of a sample that a JP2 or AVIF header states, or None."""
    with path.open("rb") as stream:
        head = stream.read(_BOX_HEAD_BYTES)
    if format_key == "jp2" and (at := head.find(b"ihdr")) >= 0 and len(head) > at + 14:
        return (head[at + 14] & 0x7F) + 1 if head[at + 14] != 255 else None
    if format_key == "avif" and (at := head.find(b"av1C")) >= 0 and len(head) > at + 6:
        high, twelve = head[at + 6] & 0x40, head[at + 6] & 0x20
        return (12 if twelve else 10) if high else 8
    return None


def exif_blocks(path: Path, format_key: str) -> Iterator[bytes]:
    """Yield the TIFF structures that hold Exif inside a JPEG, PNG, WebP, HEIC or AVIF."""
    if format_key == "jpeg":
        for marker, data in jpeg_segments(path):
            if marker == 0xE1 and data.startswith(EXIF_HEAD):
                yield data[len(EXIF_HEAD) :]
    elif format_key == "png":
        yield from png_chunks(path, b"eXIf")
    elif format_key == "webp":
        yield from (data.removeprefix(EXIF_HEAD) for data in _webp_chunks(path, b"EXIF"))
    elif format_key in ("heic", "avif"):
        with path.open("rb") as stream:
            head = stream.read(_TEXT_BYTES)
        found = re.search(rb"Exif\x00\x00(?=II\*\x00|MM\x00\*)", head)
        if found:
            yield head[found.end() : found.end() + 65_536]


def png_chunks(path: Path, kind: bytes) -> Iterator[bytes]:
    """Yield the content of a PNG's chunks of one kind."""
    with path.open("rb") as stream:
        stream.seek(8)
        for _ in range(_CHUNKS):
            head = stream.read(8)
            if len(head) < 8 or head[4:] == b"IEND":
                return
            size = int.from_bytes(head[:4], "big")
            if head[4:] == kind and size <= _TEXT_BYTES:
                yield stream.read(size)
                size = 0
            stream.seek(size + 4, 1)


def _webp_chunks(path: Path, kind: bytes) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(12)
        for _ in range(_CHUNKS):
            head = stream.read(8)
            if len(head) < 8:
                return
            size = int.from_bytes(head[4:], "little")
            if head[:4] == kind and size <= _TEXT_BYTES:
                yield stream.read(size)
                size = 0
            stream.seek(size + size % 2, 1)


def heif_created(path: Path) -> str:
    """Return when a HEIF file with a film in it (a burst) says that it was made, in UTC.

    Source: ISO/IEC 14496-12 §8.2.2 (mvhd), seconds since 1904.
    """
    with path.open("rb") as stream:
        head = stream.read(_BOX_HEAD_BYTES)
    at = head.find(b"mvhd")
    if at < 0 or len(head) < at + 16:
        return ""
    wide = 8 if head[at + 4] else 4
    seconds = int.from_bytes(head[at + 8 : at + 8 + wide], "big")
    if not 0 < seconds < 1 << 34:
        return ""
    moment = _QUICKTIME_EPOCH + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1980 else ""


def heif_profile(path: Path) -> bytes:
    """Return the ICC profile of a HEIF file's `colr` box (ISO/IEC 14496-12 §12.1.5)."""
    with path.open("rb") as stream:
        head = stream.read(_BOX_HEAD_BYTES)
    found = re.search(rb"colr(?:prof|rICC)", head)
    if found is None or found.start() < 4:
        return b""
    size = int.from_bytes(head[found.start() - 4 : found.start()], "big")
    return head[found.end() : found.start() - 4 + size]
