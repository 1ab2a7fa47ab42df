"""Make films that every phone plays: H.264 and AAC in MP4, index first, upright, no metadata.

Source: ISO/IEC 14496-12 and -14; see media/derive/lens.py and media/derive/storyboard.py. One
decoding serves all that a step asks for; smaller sizes are drawn from the frames of the largest.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av

from media import streams
from media.derive.landing import Landing
from media.derive.lens import Lens
from media.derive.plan import fitted
from media.derive.sound import AAC, Voice
from media.derive.storyboard import Storyboard
from media.errors import RenditionFailedError
from media.extract.timed import duration_s
from media.extract.video import pixel_aspect, turn_of
from media.values import Made, Output, RenditionPlan

# For lines so slow that sound as good as the larger sizes have would weigh as much as the film.
_SMALL_EDGE = 240
_SMALL_AAC = replace(AAC, bit_rates_bps=(48_000, 64_000))
_REPORT_S = 0.5


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land each MP4 of the step, its shorter side as the options say, and the storyboard."""
    films = [output for output in step.outputs if output.media_type == "video/mp4"]
    films.sort(key=lambda output: -step.options[output.name])
    board = tuple(output for output in step.outputs if output not in films)
    with _Run(source, format_key, progress) as run:
        for output in films:
            run.add(
                landing.begin(Made(output.name, output.media_type, 0)), step.options[output.name]
            )
        run.through()
    if not run.lenses:
        raise RenditionFailedError(source.name, step.name, "no frame could be decoded")
    _note(films, run, landing)
    if board:
        run.storyboard.land(board, run.end_s, landing)


def _note(films: Iterable[Output], run: _Run, landing: Landing) -> None:
    for output, lens in zip(films, run.lenses, strict=True):
        width, height = lens.size
        landing.note(output.name, width_px=width, height_px=height, duration_s=round(run.end_s, 3))


class _Run:
    """One run through an original, picture and sound together."""

    def __init__(self, source: Path, format_key: str, progress: Callable[[float], None]) -> None:
        self._progress, self._told_at = progress, 0.0
        self._open = contextlib.ExitStack()
        opened = streams.open_streams(source, source.name, format_key)
        self._original = self._open.enter_context(opened)
        self._picture = streams.real_video(opened)
        self._sound = next(iter(opened.streams.audio), None)
        self._length_s = duration_s(opened) or 0.0
        self._start_s = (opened.start_time or 0) / 1_000_000
        self.lenses: list[Lens] = []
        self._voices: list[Voice] = []
        self.storyboard = Storyboard(self._length_s)
        self._shown = self._first_size()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    @property
    def end_s(self) -> float:
        """Where the film ends: its picture or its sound, the later."""
        sounds = [voice.end_s for voice in self._voices[:1]]
        return max([lens.end_s for lens in self.lenses[:1]] + sounds)

    def _first_size(self) -> tuple[int, int] | None:
        """Return (width, height) of the film as it is watched, None when no frame is decoded."""
        if self._picture is None:
            return None
        self._picture.thread_type = "AUTO"
        first = next(streams.frames(self._original, self._picture), None)
        if first is None:
            return None
        self._original.seek(0)
        shown = max(1, round(first.width * pixel_aspect(self._picture))), first.height
        return shown[::-1] if turn_of(first) % 180 else shown

    def add(self, path: Path, edge_px: int) -> None:
        """Open a film at `path` whose shorter side is at most `edge_px`; the largest first."""
        if self._shown is None or self._picture is None:
            return
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        film = self._open.enter_context(av.open(str(path), "w", format="mp4", options=options))
        rate = self._picture.average_rate or self._picture.guessed_rate or Fraction(25)
        # The frames that a smaller lens takes begin at nought.
        start_s = 0.0 if self.lenses else self._start_s
        self.lenses.append(Lens(film, fitted(*self._shown, edge_px), rate, start_s))
        if self._sound is not None:
            coding = _SMALL_AAC if edge_px <= _SMALL_EDGE else AAC
            self._voices.append(Voice(film, self._sound, self._start_s, coding))

    def through(self) -> None:
        """Decode everything once and give each lens and each voice its frames."""
        if not self.lenses or self._picture is None:
            return
        wanted = [self._picture] if self._sound is None else [self._picture, self._sound]
        for index, frame in streams.each_frame(self._original, wanted):
            if index == self._picture.index:
                self._see(self.lenses[0].take(frame))
            else:
                for voice in self._voices:
                    voice.take(frame)
        self._see(self.lenses[0].finish())
        for lens in self.lenses[1:]:
            for _ in lens.finish():
                pass
        for voice in self._voices:
            voice.finish()

    def _see(self, drawn: Iterable[Any]) -> None:
        for frame in drawn:
            self.storyboard.take(frame.time, frame)
            for lens in self.lenses[1:]:
                for _ in lens.take(frame):
                    pass
            self._tell(frame.time)

    def _tell(self, moment_s: float) -> None:
        now = time.monotonic()
        if self._length_s and now - self._told_at >= _REPORT_S:
            self._told_at = now
            self._progress(min(99.0, round(100 * moment_s / self._length_s, 1)))
