"""Draw the frames of a film in one size and encode them: H.264, upright, square pixels.

Source: ITU-T H.264; FFmpeg's filters transpose, yadif, scale and fps; x264 preset `veryfast`,
CRF 23, measured within 1.1 × of ffmpeg's own CPU time (docs/explanation/media.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from media.extract.video import turn_of

CLOCK = Fraction(1, 90_000)
MAX_RATE = 30
_TURN_FILTERS: dict[int, list[tuple[str, str | None]]] = {
    90: [("transpose", "clock")],
    180: [("hflip", None), ("vflip", None)],
    270: [("transpose", "cclock")],
}
_X264 = {"preset": "veryfast", "profile": "main", "threads": "2", "g": "60"}
# Where lines are slow enough for 240 lines, bytes count for more than grain.
_CRF, _SMALL_CRF, _SMALL_EDGE = "23", "25", 240


class Lens:
    """One video stream of a film that takes decoded frames, or those of a larger lens."""

    def __init__(self, film: Any, size: tuple[int, int], rate: Fraction, start_s: float) -> None:  # noqa: ANN401
        """Add the stream to the container `film`; frames before `start_s` are left out."""
        self.size, self.end_s = size, 0.0
        self._film, self._rate, self._start_s = film, rate, start_s
        self._chain: Any = None
        self._shape: tuple[object, ...] = ()
        self._last_pts = -1
        crf = _SMALL_CRF if min(size) <= _SMALL_EDGE else _CRF
        stream = film.add_stream("libx264", rate=_even_rate(rate), options={**_X264, "crf": crf})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = CLOCK
        self._stream = stream

    def take(self, frame: Any) -> Iterator[Any]:  # noqa: ANN401
        """Encode a frame; yield what was drawn of it and of those before it."""
        shape = (frame.width, frame.height, frame.format.name)
        if shape != self._shape:
            yield from self._drawn(flush=True)
            self._chain, self._shape = self._build(frame), shape
        if frame.pts is not None:
            self._chain.push(frame)
            yield from self._drawn(flush=False)

    def finish(self) -> Iterator[Any]:
        """Encode what is left; yield what was drawn last."""
        yield from self._drawn(flush=True)
        self._film.mux(self._stream.encode(None))

    def _build(self, frame: Any) -> Any:  # noqa: ANN401
        """Return the chain of filters for frames like this one."""
        width, height = self.size
        links: list[tuple[str, str | None]] = [("yadif", None)] if frame.interlaced_frame else []
        links += _TURN_FILTERS.get(turn_of(frame), [])
        links += [("scale", f"{width}:{height}:flags=bicubic"), ("setsar", "1")]
        if self._rate > MAX_RATE + 1:
            links.append(("fps", str(MAX_RATE)))
        links.append(("format", "yuv420p"))
        return _chain(frame, links)

    def _drawn(self, *, flush: bool) -> Iterator[Any]:
        if self._chain is None:
            return
        if flush:
            self._chain.push(None)
        while True:
            try:
                frame = self._chain.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            if self._encode(frame):
                yield frame

    def _encode(self, frame: Any) -> bool:  # noqa: ANN401
        moment_s = float(frame.pts * frame.time_base) - self._start_s
        pts = round(moment_s / CLOCK)
        if moment_s < 0 or pts <= self._last_pts:
            return False
        frame.pts, frame.time_base, self._last_pts = pts, CLOCK, pts
        frame.pict_type = 0
        self._film.mux(self._stream.encode(frame))
        self.end_s = moment_s + float(1 / self._rate)
        return True


def _even_rate(rate: Fraction) -> Fraction:
    return Fraction(rate).limit_denominator(1001) if 1 <= rate <= MAX_RATE + 1 else Fraction(30)


def _chain(frame: Any, links: list[tuple[str, str | None]]) -> Any:  # noqa: ANN401
    """Return a configured graph from a buffer through `links` to a sink."""
    graph = av.filter.Graph()
    last = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format.name,
        time_base=frame.time_base,
    )
    for name, arguments in [*links, ("buffersink", None)]:
        following = graph.add(name, arguments) if arguments else graph.add(name)
        last.link_to(following)
        last = following
    graph.configure()
    return graph
