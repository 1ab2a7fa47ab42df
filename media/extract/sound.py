"""Read what a sound recording says about itself.

Source: see media/extract/{timed,tags,riff}.py.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from media import mpegaudio, streams
from media.border import value_or_none
from media.extract import clean, matroska, riff, tags, timed, xmp
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
    from_container |= matroska.tags_of(path, ident.format, notices)
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
    """Return what headers alone say of a recording, or a film, that no decoder opens."""
    notices: list[Notice] = []
    if ident.format in matroska.FORMATS:
        return _by_elements(path, ident)
    read, chapters, _ = tags.read(path, notices)
    info, bext = _broadcast(path, ident, notices)
    merged = {**{k: (v,) for k, v in info.items()}, **read}
    facts = value_or_none(lambda: tags.stream_facts(path), notices, "headers-unreadable") or {}
    if ident.format == "mp3" and not facts.get("rate_hz"):
        facts = _by_frames(path)
    if ident.format == "monkeys-audio" and not facts:
        read, facts = _behind_tag(path, notices)
        merged |= read
    found = facts | timed.words(merged)
    found |= {"chapters": chapters, "captured": timed.captured(merged, notices), "tags": merged}
    found["audio_codec"] = _codec(path, ident.format) if facts.get("rate_hz") else ""
    return described(ident, found, {"tags": read, "info": info, "bext": bext}, notices)


def _by_elements(path: Path, ident: Identification) -> Description:
    said = matroska.read(path)
    found = said.facts | timed.words(said.tags)
    found |= {"captured": timed.captured(said.tags, []), "tags": said.tags}
    return described(ident, found, {"tags": said.tags})


def _behind_tag(path: Path, notices: list[Notice]) -> tuple[dict[str, tuple[str, ...]], Any]:
    """Return (tags, facts) of Monkey's Audio behind an ID3v2 tag, which no reader passes over."""
    from mutagen.id3 import ID3
    from mutagen.monkeysaudio import MonkeysAudioInfo

    tag = ID3(path)
    with path.open("rb") as stream:
        stream.seek(tag.size)
        info = MonkeysAudioInfo(stream)
    read, _ = tags.read_opened(path, SimpleNamespace(tags=tag), notices)
    return read, tags.facts_of(info)


def _by_frames(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    at = mpegaudio.first_frame(head)
    return {} if at is None else {**mpegaudio.facts(head, at, path.stat().st_size)}


_CODECS = {
    "mp3": "mp3",
    "flac": "flac",
    "opus": "opus",
    "ogg": "vorbis",
    "monkeys-audio": "ape",
    "wavpack": "wavpack",
    "true-audio": "tta",
}


def _codec(path: Path, format_key: str) -> str:
    if format_key == "musepack":
        with path.open("rb") as stream:
            return "musepack7" if stream.read(3) == b"MP+" else "musepack8"
    return _CODECS.get(format_key, "")


def _length(path: Path, notices: list[Notice]) -> float | None:
    facts = value_or_none(lambda: tags.stream_facts(path), notices, "length-unknown") or {}
    return facts.get("duration_s") or _by_frames(path).get("duration_s")


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
