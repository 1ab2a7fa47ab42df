"""Cut a large picture into a pyramid of JPEG tiles, for deep zoom and IIIF.

Source: libvips `tiffsave` (BigTIFF, 512-pixel tiles, each level half of the one above); measured, a
TIFF of 150 megapixels takes 1 s and 90 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from media import pictures
from media.derive import pixels
from media.derive.landing import Landing
from media.pyramid import TILE, open_pyramid
from media.values import Made, RenditionPlan

QUALITY = 85
_EVERY = 1 << 30
# JPEG with halved colour is coded in blocks of 16 pixels.
_BLOCK = 16


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land the pyramid, upright and in sRGB, and read it once as it will be read."""
    picture = flat(opened(source, format_key))
    _tell(picture, progress)
    (output,) = step.outputs
    made = Made(output.name, output.media_type, 0, picture.width, picture.height)

    def write(path: Path) -> None:
        write_pyramid(picture, path)
        open_pyramid(path)

    landing.add(made, write)


def write_pyramid(picture: Any, path: Path) -> None:  # noqa: ANN401 - an image of vips
    """Write a picture as BigTIFF of tiles, each level half of the one above."""
    padded(picture).tiffsave(
        str(path),
        tile=True,
        pyramid=True,
        compression="jpeg",
        Q=QUALITY,
        tile_width=TILE,
        tile_height=TILE,
        bigtiff=True,
        keep="none",
    )


def padded(picture: Any) -> Any:  # noqa: ANN401 - images of vips
    """Return the picture with its last pixels repeated until every level ends with a JPEG block.

    What libvips puts there is black, which colours the block that holds the picture's edge:
    measured, the last five pixels of a smooth picture differ by 13 grey levels, padded by 1.
    Source: ITU-T T.81, A.2.4 (the encoder is to repeat the last column and line).
    """
    factor = 1
    while max(picture.width, picture.height) > TILE * factor:
        factor *= 2
    step = _BLOCK * factor
    width, height = (-(-side // step) * step for side in (picture.width, picture.height))
    return picture.embed(0, 0, width, height, extend="copy")


def opened(source: Path, format_key: str) -> Any:  # noqa: ANN401 - an image of vips
    """Return the whole picture, upright, in eight bits of sRGB or of grey.

    What the smaller renditions are drawn from by Pillow is read by Pillow here too, so that all of
    them show the same; a scan goes by vips, which never holds it whole.
    """
    name = source.name
    with pictures.open_or_none(source, name, format_key) as image:
        if image is not None and not pictures.reads_in_strips(image.size, format_key):
            shown = pixels.load(source, format_key, _EVERY, _EVERY)
            return _of_pillow(shown)
    return _scan(source)


def _of_pillow(shown: Any) -> Any:  # noqa: ANN401 - images of Pillow and of vips
    pyvips = pictures.vips()
    bands = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}[shown.mode]
    made = pyvips.Image.new_from_memory(shown.tobytes(), *shown.size, bands, "uchar")
    return made.copy(interpretation="b-w" if bands < 3 else "srgb")


def _scan(source: Path) -> Any:  # noqa: ANN401 - an image of vips
    pyvips = pictures.vips()
    head = pyvips.Image.new_from_file(str(source), access="sequential", fail_on="truncated")
    fields = set(head.get_fields())
    is_turned = "orientation" in fields and head.get("orientation") > 1
    # A turned one is read out of order; vips keeps it in a file of its own, not in memory.
    access = "random" if is_turned else "sequential"
    picture = pyvips.Image.new_from_file(str(source), access=access, fail_on="truncated")
    picture = picture.autorot() if is_turned else picture
    if "icc-profile-data" in fields or picture.interpretation == "cmyk":
        profile = {"input_profile": "cmyk"} if picture.interpretation == "cmyk" else {}
        picture = picture.icc_transform("srgb", embedded=True, depth=8, **profile)
    elif picture.interpretation in ("b-w", "grey16"):
        picture = picture.colourspace("b-w")
    else:
        picture = picture.colourspace("srgb")
    return picture.cast("uchar")


def flat(picture: Any) -> Any:  # noqa: ANN401 - images of vips
    """Return the picture on white paper: JPEG knows no transparency."""
    return picture.flatten(background=255) if picture.hasalpha() else picture


def _tell(picture: Any, progress: Callable[[float], None]) -> None:  # noqa: ANN401 - of vips
    told = 0

    def hear(_image: object, at: Any) -> None:  # noqa: ANN401 - a structure of vips
        nonlocal told
        if at.percent >= told + 5:
            told = at.percent
            progress(float(min(99, told)))

    picture.set_progress(True)
    picture.signal_connect("eval", hear)
