"""Read what RIFF files say of themselves: LIST INFO, the Broadcast Wave `bext` chunk, cue points.

Source: EBU Tech 3285 v2 (bext), Microsoft Multimedia Programming Interface 1.0 §2 (INFO, cue).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from media.extract.clean import text

INFO_NAMES = {
    "IARL": "archival_location",
    "IART": "artist",
    "ICMS": "commissioned_by",
    "ICMT": "comment",
    "ICOP": "copyright",
    "ICRD": "date",
    "IENG": "engineer",
    "IGNR": "genre",
    "IKEY": "keywords",
    "ILNG": "language",
    "IMED": "medium",
    "INAM": "title",
    "IPRD": "album",
    "ISBJ": "description",
    "ISFT": "encoder",
    "ISRC": "source",
    "ISRF": "source_form",
    "ITCH": "technician",
    "ITRK": "tracknumber",
}
_CHUNK_BYTES = 1024 * 1024
_CHUNKS = 2_000


def read(path: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Return (INFO values by our names, bext values) of a WAV or AVI file."""
    info: dict[str, str] = {}
    bext: dict[str, Any] = {}
    with path.open("rb") as stream:
        for kind, size in _chunks(stream):
            if kind == b"LIST":
                body = stream.read(min(size, _CHUNK_BYTES))
                if body[:4] == b"INFO":
                    info |= _info(body[4:])
            elif kind == b"bext":
                bext = _bext(stream.read(min(size, _CHUNK_BYTES)))
    return info, bext


def _chunks(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    at = 12
    for _ in range(_CHUNKS):
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        yield head[:4], size
        at += 8 + size + size % 2


def _info(body: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at + 8 <= len(body):
        size = int.from_bytes(body[at + 4 : at + 8], "little")
        key = body[at : at + 4].decode("latin-1").upper()
        value = text(body[at + 8 : at + 8 + size].partition(b"\x00")[0])
        if value:
            found[INFO_NAMES.get(key, key)] = value
        at += 8 + size + size % 2
    return found


def _bext(body: bytes) -> dict[str, Any]:
    if len(body) < 346:
        return {}
    fixed = [
        text(part.partition(b"\x00")[0]) for part in struct.unpack("256s32s32s10s8s", body[:338])
    ]
    low, high = struct.unpack("<II", body[338:346])
    found: dict[str, Any] = {
        "description": fixed[0],
        "originator": fixed[1],
        "originator_reference": fixed[2],
        "origination_date": fixed[3],
        "origination_time": fixed[4],
        "time_reference_samples": low + (high << 32),
        "version": int.from_bytes(body[346:348], "little"),
        "coding_history": text(body[602:].partition(b"\x00")[0]),
    }
    if found["version"] >= 2:
        value, span = struct.unpack("<hh", body[412:416])
        found |= {"loudness_lufs": value / 100, "loudness_range_lu": span / 100}
    return {key: value for key, value in found.items() if value not in ("", None)}
