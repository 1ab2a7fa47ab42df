"""Find the picture that stands for a film or a sound recording.

Source: measured over wedding films: the first tenth is title or black, so the first bright
frame from there on is taken; covers are streams with the disposition `attached_pic` (FFmpeg).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from media import streams
from media.derive import pixels
from media.derive.landing import Landing
from media.errors import RenditionFailedError
from media.extract.timed import duration_s
from media.extract.video import pixel_aspect, turn_of
from media.values import RenditionPlan

_FRAMES_TO_TRY = 240
_DARK = 28.0
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land the poster and thumbnails of a film."""
    with streams.open_streams(source, source.name, format_key) as container:
        stream = streams.real_video(container)
        frame = _bright_frame(container, stream) if stream is not None else None
        if frame is None:
            raise RenditionFailedError(source.name, step.name, "no frame")
        picture = upright(frame, pixel_aspect(stream))
    progress(50)
    pixels.land(picture, step.outputs, landing)


def make_cover(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    _progress: Callable[[float], None],
) -> None:
    """Land the thumbnails of the picture inside a sound file."""
    with streams.open_streams(source, source.name, format_key) as container:
        covers = [stream for stream in container.streams.video if streams.is_picture(stream)]
        data = bytes(next(container.demux(covers[0]))) if covers else b""
    if not data:
        raise RenditionFailedError(source.name, step.name, "no cover")
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "BMP", "WEBP")) as image:
        picture = pixels.standard(image)
    pixels.land(picture, step.outputs, landing)


def upright(frame: Any, aspect: float) -> Image.Image:  # noqa: ANN401 - PyAV's frame
    """Return a frame as a viewer sees it: square pixels, turned."""
    picture: Image.Image = frame.to_image()
    if aspect != 1:
        picture = picture.resize((max(1, round(picture.width * aspect)), picture.height))
    turn = turn_of(frame)
    return picture.transpose(_TURNS[turn]) if turn else picture


def _bright_frame(container: Any, stream: Any) -> Any | None:  # noqa: ANN401
    """Return the first frame from a tenth on that is not dark, else the brightest seen."""
    length_s = duration_s(container) or 0.0
    found = _brightest(container, stream, length_s / 10)
    return found if found is not None else _brightest(container, stream, 0)


def _brightest(container: Any, stream: Any, start_s: float) -> Any | None:  # noqa: ANN401
    start_s += (container.start_time or 0) / 1_000_000
    container.seek(int(start_s * 1_000_000), backward=True)
    best, best_light = None, -1.0
    seen = 0
    for frame in streams.frames(container, stream):
        if frame.time is not None and frame.time + 0.001 < start_s:
            best = best if best is not None else frame
            continue
        light = _light(frame)
        if light > best_light:
            best, best_light = frame, light
        seen += 1
        if light >= _DARK or seen >= _FRAMES_TO_TRY:
            break
    return best


def _light(frame: Any) -> float:  # noqa: ANN401
    """Return the mean brightness, 0–255, of a frame made very small."""
    import numpy as np

    return float(np.asarray(frame.reformat(32, 18, "gray").to_ndarray()).mean())
