"""What changed between the tiers of two versions, line by line, in words that people read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.catalogue.captions.times import written
from media.tiers import Tier, spans_of

_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Changes:
    """The lines that stand no more, and those that are new."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


def changes(before: Iterable[Tier], after: Iterable[Tier]) -> Changes:
    """Return the lines in which two versions of a file's tiers differ, at most some of them."""
    old, new = _lines(tuple(before)), _lines(tuple(after))
    old_set, new_set = set(old), set(new)
    return Changes(
        _cut([line for line in old if line not in new_set]),
        _cut([line for line in new if line not in old_set]),
    )


def _lines(tiers: tuple[Tier, ...]) -> list[str]:
    spans = spans_of(tiers)
    lines = []
    for tier in tiers:
        name = f"{tier.label or tier.id}: " if len(tiers) > 1 else ""
        for one in tier.segments:
            span = spans.get(one.id)
            when = f"{written(span[0])}–{written(span[1])} " if span else ""
            beats = f" ({one.counts})" if one.counts else ""
            lines.append(f"{name}{when}{one.text}{beats}")
    return lines


def _cut(lines: list[str]) -> tuple[str, ...]:
    more = len(lines) - _MOST_LINES
    return (*lines[:_MOST_LINES], *([f"… +{more}"] if more > 0 else []))
