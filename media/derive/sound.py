"""Make the sound that every phone plays: AAC in MP4, index first, and Opus for slow lines.

Source: ISO/IEC 14496-3; FFmpeg's own AAC encoder at 128 kb/s; RFC 7845 and libopus at 64 kb/s,
which listeners rated as AAC at 96 (Hydrogenaudio's test of 2011). No metadata is carried over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from media import streams
from media.derive.landing import Landing
from media.errors import RenditionFailedError
from media.extract.timed import duration_s
from media.values import Made, RenditionPlan


@dataclass(frozen=True, slots=True)
class Coding:
    """How sound is encoded: the rates that the coding knows, the samples of one of its frames."""

    codec: str
    container: str
    sample_format: str
    rates_hz: tuple[int, ...]
    frame_samples: int
    bit_rates_bps: tuple[int, int]


AAC = Coding("aac", "mp4", "fltp", (48_000, 44_100), 1024, (96_000, 128_000))
OPUS = Coding("libopus", "ogg", "flt", (48_000,), 960, (48_000, 64_000))
CODINGS = {"audio/mp4": AAC, "audio/ogg": OPUS}


class Voice:
    """One stream of a film or sound file that takes decoded frames as they come."""

    def __init__(
        self,
        container: Any,  # noqa: ANN401
        source: Any,  # noqa: ANN401
        start_s: float = 0.0,
        coding: Coding = AAC,
    ) -> None:
        """Add the stream to `container`, made for the sound of `source`."""
        rate = source.rate if source.rate in coding.rates_hz else coding.rates_hz[0]
        layout = "mono" if source.channels == 1 else "stereo"
        self._container = container
        self._start_s = start_s
        self._rate = rate
        self._stream = container.add_stream(coding.codec, rate=rate, layout=layout)
        self._stream.bit_rate = coding.bit_rates_bps[layout == "stereo"]
        self._resampler = av.AudioResampler(
            coding.sample_format, layout, rate, coding.frame_samples
        )
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
        self._encode(undated(self._resampler, frame))

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


def undated(resampler: Any, frame: Any) -> list[Any]:  # noqa: ANN401 - PyAV's
    """Return a frame resampled without its date; others may still read it.

    Samples are counted, not dated: clocks of old cameras jump, sound must not.
    """
    pts, frame.pts = frame.pts, None
    try:
        resampled: list[Any] = resampler.resample(frame)
    finally:
        frame.pts = pts
    return resampled


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land `sound.m4a` and `sound.opus`, of one decoding."""
    outputs = [Made(output.name, output.media_type, 0) for output in step.outputs]
    paths = {landing.begin(made): CODINGS[made.media_type] for made in outputs}
    end_s = _write(paths, source, format_key, progress)
    if not end_s:
        raise RenditionFailedError(source.name, step.name, "no sound could be decoded")
    for made in outputs:
        landing.note(made.name, duration_s=round(end_s, 3))


def _write(
    paths: dict[Path, Coding], source: Path, format_key: str, progress: Callable[[float], None]
) -> float:
    with contextlib.ExitStack() as stack:
        original = stack.enter_context(streams.open_streams(source, source.name, format_key))
        sound = next(iter(original.streams.audio), None)
        if sound is None:
            return 0.0
        start_s = (original.start_time or 0) / 1_000_000
        voices = [
            Voice(stack.enter_context(_opened(path, coding)), sound, start_s, coding)
            for path, coding in paths.items()
        ]
        _encode_all(original, sound, voices, progress)
        return voices[0].end_s


def _opened(path: Path, coding: Coding) -> Any:  # noqa: ANN401 - PyAV's container
    options = {"fflags": "+bitexact"}
    if coding.container == "mp4":
        options["movflags"] = "+faststart"
    return av.open(str(path), "w", format=coding.container, options=options)


def _encode_all(
    original: Any,  # noqa: ANN401
    sound: Any,  # noqa: ANN401
    voices: list[Voice],
    progress: Callable[[float], None],
) -> None:
    length_s = duration_s(original) or 0.0
    told = 0
    for _, frame in streams.each_frame(original, [sound]):
        for voice in voices:
            voice.take(frame)
        percent = int(100 * voices[0].end_s / length_s) if length_s else 0
        if percent > told:
            told = percent
            progress(min(99, percent))
    for voice in voices:
        voice.finish()
