"""The sounds and videos of an item as its page plays them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from archive.catalogue.files.models import Rendition
from archive.catalogue.items.timed import Timed, timed_of
from archive.catalogue.labels import text_in
from archive.discover.pictures import Picture, file_url, picture_of
from archive.records import FileRecord

_FILM = re.compile(r"(?:video-)?(\d+)p\.mp4")
_SOUNDS = ("sound.m4a", "sound.opus")
_USUAL_P = 360


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a recording is to begin, and where to end if that was asked for."""

    start_s: float = 0.0
    end_s: float | None = None

    @property
    def fragment(self) -> str:
        """The passage as the end of an address, which browsers understand by themselves.

        Source: W3C Media Fragments URI 1.0, 4.2.1.
        """
        if not self.start_s and self.end_s is None:
            return ""
        end = f",{self.end_s:g}" if self.end_s is not None else ""
        return f"#t={self.start_s:g}{end}"


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a player plays; `key` is what a viewer chooses, such as 360p or sound."""

    key: str
    href: str
    media_type: str
    label: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or a video with its player's parts; the first source is the one to begin with."""

    file_id: str
    kind: str
    label: str
    sources: tuple[Source, ...]
    timed: Timed
    passage: Passage
    duration_s: float | None
    fps: float | None = None
    sound: Source | None = None
    poster: str = ""
    waveform: str = ""
    peaks: str = ""
    storyboard: str = ""
    cover: Picture | None = None
    width: int = 1280
    height: int = 720

    @property
    def choices(self) -> tuple[Source, ...]:
        """All that may be played, the smallest first, the sound alone last."""
        ordered = sorted(self.sources, key=lambda source: (source.size_bytes, source.key))
        return (*ordered, *([self.sound] if self.sound else []))


def recordings_of(
    files: Sequence[FileRecord],
    captions: Sequence[FileRecord],
    renditions: Mapping[str, Sequence[Rendition]],
    language: str,
    passage: Passage,
) -> tuple[Recording, ...]:
    """Return the sounds and videos; captions belong to the only one, or to their own name's."""
    playable = [file for file in files if file.kind in {"sound", "video"}]
    return tuple(
        _recording(
            file,
            {one.name: one for one in renditions.get(file.id, ())},
            timed_of(file, _captions_for(file, playable, captions), language),
            language,
            passage,
        )
        for file in playable
    )


def _captions_for(
    file: FileRecord, playable: Sequence[FileRecord], captions: Sequence[FileRecord]
) -> list[FileRecord]:
    """Return the captions of a recording: all of a single one, else those named like it."""
    if len(playable) == 1:
        return list(captions)
    stem = file.name.rsplit(".", 1)[0]
    return [caption for caption in captions if caption.name.startswith(f"{stem}.")]


def _recording(
    file: FileRecord,
    made: Mapping[str, Rendition],
    timed: Timed,
    language: str,
    passage: Passage,
) -> Recording:
    is_video = file.kind == "video"
    films, sounds = _films(made.values()), _sounds(made)
    shape = max((made[name] for name in made if _FILM.fullmatch(name)), key=_area, default=None)
    return Recording(
        file_id=file.id,
        kind=file.kind,
        label=text_in(file.label, language)[1] or file.name,
        sources=films if is_video else sounds,
        sound=next(iter(sounds), None) if is_video else None,
        timed=timed,
        passage=passage,
        duration_s=file.technical.get("duration_s"),
        fps=file.technical.get("frame_rate"),
        poster=_url(file, made, "poster.jpg"),
        waveform=_url(file, made, "waveform.svg"),
        peaks=_url(file, made, "peaks.json"),
        storyboard=_url(file, made, "storyboard.vtt"),
        cover=None if is_video else picture_of(made.values(), ("page", "thumb")),
        width=(shape.width_px if shape else None) or 1280,
        height=(shape.height_px if shape else None) or 720,
    )


def _area(rendition: Rendition) -> int:
    return (rendition.width_px or 0) * (rendition.height_px or 0)


def _url(file: FileRecord, made: Mapping[str, Rendition], name: str) -> str:
    return file_url(file.id, name) if name in made else ""


def _films(made: Iterable[Rendition]) -> tuple[Source, ...]:
    """Return the sizes of a film, 360p first: good on a phone, and light enough for a weak line."""
    by_lines = {int(found[1]): one for one in made if (found := _FILM.fullmatch(one.name))}
    ordered = sorted(by_lines, key=lambda lines: (lines != _USUAL_P, lines))
    return tuple(_source(by_lines[lines], f"{lines}p", f"{lines}p") for lines in ordered)


def _sounds(made: Mapping[str, Rendition]) -> tuple[Source, ...]:
    labels = {"sound.m4a": _("Chỉ âm thanh"), "sound.opus": _("Âm thanh nhẹ nhất")}
    keys = {"sound.m4a": "sound", "sound.opus": "opus"}
    return tuple(_source(made[name], keys[name], labels[name]) for name in _SOUNDS if name in made)


def _source(made: Rendition, key: str, label: str) -> Source:
    return Source(key, file_url(made.file_id, made.name), made.media_type, label, made.size_bytes)
