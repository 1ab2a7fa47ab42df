"""Read and write WebVTT and SubRip as tiers, so that what a file said beyond its words comes back.

Source: W3C WebVTT §4 (file structure), §4.4 (settings), §4.2.2 (voice spans) and §4.1 (NOTE,
STYLE, REGION); SubRip has no standard, its form is that of SubRip 1.50's own files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from media import captions
from media.captions import NOT_CUES, Block
from media.errors import BadCaptionsError
from media.tiers import Segment, Span, Tier
from media.values import Notice

_VOICE = re.compile(r"<v(?:\.[^\s>]+)*[ \t]+([^>]+)>(?:(?!<v[ .\t]).)*$", re.DOTALL)
_VTT_TAGS = re.compile(r"</?(?:[cibuv]|ruby|rt|lang)(?:[. \t][^<>]*)?>|<\d\d+:[\d:.]+>")
_SRT_TAGS = re.compile(r"</?(?:[ibu]|font(?: [^<>]*)?)>|\{\\an?\d\}", re.IGNORECASE)
_VTT_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+")
_SRT_SETTING = re.compile(r"[XY][12]:-?\d+", re.IGNORECASE)


def read(text: str) -> tuple[Tier, tuple[Notice, ...]]:
    """Return the tier of WebVTT or SRT text, in the order of the cues' start.

    Raises:
        BadCaptionsError: there is text, but not one timing line in it.
    """
    is_vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    head: list[str] = []
    notes: list[str] = []
    found: list[Segment] = []
    notices: list[Notice] = []
    for line, block in captions.blocks(text):
        cue = None if is_vtt and _is_no_cue(block) else _segment(block)
        if cue is not None:
            found.append(replace(cue, note="\n\n".join(notes)))
            notes = []
        elif is_vtt and (line == 1 or _is_no_cue(block)):
            (head if line == 1 or not _is_note(block) else notes).append("\n".join(block))
        else:
            notices.append(Notice("cue-skipped", f"line {line}"))
    if notices and not found:
        raise BadCaptionsError(1, "no timing line")
    tier = Tier(
        "captions",
        language="",
        segments=_numbered(found),
        head=_head(head),
        tail="\n\n".join(notes),
    )
    return tier, tuple(notices[:20])


def _is_no_cue(block: Block) -> bool:
    return block[0].split(" ")[0].split("\t")[0].rstrip() in NOT_CUES


def _is_note(block: Block) -> bool:
    return block[0].startswith("NOTE")


def _head(blocks: list[str]) -> str:
    """Return what stands before the cues, unless it is the bare signature."""
    text = "\n\n".join(blocks)
    return "" if text.strip("\ufeff \t") == "WEBVTT" else text.lstrip("\ufeff")


def _numbered(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    ordered = sorted(segments, key=lambda one: (one.start_ms or 0, one.end_ms or 0))
    return tuple(replace(one, id=f"c{number}") for number, one in enumerate(ordered, start=1))


def _segment(block: Block) -> Segment | None:
    timed = captions.timing(block)
    if timed is None:
        return None
    raw = "\n".join(timed.payload)
    text = captions.plain(raw)
    voice = _VOICE.match(raw)
    return Segment(
        id="",
        start_ms=round(timed.start_s * 1000),
        end_ms=round(timed.end_s * 1000),
        text=text,
        voice=captions.plain(voice[1]) if voice else "",
        markup="" if raw == captions.escaped(text) else raw,
        settings=timed.settings,
        label=timed.identifier,
    )


def write_vtt(tier: Tier, spans: Mapping[str, Span]) -> str:
    """Return a tier as a WebVTT file; what has no time is left out."""
    head = tier.head or (f"WEBVTT\nLanguage: {tier.language}" if tier.language else "WEBVTT")
    parts = [head]
    for one in _in_time(tier, spans):
        parts += [one.note] if one.note else []
        settings = " ".join(_VTT_SETTING.findall(one.settings))
        timing = _timing(spans[one.id], ".") + (f" {settings}" if settings else "")
        label = one.label.replace("\n", " ") if "-->" not in one.label else ""
        parts.append("\n".join(filter(None, (label, timing, _vtt_payload(one)))))
    return "\n\n".join([*parts, tier.tail] if tier.tail else parts) + "\n"


def write_srt(tier: Tier, spans: Mapping[str, Span]) -> str:
    """Return a tier as a SubRip file, numbered from 1; what has no time is left out."""
    parts = []
    for number, one in enumerate(_in_time(tier, spans), start=1):
        place = " ".join(_SRT_SETTING.findall(one.settings))
        timing = _timing(spans[one.id], ",") + (f"  {place}" if place else "")
        kept = _kept_markup(one, _SRT_TAGS)
        parts.append("\n".join(filter(None, (str(number), timing, kept or _lines(one.text)))))
    return "\n\n".join(parts) + "\n"


def _in_time(tier: Tier, spans: Mapping[str, Span]) -> list[Segment]:
    """Return what has a time, in the order that WebVTT §4.1 asks for."""
    return sorted((one for one in tier.segments if one.id in spans), key=lambda one: spans[one.id])


def _vtt_payload(one: Segment) -> str:
    kept = _kept_markup(one, _VTT_TAGS)
    if kept:
        return kept
    text = captions.escaped(_lines(one.text))
    return f"<v {captions.escaped(one.voice)}>{text}" if one.voice and text else text


def _kept_markup(one: Segment, allowed: re.Pattern[str]) -> str:
    """Return the text as it came with its tags, if it still says the same and all are allowed."""
    if not one.markup or captions.plain(one.markup) != one.text:
        return ""
    bare = allowed.sub("", one.markup)
    is_clean = "<" not in bare and "{\\" not in bare and "-->" not in bare
    return one.markup if is_clean else ""


def _lines(text: str) -> str:
    # An empty line would end the cue, so lines of a text that are empty are left out.
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _timing(span: Span, mark: str) -> str:
    return " --> ".join(captions.stamp(moment / 1000, mark) for moment in span)
