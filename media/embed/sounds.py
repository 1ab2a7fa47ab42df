"""Splice tags into sound: ID3 before MP3, Vorbis comments into FLAC, INFO and XMP into WAV.

Tags of the original that say other things (cover, album, encoder) stay. Source: ID3v2.3 §3 and
ID3v2.4 §3; RFC 9639 §8.6 (FLAC's Vorbis comment); Microsoft RIFF 1.0 (INFO); Adobe XMP
Specification part 3 §1.2.3 (`_PMX`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from media.embed.splice import Piece, Span
from media.embed.words import Words, packet

_TAG_BYTES = 16 * 1024 * 1024
_COMMENT_BYTES = 1024 * 1024
_BLOCKS = 2_000
_OURS = frozenset({b"TIT2", b"TPE1", b"COMM", b"TCOP", b"TDRC", b"TYER", b"WOAF", b"TIT1"})


def _pairs(words: Words) -> dict[str, list[str]]:
    """Return the words under the names of Vorbis comments."""
    found = {
        "TITLE": [words.first(words.title)],
        "ARTIST": list(words.creators),
        "DESCRIPTION": [words.first(words.description)],
        "COPYRIGHT": [words.rights],
        "DATE": [words.date],
        "LOCATION": [words.place],
        "CONTACT": [words.identifier],
    }
    return {name: kept for name, values in found.items() if (kept := [v for v in values if v])}


def mp3(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of an MP3 with our frames first in its ID3v2 tag."""
    version, old, length = _old_tag(file)
    if length >= size:
        return []
    frames = _id3_frames(words, version) + old
    total = len(frames)
    safe = bytes(total >> shift & 0x7F for shift in (21, 14, 7, 0))
    header = b"ID3" + bytes([version, 0, 0]) + safe
    return [header + frames, Span(length, size - length)]


def _old_tag(file: BinaryIO) -> tuple[int, bytes, int]:
    """Return (version, frames to keep, bytes of the old tag) of an ID3v2 tag."""
    head = file.read(10)
    if head[:3] != b"ID3":
        return 4, b"", 0
    length = _safe(head[6:10]) + 10 + (10 if head[5] & 0x10 else 0)
    # Frames of version 2.2 and of tags with flags are built otherwise, and not taken over.
    if head[3] not in (3, 4) or head[5] & 0xE0 or length > _TAG_BYTES:
        return 4, b"", length
    kept = b"".join(_frames(file.read(length - 10), is_safe=head[3] == 4))
    return head[3], kept, length


def _safe(data: bytes) -> int:
    return int.from_bytes(bytes(4 - len(data)) + data, "big") if not data else sum(
        (byte & 0x7F) << shift for byte, shift in zip(data, (21, 14, 7, 0), strict=True)
    )  # fmt: skip


def _frames(data: bytes, *, is_safe: bool) -> Iterator[bytes]:
    """Yield the frames that say what our words do not."""
    at = 0
    while at + 10 < len(data) and data[at : at + 4].isalnum():
        size = _safe(data[at + 4 : at + 8])
        size = size if is_safe else int.from_bytes(data[at + 4 : at + 8], "big")
        if at + 10 + size > len(data):
            return
        if data[at : at + 4] not in _OURS:
            yield data[at : at + 10 + size]
        at += 10 + size


def _id3_frames(words: Words, version: int) -> bytes:
    from mutagen import id3

    pairs = _pairs(words)
    tags = id3.ID3()
    texts: dict[str, Any] = {"TITLE": id3.TIT2, "ARTIST": id3.TPE1, "COPYRIGHT": id3.TCOP}
    for name, frame in texts.items():
        if name in pairs:
            tags.add(frame(encoding=1, text=pairs[name]))
    if "DATE" in pairs:
        tags.add(id3.TDRC(encoding=1, text=pairs["DATE"][0][:10]))
    if "DESCRIPTION" in pairs:
        tags.add(id3.COMM(encoding=1, lang="vie", desc="", text=pairs["DESCRIPTION"]))
    if words.identifier:
        tags.add(id3.WOAF(url=words.identifier))
    if version == 3:
        tags.update_to_v23()
    out = io.BytesIO()
    tags.save(out, v1=0, v2_version=version, padding=lambda _info: 0)
    return out.getvalue()[10:]


def flac(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a FLAC file with a new comment block after its first."""
    if file.read(4) != b"fLaC":
        return []
    pieces: list[Piece] = [b"fLaC"]
    at, old = 4, b""
    blocks: list[tuple[int, int, int]] = []
    for _ in range(_BLOCKS):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4:
            return []
        length = int.from_bytes(head[1:], "big")
        kind = head[0] & 0x7F
        if kind == 4:
            old = file.read(min(length, _COMMENT_BYTES))
        else:
            blocks.append((kind, at + 1, length + 3))
        at += 4 + length
        if head[0] & 0x80:
            break
    comment = _comment(old, words)
    pieces += [bytes([blocks[0][0]]), Span(*blocks[0][1:])]
    is_last = len(blocks) == 1
    pieces.append(bytes([4 | is_last << 7]) + len(comment).to_bytes(3, "big") + comment)
    for number, (kind, start, length) in enumerate(blocks[1:], 2):
        pieces += [bytes([kind | (number == len(blocks)) << 7]), Span(start, length)]
    return [*pieces, Span(at, size - at)]


def _comment(old: bytes, words: Words) -> bytes:
    """Return a Vorbis comment: ours, and of the old one what ours does not say."""
    pairs = _pairs(words)
    at = 4 + int.from_bytes(old[:4], "little")
    vendor, kept = old[4:at] or b"Kho Xoe", []
    count = int.from_bytes(old[at : at + 4], "little")
    at += 4
    for _ in range(min(count, _BLOCKS)):
        size = int.from_bytes(old[at : at + 4], "little")
        said = old[at + 4 : at + 4 + size]
        name = said.partition(b"=")[0].decode("ascii", "replace").upper()
        if b"=" in said and name not in pairs:
            kept.append(said)
        at += 4 + size
    ours = [f"{name}={value}".encode() for name, values in pairs.items() for value in values]
    listed = [*ours, *kept]
    body = b"".join(len(one).to_bytes(4, "little") + one for one in listed)
    return len(vendor).to_bytes(4, "little") + vendor + len(listed).to_bytes(4, "little") + body


def wav(file: BinaryIO, size: int, words: Words) -> list[Piece]:
    """Return the pieces of a WAV file with an INFO list and an XMP chunk behind its samples."""
    head = file.read(12)
    declared = int.from_bytes(head[4:8], "little")
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE" or declared + 8 > size + 1:
        return []
    end = min(size, declared + 8)
    pairs = _pairs(words)
    names = {"INAM": "TITLE", "IART": "ARTIST", "ISBJ": "DESCRIPTION", "ICOP": "COPYRIGHT"}
    names |= {"ICRD": "DATE", "ISRC": "CONTACT"}
    info = b"INFO" + b"".join(
        _chunk(key.encode(), "; ".join(pairs[name]).encode() + b"\x00")
        for key, name in names.items()
        if name in pairs
    )
    added = b"\x00" * (end % 2) + _chunk(b"LIST", info) + _chunk(b"_PMX", packet(words))
    total = end + len(added) - 8
    if total >= 1 << 32:
        return []
    header = b"RIFF" + total.to_bytes(4, "little")
    return [header, Span(8, end - 8), added, Span(end, size - end)]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\x00" * (len(body) % 2)
