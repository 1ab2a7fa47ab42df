"""Make films: drawn dancers who move to the beat, with synthesised sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.demo import scenes
from archive.demo.backgrounds import BEATS
from archive.demo.drawing import Size, raster
from archive.demo.order import Order
from archive.demo.sounds import BEAT_S, TUNES, encode_sound, stereo, tags_of

Pixels = NDArray[np.uint8]
Move = Callable[[int, float, Size], str]
FRAMES_A_SECOND = 12
_ROUND_S = BEATS * BEAT_S  # one round of the phase: the pictures repeat after it
# extension: container, codec of pictures, codec of sound, options
_CODECS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "mp4": ("mp4", "libx264", "aac", {"preset": "veryfast", "crf": "25"}),
    "mov": ("mov", "libx264", "aac", {"preset": "veryfast", "crf": "25"}),
    "mkv": ("matroska", "libx264", "libopus", {"preset": "veryfast", "crf": "25"}),
    "webm": ("webm", "libvpx", "libopus", {"deadline": "realtime", "cpu-used": "8", "crf": "24"}),
}
_SIZES: dict[str, Size] = {"": (640, 360), "hd": (1280, 720), "turned": (360, 640)}

MOVES: dict[str, tuple[Move, str]] = {
    "ring": (scenes.night_ring, "together"),
    "rings": (scenes.two_rings, "percussion"),
    "scarf": (partial(scenes.row, mode="scarf"), "plucked"),
    "toss": (partial(scenes.row, mode="toss"), "percussion"),
    "hold": (partial(scenes.row, mode="hold"), "together"),
    "clap": (partial(scenes.row, mode="clap"), "percussion"),
    "to-and-fro": (partial(scenes.row, mode="to-and-fro"), "piped"),
    "fours": (scenes.fours, "percussion"),
    "poles": (scenes.poles, "percussion"),
    "rattles": (partial(scenes.row, mode="rattles"), "shaken"),
}


def make_video(order: Order, path: Path) -> None:
    """Draw one round of a dance, and write it as often as the film is long.

    An option after the motif's colon says which size: `hd`, or `turned` for a film that was
    taken upright and says so in its display matrix only.
    """
    motif, _, option = order.motif.partition(":")
    move, tune = MOVES[motif]
    size = _scaled(_SIZES[option], order.detail.video_share)
    frames = _round(move, order.seed, size, order.detail.length_s)
    if option == "turned":
        frames = [np.ascontiguousarray(np.rot90(frame)) for frame in frames]
    _write(order, path, frames, tune, rotation=90 if option == "turned" else 0)


def _scaled(size: Size, share: float) -> Size:
    return max(2, round(size[0] * share / 2) * 2), max(2, round(size[1] * share / 2) * 2)


def _canvas(size: Size) -> Size:
    """Return the size of the drawing: as tall as a picture's, as wide as the film asks."""
    height = 640
    return round(height * size[0] / size[1]), height


def _round(move: Move, seed: int, size: Size, length_s: float) -> list[Pixels]:
    count, canvas = round(min(_ROUND_S, length_s) * FRAMES_A_SECOND), _canvas(size)
    drawings = (move(seed, number / count, canvas) for number in range(count))
    return [_fitted(raster(drawing, size[0]), size) for drawing in drawings]


def _fitted(image: Any, size: Size) -> Pixels:  # noqa: ANN401 - a Pillow image
    """Return pixels of exactly this size; rounding may have left a row too many or few."""
    return np.asarray(image if image.size == size else image.resize(size), dtype=np.uint8)


def _write(order: Order, path: Path, frames: Sequence[Pixels], tune: str, *, rotation: int) -> None:
    import av

    container_format, codec, voice, options = _CODECS[order.extension]
    length_s = order.detail.length_s
    height, width = frames[0].shape[:2]
    with av.open(str(path), "w", format=container_format) as container:
        container.metadata.update(tags_of(order.said))
        stream: Any = container.add_stream(codec, rate=FRAMES_A_SECOND, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.thread_count = 1
        if codec == "libvpx":
            stream.bit_rate = 1_200_000
        if rotation:
            stream.set_display_rotation(-rotation)
        sound: Any = container.add_stream(voice, rate=48_000, layout="stereo")
        for number in range(int(length_s * FRAMES_A_SECOND)):
            picture = frames[number % len(frames)]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
        encode_sound(container, sound, stereo(TUNES[tune](length_s, order.seed)))
