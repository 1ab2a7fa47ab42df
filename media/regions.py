"""Draw what an image request asks for, out of pictures that we wrote ourselves.

Never call it with a stranger's file: it decodes in this very process. Two sources are known: a
pyramid of tiles, and for small pictures the JPEG rendition that holds all their pixels.

Source: measured on two cores, a tile is decoded in 1.0 ms by libjpeg-turbo (simplejpeg, which lets
go of the interpreter) against 2.3 ms by vips; docs/explanation/media.md has the rest.
"""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import simplejpeg

from media.iiif import Asked, Box, Size
from media.iiif_errors import BrokenPyramidError, DrawingBusyError
from media.pictures import vips
from media.pyramid import TILE, Level, Pyramid, open_pyramid

Pixels = npt.NDArray[np.uint8]

QUALITY = 85
# Above so many pixels a part is read in strips by vips: slower, but in little memory.
_CANVAS_PIXELS = 4_000_000
_KEPT_BYTES = 48 * 1024 * 1024
# As many draw at once as keep two cores busy; one of them may draw something large.
_drawing = threading.BoundedSemaphore(4)
_drawing_large = threading.BoundedSemaphore(1)
# Who waits longer is told to come again: a viewer asks for a dozen tiles, a server has 16 threads.
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Tiles:
    """A picture kept as a pyramid, which may reach past the picture's right and lower edge."""

    pyramid: Pyramid
    key: str
    size: Size

    def stored(self, what: Asked) -> bytes | None:
        """Return a stored tile; None for what is not one, whole and 512 pixels wide."""
        if what.format != "jpg" or what.size != (TILE, TILE) or not what.is_plain:
            return None
        place = tile_at(self.pyramid, what.box)
        if place is None:
            return None
        with self.pyramid.opened() as descriptor:
            return self.pyramid.tile(descriptor, *place)

    def part(self, box: Box, wanted: Size) -> Any:  # noqa: ANN401 - an image of vips
        """Return a part from the smallest level that is fine enough."""
        number = self._level_for(box, wanted)
        level = self.pyramid.levels[number]
        mine = _scaled_box(box, self.pyramid.size, level)
        if mine.width * mine.height > _CANVAS_PIXELS:
            return self._in_strips(number, mine)
        canvas = self._canvas(number, mine)
        return _image(canvas)

    def _level_for(self, box: Box, wanted: Size) -> int:
        number = 0
        while (
            number + 1 < len(self.pyramid.levels)
            and box.width >> (number + 1) >= wanted[0]
            and box.height >> (number + 1) >= wanted[1]
        ):
            number += 1
        return number

    def _in_strips(self, number: int, mine: Box) -> Any:  # noqa: ANN401 - an image of vips
        whole = vips().Image.tiffload(self.pyramid.path, page=number, access="random")
        return whole.crop(mine.x, mine.y, mine.width, mine.height)

    def _canvas(self, number: int, mine: Box) -> Pixels:
        columns = range(mine.x // TILE, -(-(mine.x + mine.width) // TILE))
        rows = range(mine.y // TILE, -(-(mine.y + mine.height) // TILE))
        places = [(column, row) for row in rows for column in columns]
        canvas = np.empty((mine.height, mine.width, self.pyramid.bands), np.uint8)
        with self.pyramid.opened() as descriptor:

            def paste(place: tuple[int, int]) -> None:
                tile = _decoded(self.pyramid, self.key, descriptor, number, place)
                _paste(canvas, mine, tile, place)

            _each(paste, places)
        return canvas


@dataclass(frozen=True, slots=True)
class Plain:
    """A small picture, kept whole as one JPEG of ours."""

    path: str
    size: Size
    bands: int = 3

    def stored(self, what: Asked) -> bytes | None:
        """Return the whole file for the whole picture as it is."""
        is_whole = what.is_full and what.size == self.size
        if what.format != "jpg" or not is_whole or not what.is_plain:
            return None
        return Path(self.path).read_bytes()

    def part(self, box: Box, wanted: Size) -> Any:  # noqa: ANN401, ARG002 - an image of vips
        """Return a part of the decoded whole."""
        whole = _decode(self.path, Path(self.path).read_bytes(), "RGB")
        return _image(
            np.ascontiguousarray(whole[box.y : box.y + box.height, box.x :][:, : box.width])
        )


# A picture of ours that parts can be drawn from.
Source = Tiles | Plain


def tile_at(pyramid: Pyramid, box: Box) -> tuple[int, int, int] | None:
    """Return (level, column, row) of the stored tile that a part is, None if it is none."""
    scale, rest = divmod(box.width, TILE)
    if rest or box.height != box.width or scale & (scale - 1) or box.x % box.width:
        return None
    number = scale.bit_length() - 1
    if box.y % box.height or not 0 <= number < len(pyramid.levels):
        return None
    level = pyramid.levels[number]
    column, row = box.x // box.width, box.y // box.height
    # At the right and lower edge a stored tile may be wider than the level.
    is_whole = (column + 1) * TILE <= level.width and (row + 1) * TILE <= level.height
    return (number, column, row) if is_whole else None


@lru_cache(maxsize=64)
def _opened(path: str, _changed_ns: int, _size_bytes: int) -> Pyramid:
    return open_pyramid(Path(path))


def tiles(path: Path, size: Size) -> Tiles:
    """Return the picture of a size whose pyramid is at a path; its head is read once.

    Raises:
        FileNotFoundError: there is none.
        BrokenPyramidError: it is damaged, or of a smaller picture.
    """
    found = path.stat()
    pyramid = _opened(str(path), found.st_mtime_ns, found.st_size)
    if size[0] > pyramid.size[0] or size[1] > pyramid.size[1]:
        raise BrokenPyramidError(str(path), "of a smaller picture")
    return Tiles(pyramid, f"{path}:{found.st_mtime_ns}", size)


def draw(source: Source, what: Asked) -> bytes:
    """Return the bytes of the picture that is asked for.

    Raises:
        BrokenPyramidError: our own file is damaged.
        DrawingBusyError: too many others have something drawn.
    """
    stored = source.stored(what)
    if stored is not None:
        return stored
    is_large = what.size[0] * what.size[1] > _CANVAS_PIXELS
    with _turn(_drawing_large if is_large else _drawing):
        try:
            return _drawn(source, what)
        except vips().Error as error:
            raise BrokenPyramidError("", str(error)) from error


@contextmanager
def _turn(seats: threading.BoundedSemaphore) -> Iterator[None]:
    if not seats.acquire(timeout=PATIENCE_S):
        raise DrawingBusyError(PATIENCE_S)
    try:
        yield
    finally:
        seats.release()


def _drawn(source: Source, what: Asked) -> bytes:
    picture = source.part(what.box, what.size)
    width, height = what.size
    if (picture.width, picture.height) != (width, height):
        across, down = width / picture.width, height / picture.height
        kernel = "linear" if across < 1 and down < 1 else "cubic"
        picture = picture.resize(across, vscale=down, kernel=kernel)
    if what.mirrored:
        picture = picture.fliphor()
    if what.quality in ("gray", "bitonal"):
        picture = picture.colourspace("b-w")
    if what.quality == "bitonal":
        picture = picture > 127
    if what.rotation:
        picture = _turned(picture, what)
    return _written(picture, what.format)


def _turned(picture: Any, what: Asked) -> Any:  # noqa: ANN401 - an image of vips
    quarter, rest = divmod(what.rotation, 90)
    if not rest:
        return picture.copy_memory().rot(("d0", "d90", "d180", "d270")[int(quarter)])
    if what.format in ("png", "webp", "tif"):
        return picture.copy_memory().bandjoin(255).rotate(float(what.rotation))
    return picture.copy_memory().rotate(float(what.rotation), background=255)


def _written(picture: Any, form: str) -> bytes:  # noqa: ANN401 - an image of vips
    pixels = _pixels(picture)
    if form == "jpg":
        space, sampling = ("GRAY", "Gray") if pixels.shape[2] == 1 else ("RGB", "420")
        data: bytes = simplejpeg.encode_jpeg(
            pixels, quality=QUALITY, colorspace=space, colorsubsampling=sampling
        )
        return data
    return _by_pillow(pixels, form)


_PILLOW: dict[str, dict[str, Any]] = {
    "png": {"format": "PNG", "compress_level": 3},
    "webp": {"format": "WEBP", "quality": 80, "method": 2},
    "gif": {"format": "GIF"},
    "tif": {"format": "TIFF", "compression": "tiff_adobe_deflate"},
    "jp2": {
        "format": "JPEG2000",
        "quality_mode": "rates",
        "quality_layers": [20],
        "irreversible": True,
    },
    "pdf": {"format": "PDF", "resolution": 150.0},
}


def _by_pillow(pixels: Pixels, form: str) -> bytes:
    from PIL import Image

    bands = pixels.shape[2]
    mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[bands]
    flat = pixels[:, :, 0] if bands == 1 else pixels
    picture = Image.fromarray(np.ascontiguousarray(flat), mode)
    out = io.BytesIO()
    picture.save(out, **_PILLOW[form])
    return out.getvalue()


def _pixels(picture: Any) -> Pixels:  # noqa: ANN401 - an image of vips
    data = picture.cast("uchar").write_to_memory()
    return np.frombuffer(data, np.uint8).reshape(picture.height, picture.width, picture.bands)


def _image(pixels: Pixels) -> Any:  # noqa: ANN401 - an image of vips
    height, width, bands = pixels.shape
    made = vips().Image.new_from_memory(pixels.data, width, height, bands, "uchar")
    return made.copy(interpretation="srgb" if bands == 3 else "b-w")


def _scaled_box(box: Box, picture: Size, level: Level) -> Box:
    """Return the part in the pixels of a level: never empty, never past its edge."""
    width, height = picture
    left = min(box.x * level.width // width, level.width - 1)
    top = min(box.y * level.height // height, level.height - 1)
    right = min(level.width, -(-(box.x + box.width) * level.width // width))
    below = min(level.height, -(-(box.y + box.height) * level.height // height))
    return Box(left, top, max(1, right - left), max(1, below - top))


def _paste(canvas: Pixels, mine: Box, tile: Pixels, place: tuple[int, int]) -> None:
    x, y = place[0] * TILE - mine.x, place[1] * TILE - mine.y
    left, top = max(0, x), max(0, y)
    right, below = min(mine.width, x + TILE), min(mine.height, y + TILE)
    canvas[top:below, left:right] = tile[top - y : below - y, left - x : right - x]


def _each(paste: Callable[[tuple[int, int]], None], places: list[tuple[int, int]]) -> None:
    """Paste all tiles, several at once; return or raise only when none is read any more.

    A tile still read after the file was closed could be another file's, under this one's name.
    """
    if len(places) == 1:
        paste(places[0])
        return
    running = [_decoders().submit(paste, place) for place in places]
    wait(running)
    for one in running:
        one.result()


@cache
def _decoders() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), "kho-tiles")


class _Kept:
    """Tiles that were decoded last, in bounded memory; neighbours are asked for next."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._held = most_bytes, 0
        self._tiles: OrderedDict[tuple[object, ...], Pixels] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> Pixels | None:
        with self._lock:
            found = self._tiles.get(key)
            if found is not None:
                self._tiles.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], tile: Pixels) -> None:
        with self._lock:
            if key in self._tiles:
                return
            self._tiles[key] = tile
            self._held += tile.nbytes
            while self._held > self._most:
                self._held -= self._tiles.popitem(last=False)[1].nbytes


_kept = _Kept(_KEPT_BYTES)


def _decoded(
    pyramid: Pyramid, key: str, descriptor: int, number: int, place: tuple[int, int]
) -> Pixels:
    name = (key, number, place)
    tile = _kept.get(name)
    if tile is None:
        data = pyramid.tile(descriptor, number, *place)
        tile = _decode(pyramid.path, data, "GRAY" if pyramid.bands == 1 else "RGB")
        if tile.shape[:2] != (TILE, TILE):
            raise BrokenPyramidError(pyramid.path, "a tile of another size")
        _kept.put(name, tile)
    return tile


def _decode(path: str, data: bytes, space: str) -> Pixels:
    try:
        pixels: Pixels = simplejpeg.decode_jpeg(data, colorspace=space)
    except ValueError as error:
        raise BrokenPyramidError(path, str(error)) from error
    return pixels
