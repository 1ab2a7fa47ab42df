"""Read what a sound recording says about itself.

Source: see media/extract/{timed,tags,riff}.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from media import mpegaudio, streams
from media.border import value_or_none
from media.extract import clean, riff, tags, timed, xmp
from media.extract.dates import edtf
from media.extract.described import described
from media.formats import HEAD_BYTES
from media.values import Description, Identification, Notice


def describe(path: Path, name: str, ident: Identification) -> Description:
    """Return the description of a sound recording that `identify` has accepted."""
    notices: list[Notice] = []
    read, chapters, bits = tags.read(path, notices)
    info, bext = _broadcast(path, ident, notices)
    with streams.open_streams(path, name, ident.format) as container:
        facts = timed.facts(container, notices)
        from_container = timed.container_tags(container)
    merged = {**from_container, **{k: (v,) for k, v in info.items()}, **read}
    found = facts | timed.words(merged)
    found |= {
        "duration_s": facts["duration_s"] or _length(path, notices),
        "bit_depth": (bits if _keeps_samples(facts) else None) or facts.get("bit_depth"),
        "chapters": facts["chapters"] or chapters,
        "captured": _broadcast_date(bext, notices)
        or timed.captured(merged, notices)
        or timed.created(path, ident.format),
        "gps": timed.gps(merged),
        "description": bext.get("description") or found["description"],
        "creators": found["creators"] or clean.unique([bext.get("originator", "")]),
        "tags": merged,
    }
    raw = {"tags": read, "info": info, "bext": bext, "container": from_container}
    packet = value_or_none(lambda: xmp.of_file(path), notices, "xmp-unreadable") or {}
    found = timed.with_packet(found, packet, notices)
    return described(ident, found, raw | {"xmp": packet}, notices)


def by_headers(path: Path, ident: Identification) -> Description:
    """Return what mutagen alone reads of a recording that no decoder opens."""
    notices: list[Notice] = []
    read, chapters, _ = tags.read(path, notices)
    info, bext = _broadcast(path, ident, notices)
    merged = {**{k: (v,) for k, v in info.items()}, **read}
    facts = value_or_none(lambda: tags.stream_facts(path), notices, "headers-unreadable") or {}
    if ident.format == "mp3" and not facts.get("rate_hz"):
        facts = _by_frames(path)
    found = facts | timed.words(merged)
    found |= {"chapters": chapters, "captured": timed.captured(merged, notices), "tags": merged}
    found["audio_codec"] = _CODECS.get(ident.format, "") if facts.get("rate_hz") else ""
    return described(ident, found, {"tags": read, "info": info, "bext": bext}, notices)


def _by_frames(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    at = mpegaudio.first_frame(head)
    return {} if at is None else {**mpegaudio.facts(head, at, path.stat().st_size)}


_CODECS = {"mp3": "mp3", "flac": "flac", "opus": "opus", "ogg": "vorbis"}


def _length(path: Path, notices: list[Notice]) -> float | None:
    facts = value_or_none(lambda: tags.stream_facts(path), notices, "length-unknown") or {}
    return facts.get("duration_s")


def _broadcast(
    path: Path, ident: Identification, notices: list[Notice]
) -> tuple[dict[str, str], dict[str, Any]]:
    if ident.format not in ("wav", "avi"):
        return {}, {}
    return value_or_none(lambda: riff.read(path), notices, "riff-unreadable") or ({}, {})


def _keeps_samples(facts: dict[str, Any]) -> bool:
    return str(facts.get("audio_codec", "")).startswith(("pcm", "flac", "alac", "als"))


def _broadcast_date(bext: dict[str, Any], notices: list[Notice]) -> str:
    date, time = bext.get("origination_date", ""), bext.get("origination_time", "")
    if not date:
        return ""
    clock = clock_of(time)
    return edtf(f"{date}T{clock}" if clock else date, notices) or edtf(date)


def clock_of(time: str) -> str:
    """Return `hh:mm:ss` of a time that may be parted by any sign (EBU Tech 3285 §2.4)."""
    digits = [part for part in (time[0:2], time[3:5], time[6:8]) if part.isdigit()]
    return ":".join(digits) if len(digits) == 3 else ""
