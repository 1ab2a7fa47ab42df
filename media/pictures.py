"""Open pictures with limits: one decoder per signature, pixel ceilings, strips for scans.

Source: Pillow's handbook on image file formats; libvips `thumbnail` (streaming, with
`fail_on="truncated"` and untrusted loaders blocked).
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError

from media.border import attempt, words
from media.errors import BrokenFileError
from media.limits import CEILINGS, STRIP_PIXELS, TAKEN_IN, Ceilings
from media.values import Notice

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_DECODERS = {
    "jpeg": ("JPEG",),
    "png": ("PNG",),
    "tiff": ("TIFF",),
    "webp": ("WEBP",),
    "gif": ("GIF",),
    "heic": ("HEIF",),
    "avif": ("AVIF",),
    "jp2": ("JPEG2000",),
    "bmp": ("BMP",),
}
# What vips reads in strips.
_STRIP_FORMATS = ("jpeg", "png", "tiff")


@functools.cache
def _prepare() -> None:
    """Register HEIC and replace Pillow's bomb warning by our own ceilings."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None
    Image.init()


def open_picture(
    path: Path, name: str, format_key: str, ceilings: Ceilings = CEILINGS
) -> ImageFile:
    """Return the opened, not yet decoded picture.

    Raises:
        BrokenFileError: it cannot be opened, has no pixels or more than the ceiling.
    """
    _prepare()
    image = attempt(
        lambda: Image.open(path, formats=_DECODERS[format_key]),
        lambda error: _broken(name, format_key, error),
    )
    try:
        _within(image.size, name, format_key, ceilings)
        _no_bomb(image, path.stat().st_size, name, format_key, ceilings)
    except BrokenFileError:
        image.close()
        raise
    return image


def _within(size: tuple[int, int], name: str, format_key: str, ceilings: Ceilings) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise BrokenFileError(name, "no-pixels", format_key)
    if width * height > ceilings.pixels or max(width, height) > ceilings.side_px:
        raise BrokenFileError(name, "too-large", format_key, f"{width} x {height} pixels")


def _no_bomb(
    image: ImageFile, size_bytes: int, name: str, format_key: str, ceilings: Ceilings
) -> None:
    """Refuse a large picture whose few bytes can hold nothing but emptiness, by its header alone.

    Measured, 20 KB of packed white took a minute of a busy core to be read and drawn in all sizes.
    """
    pixels = image.size[0] * image.size[1]
    bits = 1 if image.mode == "1" else 8 * len(image.getbands())
    if pixels > STRIP_PIXELS and pixels * bits > 8 * size_bytes * ceilings.unpacked_share:
        raise BrokenFileError(
            name, "too-large", format_key, f"{pixels} pixels in {size_bytes} bytes"
        )


@contextlib.contextmanager
def open_or_none(path: Path, name: str, format_key: str) -> Iterator[ImageFile | None]:
    """Yield the opened picture, or None for a TIFF that only vips can read."""
    try:
        image = open_picture(path, name, format_key, TAKEN_IN)
    except BrokenFileError as error:
        if format_key != "tiff" or error.reason in ("too-large", "no-pixels"):
            raise
        yield None
        return
    with image:
        yield image


def load(image: ImageFile, format_key: str) -> None:
    """Decode an opened picture whole; raise BrokenFileError when that fails."""
    name = Path(str(image.filename)).name
    attempt(image.load, lambda error: _broken(name, format_key, error))


def check(
    path: Path, name: str, format_key: str, ceilings: Ceilings = CEILINGS
) -> tuple[Notice, ...]:
    """Decode every pixel of the first frame once, in little memory, and forget them."""
    try:
        with open_picture(path, name, format_key, ceilings) as image:
            if reads_in_strips(image.size, format_key):
                strips(path, name, format_key, 64)
                return ()
            attempt(lambda: _decode(image), lambda error: _broken(name, format_key, error))
    except BrokenFileError as error:
        if format_key != "tiff" or error.reason in ("too-large", "no-pixels", "truncated"):
            raise
        # Pillow knows fewer kinds of TIFF than vips does.
        strips(path, name, format_key, 64)
        return (Notice("fallback-decoder", error.detail),)
    return ()


def reads_in_strips(size: tuple[int, int], format_key: str) -> bool:
    """Tell whether a picture is so large that it must be read by vips."""
    return size[0] * size[1] > STRIP_PIXELS and format_key in _STRIP_FORMATS


def strips(
    path: Path, name: str, format_key: str, width_px: int, height_px: int | None = None
) -> Image.Image:
    """Return the picture shrunk into the box while it is read, in sRGB and upright."""
    return attempt(
        lambda: _strips(path, width_px, height_px or width_px),
        lambda error: _broken(name, format_key, error),
    )


def _strips(path: Path, width_px: int, height_px: int) -> Image.Image:
    pyvips = vips()
    shrunk = pyvips.Image.thumbnail(
        str(path),
        width_px,
        height=height_px,
        size="down",
        fail_on="truncated",
        output_profile="srgb",
    )
    shrunk = shrunk.colourspace("srgb").cast("uchar")
    mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[shrunk.bands]
    return Image.frombytes(mode, (shrunk.width, shrunk.height), shrunk.write_to_memory())


@functools.cache
def vips() -> Any:  # noqa: ANN401 - pyvips makes its methods at run time
    """Return pyvips, held to loaders that are safe for files of strangers, and to one thread.

    Its threads wait for each other; what runs side by side here are whole pictures.
    """
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    import pyvips

    pyvips.block_untrusted_set(True)
    pyvips.cache_set_max(0)
    return pyvips


def _decode(image: ImageFile) -> None:
    width, height = image.size
    if image.format in ("JPEG", "MPO"):
        # The whole stream is read, but only an eighth of the pixels is made.
        image.draft(None, (max(1, width // 8), max(1, height // 8)))
    image.load()


def _broken(name: str, format_key: str, error: Exception) -> BrokenFileError:
    said = words(error)
    if isinstance(error, EOFError) or any(sign in said.lower() for sign in _TRUNCATION_SIGNS):
        return BrokenFileError(name, "truncated", format_key, said)
    reason = "unreadable" if isinstance(error, UnidentifiedImageError) else "damaged"
    return BrokenFileError(name, reason, format_key, said)


_TRUNCATION_SIGNS = ("truncated", "premature end", "unexpected end", "not enough data", "eof")


def strip_facts(path: Path, name: str, format_key: str) -> dict[str, Any]:
    """Return size, depth and pages of a picture whose header only vips can read."""
    return attempt(lambda: _strip_facts(path), lambda error: _broken(name, format_key, error))


def _strip_facts(path: Path) -> dict[str, Any]:
    image = vips().Image.new_from_file(str(path), access="sequential")
    fields = set(image.get_fields())
    return {
        "width_px": image.width,
        "height_px": image.height,
        "orientation": image.get("orientation") if "orientation" in fields else 1,
        "color_mode": str(image.interpretation),
        "has_alpha": bool(image.hasalpha()),
        "bit_depth": {"uchar": 8, "ushort": 16, "float": 32}.get(image.format),
        "pages": image.get("n-pages") if "n-pages" in fields else 1,
    }
