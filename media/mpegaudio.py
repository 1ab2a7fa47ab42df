"""Recognise MPEG audio layer III by frames that follow each other.

Source: ISO/IEC 11172-3 §2.4.1.3 and ISO/IEC 13818-3 §2.4.1.3 (frame header).
"""

from __future__ import annotations

_RATES_V1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SEARCH_BYTES = 16 * 1024


def frame_length(head: bytes, at: int) -> int | None:
    """Return how many bytes the layer III frame at `at` has, or None if there is none."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE6 != 0xE2:
        return None
    version = head[at + 1] >> 3 & 3
    rate, sample = head[at + 2] >> 4, head[at + 2] >> 2 & 3
    if version == 1 or rate in (0, 15) or sample == 3:
        return None
    kilobits = (_RATES_V1 if version == 3 else _RATES_V2)[rate]
    per_frame = 144_000 if version == 3 else 72_000
    return per_frame * kilobits // _SAMPLE_RATES[version][sample] + (head[at + 2] >> 1 & 1)


def facts(head: bytes, at: int, size_bytes: int) -> dict[str, float]:
    """Return rate, channels and length of a stream whose frames are all like that at `at`."""
    length = frame_length(head, at)
    if length is None:
        return {}
    version = head[at + 1] >> 3 & 3
    rate_hz = _SAMPLE_RATES[version][head[at + 2] >> 2 & 3]
    samples = 1152 if version == 3 else 576
    frames = max(1, (size_bytes - at) // length)
    channels = 1 if head[at + 3] >> 6 == 3 else 2
    return {
        "rate_hz": rate_hz,
        "channels": channels,
        "duration_s": round(frames * samples / rate_hz, 3),
    }


def first_frame(head: bytes) -> int | None:
    """Return the offset of the first frame, or None.

    A frame counts when two more follow it, or when it opens the file (a clip of one or two
    frames). Zero bytes before the first frame are passed over, as players do.
    """
    start = len(head[:_SEARCH_BYTES]) - len(head[:_SEARCH_BYTES].lstrip(b"\x00"))
    for at in range(start, min(len(head), _SEARCH_BYTES)):
        length = frame_length(head, at)
        if length is None:
            continue
        if at == start or _followed(head, at + length):
            return at
    return None


def _followed(head: bytes, at: int) -> bool:
    length = frame_length(head, at)
    return length is not None and frame_length(head, at + length) is not None
