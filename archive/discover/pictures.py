"""Pictures made of a file's renditions, in every format and width that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request

from archive.catalogue.files.models import Rendition

_NAME = re.compile(r"(?P<stem>[a-z-]+?)(?:-(?P<size>\d+))?\.(?P<suffix>avif|webp|jpg|png)")
_FORMATS = ("image/avif", "image/webp", "image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its sources by media type, best format first, with the largest size."""

    src_set: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    width: int
    height: int
    alt: str = ""


def file_url(file_id: str, name: str) -> str:
    """Return the address of a file's bytes, the same for both languages of the page."""
    root = request.environ.get("kho.script_root", "")
    return f"{root}/files/{file_id}/{name}"


def service_url(file_id: str) -> str:
    """Return the address that describes a file's picture to viewers that zoom in part by part."""
    root = request.environ.get("kho.script_root", "")
    return f"{root}/iiif/3/{file_id}/info.json"


def picture_of(
    renditions: Iterable[Rendition], stems: str | Sequence[str], alt: str = ""
) -> Picture | None:
    """Return the picture of a stem or of several (`thumb`, `page`, `poster`), None without any."""
    wanted = (stems,) if isinstance(stems, str) else stems
    mine = [one for one in renditions if _stem(one.name) in wanted and one.width_px]
    if not mine:
        return None
    widest = max(mine, key=lambda one: one.width_px or 0)
    sources = tuple(
        (media_type, files) for media_type in _FORMATS if (files := _sources(mine, media_type))
    )
    return Picture(sources, widest.width_px or 0, widest.height_px or 0, alt)


def _stem(name: str) -> str:
    found = _NAME.fullmatch(name)
    return found["stem"] if found else ""


def _sources(renditions: Iterable[Rendition], media_type: str) -> tuple[tuple[str, int], ...]:
    fitting = [one for one in renditions if one.media_type == media_type]
    fitting.sort(key=lambda one: one.width_px or 0)
    return tuple((file_url(one.file_id, one.name), one.width_px or 0) for one in fitting)
