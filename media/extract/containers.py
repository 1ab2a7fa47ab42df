"""Walk JPEG segments, PNG chunks and ISO boxes for the metadata that Pillow leaves aside.

Source: ISO/IEC 10918-1 annex B (markers), PNG third edition §11.3 (tEXt, zTXt, iTXt),
ISO/IEC 15444-1 annex I (ihdr), AV1-ISOBMFF §2.3.3 (av1C).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from media.extract.xmp import inflate

_TEXT_BYTES = 4 * 1024 * 1024
_CHUNKS = 100_000
_BOX_HEAD_BYTES = 256 * 1024


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
