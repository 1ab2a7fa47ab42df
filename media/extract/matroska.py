"""Walk a Matroska or WebM file's own elements for what FFmpeg leaves aside or cannot open.

FFmpeg keeps one value of a tag and names it by its level; a file cut behind its headers it does
not open at all. Source: RFC 8794 §4–7 (EBML), RFC 9559 §5 (elements) and §6 (codec ids), Matroska
tags specification (TargetTypeValue, SimpleTag).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from media.border import value_or_none
from media.extract import clean
from media.extract.tags import same
from media.values import Notice

FORMATS = ("mkv", "webm")
_EBML, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_INFO, _TRACKS, _TAGS = 0x1549A966, 0x1654AE6B, 0x1254C367
_TITLE, _DATE, _DURATION, _SCALE, _APP = 0x7BA9, 0x4461, 0x4489, 0x2AD7B1, 0x5741
_ENTRY, _KIND, _CODEC, _VIDEO, _AUDIO, _FRAME_NS = 0xAE, 0x83, 0x86, 0xE0, 0xE1, 0x23E383
_WIDTH, _HEIGHT, _RATE, _CHANNELS, _BITS = 0xB0, 0xBA, 0xB5, 0x9F, 0x6264
_TAG, _TARGETS, _LEVEL, _OF_TRACK = 0x7373, 0x63C0, 0x68CA, 0x63C5
_SIMPLE, _NAME, _STRING = 0x67C8, 0x45A3, 0x4487
_MASTER_BYTES = 4 * 1024 * 1024
_ELEMENTS = 100_000
_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
# What mkvmerge counts, no words of a person.
_COUNTED = ("bps", "duration", "number_of_", "_statistics")
_WHOLE_LEVEL = 50
# What a value of the whole work is called beside one of its part.
_OF_WHOLE = {"title": "album", "artist": "albumartist"}
_CODECS = {
    "V_MPEG4/ISO/AVC": "h264",
    "V_MPEGH/ISO/HEVC": "hevc",
    "V_MPEG1": "mpeg1video",
    "V_MPEG2": "mpeg2video",
    "V_MPEG4/ISO": "mpeg4",
    "V_MJPEG": "mjpeg",
    "A_MPEG/L3": "mp3",
    "A_MPEG/L2": "mp2",
    # Codecs of Windows behind another name; FFmpeg tells them apart.
    "V_MS/VFW/FOURCC": "",
    "A_MS/ACM": "",
}


@dataclass(slots=True)
class Said:
    """What the elements say: facts by the names of a Description, and tags."""

    facts: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read(path: Path) -> Said:
    """Return what the segment's information, tracks and tags say; damaged parts are left out."""
    said = Said()
    whole: dict[str, list[str]] = {}
    part: dict[str, list[str]] = {}
    with path.open("rb") as stream:
        for number, body in _masters(stream):
            if number == _INFO:
                _information(body, said)
            elif number == _TRACKS:
                _tracks(body, said.facts)
            else:
                _sort_tags(body, whole, part)
    named = {(_OF_WHOLE.get(name, name) if part else name): v for name, v in whole.items()}
    for name, values in {**named, **part}.items():
        said.tags[name] = clean.unique(values)
    return said


def tags_of(path: Path, format_key: str, notices: list[Notice]) -> dict[str, tuple[str, ...]]:
    """Return the tags of a Matroska file with all their values, of others nothing."""
    if format_key not in FORMATS:
        return {}
    said = value_or_none(lambda: read(path), notices, "elements-unreadable")
    return said.tags if said else {}


def _masters(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (id, content) of the segment's masters that carry words, clusters passed over."""
    for _ in range(_ELEMENTS):
        head = stream.read(12)
        found = _head(head, 0)
        if found is None:
            return
        number, size, length = found
        stream.seek(length - len(head), 1)
        if number == _SEGMENT:
            continue
        if size is None:
            return
        if number in (_INFO, _TRACKS, _TAGS) and size <= _MASTER_BYTES:
            yield number, stream.read(size)
        else:
            stream.seek(size, 1)


def _head(data: bytes, at: int) -> tuple[int, int | None, int] | None:
    """Return (id, size or None where unknown, where the content starts) of an element."""
    if at >= len(data) or not data[at]:
        return None
    start = at + 9 - data[at].bit_length()
    if start >= len(data) or not data[start]:
        return None
    length = 9 - data[start].bit_length()
    body = data[start : start + length]
    if len(body) < length:
        return None
    size = int.from_bytes(body, "big") & ((1 << 7 * length) - 1)
    unknown = size == (1 << 7 * length) - 1
    return int.from_bytes(data[at:start], "big"), None if unknown else size, start + length


def _children(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while found := _head(data, at):
        number, size, start = found
        at = len(data) if size is None else start + size
        yield number, data[start:at]


def _one(data: bytes) -> dict[int, bytes]:
    """Return the children of a master, the first of each id."""
    found: dict[int, bytes] = {}
    for number, body in _children(data):
        found.setdefault(number, body)
    return found


def _whole(data: bytes) -> int:
    return int.from_bytes(data[:8], "big")


def _float(data: bytes) -> float:
    form = {4: ">f", 8: ">d"}.get(len(data))
    return float(struct.unpack(form, data)[0]) if form else 0.0


def _information(body: bytes, said: Said) -> None:
    told = _one(body)
    length_s = _float(told.get(_DURATION, b"")) * _whole(told.get(_SCALE, b"\x0f\x42\x40")) / 1e9
    if 0 < length_s < 1e7:
        said.facts.setdefault("duration_s", round(length_s, 3))
    words = {"title": clean.text(told.get(_TITLE)), "encoder": clean.text(told.get(_APP))}
    words["creation_time"] = _moment(told.get(_DATE, b""))
    said.tags |= {name: (text,) for name, text in words.items() if text}


def _moment(data: bytes) -> str:
    if len(data) != 8:
        return ""
    try:
        moment = _EPOCH + timedelta(microseconds=int.from_bytes(data, "big", signed=True) // 1000)
    except OverflowError:
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _tracks(body: bytes, facts: dict[str, Any]) -> None:
    entries = [_one(entry) for number, entry in _children(body) if number == _ENTRY]
    for kind, read_track in ((1, _film), (2, _sound)):
        first = next((told for told in entries if _whole(told.get(_KIND, b"")) == kind), None)
        if first is not None:
            facts |= {name: value for name, value in read_track(first).items() if value}


def _film(told: dict[int, bytes]) -> dict[str, Any]:
    size, frame_ns = _one(told.get(_VIDEO, b"")), _whole(told.get(_FRAME_NS, b""))
    return {
        "width_px": _whole(size.get(_WIDTH, b"")),
        "height_px": _whole(size.get(_HEIGHT, b"")),
        "video_codec": _codec(told),
        "frame_rate": round(1e9 / frame_ns, 3) if frame_ns > 1_000_000 else None,
    }


def _sound(told: dict[int, bytes]) -> dict[str, Any]:
    form = _one(told.get(_AUDIO, b""))
    rate = _float(form.get(_RATE, b"")) or 8000.0
    return {
        "rate_hz": int(rate) if 0 < rate < 1e7 else None,
        "channels": _whole(form.get(_CHANNELS, b"\x01")),
        "bit_depth": _whole(form.get(_BITS, b"")),
        "audio_codec": _codec(told),
    }


def _codec(told: dict[int, bytes]) -> str:
    name = clean.text(told.get(_CODEC), 60)
    return _CODECS.get(name, name.partition("_")[2].partition("/")[0].lower())


def _sort_tags(body: bytes, whole: dict[str, list[str]], part: dict[str, list[str]]) -> None:
    for number, tag in _children(body):
        targets = _one(_one(tag).get(_TARGETS, b"")) if number == _TAG else {}
        if number != _TAG or _whole(targets.get(_OF_TRACK, b"")):
            continue
        is_whole = _whole(targets.get(_LEVEL, b"\x32")) >= _WHOLE_LEVEL
        for child, simple in _children(tag):
            if child == _SIMPLE:
                _take(_one(simple), whole if is_whole else part)


def _take(told: dict[int, bytes], found: dict[str, list[str]]) -> None:
    name, value = same(clean.text(told.get(_NAME), 80)), clean.text(told.get(_STRING))
    if name and value and not name.startswith(_COUNTED):
        found.setdefault(name, []).append(value)
