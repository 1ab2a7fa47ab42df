"""Draw the loudness of a recording over time, as SVG and as numbers.

Source: peaks as in BBC's audiowaveform data format 2 (version, peaks), one number a stretch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from media import streams
from media.derive.landing import Landing
from media.errors import RenditionFailedError
from media.extract.timed import duration_s
from media.values import Made, RenditionPlan

BINS = 600
_RATE_HZ = 8_000
# A peak each hundredth of a second is kept until the whole length is known.
_STRETCH = _RATE_HZ // 100
_TURMERIC = "#F0B52E"


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Land `waveform.svg` and `waveform.json`."""
    fine, length_s = _peaks(source, format_key, progress)
    if not len(fine):
        raise RenditionFailedError(source.name, step.name, "no sound could be decoded")
    peaks = binned(fine, min(BINS, len(fine)))
    drawn = {"image/svg+xml": svg(peaks), "application/json": _numbers(peaks, length_s)}
    for output in step.outputs:
        text = drawn[output.media_type]
        made = Made(output.name, output.media_type, 0, duration_s=round(length_s, 3))
        landing.add(made, lambda path, text=text: path.write_text(text))  # type: ignore[misc]


def _peaks(
    source: Path, format_key: str, progress: Callable[[float], None]
) -> tuple[npt.NDArray[np.float32], float]:
    """Return the peaks, 0–1, of each hundredth of a second, and the length in seconds."""
    resampler = av.AudioResampler("s16", "mono", _RATE_HZ)
    rest = np.zeros(0, dtype=np.int16)
    found: list[npt.NDArray[np.float32]] = []
    samples, reported = 0, 0
    with streams.open_streams(source, source.name, format_key) as original:
        sound = next(iter(original.streams.audio), None)
        wanted = [sound] if sound is not None else []
        length_s = duration_s(original) or 0.0
        for _, frame in streams.each_frame(original, wanted):
            frame.pts = None
            parts = [part.to_ndarray().ravel() for part in resampler.resample(frame)]
            block = np.concatenate([rest, *parts]) if parts else rest
            whole = len(block) // _STRETCH * _STRETCH
            found.append(_stretches(block[:whole]))
            rest = block[whole:]
            samples += sum(len(part) for part in parts)
            percent = int(100 * samples / _RATE_HZ / length_s) if length_s else 0
            if percent > reported:
                reported = percent
                progress(min(99, percent))
    if len(rest):
        found.append(_stretches(np.pad(rest, (0, _STRETCH - len(rest)))))
    fine = np.concatenate(found) if found else np.zeros(0, dtype=np.float32)
    return fine, samples / _RATE_HZ


def _stretches(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    loud = np.abs(samples.astype(np.int32)).reshape(-1, _STRETCH).max(axis=1, initial=0)
    peaks: npt.NDArray[np.float32] = (loud / 32768).astype(np.float32)
    return peaks


def binned(fine: npt.NDArray[np.float32], bins: int) -> list[int]:
    """Return the greatest peak of each of `bins` equal stretches, in percent."""
    edges = np.linspace(0, len(fine), bins + 1).astype(int)[:-1]
    return [round(float(peak) * 100) for peak in np.maximum.reduceat(fine, edges)]


def svg(peaks: list[int]) -> str:
    """Return the peaks as one path, mirrored on the middle line.

    Shown as an image it inherits no colour: it is turmeric, for the player's indigo.
    """
    moves = "".join(
        f"M{2 * at + 1} {50 - max(peak, 1) // 2}V{50 + max(peak, 1) - max(peak, 1) // 2}"
        for at, peak in enumerate(peaks)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * len(peaks)} 100"'
        ' preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="{moves}" fill="none" stroke="{_TURMERIC}" stroke-width="1.2"/></svg>\n'
    )


def _numbers(peaks: list[int], length_s: float) -> str:
    value = {"version": 1, "duration_s": round(length_s, 3), "peaks_pct": peaks}
    return json.dumps(value, separators=(",", ":")) + "\n"
