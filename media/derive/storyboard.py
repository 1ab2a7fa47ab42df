"""Lay small frames of a film side by side, for the picture that follows a finger on the time line.

Source: WebVTT (W3C, 2019) with media fragments `#xywh=` (Media Fragments URI 1.0, 4.2.2), the form
that players of the web read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from media.captions import Cue, write_vtt
from media.derive.landing import Landing
from media.values import Made, Output

SIDE_PX = 160
MOST_FRAMES = 100
COLUMNS = 10
_LEAST_S = 0.5
_QUALITY = 62


class Storyboard:
    """Take the frames of a film as they come and keep one each so many seconds."""

    def __init__(self, length_s: float) -> None:
        """Choose the pause between two frames by the length, as far as it is known (else 0)."""
        self._pause_s = max(_LEAST_S, round(length_s / MOST_FRAMES, 3))
        self._kept: list[Image.Image] = []

    def take(self, moment_s: float, frame: Any) -> None:  # noqa: ANN401 - PyAV's frame
        """Keep the frame where the next is due; when there are too many, every other goes."""
        if moment_s < len(self._kept) * self._pause_s:
            return
        scale = min(1.0, SIDE_PX / max(frame.width, frame.height))
        size = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
        small = frame.reformat(*size, "rgb24").to_image()
        while moment_s >= len(self._kept) * self._pause_s:
            # Where a film stands still, or skips, its picture stays.
            self._kept.append(small)
            if len(self._kept) >= 2 * MOST_FRAMES:
                self._kept, self._pause_s = self._kept[::2], 2 * self._pause_s

    def land(self, outputs: tuple[Output, ...], end_s: float, landing: Landing) -> None:
        """Land the sprite and its cues under the names of `outputs`."""
        sprite = self._sprite()
        picture = next(output for output in outputs if output.media_type == "image/jpeg")
        cues = next(output for output in outputs if output.media_type == "text/vtt")
        made = Made(picture.name, picture.media_type, 0, *sprite.size)
        landing.add(made, lambda path: _save(sprite, path))
        text = write_vtt(self._cues(picture.name, end_s), "")
        landing.add(Made(cues.name, cues.media_type, 0), lambda path: path.write_text(text))

    def _sprite(self) -> Image.Image:
        width, height = self._kept[0].size
        rows = -(-len(self._kept) // COLUMNS)
        sprite = Image.new("RGB", (width * min(COLUMNS, len(self._kept)), height * rows))
        for at, small in enumerate(self._kept):
            sprite.paste(small, _corner(at, (width, height)))
        return sprite

    def _cues(self, name: str, end_s: float) -> list[Cue]:
        size = self._kept[0].size
        starts = [round(at * self._pause_s, 3) for at in range(len(self._kept))]
        ends = [*starts[1:], max(end_s, starts[-1] + 0.001)]
        return [
            Cue(start_s, stop_s, "{}#xywh={},{},{},{}".format(name, *_corner(at, size), *size))
            for at, (start_s, stop_s) in enumerate(zip(starts, ends, strict=True))
        ]


def _corner(at: int, size: tuple[int, int]) -> tuple[int, int]:
    return at % COLUMNS * size[0], at // COLUMNS * size[1]


def _save(sprite: Image.Image, path: Path) -> None:
    sprite.save(path, format="JPEG", quality=_QUALITY, progressive=True, optimize=True)
