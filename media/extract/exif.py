"""Read Exif tags into names, and the few of them that the catalogue asks for.

Source: CIPA DC-008 Exif 2.32 (§4.6 tags, §4.6.6 GPS), TIFF 6.0, Windows' XP* tags.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags

from media.extract import clean
from media.extract.dates import edtf
from media.values import Gps, Notice

# Blobs that say nothing to a person: maker notes, tables of strips, thumbnails, packets.
_LEFT_OUT = frozenset(
    {
        37500, 59932, 273, 279, 324, 325, 330, 347, 513, 514, 519, 520, 521, 700, 33723,
        34377, 34665, 34675, 34853, 37724, 40965, 50341, 50706 + 34, 320, 532, 318, 319, 529,
    }
)  # fmt: skip
_COMMENT_CHARSETS = {b"ASCII\0\0\0": "utf-8", b"JIS\0\0\0\0\0": "iso2022_jp"}
_XP_TAGS = range(40091, 40096)


def named(tags: Mapping[int, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """Return the tags by their names, without blobs and tables."""
    return {
        names.get(tag, f"0x{tag:04x}"): value_of(tag, value)
        for tag, value in tags.items()
        if tag not in _LEFT_OUT
    }


def value_of(tag: int, value: Any) -> Any:  # noqa: ANN401 - tags are of any type
    """Return one tag's value as JSON, texts decoded by the rule of their tag."""
    if tag in _XP_TAGS:
        data = bytes(value) if isinstance(value, bytes | tuple | list) else b""
        return clean.text(data.decode("utf-16-le", errors="replace"))
    if tag == 37510 and isinstance(value, bytes):
        return user_comment(value)
    return clean.json_value(value)


def user_comment(data: bytes) -> str:
    """Return the UserComment by the character code in its first eight bytes."""
    code, body = data[:8], data[8:]
    if code == b"UNICODE\0":
        little = body[1::2].count(0) > body[::2].count(0)
        return clean.text(body.decode("utf-16-le" if little else "utf-16-be", errors="replace"))
    if code in _COMMENT_CHARSETS:
        return clean.text(body.decode(_COMMENT_CHARSETS[code], errors="replace"))
    return clean.text(body if code == bytes(8) else data)


def captured(main: Mapping[int, Any], exif: Mapping[int, Any], notices: list[Notice]) -> str:
    """Return when the picture was taken, with its offset from UTC where it is known."""
    for date, offset in ((36867, 36881), (36868, 36882)):
        value = clean.text(exif.get(date) or main.get(date))
        zone = clean.text(exif.get(offset) or exif.get(36880))
        found = edtf(value, notices, zone) if value else ""
        if found:
            return found
    return ""


def gps(tags: Mapping[int, Any]) -> Gps | None:
    """Return the place of the device, or None when it is absent or impossible."""
    latitude, longitude = _degrees(tags.get(2), tags.get(1)), _degrees(tags.get(4), tags.get(3))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    if latitude == longitude == 0:
        # A device without a fix writes zeros; nobody films at sea off Ghana.
        return None
    return Gps(latitude, longitude, _altitude(tags))


def _degrees(parts: Any, reference: Any) -> float | None:  # noqa: ANN401
    degrees = 0.0
    if isinstance(parts, str | bytes):
        parts = re.findall(r"\d+(?:\.\d+)?", clean.text(parts))
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not numbers or any(number != number for number in numbers):  # noqa: PLR0124 - NaN
        return None
    for power, number in enumerate(numbers[:3]):
        degrees += number / (1, 60, 3600)[power]
    mark = clean.text(reference).upper()[:1]
    return round(-degrees if mark in ("S", "W") else degrees, 7)


def _altitude(tags: Mapping[int, Any]) -> float | None:
    try:
        altitude = float(tags[6])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if altitude != altitude:  # noqa: PLR0124 - NaN
        return None
    below = tags.get(5) in (1, b"\x01")
    return round(-altitude if below else altitude, 2)


def names() -> Mapping[int, str]:
    """Return Exif's names of tags."""
    return ExifTags.TAGS


def gps_names() -> Mapping[int, str]:
    """Return the names of GPS tags."""
    return ExifTags.GPSTAGS
