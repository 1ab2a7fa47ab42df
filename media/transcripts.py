"""Read the timed words of any file that the archive takes for captions, as tiers.

Call it in the sandbox, by way of `media.extract`, for files of strangers.
Source: W3C WebVTT; SubRip; ELAN Annotation Format 3.0; plain text has no times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from media import captions, elan, webvtt
from media.errors import BadCaptionsError
from media.tiers import Segment, Tier, TierKind, counted, spans_of
from media.values import Notice


@dataclass(frozen=True, slots=True)
class Transcript:
    """The tiers of a file, the language that it says, and what had to be forgiven to read it."""

    tiers: tuple[Tier, ...]
    notices: tuple[Notice, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """All words, a line for each segment."""
        return "\n".join(one.text for tier in self.tiers for one in tier.segments if one.text)

    @property
    def duration_s(self) -> float | None:
        """When the last segment ends; None where nothing has a time."""
        return max((end / 1000 for _, end in spans_of(self.tiers).values()), default=None)


def read(path: Path, format_key: str) -> Transcript:
    """Return the tiers of a file of one of our formats.

    Raises:
        BadCaptionsError: It breaks its format, and where.
    """
    if format_key == "eaf":
        tiers = elan.read(path)
        return Transcript(tiers, language=next((one.language for one in tiers if one.language), ""))
    text, notices = captions.decode(path.read_bytes())
    if format_key == "txt":
        return Transcript((_plain(text),), notices)
    tier, more = webvtt.read(text)
    language = captions.header_language(text) if format_key == "vtt" else ""
    if counted((tier,)) > elan.MOST_SEGMENTS:
        raise BadCaptionsError(1, "too-many")
    return Transcript((replace(tier, language=language),), (*notices, *more), language)


def _plain(text: str) -> Tier:
    """Return the lines of a transcript that nobody has timed yet."""
    lines = [line.strip() for line in re.split(r"\r\n|\n|\r", text.lstrip("\ufeff"))]
    said = [line for line in lines if line]
    if len(said) > elan.MOST_SEGMENTS:
        raise BadCaptionsError(elan.MOST_SEGMENTS, "too-many")
    segments = tuple(Segment(f"c{number}", text=line) for number, line in enumerate(said, start=1))
    return Tier("transcript", TierKind.TRANSCRIPT, language="", segments=segments)
