"""Read what a IIIF image request asks for, and work out the pixels that it means.

Source: https://iiif.io/api/image/3.0/ sections 4 and 5; https://iiif.io/api/image/2.1/ sections 4
and 5. Nothing here touches a picture.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

from media.iiif_errors import (
    BadFormatError,
    BadQualityError,
    BadRegionError,
    BadRotationError,
    BadSizeError,
)

Size = tuple[int, int]


class Version(IntEnum):
    """The two versions of the Image API that are spoken here."""

    TWO = 2
    THREE = 3


MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "tif": "image/tiff",
    "jp2": "image/jp2",
    "pdf": "application/pdf",
}
QUALITIES = ("default", "color", "gray", "bitonal")

# What is enlarged grows no larger than this; a larger picture is told of by `maxArea`.
MAX_AREA = 16_000_000
MAX_SIDE = 16_000
_HAIR = 1e-6

# Not `\d`, which takes the digits of every script.
_WHOLE = r"[0-9]{1,9}"
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{0,10})?|\.[0-9]{1,10}"
_PIXELS = re.compile(rf"({_WHOLE}),({_WHOLE}),({_WHOLE}),({_WHOLE})")
_PERCENT = re.compile(rf"pct:({_NUMBER}),({_NUMBER}),({_NUMBER}),({_NUMBER})")
_SIZE = re.compile(
    rf"(?P<up>\^)?(?:(?P<max>max|full)|pct:(?P<pct>{_NUMBER})"
    rf"|(?P<box>!)(?P<bw>{_WHOLE}),(?P<bh>{_WHOLE})|(?P<w>{_WHOLE})?,(?P<h>{_WHOLE})?)"
)
_ROTATION = re.compile(rf"(!)?({_NUMBER})")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a picture in its own pixels, wholly within it."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a picture this viewer gets.

    Args:
        side_px: the longest side that the whole picture may be shown at, so that no part of it is
            shown finer either; None without such a limit.
    """

    side_px: int | None = None


FREE = Bounds()


@dataclass(frozen=True, slots=True)
class Asked:
    """One image request, worked out: which pixels, how large, how turned, as what."""

    box: Box
    size: Size
    is_full: bool
    is_max: bool
    is_upscaled: bool
    mirrored: bool
    rotation: Decimal
    quality: str
    format: str

    @property
    def is_plain(self) -> bool:
        """Tell whether it is neither turned nor mirrored nor recoloured."""
        return not self.mirrored and not self.rotation and self.quality in ("default", "color")


def asked(
    version: Version,
    picture: Size,
    parts: tuple[str, str, str, str, str],
    bounds: Bounds = FREE,
) -> Asked:
    """Return what region, size, rotation, quality and format mean for a picture.

    Raises:
        BadRegionError, BadSizeError, BadRotationError, BadQualityError, BadFormatError: that part
            is not understood, or asks for what is not given.
    """
    region, size, rotation, quality, form = parts
    if form not in MEDIA_TYPES:
        raise BadFormatError(form)
    if quality not in QUALITIES:
        raise BadQualityError(quality)
    mirrored, degrees = _rotation(rotation)
    box = _box(region, picture)
    wanted, is_max = _size(version, size, box, picture, bounds)
    return Asked(
        box=box,
        size=wanted,
        is_full=(box.width, box.height) == picture,
        is_max=is_max,
        is_upscaled=wanted[0] > box.width or wanted[1] > box.height,
        mirrored=mirrored,
        rotation=degrees,
        quality=quality,
        format=form,
    )


def _rotation(text: str) -> tuple[bool, Decimal]:
    found = _ROTATION.fullmatch(text)
    if found is None or (degrees := Decimal(found[2])) > 360:
        raise BadRotationError(text)
    return bool(found[1]), degrees % 360


def _box(text: str, picture: Size) -> Box:
    width, height = picture
    if text == "full":
        return Box(0, 0, width, height)
    if text == "square":
        side = min(picture)
        return Box((width - side) // 2, (height - side) // 2, side, side)
    if found := _PIXELS.fullmatch(text):
        return _within(text, picture, *map(int, found.groups()))
    if found := _PERCENT.fullmatch(text):
        x, y, w, h = (Decimal(part) / 100 for part in found.groups())
        if not w or not h:
            raise BadRegionError(text)
        # A sliver is still a pixel.
        return _within(
            text,
            picture,
            _round(x * width),
            _round(y * height),
            max(1, _round(w * width)),
            max(1, _round(h * height)),
        )
    raise BadRegionError(text)


def _within(text: str, picture: Size, x: int, y: int, w: int, h: int) -> Box:
    width, height = picture
    if not w or not h or x >= width or y >= height:
        raise BadRegionError(text)
    return Box(x, y, min(w, width - x), min(h, height - y))


def _round(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _size(
    version: Version, text: str, box: Box, picture: Size, bounds: Bounds
) -> tuple[Size, bool]:
    """Return the size asked for and whether it is the largest without enlarging."""
    found = _SIZE.fullmatch(text)
    if found is None or (version is Version.TWO and found["up"]):
        raise BadSizeError(text)
    if found["max"] == "full" and version is Version.THREE:
        raise BadSizeError(text)
    largest = largest_size(box, picture, bounds)
    if found["max"]:
        return largest, True
    wanted = _scaled(found, box)
    if found["box"] and (version is Version.TWO or found["up"]):
        # Best fit, as large as may be: a box larger than the limits is no mistake.
        wanted = _confined(wanted, largest if version is Version.TWO else _ceiling(box, largest))
    is_enlarged = wanted[0] > box.width or wanted[1] > box.height
    if not min(wanted) or (is_enlarged and version is Version.THREE and not found["up"]):
        raise BadSizeError(text)
    if not _is_allowed(wanted, box, picture, bounds):
        raise BadSizeError(text)
    return wanted, wanted == largest


def _scaled(found: re.Match[str], box: Box) -> Size:
    if found["pct"]:
        part = Decimal(found["pct"]) / 100
        if not part:
            return 0, 0
        return max(1, _round(box.width * part)), max(1, _round(box.height * part))
    if found["box"]:
        wide, high = int(found["bw"]), int(found["bh"])
        if not wide or not high:
            return 0, 0
        return _fitted(box, wide, high)
    width, height = found["w"], found["h"]
    if width is None and height is None:
        return 0, 0
    if height is None:
        return int(width), max(1, _round(Decimal(box.height) * int(width) / box.width))
    if width is None:
        return max(1, _round(Decimal(box.width) * int(height) / box.height)), int(height)
    return int(width), int(height)


def _fitted(box: Box, wide: int, high: int) -> Size:
    """Return the largest size of the box's shape within `wide` and `high`."""
    if wide * box.height <= high * box.width:
        return wide, min(high, max(1, _round(Decimal(box.height) * wide / box.width)))
    return min(wide, max(1, _round(Decimal(box.width) * high / box.height))), high


def _confined(wanted: Size, largest: Size) -> Size:
    return wanted if wanted[0] <= largest[0] and wanted[1] <= largest[1] else largest


def _ceiling(box: Box, largest: Size) -> Size:
    """Return the largest size that a box is enlarged to, at least what it is without."""
    factor = min(math.sqrt(MAX_AREA / (box.width * box.height)), MAX_SIDE / max(box.width, 1))
    grown = int(box.width * factor), int(box.height * factor)
    return grown if grown[0] > largest[0] and grown[1] > largest[1] else largest


def largest_size(box: Box, picture: Size, bounds: Bounds) -> Size:
    """Return the largest size that a box is given at without being enlarged."""
    scale = min(_bound(picture, bounds), math.sqrt(MAX_AREA / (box.width * box.height)))
    if scale >= 1:
        return box.width, box.height
    # A hair more, for 2048 / w * w is not always 2048; too little to come past a limit.
    return max(1, int(box.width * scale + _HAIR)), max(1, int(box.height * scale + _HAIR))


def _bound(picture: Size, bounds: Bounds) -> float:
    return min(1.0, bounds.side_px / max(picture)) if bounds.side_px else 1.0


def _is_allowed(wanted: Size, box: Box, picture: Size, bounds: Bounds) -> bool:
    if wanted[0] * wanted[1] > MAX_AREA or max(wanted) > MAX_SIDE:
        return False
    if bounds.side_px is None:
        return True
    largest = largest_size(box, picture, bounds)
    # A rounding of half a pixel up is not a finer picture.
    return wanted[0] <= largest[0] + 1 and wanted[1] <= largest[1] + 1


def canonical(version: Version, what: Asked) -> str:
    """Return the one path by which these pixels are asked for, from the region on.

    Source: Image API 3.0, 4.7; 2.1, 4.7.
    """
    box, (width, height) = what.box, what.size
    region = "full" if what.is_full else f"{box.x},{box.y},{box.width},{box.height}"
    degrees = format(what.rotation.normalize(), "f") if what.rotation else "0"
    turn = ("!" if what.mirrored else "") + degrees
    quality = "default" if what.quality == "color" else what.quality
    if version is Version.THREE:
        size = "max" if what.is_max else f"{'^' if what.is_upscaled else ''}{width},{height}"
    elif what.is_max:
        size = "full"
    else:
        keeps_shape = height == max(1, _round(Decimal(box.height) * width / box.width))
        size = f"{width}," if keeps_shape else f"{width},{height}"
    return f"{region}/{size}/{turn}/{quality}.{what.format}"
