"""File names: what is kept of a name from outside, and which names run parallel."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

_MOST_BYTES = 180  # a path of the store stays below the 255 bytes of every file system
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def safe_name(name: str) -> str:
    """Return the last part of a name from outside, in NFC, short enough for every disk."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, extension = shown.rpartition(".")
    if not dot or not stem or len(extension) > 10:  # noqa: PLR2004 - no extension is that long
        return _cut(shown, _MOST_BYTES) or "tep"
    return f"{_cut(stem, _MOST_BYTES - len(extension.encode()) - 1)}.{extension}"


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore")


def is_hidden(name: str) -> bool:
    """Tell whether a name is that of a hidden file or of a system's own."""
    lowered = name.lower()
    return name.startswith((".", "~$")) or lowered in {
        "thumbs.db",
        "desktop.ini",
        "$recycle.bin",
        "system volume information",
        "__macosx",
    }


@dataclass(frozen=True, slots=True)
class CaptionName:
    """What the name of a caption file says: the recording's stem and the language."""

    stem: str
    language: str | None


def caption_name(name: str) -> CaptionName:
    """Return what `xoe-1.vi.vtt` says: captions in `vi` of the recording `xoe-1`."""
    stem = PurePosixPath(name).stem
    before, dot, tag = stem.rpartition(".")
    if dot and before and _TAG.fullmatch(tag):
        return CaptionName(before, tag)
    return CaptionName(stem, None)


def title_from(name: str) -> str:
    """Return a file name as a first title: without extension, underscores as spaces."""
    stem = PurePosixPath(name).stem
    return re.sub(r"\s+", " ", stem.replace("_", " ")).strip() or name
