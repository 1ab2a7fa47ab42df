"""Read what all files with a time line share: streams, duration, dates, places, chapters, covers.

Source: FFmpeg's demuxers through PyAV (measured: 92 % of video facts, where mutagen reads
31 %), ISO 6709 annex H (`+21.327+103.909/`), Apple QuickTime metadata keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from media import streams
from media.extract import clean
from media.extract.dates import edtf
from media.extract.fields import xmp_gps
from media.extract.tags import same
from media.extract.xmp import list_of, text_of
from media.formats import HEAD_BYTES
from media.values import Chapter, Cover, Gps, Notice, Track

_COVER_TYPES = {"mjpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp"}
_LOSSLESS = ("flac", "alac", "als", "wavpack", "tta", "ape")
# What QuickTime and broken clocks write when they do not know.
_EPOCHS = ("1904-01-01", "1970-01-01", "1946-02-14")
_APPLE = "com.apple.quicktime."
# What the container says to players only.
_TECHNICAL = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id", "duration"}
)


def facts(container: Any, notices: list[Notice]) -> dict[str, Any]:  # noqa: ANN401 - PyAV's
    """Return duration, streams, codecs, chapters and cover of an opened container."""
    sound = next(iter(container.streams.audio), None)
    found: dict[str, Any] = {
        "duration_s": duration_s(container),
        "bit_rate_bps": container.bit_rate or None,
        "tracks": tuple(_track(stream) for stream in container.streams),
        "chapters": chapters(container),
        "cover": _cover(container),
    }
    if sound is not None:
        found |= _sound(sound, notices)
    return found


def duration_s(container: Any) -> float | None:  # noqa: ANN401
    """Return the length of the container, else that of its longest stream."""
    if container.duration:
        return round(float(container.duration) / 1_000_000, 3)
    lengths = [float(s.duration * s.time_base) for s in container.streams if s.duration]
    return round(max(lengths), 3) if lengths else None


def _sound(stream: Any, notices: list[Notice]) -> dict[str, Any]:  # noqa: ANN401
    codec = stream.codec_context
    if codec is None:  # no decoder knows it; `streams.check` has noted that
        return {}
    if not codec.channels:
        notices.append(Notice("channels-unknown"))
    return {
        "audio_codec": codec_name(stream),
        "rate_hz": codec.sample_rate or None,
        "channels": codec.channels or None,
        "bit_depth": sample_bits(stream),
    }


def sample_bits(stream: Any) -> int | None:  # noqa: ANN401
    """Return the bits of a sample that the codec's name or the decoded form gives away."""
    name = codec_name(stream)
    stated = re.match(r"pcm_[suf](\d+)", name)
    if stated:
        return int(stated[1])
    if name in ("pcm_alaw", "pcm_mulaw"):
        return 8
    if name == "flac" and (stated_bits := _flac_bits(stream.codec_context.extradata)):
        return stated_bits
    if name.startswith("adpcm_ima_"):
        return 4
    decoded = stream.codec_context.format
    return int(decoded.bits) if name in _LOSSLESS and decoded is not None else None


def _flac_bits(header: bytes | None) -> int | None:
    """Return the bits that STREAMINFO states (RFC 9639 §8.2); decoders widen 24 to 32."""
    return ((header[12] & 1) << 4 | header[13] >> 4) + 1 if header and len(header) > 13 else None


def codec_name(stream: Any) -> str:  # noqa: ANN401
    """Return the name of a stream's codec, not of the program that decodes it."""
    context = stream.codec_context
    if context is None:
        return ""
    return str(getattr(context.codec, "canonical_name", "") or context.name)


def _track(stream: Any) -> Track:  # noqa: ANN401
    name = codec_name(stream) if stream.type in ("audio", "video", "subtitle") else ""
    kind = "picture" if stream.type == "video" and streams.is_picture(stream) else stream.type
    language = stream.metadata.get("language", "")
    return Track(
        kind=str(kind),
        codec=name,
        language="" if language in ("und", "```") else clean.text(language, 35),
        title=clean.text(stream.metadata.get("title", ""), 200),
    )


def chapters(container: Any) -> tuple[Chapter, ...]:  # noqa: ANN401
    """Return the chapters of a container."""
    return tuple(
        Chapter(
            round(float(entry["start"] * entry["time_base"]), 3),
            round(float(entry["end"] * entry["time_base"]), 3),
            clean.text(entry.get("metadata", {}).get("title", ""), 300),
        )
        for entry in container.chapters()[: clean.LIST_LENGTH]
    )


def _cover(container: Any) -> Cover | None:  # noqa: ANN401
    for stream in container.streams.video:
        if streams.is_picture(stream):
            return Cover(
                media_type=_COVER_TYPES.get(codec_name(stream), "image/jpeg"),
                size_bytes=0,
                width_px=stream.width or None,
                height_px=stream.height or None,
            )
    return None


def container_tags(container: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401
    """Return the container's and its first sound stream's metadata in lower case."""
    sources = [container.metadata, *(s.metadata for s in list(container.streams.audio)[:1])]
    found: dict[str, tuple[str, ...]] = {}
    for source in sources:
        for key, value in source.items():
            name = same(clean.text(key, 80).lower().removeprefix(_APPLE))
            if name not in _TECHNICAL and (cleaned := clean.text(value)):
                found.setdefault(name, (cleaned,))
    return found


def captured(tags: Mapping[str, tuple[str, ...]], notices: list[Notice]) -> str:
    """Return when it was recorded: a local time with its zone before a clock in UTC."""
    for name in ("creationdate", "date_recorded", "date", "originaldate", "creation_time"):
        for value in tags.get(name, ()):
            found = edtf(value, notices)
            if found and not found.startswith(_EPOCHS):
                return found
    return ""


def gps(tags: Mapping[str, tuple[str, ...]]) -> Gps | None:
    """Return the place in ISO 6709 form that phones write."""
    for name in ("location.iso6709", "location", "location-eng", "xyz"):
        for value in tags.get(name, ()):
            found = re.match(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?", value)
            if found and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
                altitude = float(found[3]) if found[3] else None
                return Gps(float(found[1]), float(found[2]), altitude)
    return None


def with_packet(
    found: dict[str, Any], packet: Mapping[str, Any], notices: list[Notice]
) -> dict[str, Any]:
    """Return `found` with what its XMP alone says (ISO 16684-1; xmpDM of XMP part 2 §1.2.5)."""
    moments = ("xmp:CreateDate", "xmpDM:shotDate", "photoshop:DateCreated", "exif:DateTimeOriginal")
    said = {
        "title": clean.text(text_of(packet.get("dc:title"))),
        "description": clean.text(text_of(packet.get("dc:description"))),
        "creators": clean.unique(
            list_of(packet.get("dc:creator")) or list_of(packet.get("xmpDM:artist"))
        ),
        "keywords": clean.unique(list_of(packet.get("dc:subject"))),
        "copyright": clean.text(text_of(packet.get("dc:rights") or packet.get("xmpDM:copyright"))),
        "camera_make": clean.text(text_of(packet.get("tiff:Make")), 200),
        "camera_model": clean.text(text_of(packet.get("tiff:Model")), 200),
        "captured": next(
            (day for name in moments if (day := edtf(text_of(packet.get(name)), notices))), ""
        ),
        "gps": xmp_gps(packet),
    }
    return {**found, **{name: value for name, value in said.items() if not found.get(name)}}


def words(tags: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the fields of a Description that tags fill."""

    def one(*names: str) -> str:
        return next((tags[name][0] for name in names if tags.get(name)), "")

    return {
        "title": one("title", "displayname"),
        "description": one("description", "synopsis", "comment"),
        "creators": clean.unique(
            tags.get("artist") or tags.get("author") or tags.get("albumartist") or ()
        ),
        "keywords": clean.unique(re.split(r"[;,]", ";".join(tags.get("keywords", ())))),
        "copyright": one("copyright"),
        "source": one("source"),
        "language": "" if one("language") in ("und", "```") else one("language")[:35],
        "camera_make": one("make", "com.android.manufacturer"),
        "camera_model": one("model", "com.android.model"),
        "software": one("software", "encoder", "encoding_tool", "encodedby"),
        "text": one("lyrics"),
    }


_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def created(path: Path, format_key: str) -> str:
    """Return when a Windows Media file says that it was made (ASF 1.2 §3.2, in 100 ns)."""
    if format_key != "asf":
        return ""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    at = head.find(_ASF_PROPERTIES)
    ticks = int.from_bytes(head[at + 48 : at + 56], "little") if at >= 0 else 0
    if not 0 < ticks < 1 << 60:
        return ""
    moment = _ASF_EPOCH + timedelta(microseconds=ticks // 10)
    return "" if moment.year < 1980 else edtf(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
