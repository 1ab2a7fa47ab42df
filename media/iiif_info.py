"""Write the documents that describe an image service: `info.json` of versions 3 and 2.

Source: https://iiif.io/api/image/3.0/#5-image-information, https://iiif.io/api/image/2.1/#image-information
and the compliance levels of both.
"""

from __future__ import annotations

from typing import Any

from media.iiif import (
    FREE,
    MAX_AREA,
    MEDIA_TYPES,
    QUALITIES,
    Bounds,
    Box,
    Size,
    Version,
    largest_size,
)

TILE = 512
CONTEXTS = {
    Version.THREE: "http://iiif.io/api/image/3/context.json",
    Version.TWO: "http://iiif.io/api/image/2/context.json",
}
PROFILES = {
    Version.THREE: "http://iiif.io/api/image/3/level2.json",
    Version.TWO: "http://iiif.io/api/image/2/level2.json",
}
# Of a picture that a viewer gets smaller only: viewers take level 2 for leave to cut tiles of
# their own at every scale, and the finest are refused. Level 0 has them ask for `sizes` alone.
SMALLER_PROFILES = {
    Version.THREE: "http://iiif.io/api/image/3/level0.json",
    Version.TWO: "http://iiif.io/api/image/2/level0.json",
}
PROTOCOL = "http://iiif.io/api/image"
# Source: the features that level 2 does not ask for, by the names of section 5.7 of each version.
_EXTRA_THREE = (
    "canonicalLinkHeader",
    "mirroring",
    "profileLinkHeader",
    "rotationArbitrary",
    "sizeUpscaling",
)
_EXTRA_TWO = (
    "canonicalLinkHeader",
    "mirroring",
    "profileLinkHeader",
    "regionSquare",
    "rotationArbitrary",
    "sizeAboveFull",
)
# What a smaller picture still gives beyond level 0, but for any size of any region.
_OF_SMALLER_THREE = (
    *("canonicalLinkHeader", "cors", "jsonldMediaType", "mirroring", "profileLinkHeader"),
    *("regionByPct", "regionByPx", "regionSquare", "rotationArbitrary", "rotationBy90s"),
    *("sizeByConfinedWh", "sizeByPct"),
)
_OF_SMALLER_TWO = (
    *("canonicalLinkHeader", "cors", "jsonldMediaType", "mirroring", "profileLinkHeader"),
    *("regionByPct", "regionByPx", "regionSquare", "rotationArbitrary", "rotationBy90s"),
    *("sizeByConfinedWh", "sizeByPct", "sizeByWhListed"),
)
_LEVEL_TWO_FORMATS = ("jpg", "png")


def scale_factors(picture: Size) -> list[int]:
    """Return the powers of two by which a picture is shrunk until one tile holds it."""
    factors = [1]
    while max(picture) > TILE * factors[-1]:
        factors.append(factors[-1] * 2)
    return factors


def sizes(picture: Size, bounds: Bounds = FREE) -> list[dict[str, int]]:
    """Return the whole pictures that are quick to give, the smallest first."""
    found = []
    for factor in reversed(scale_factors(picture)):
        width, height = -(-picture[0] // factor), -(-picture[1] // factor)
        fits = bounds.side_px is None or max(width, height) <= bounds.side_px
        if fits and width * height <= MAX_AREA:
            found.append({"width": width, "height": height})
    largest = largest_size(Box(0, 0, *picture), picture, bounds)
    own = {"width": largest[0], "height": largest[1]}
    return found if not is_smaller(picture, bounds) or own in found else [*found, own]


def is_smaller(picture: Size, bounds: Bounds) -> bool:
    """Tell whether these bounds give a picture smaller only."""
    return bounds.side_px is not None and bounds.side_px < max(picture)


def profile(version: Version, picture: Size, bounds: Bounds = FREE) -> str:
    """Return the address of the level that a service of a picture has under these bounds."""
    known = SMALLER_PROFILES if is_smaller(picture, bounds) else PROFILES
    return known[version]


def info(
    version: Version, address: str, picture: Size, bounds: Bounds = FREE, rights: str = ""
) -> dict[str, Any]:
    """Return the `info.json` of a picture that stands at an address."""
    write = _three if version is Version.THREE else _two
    return write(address, picture, bounds, rights)


def _limits(picture: Size, bounds: Bounds) -> dict[str, int]:
    if bounds.side_px is not None and is_smaller(picture, bounds):
        return {"maxWidth": bounds.side_px, "maxHeight": bounds.side_px}
    return {"maxArea": MAX_AREA} if picture[0] * picture[1] > MAX_AREA else {}


def _tiles(picture: Size, bounds: Bounds) -> dict[str, Any]:
    if is_smaller(picture, bounds):
        return {}  # tiles are parts at every scale, and the finest are not for this viewer
    return {
        "tiles": [{"width": TILE, "height": TILE, "scaleFactors": scale_factors(picture)}],
    }


def _three(address: str, picture: Size, bounds: Bounds, rights: str) -> dict[str, Any]:
    smaller = is_smaller(picture, bounds)
    base = _LEVEL_TWO_FORMATS[:1] if smaller else _LEVEL_TWO_FORMATS
    return {
        "@context": CONTEXTS[Version.THREE],
        "id": address,
        "type": "ImageService3",
        "protocol": PROTOCOL,
        "profile": "level0" if smaller else "level2",
        "width": picture[0],
        "height": picture[1],
        **_limits(picture, bounds),
        "sizes": sizes(picture, bounds),
        **_tiles(picture, bounds),
        **({"rights": rights} if rights else {}),
        "preferredFormats": ["jpg"],
        "extraFormats": [name for name in MEDIA_TYPES if name not in base],
        "extraQualities": [name for name in QUALITIES if name != "default"],
        "extraFeatures": list(_OF_SMALLER_THREE if smaller else _EXTRA_THREE),
    }


def _two(address: str, picture: Size, bounds: Bounds, rights: str) -> dict[str, Any]:
    described = {
        "formats": list(MEDIA_TYPES),
        "qualities": list(QUALITIES),
        "supports": list(_OF_SMALLER_TWO if is_smaller(picture, bounds) else _EXTRA_TWO),
        **_limits(picture, bounds),
    }
    return {
        "@context": CONTEXTS[Version.TWO],
        "@id": address,
        "protocol": PROTOCOL,
        "width": picture[0],
        "height": picture[1],
        "profile": [profile(Version.TWO, picture, bounds), described],
        "sizes": sizes(picture, bounds),
        **_tiles(picture, bounds),
        **({"license": rights} if rights else {}),
    }
