"""Read what a film says about itself, its turn on the screen included.

Source: see media/extract/timed.py; ISO/IEC 14496-12 §8.3.2 (display matrix).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from media import streams
from media.border import value_or_none
from media.extract import clean, matroska, riff, timed, xmp
from media.extract.described import described
from media.values import Description, Identification, Notice


def describe(path: Path, name: str, ident: Identification) -> Description:
    """Return the description of a film that `identify` has accepted."""
    notices: list[Notice] = []
    info = _info(path, ident, notices)
    with streams.open_streams(path, name, ident.format) as container:
        found = timed.facts(container, notices)
        tags = timed.container_tags(container) | matroska.tags_of(path, ident.format, notices)
        tags |= {name: (value,) for name, value in info.items()}
        picture = streams.real_video(container)
        raw = {
            "container": tags,
            "streams": [dict(stream.metadata) for stream in container.streams],
            "info": info,
        }
        found |= timed.words(tags) | _picture(container, picture, notices)
    found |= {
        "captured": timed.captured(tags, notices) or timed.created(path, ident.format),
        "gps": timed.gps(tags),
        "language": found["language"] or _language(found["tracks"]),
        "tags": tags,
    }
    packet = value_or_none(lambda: xmp.of_file(path), notices, "xmp-unreadable") or {}
    raw["xmp"] = packet
    found = timed.with_packet(found, packet, notices)
    return described(ident, found, raw, notices)


def _info(path: Path, ident: Identification, notices: list[Notice]) -> dict[str, str]:
    if ident.format != "avi":
        return {}
    return (value_or_none(lambda: riff.read(path), notices, "riff-unreadable") or ({}, {}))[0]


def _language(tracks: Any) -> str:  # noqa: ANN401 - tuple of Track
    spoken = [track.language for track in tracks if track.kind == "audio" and track.language]
    return spoken[0] if len(set(spoken)) == 1 else ""


def _picture(container: Any, stream: Any, notices: list[Notice]) -> dict[str, Any]:  # noqa: ANN401
    if stream is None:
        return {}
    rate = next((r for r in (stream.average_rate, stream.guessed_rate) if r and r < 400), None)
    frame = value_or_none(lambda: next(container.decode(stream), None), notices, "no-first-frame")
    context = stream.codec_context
    return {
        "width_px": context.width or (frame.width if frame else None),
        "height_px": context.height or (frame.height if frame else None),
        "rotation_deg": turn_of(frame),
        "pixel_aspect": pixel_aspect(stream),
        "frame_rate": round(float(rate), 3) if rate else None,
        "frames": stream.frames or None,
        "video_codec": timed.codec_name(stream),
        "bit_depth": value_or_none(lambda: _bits(context, frame), notices, "bit-depth"),
        "color_mode": clean.text(context.pix_fmt or (frame.format.name if frame else ""), 40),
    }


def turn_of(frame: Any) -> int:  # noqa: ANN401 - PyAV's frame
    """Return by how many degrees clockwise a frame is to be turned: 0, 90, 180 or 270."""
    counterclockwise = getattr(frame, "rotation", 0) or 0
    return round(-counterclockwise / 90) * 90 % 360


def pixel_aspect(stream: Any) -> float:  # noqa: ANN401
    """Return width to height of one pixel; what cannot be is taken as square."""
    ratio = stream.sample_aspect_ratio
    aspect = float(ratio) if ratio else 1.0
    return round(aspect, 4) if 0.2 < aspect < 5 else 1.0


def _bits(context: Any, frame: Any) -> int | None:  # noqa: ANN401
    pixels = context.format or (frame.format if frame else None)
    return max(part.bits for part in pixels.components) if pixels else None
