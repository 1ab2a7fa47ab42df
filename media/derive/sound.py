"""Make the sound that every phone plays: AAC in MP4, index first, no metadata.

Source: ISO/IEC 14496-3; FFmpeg's own AAC encoder at 128 kb/s.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from media import streams
from media.derive.landing import Landing
from media.errors import RenditionFailedError
from media.extract.timed import duration_s
from media.values import Made, RenditionPlan

BIT_RATE_BPS = 128_000
_RATES_HZ = (44_100, 48_000)
_FRAME_SAMPLES = 1024


class Voice:
    """One AAC stream of a film or sound file that takes decoded frames as they come."""

    def __init__(self, container: Any, source: Any, start_s: float = 0.0) -> None:  # noqa: ANN401
        """Add the stream to `container`, made for the sound of `source`."""
        rate = source.rate if source.rate in _RATES_HZ else 48_000
        layout = "mono" if source.channels == 1 else "stereo"
        self._container = container
        self._start_s = start_s
        self._rate = rate
        self._stream = container.add_stream("aac", rate=rate, layout=layout)
        self._stream.bit_rate = BIT_RATE_BPS
        self._resampler = av.AudioResampler("fltp", layout, rate, _FRAME_SAMPLES)
        self._samples: int | None = None

    @property
    def end_s(self) -> float:
        """Where the sound ends, in seconds from the start of the film."""
        return (self._samples or 0) / self._rate

    def take(self, frame: Any) -> None:  # noqa: ANN401 - PyAV's frame
        """Encode a decoded frame; the first one says where the sound begins."""
        if self._samples is None:
            begin_s = max(0.0, (frame.time or 0.0) - self._start_s)
            self._samples = round(begin_s * self._rate)
        # Samples are counted, not dated: clocks of old cameras jump, sound must not.
        frame.pts = None
        self._encode(self._resampler.resample(frame))

    def finish(self) -> None:
        """Encode what is left."""
        if self._samples is not None:
            self._encode(self._resampler.resample(None))
            self._container.mux(self._stream.encode(None))

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            frame.pts, frame.time_base = self._samples, Fraction(1, self._rate)
            self._samples = (self._samples or 0) + frame.samples
            self._container.mux(self._stream.encode(frame))


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land `sound.m4a`."""
    output = step.outputs[0]
    ends: list[float] = []

    def write(path: Path) -> None:
        ends.append(_write(path, source, format_key, progress))

    landing.add(Made(output.name, output.media_type, 0), write)
    if not ends[0]:
        raise RenditionFailedError(source.name, step.name, "no sound could be decoded")
    landing.note(output.name, duration_s=round(ends[0], 3))


def _write(path: Path, source: Path, format_key: str, progress: Callable[[float], None]) -> float:
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with (
        streams.open_streams(source, source.name, format_key) as original,
        av.open(str(path), "w", format="mp4", options=options) as made,
    ):
        sound = next(iter(original.streams.audio), None)
        if sound is None:
            return 0.0
        length_s = duration_s(original) or 0.0
        voice = Voice(made, sound)
        reported = 0
        for _, frame in streams.each_frame(original, [sound]):
            voice.take(frame)
            percent = int(100 * voice.end_s / length_s) if length_s else 0
            if percent > reported:
                reported = percent
                progress(min(99, percent))
        voice.finish()
        return voice.end_s
