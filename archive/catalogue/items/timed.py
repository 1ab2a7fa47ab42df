"""What the files of an item say by time: lines of text, steps of a dance, chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.catalogue.labels import text_in
from archive.discover.pictures import file_url
from archive.languages import language_name
from archive.records import FileRecord
from media.tiers import Segment, TierKind, spans_of
from media.tiers import Tier as StoredTier

# Scripts first, in the order in which a learner reads them: letters, sounds, meaning.
_ORDER = ("blt-Tavt", "blt-Latn")


@dataclass(frozen=True, slots=True)
class Line:
    """Some words and when they are heard."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Tier:
    """The lines of one tier of a file; `href` is the same as WebVTT."""

    key: str
    language: str
    label: str
    lines: tuple[Line, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a dance: its time, its name, its beats and the floor plan that it is danced in."""

    start_s: float
    end_s: float
    title: str
    note: str = ""
    language: str = ""
    counts: int | None = None
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a recording."""

    start_s: float
    end_s: float
    title: str


@dataclass(frozen=True, slots=True)
class Timed:
    """Everything that is said of a recording by time."""

    tiers: tuple[Tier, ...] = ()
    steps: tuple[Step, ...] = ()
    chapters: tuple[Chapter, ...] = ()


def timed_of(file: FileRecord, captions: Sequence[FileRecord], language: str) -> Timed:
    """Return what a recording and its caption files say by time, the reader's language in front."""
    tiers: list[Tier] = []
    steps: list[Step] = []
    chapters: list[Chapter] = []
    for one in (file, *captions):
        for position, tier in enumerate(one.timed):
            said = list(_said(one, tier))
            if tier.kind is TierKind.MOVEMENT:
                steps += (_step(tier, segment, line) for segment, line in said)
            elif tier.kind is TierKind.CHAPTERS:
                chapters += (Chapter(line.start_s, line.end_s, line.text) for _, line in said)
            elif said:
                lines = tuple(line for _, line in said)
                tiers.append(_tier(one, position, tier, lines, language))
    tiers.sort(key=lambda tier: _rank(tier.language, language))
    return Timed(tuple(tiers), tuple(steps), tuple(chapters or _chapters(file)))


def _said(file: FileRecord, tier: StoredTier) -> Iterator[tuple[Segment, Line]]:
    """Yield the segments of a tier that have a time, each with it."""
    spans = spans_of(file.timed)
    for segment in tier.segments:
        if segment.id in spans:
            start_ms, end_ms = spans[segment.id]
            yield segment, Line(start_ms / 1000, end_ms / 1000, segment.text)


def _step(tier: StoredTier, segment: Segment, line: Line) -> Step:
    title, _, note = line.text.partition("\n")
    return Step(line.start_s, line.end_s, title, note, tier.language, segment.counts, segment.plan)


def _tier(
    file: FileRecord, position: int, tier: StoredTier, lines: tuple[Line, ...], language: str
) -> Tier:
    label = text_in(file.label, language)[1] if len(file.timed) == 1 else ""
    # An ELAN tier's own name is the annotator's; what a reader wants to know is the language.
    shown = label or language_name(tier.language, language)
    query = f"?tier={position}" if position else ""
    href = file_url(file.id, "captions.vtt") + query
    return Tier(f"{file.id}-{position}", tier.language, shown, lines, href)


def _rank(tag: str, language: str) -> int:
    if tag in _ORDER:
        return _ORDER.index(tag)
    return len(_ORDER) + (tag != language)


def _chapters(file: FileRecord) -> Iterator[Chapter]:
    """Yield the chapters that the recording itself carries."""
    found = file.technical.get("chapters") or ()
    ends = [one["start_s"] for one in found[1:]] + [file.technical.get("duration_s") or 0.0]
    for one, following in zip(found, ends, strict=False):
        if one.get("title"):
            yield Chapter(one["start_s"], one.get("end_s") or following, one["title"])
