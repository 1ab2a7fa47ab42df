"""Synthesise sounds with numpy: drum and gong in 2/4, plucked strings, pipes, rattles, ensembles.

The tunes are rolled with dice over five tones; they copy no melody and claim to be none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.demo.drawing import chance
from archive.demo.order import Order, Said

Wave = NDArray[np.float64]
RATE_HZ = 44_100
BEAT_S = 0.5
_FIVE_TONES = (0, 2, 5, 7, 9)  # semitones
_LOUDEST = 0.72
_CODECS = {
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "mp3": ("mp3", "libmp3lame"),
    "opus": ("ogg", "libopus"),
}


def _times(length_s: float) -> Wave:
    return np.arange(int(length_s * RATE_HZ)) / RATE_HZ


def _noise(length_s: float, seed: int) -> Wave:
    return np.random.default_rng(seed).uniform(-1, 1, int(length_s * RATE_HZ))


def drum(pitch_hz: float = 84.0, length_s: float = 0.45) -> Wave:
    """Return a stroke on a skin: a falling tone and a short slap."""
    t = _times(length_s)
    pitch = pitch_hz * (1 + 1.3 * np.exp(-t * 26))
    body = np.sin(2 * np.pi * np.cumsum(pitch) / RATE_HZ) * np.exp(-t * 9)
    return np.asarray(body + 0.22 * _noise(length_s, 1) * np.exp(-t * 60))


def gong(pitch_hz: float = 146.0, length_s: float = 2.6) -> Wave:
    """Return a gong: partials that are no harmonics, dying slowly."""
    t = _times(length_s)
    partials = ((1, 1.0), (1.48, 0.5), (2.02, 0.45), (2.74, 0.25), (3.76, 0.14), (1.006, 0.6))
    tone = sum(
        loud * np.sin(2 * np.pi * pitch_hz * ratio * t) * np.exp(-t * (1.1 + ratio * 0.5))
        for ratio, loud in partials
    )
    return np.asarray(tone * np.minimum(1, t * 90) * 0.45)


def cymbal(length_s: float = 0.35) -> Wave:
    """Return small cymbals: bright noise."""
    t = _times(length_s)
    return np.asarray(np.diff(_noise(length_s, 2), prepend=0.0) * np.exp(-t * 14) * 0.5)


def rattle(length_s: float = 0.12) -> Wave:
    """Return one shake of a rattle."""
    t = _times(length_s)
    return np.asarray(np.diff(_noise(length_s, 3), prepend=0.0) * np.exp(-((t - 0.03) ** 2) * 2600))


def pluck(pitch_hz: float, length_s: float = 1.1) -> Wave:
    """Return a plucked string.

    Source: K. Karplus, A. Strong: Digital Synthesis of Plucked-String and Drum Timbres, 1983.
    """
    period = max(2, round(RATE_HZ / pitch_hz))
    string = np.random.default_rng(period).uniform(-1, 1, period)
    string = np.convolve(string, np.ones(4) / 4, mode="same")
    turns = []
    for _ in range(int(length_s * RATE_HZ / period) + 1):
        turns.append(string)
        string = 0.4985 * (string + np.roll(string, 1))
    return np.concatenate(turns)[: int(length_s * RATE_HZ)]


def reed(pitch_hz: float, length_s: float) -> Wave:
    """Return a free reed in a pipe: odd partials, a soft start and end."""
    t = _times(length_s)
    tone = sum(np.sin(2 * np.pi * pitch_hz * n * t) / n**1.3 for n in (1, 2, 3, 5, 7))
    edge = np.minimum(1, np.minimum(t, length_s - t) * 30)
    return np.asarray(tone * edge * (1 + 0.06 * np.sin(2 * np.pi * 5.2 * t)) * 0.3)


def flute(pitch_hz: float, length_s: float) -> Wave:
    """Return a flute: nearly a sine, with breath."""
    t = _times(length_s)
    wobble = 0.004 * np.sin(2 * np.pi * 4.6 * t)
    tone = np.sin(2 * np.pi * pitch_hz * (t + wobble / 4.6)) + 0.18 * np.sin(
        4 * np.pi * pitch_hz * t
    )
    edge = np.minimum(1, np.minimum(t * 14, (length_s - t) * 22))
    return np.asarray((tone + 0.05 * _noise(length_s, 4)) * edge * 0.4)


def _put(track: Wave, at_s: float, sound: Wave, loud: float = 1.0) -> None:
    start = int(at_s * RATE_HZ)
    if start < len(track):
        end = min(len(track), start + len(sound))
        track[start:end] += loud * sound[: end - start]


def _beats(length_s: float) -> range:
    return range(int(length_s / BEAT_S))


def _percussion(length_s: float, seed: int) -> Wave:
    """Return drum, gong and cymbals in 2/4: strong, weak, and a light stroke between."""
    track = np.zeros(int(length_s * RATE_HZ))
    for beat in _beats(length_s):
        at = beat * BEAT_S
        _put(track, at, drum(84 if beat % 2 == 0 else 104), 1.0 if beat % 2 == 0 else 0.62)
        if beat % 4 == 0:
            _put(track, at, gong(146 + seed % 3 * 9), 0.7)
        if beat % 2:
            _put(track, at, cymbal(), 0.35)
        if (beat + seed) % 4 == 3:  # noqa: PLR2004 - the last beat of two bars
            _put(track, at + BEAT_S / 2, drum(118), 0.4)
    return track


def _melody(seed: int, beats: int, base_hz: float) -> list[float]:
    """Return one pitch a beat: small steps over five tones."""
    dice, place = chance(seed), 2
    pitches = []
    for _ in range(beats):
        place = min(max(place + dice.choice((-2, -1, -1, 0, 1, 1, 2)), 0), 9)
        semitones = _FIVE_TONES[place % 5] + 12 * (place // 5)
        pitches.append(base_hz * 2 ** (semitones / 12))
    return pitches


def _plucked(length_s: float, seed: int) -> Wave:
    track = np.zeros(int(length_s * RATE_HZ))
    for beat, pitch in enumerate(_melody(seed, len(_beats(length_s)), 196)):
        _put(track, beat * BEAT_S, pluck(pitch), 0.8)
        _put(track, beat * BEAT_S, pluck(98), 0.35 if beat % 2 == 0 else 0.0)
        if (beat * 7 + seed) % 3 == 0:
            _put(track, beat * BEAT_S + BEAT_S / 2, pluck(pitch, 0.5), 0.5)
    return track


def _piped(length_s: float, seed: int) -> Wave:
    track = 0.3 * (reed(110, length_s) + reed(165, length_s))
    for beat, pitch in enumerate(_melody(seed, len(_beats(length_s)), 220)):
        _put(track, beat * BEAT_S, reed(pitch, BEAT_S * 0.95), 0.8)
    return track


def _fluted(length_s: float, seed: int) -> Wave:
    track = np.zeros(int(length_s * RATE_HZ))
    for beat, pitch in enumerate(_melody(seed, len(_beats(length_s)) // 2, 392)):
        _put(track, beat * BEAT_S * 2, flute(pitch, BEAT_S * 1.9), 0.9)
    return track


def _shaken(length_s: float, seed: int) -> Wave:
    track = 0.5 * _percussion(length_s, seed)
    for step in range(int(length_s / BEAT_S * 2)):
        _put(track, step * BEAT_S / 2, rattle(), 1.2 if step % 4 == 0 else 0.6)
    return track


def _together(length_s: float, seed: int) -> Wave:
    played = 0.7 * _plucked(length_s, seed + 1) + 0.35 * _piped(length_s, seed + 1)
    return np.asarray(0.8 * _percussion(length_s, seed) + played)


Tune = Callable[[float, int], Wave]
TUNES: dict[str, Tune] = {
    "percussion": _percussion,
    "plucked": _plucked,
    "piped": _piped,
    "fluted": _fluted,
    "shaken": _shaken,
    "together": _together,
}


def stereo(wave: Wave) -> NDArray[np.int16]:
    """Return a wave in a room: two channels of 16 bits, side by side, shape (1, 2n)."""
    left, right = wave.copy(), wave.copy()
    for channel, delays in ((left, (0.031, 0.083)), (right, (0.043, 0.071))):
        for delay_s in delays:
            shift = int(delay_s * RATE_HZ)
            channel[shift:] += 0.22 * wave[:-shift]
    both = np.stack([left, right], axis=1)
    fade = np.minimum(1, np.arange(len(wave))[::-1] / (RATE_HZ * 0.8))[:, None]
    scaled = both * fade / max(float(np.abs(both).max()), 1e-9) * _LOUDEST
    return np.asarray((scaled * 32767).astype(np.int16).reshape(1, -1))


def make_sound(order: Order, path: Path) -> None:
    """Synthesise a tune and write it with its tags in the format of its name."""
    import av

    tune = TUNES[order.motif]
    wave = stereo(tune(order.detail.length_s * 1.5, order.seed))
    container_format, codec = _CODECS[order.extension]
    with av.open(str(path), "w", format=container_format) as container:
        container.metadata.update(tags_of(order.said))
        rate_hz = 48_000 if codec == "libopus" else RATE_HZ
        stream = container.add_stream(codec, rate=rate_hz, layout="stereo")
        encode_sound(container, stream, wave)


def tags_of(said: Said) -> dict[str, str]:
    """Return what a sound or film says of itself, under FFmpeg's names."""
    tags = {
        "title": said.title,
        "artist": said.creator,
        "date": said.captured,
        "comment": said.description,
        "copyright": said.credit,
    }
    return {name: text for name, text in tags.items() if text}


def encode_sound(container: Any, stream: Any, wave: NDArray[np.int16]) -> None:  # noqa: ANN401
    """Write samples, as `stereo` returns them, into a stream."""
    import av

    context = stream.codec_context
    frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="stereo")
    frame.sample_rate = RATE_HZ
    resampler = av.AudioResampler(
        context.format, context.layout, context.rate, context.frame_size or 1024
    )
    parts: Sequence[Any] = [*resampler.resample(frame), *resampler.resample(None)]
    for part in parts:
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))
