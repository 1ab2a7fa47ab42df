"""Confirm a signature by decoding: a header alone proves nothing.

Source: ARCHITECTURE §5 "allow-list, confirmed by parsing".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from media import streams, transcripts
from media.border import attempt, words
from media.errors import BrokenFileError
from media.formats import Format
from media.limits import Ceilings
from media.tiers import counted
from media.values import Kind, Notice


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the decoder says that the file is."""

    format: Format
    kind: Kind
    media_type: str
    extension: str
    notices: tuple[Notice, ...] = ()


def confirm(path: Path, name: str, known: Format, ceilings: Ceilings) -> Confirmed:
    """Return what decoding the start of the file confirms; raise BrokenFileError otherwise."""
    return _CONFIRM[known.kind](path, name, known, ceilings)


def _as_known(known: Format, notices: tuple[Notice, ...] = ()) -> Confirmed:
    return Confirmed(known, known.kind, known.media_type, known.extensions[0], notices)


def _image(path: Path, name: str, known: Format, ceilings: Ceilings) -> Confirmed:
    from media import pictures

    return _as_known(known, pictures.check(path, name, known.key, ceilings))


def _stream(path: Path, name: str, known: Format, ceilings: Ceilings) -> Confirmed:
    has_video, notices = streams.check(path, name, known.key, ceilings)
    kind = Kind.VIDEO if has_video else Kind.SOUND
    if kind == known.kind:
        return _as_known(known, notices)
    extension = _OTHER_EXTENSIONS.get((known.key, kind), known.extensions[0])
    family = "video" if has_video else "audio"
    return Confirmed(
        known, kind, f"{family}/{known.media_type.partition('/')[2]}", extension, notices
    )


_OTHER_EXTENSIONS = {
    ("mp4", Kind.SOUND): ".m4a",
    ("mkv", Kind.SOUND): ".mka",
    ("webm", Kind.SOUND): ".weba",
    ("m4a", Kind.VIDEO): ".mp4",
    ("ogg", Kind.VIDEO): ".ogv",
    ("asf", Kind.SOUND): ".wma",
}


def _document(path: Path, name: str, known: Format, ceilings: Ceilings) -> Confirmed:
    from media import papers

    papers.check(path, name, ceilings)
    return _as_known(known)


def _captions(path: Path, name: str, known: Format, ceilings: Ceilings) -> Confirmed:
    if path.stat().st_size > ceilings.captions_bytes:
        raise BrokenFileError(name, "too-large", known.key)
    parsed = attempt(
        lambda: transcripts.read(path, known.key), lambda e: _unreadable(name, known, e)
    )
    if not counted(parsed.tiers):
        raise BrokenFileError(name, "no-cues", known.key)
    return _as_known(known, parsed.notices)


def _unreadable(name: str, known: Format, error: Exception) -> BrokenFileError:
    return BrokenFileError(name, "unreadable", known.key, words(error))


_CONFIRM: dict[Kind, Callable[[Path, str, Format, Ceilings], Confirmed]] = {
    Kind.IMAGE: _image,
    Kind.SOUND: _stream,
    Kind.VIDEO: _stream,
    Kind.DOCUMENT: _document,
    Kind.CAPTIONS: _captions,
}
