"""Measure the loudness of a recording over time and as a whole: peaks as numbers and as SVG.

Source: peaks as in BBC's audiowaveform, one number a stretch; EBU R 128 (2023) and ITU-R BS.1770-5
for loudness and true peak, by FFmpeg's filter `ebur128`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from media import streams
from media.derive.landing import Landing
from media.derive.sound import undated
from media.errors import RenditionFailedError
from media.extract.timed import duration_s
from media.values import Made, RenditionPlan

BINS = 1_500
DRAWN_BINS = 600
# Between broadcasting (-23, too quiet for a telephone in a village) and streaming (-14, too
# loud for songs that were never mastered): ReplayGain 2 and AES TD1008 ask for about this.
TARGET_LUFS = -18.0
TRUE_PEAK_DBTP = -1.0
# More would lift the hiss of a cassette into the room.
MOST_GAIN_DB = 20.0
# What BS.1770 gates out always: all of it was silence.
_SILENCE_LUFS = -69.9
# One channel comes from two loudspeakers: it is heard as twice the power.
_DUAL_MONO_DB = 10 * math.log10(2)
_RATE_HZ = 48_000
# A peak each hundredth of a second is kept until the whole length is known.
_STRETCH = _RATE_HZ // 100
# Sound that begins later than its film: at most an hour of silence is put before it.
_MOST_LEAD = 360_000
_TURMERIC = "#F0B52E"


@dataclass(slots=True)
class Heard:
    """What was measured of a recording: peaks 0–1 a hundredth of a second, loudness, length."""

    fine: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    duration_s: float = 0.0
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    channels: int = 1

    @property
    def gain_db(self) -> float:
        """How much louder or softer a player should make it; never into clipping."""
        if self.loudness_lufs is None:
            return 0.0
        heard = self.loudness_lufs + (_DUAL_MONO_DB if self.channels == 1 else 0.0)
        gain = min(TARGET_LUFS - heard, MOST_GAIN_DB)
        room = TRUE_PEAK_DBTP - (self.true_peak_dbtp or 0.0)
        return round(min(gain, room) if gain > 0 else gain, 1)


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land `waveform.svg` and `peaks.json`."""
    heard = measured(source, format_key, progress)
    if not len(heard.fine):
        raise RenditionFailedError(source.name, step.name, "no sound could be decoded")
    drawing = svg(binned(heard.fine, min(DRAWN_BINS, len(heard.fine))))
    drawn = {"image/svg+xml": drawing, "application/json": _numbers(heard)}
    for output in step.outputs:
        text = drawn[output.media_type]
        made = Made(output.name, output.media_type, 0, duration_s=round(heard.duration_s, 3))
        landing.add(made, lambda path, text=text: path.write_text(text))  # type: ignore[misc]


def measured(source: Path, format_key: str, progress: Callable[[float], None]) -> Heard:
    """Listen to the whole of a recording once, as the renditions sound: in one or two channels."""
    with streams.open_streams(source, source.name, format_key) as original:
        sound = next(iter(original.streams.audio), None)
        if sound is None:
            return Heard()
        start_s = (original.start_time or 0) / 1_000_000
        meter = _Meter(1 if sound.channels == 1 else 2, start_s)
        length_s = duration_s(original) or 0.0
        told = 0
        for _, frame in streams.each_frame(original, [sound]):
            meter.take(frame)
            percent = int(100 * meter.end_s / length_s) if length_s else 0
            if percent > told:
                told = percent
                progress(min(99, percent))
    return meter.heard()


class _Meter:
    """Take decoded frames; keep their peaks and have the filter measure their loudness."""

    def __init__(self, channels: int, start_s: float) -> None:
        layout = "mono" if channels == 1 else "stereo"
        self._channels, self._start_s = channels, start_s
        self._resampler = av.AudioResampler("fltp", layout, _RATE_HZ)
        self._filter = _loudness_filter(layout)
        self._said: dict[str, str] = {}
        self._rest = np.zeros((channels, 0), dtype=np.float32)
        self._found: list[npt.NDArray[np.float32]] = []
        self._samples = 0

    @property
    def end_s(self) -> float:
        return self._samples / _RATE_HZ

    def take(self, frame: Any) -> None:  # noqa: ANN401 - PyAV's frame
        if not self._found:
            lead_s = max(0.0, (frame.time or 0.0) - self._start_s)
            self._samples = min(round(lead_s * 100), _MOST_LEAD) * _STRETCH
            self._found.append(np.zeros(self._samples // _STRETCH, dtype=np.float32))
        self._measure(undated(self._resampler, frame))

    def heard(self) -> Heard:
        self._measure(self._resampler.resample(None))
        if self._rest.shape[1]:
            padding = _STRETCH - self._rest.shape[1]
            self._found.append(_stretches(np.pad(self._rest, ((0, 0), (0, padding)))))
        fine = np.concatenate(self._found) if self._found else np.zeros(0, dtype=np.float32)
        loudness = self._number("I")
        # The filter speaks ten times a second; what comes after its last word counts too.
        peak = max(self._number("true_peak") or 0.0, float(fine.max(initial=0)))
        silent = loudness is None or loudness <= _SILENCE_LUFS
        return Heard(
            fine,
            self.end_s,
            None if silent or loudness is None else round(loudness, 1),
            20 * math.log10(peak) if peak else None,
            self._channels,
        )

    def _number(self, name: str) -> float | None:
        value = float(self._said.get(f"lavfi.r128.{name}", "nan"))
        return value if math.isfinite(value) else None

    def _measure(self, parts: Iterable[Any]) -> None:
        arrays = [self._rest]
        for part in parts:
            part.pts = self._samples
            self._samples += part.samples
            arrays.append(part.to_ndarray())
            self._filter.push(part)
            self._listen()
        block = np.concatenate(arrays, axis=1)
        whole = block.shape[1] // _STRETCH * _STRETCH
        self._found.append(_stretches(block[:, :whole]))
        self._rest = block[:, whole:]

    def _listen(self) -> None:
        while True:
            try:
                self._said = dict(self._filter.pull().metadata) or self._said
            except (av.BlockingIOError, av.EOFError):
                return


def _loudness_filter(layout: str) -> Any:  # noqa: ANN401 - PyAV's graph
    graph = av.filter.Graph()
    begin = graph.add_abuffer(format="fltp", sample_rate=_RATE_HZ, layout=layout)
    meter, end = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
    begin.link_to(meter)
    meter.link_to(end)
    graph.configure()
    return graph


def _stretches(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    loud = np.abs(samples).max(axis=0, initial=0).reshape(-1, _STRETCH).max(axis=1, initial=0)
    peaks: npt.NDArray[np.float32] = np.nan_to_num(loud.astype(np.float32))
    return peaks


def binned(fine: npt.NDArray[np.float32], bins: int) -> list[int]:
    """Return the greatest peak of each of `bins` equal stretches, in percent."""
    edges = np.linspace(0, len(fine), bins + 1).astype(int)[:-1]
    loudest = np.maximum.reduceat(fine, edges)
    return [min(100, round(float(peak) * 100)) for peak in loudest]


def svg(peaks: list[int]) -> str:
    """Return the peaks as one path, mirrored on the middle line.

    Its colour is the page's where a page uses `#wave`; as an image of its own, which inherits
    none, it is turmeric, for the player's indigo.
    """
    moves = "".join(
        f"M{2 * at + 1} {50 - max(peak, 1) // 2}V{50 + max(peak, 1) - max(peak, 1) // 2}"
        for at, peak in enumerate(peaks)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * len(peaks)} 100"'
        f' preserveAspectRatio="none" color="{_TURMERIC}" aria-hidden="true">'
        f'<path id="wave" d="{moves}" fill="none" stroke="currentColor" stroke-width="1.2"/>'
        "</svg>\n"
    )


def _numbers(heard: Heard) -> str:
    value = {
        "duration_s": round(heard.duration_s, 3),
        "peaks": binned(heard.fine, min(BINS, len(heard.fine))),
        "loudness_lufs": heard.loudness_lufs,
        "gain_db": heard.gain_db,
    }
    return json.dumps(value, separators=(",", ":")) + "\n"
