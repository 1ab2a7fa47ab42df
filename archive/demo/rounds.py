"""Say by time which round of a drawn film is on: what stands for the steps of a real dance."""

from __future__ import annotations

from archive.demo.backgrounds import BEATS
from archive.demo.order import Order
from archive.demo.sounds import BEAT_S
from media.tiers import Segment, Tier, TierKind

_ROUND_MS = round(BEATS * BEAT_S * 1000)
_MOST = 4
_WORDS = "Lượt {n} của hình vẽ\nPhần minh họa: cử động lặp lại sau mỗi lượt"


def rounds_of(order: Order, plan: str) -> Tier:
    """Return a tier with one segment a round; its counts are the strokes of the drum."""
    length_ms = round(order.detail.length_s * 1000)
    span_ms = min(_ROUND_MS, length_ms // _MOST)
    segments = tuple(
        Segment(
            f"s{number}",
            (number - 1) * span_ms,
            number * span_ms,
            _WORDS.format(n=number),
            counts=round(span_ms / 1000 / BEAT_S),
            plan=plan,
        )
        for number in range(1, _MOST + 1)
    )
    return Tier("steps", TierKind.MOVEMENT, "vi", "Lượt", segments=segments)
