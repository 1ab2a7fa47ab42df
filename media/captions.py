"""Read and write WebVTT and SubRip captions.

Source: W3C WebVTT: The Web Video Text Tracks Format, §4 and §6; SubRip has no standard, its
form is that of SubRip 1.50's own files.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from media.errors import BadCaptionsError
from media.values import Notice

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}[ \t]*(.*)$")
_TAGS = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font|\d\d:)[^>]*>|\{\\an?\d\}", re.IGNORECASE)
NOT_CUES = ("NOTE", "STYLE", "REGION")
Block = list[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A text shown from `start_s` to `end_s`; lines are parted by a newline."""

    start_s: float
    end_s: float
    text: str
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Timed:
    """A cue as its block wrote it."""

    start_s: float
    end_s: float
    settings: str
    identifier: str
    payload: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The cues of a file, and what had to be forgiven to read them."""

    cues: tuple[Cue, ...]
    notices: tuple[Notice, ...] = ()
    language: str = ""


def read(path: Path) -> Parsed:
    """Return the cues of a WebVTT or SRT file."""
    text, notices = decode(path.read_bytes())
    parsed = parse(text)
    return Parsed(parsed.cues, (*notices, *parsed.notices), parsed.language)


def decode(data: bytes) -> tuple[str, tuple[Notice, ...]]:
    """Return the text of caption bytes: UTF-8, UTF-16 by its mark, else Windows' Vietnamese."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), (Notice("captions-encoding", "utf-16"),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace"), (Notice("captions-encoding", "cp1258"),)


def parse(text: str) -> Parsed:
    """Return the cues of WebVTT or SRT text, in the order of their start.

    Raises:
        BadCaptionsError: there is text, but not one timing line in it.
    """
    is_vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    cues: list[Cue] = []
    notices: list[Notice] = []
    for line, block in blocks(text):
        if is_vtt and block[0].split(" ")[0].rstrip() in NOT_CUES:
            continue
        cue = _cue(block)
        if cue is not None:
            cues.append(cue)
        elif not (is_vtt and line == 1):
            notices.append(Notice("cue-skipped", f"line {line}"))
    if notices and not cues:
        raise BadCaptionsError(1, "no timing line")
    cues.sort(key=lambda cue: (cue.start_s, cue.end_s))
    return Parsed(tuple(cues), tuple(notices[:20]), header_language(text) if is_vtt else "")


def header_language(text: str) -> str:
    """Return the language that a WebVTT header names, as YouTube writes it; else ""."""
    found = re.search(r"^Language:\s*([A-Za-z0-9-]{2,35})\s*$", text[:500], re.MULTILINE)
    return found[1] if found else ""


def blocks(text: str) -> Iterator[tuple[int, Block]]:
    """Yield each run of non-empty lines with the number of its first line."""
    block: list[str] = []
    start = 1
    for number, line in enumerate([*re.split(r"\r\n|\n|\r", text), ""], start=1):
        if line.strip("\x00 \t\ufeff"):
            if not block:
                start = number
            block.append(line.strip("\x00\ufeff"))
        elif block:
            yield start, block
            block = []


def _cue(block: Block) -> Cue | None:
    timed = timing(block)
    if timed is None:
        return None
    text = plain("\n".join(timed.payload))
    return Cue(timed.start_s, timed.end_s, text, timed.identifier)


def timing(block: Block) -> Timed | None:
    """Return the times, settings, identifier and raw words of a block; None if it is no cue."""
    for at, line in enumerate(block[:3]):
        found = _TIMING.match(line)
        if found is None:
            continue
        start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:8])
        if end < start:
            return None
        identifier = block[at - 1].strip() if at else ""
        return Timed(start, end, found[9].strip(), identifier, tuple(block[at + 1 :]))
    return None


def _seconds(parts: Iterable[str | None]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return round(whole + float(f"0.{fraction}"), 3)


def plain(text: str) -> str:
    """Return the words of a payload without its tags and references."""
    return html.unescape(_TAGS.sub("", text)).strip()


def escaped(text: str) -> str:
    """Return words as a WebVTT payload writes them (W3C WebVTT §4.2.2)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;")


def write_vtt(cues: Iterable[Cue], language: str = "") -> str:
    """Return the cues as a WebVTT file."""
    head = f"WEBVTT\nLanguage: {language}\n" if language else "WEBVTT\n"
    return "\n".join([head, *(_written(cue, ".", escape=True) for cue in cues)])


def write_srt(cues: Iterable[Cue]) -> str:
    """Return the cues as a SubRip file, numbered from 1."""
    numbered = (
        Cue(cue.start_s, cue.end_s, cue.text, str(number))
        for number, cue in enumerate(cues, start=1)
    )
    return "\n".join(_written(cue, ",", escape=False) for cue in numbered)


def _written(cue: Cue, mark: str, *, escape: bool) -> str:
    # An empty line would end the cue, so lines of a text that are empty are left out.
    lines = [line.strip() for line in cue.text.splitlines() if line.strip()]
    text = "\n".join(lines)
    if escape:
        text = escaped(text)
    label = f"{cue.identifier}\n" if cue.identifier and "-->" not in cue.identifier else ""
    return f"{label}{stamp(cue.start_s, mark)} --> {stamp(cue.end_s, mark)}\n{text}\n"


def stamp(moment_s: float, mark: str) -> str:
    """Return a moment as hours, minutes, seconds and milliseconds."""
    seconds, milliseconds = divmod(round(moment_s * 1000), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{milliseconds:03}"
