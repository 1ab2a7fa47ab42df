"""Read the tags of sound files under one set of names, whichever scheme wrote them.

Source: ID3v2.2–2.4, Vorbis comments, MP4 `ilst` atoms and APEv2 as mutagen reads them; the
names are those of Vorbis comments and Picard's mapping table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from media.border import value_or_none
from media.extract import clean
from media.values import Chapter, Notice

_ID3 = {
    "TIT1": "grouping", "TIT2": "title", "TIT3": "subtitle", "TPE1": "artist",
    "TPE2": "albumartist", "TPE3": "conductor", "TPE4": "remixer", "TCOM": "composer",
    "TEXT": "lyricist", "TALB": "album", "TDRC": "date", "TDRL": "releasedate",
    "TDOR": "originaldate", "TCON": "genre", "TRCK": "tracknumber", "TPOS": "discnumber",
    "TCOP": "copyright", "TLAN": "language", "TSSE": "encoder", "TENC": "encodedby",
    "TPUB": "publisher", "TSRC": "isrc", "TBPM": "bpm", "TKEY": "key", "TMOO": "mood",
    "COMM": "comment", "USLT": "lyrics", "WCOP": "copyright_url", "TIPL": "people",
    "TMCL": "performers", "TMED": "media", "WOAF": "url", "WXXX": "url",
}  # fmt: skip
_MP4 = {
    "\xa9nam": "title", "\xa9ART": "artist", "aART": "albumartist", "\xa9wrt": "composer",
    "\xa9alb": "album", "\xa9day": "date", "\xa9gen": "genre", "trkn": "tracknumber",
    "disk": "discnumber", "\xa9cmt": "comment", "desc": "description", "ldes": "synopsis",
    "cprt": "copyright", "\xa9too": "encoder", "\xa9lyr": "lyrics", "keyw": "keywords",
    "\xa9grp": "grouping", "tmpo": "bpm", "\xa9xyz": "location", "\xa9des": "description",
    "\xa9cpy": "copyright", "\xa9aut": "artist", "\xa9dir": "director", "\xa9prd": "producer",
}  # fmt: skip
# Pictures and binary frames: `Cover` says what is needed of them.
_BINARY = ("APIC", "PIC", "GEOB", "PRIV", "MCDI", "CHAP", "CTOC", "covr", "UFID", "SYLT", "RVA2")
_SAME = {
    "year": "date",
    "track": "tracknumber",
    "part_number": "tracknumber",
    "disc": "discnumber",
    "wm/albumtitle": "album",
    "wm/albumartist": "albumartist",
    "wm/composer": "composer",
    "wm/conductor": "conductor",
    "wm/contentgroupdescription": "grouping",
    "wm/genre": "genre",
    "wm/language": "language",
    "wm/lyrics": "lyrics",
    "wm/mood": "mood",
    "wm/originalreleaseyear": "originaldate",
    "wm/partofset": "discnumber",
    "wm/publisher": "publisher",
    "wm/subtitle": "subtitle",
    "wm/tracknumber": "tracknumber",
    "wm/year": "date",
    "encoded_by": "encodedby",
    "icrd": "date",
    "album_artist": "albumartist",
    "date_recorded": "date",
    "date_released": "releasedate",
    "unsyncedlyrics": "lyrics",
    "organization": "publisher",
}
_PICTURE_KEYS = ("metadata_block_picture", "coverart", "cover art (front)")


def read(
    path: Path, notices: list[Notice]
) -> tuple[dict[str, tuple[str, ...]], tuple[Chapter, ...], int | None]:
    """Return (tags, chapters, bits of a sample) that mutagen finds."""
    opened = value_or_none(lambda: _open(path), notices, "tags-unreadable")
    return (*read_opened(path, opened, notices), _bits(opened)) if opened else ({}, (), None)


def stream_facts(path: Path) -> dict[str, Any]:
    """Return the length, rate, channels and depth that mutagen reads from headers alone."""
    return facts_of(getattr(_open(path), "info", None))


def facts_of(info: Any) -> dict[str, Any]:  # noqa: ANN401 - mutagen's infos share no base
    """Return the facts that one of mutagen's stream infos holds."""
    names = {
        "duration_s": "length",
        "rate_hz": "sample_rate",
        "channels": "channels",
        "bit_depth": "bits_per_sample",
    }
    found = {ours: getattr(info, theirs, None) or None for ours, theirs in names.items()}
    length = found["duration_s"]
    return found | {"duration_s": round(length, 3) if length else None}


def _bits(opened: Any) -> int | None:  # noqa: ANN401
    return getattr(opened.info, "bits_per_sample", None) or None


def read_opened(
    path: Path,
    opened: Any,  # noqa: ANN401
    notices: list[Notice],
) -> tuple[dict[str, tuple[str, ...]], tuple[Chapter, ...]]:
    """Return (tags, chapters) of what mutagen has opened."""
    tags = value_or_none(lambda: _tags(path, opened), notices, "tags-unreadable") or {}
    chapters = value_or_none(lambda: _chapters(opened.tags), notices, "chapters-unreadable") or ()
    return tags, chapters


def _open(path: Path) -> Any:  # noqa: ANN401 - mutagen's file types share no base
    import mutagen

    return mutagen.File(path)


def _tags(path: Path, opened: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401
    raw = opened.tags if opened.tags is not None else _ape(path)
    found: dict[str, list[str]] = {}
    for key, value in list((raw or {}).items())[: clean.LIST_LENGTH]:
        name = _name(key, value)
        if name:
            found.setdefault(name, []).extend(_texts(name, value))
    return {name: kept for name, values in found.items() if (kept := clean.unique(values))}


def _ape(path: Path) -> Mapping[str, Any]:
    from mutagen.apev2 import APEv2, error

    try:
        return dict(APEv2(path).items())
    except error:
        return {}


def _name(key: str, value: Any) -> str:  # noqa: ANN401
    frame = key.split(":", 1)[0]
    if frame in _BINARY or key.lower() in _PICTURE_KEYS:
        return ""
    if frame == "TXXX":
        return same(getattr(value, "desc", "") or key.partition(":")[2])
    if key.startswith("----:"):
        return same(key.rpartition(":")[2])
    return _ID3.get(frame) or _MP4.get(key) or same(key)


def same(name: str) -> str:
    """Return a tag's one name, whatever its scheme calls it."""
    plain = clean.text(name, 80).lower().replace(" ", "_")
    return _SAME.get(plain, plain)


def _texts(name: str, value: Any) -> Iterable[str]:  # noqa: ANN401
    if name == "genre" and hasattr(value, "genres"):
        return [str(genre) for genre in value.genres]
    if hasattr(value, "text"):
        value = value.text
    if hasattr(value, "people"):
        return [" ".join(map(str, pair)) for pair in value.people]
    values = value if isinstance(value, list | tuple) else [value]
    return [_text(item) for item in values]


def _text(item: Any) -> str:  # noqa: ANN401
    if isinstance(item, bytes):
        return clean.from_bytes(item)
    if isinstance(item, tuple):
        # MP4's (number, total) pairs.
        return "/".join(str(part) for part in item if part)
    return str(getattr(item, "url", item))


def _chapters(tags: Any) -> tuple[Chapter, ...]:  # noqa: ANN401
    frames = tags.getall("CHAP") if hasattr(tags, "getall") else []
    found = [
        Chapter(
            frame.start_time / 1000,
            frame.end_time / 1000,
            clean.text(frame.sub_frames["TIT2"]) if "TIT2" in frame.sub_frames else "",
        )
        for frame in frames
    ]
    return tuple(sorted(found, key=lambda chapter: chapter.start_s))
