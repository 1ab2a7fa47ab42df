"""Hold the timed words of a recording: tiers of segments, as captions and annotations have them.

Source: ELAN Annotation Format 3.0 (tiers, alignable and reference annotations); W3C WebVTT §3
(identifiers, settings, voices). Times are whole milliseconds, as in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

Span = tuple[int, int]


class TierKind(StrEnum):
    """What a tier says of the recording."""

    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"
    TRANSLATION = "translation"
    ROMANISED = "romanised"
    MOVEMENT = "movement"
    CHAPTERS = "chapters"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time with its words; without a time of its own it hangs on its parent.

    `movement` is the id of a term and `counts` its beats, `plan` the name of a floor plan.
    `markup` is a text as WebVTT wrote it, where that says more than `text`; `settings`, `label`
    (a cue's identifier) and `note` (blocks before the cue) are carried through as they came.
    """

    id: str
    start_ms: int | None = None
    end_ms: int | None = None
    text: str = ""
    parent: str = ""
    movement: str = ""
    counts: int | None = None
    plan: str = ""
    voice: str = ""
    markup: str = ""
    settings: str = ""
    label: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """One line of segments: a language, a kind, and the tier that it hangs on."""

    id: str
    kind: TierKind = TierKind.CAPTIONS
    language: str = "vi"
    label: str = ""
    parent: str = ""
    segments: tuple[Segment, ...] = ()
    head: str = ""
    tail: str = ""


def spans_of(tiers: Iterable[Tier]) -> dict[str, Span]:
    """Return when each segment is heard, by its id; what has no time at all is left out.

    A segment without times of its own shares its parent's with its brothers, and a border
    between two segments that has no value stands evenly between those that have one, as ELAN
    draws them.
    """
    known: dict[str, Span] = {}
    for tier in _parents_first(tuple(tiers)):
        for parent, group in groupby(tier.segments, lambda one: one.parent):
            run = list(group)
            known.update(_own_spans(run))
            if parent in known:
                known.update(_shared(known[parent], [one for one in run if one.id not in known]))
    return known


def _parents_first(tiers: tuple[Tier, ...]) -> Iterator[Tier]:
    """Yield tiers so that each follows the one that it hangs on; a ring is yielded as it stands."""
    waiting, seen = list(tiers), {""}
    names = {tier.id for tier in tiers}
    while waiting:
        ready = [one for one in waiting if one.parent in seen or one.parent not in names]
        for tier in ready or waiting:
            yield tier
            seen.add(tier.id)
        waiting = [one for one in waiting if one.id not in seen]


def _own_spans(run: list[Segment]) -> dict[str, Span]:
    spans: dict[str, Span] = {}
    open_run: list[Segment] = []
    for one in run:
        if one.start_ms is not None:
            open_run = []
        elif not open_run:
            continue
        open_run.append(one)
        if one.end_ms is not None:
            spans.update(_shared((open_run[0].start_ms or 0, one.end_ms), open_run))
            open_run = []
    return spans


def _shared(span: Span, run: list[Segment]) -> dict[str, Span]:
    """Give each segment of a run an even part of a span."""
    start, end = span
    borders = [start + (end - start) * at // len(run) for at in range(len(run) + 1)] if run else []
    return {one.id: (borders[at], borders[at + 1]) for at, one in enumerate(run)}


def counted(tiers: Iterable[Tier]) -> int:
    """Return how many segments the tiers hold."""
    return sum(len(tier.segments) for tier in tiers)


def tier_of_cues(cues: Iterable[Mapping[str, object]], language: str) -> Tier:
    """Return the tier of the cues that files carried before they had tiers."""
    segments = (
        Segment(
            f"c{number}",
            round(float(str(cue["start_s"])) * 1000),
            round(float(str(cue["end_s"])) * 1000),
            str(cue["text"]),
        )
        for number, cue in enumerate(cues, start=1)
    )
    return Tier("captions", language=language, segments=tuple(segments))
