"""What is to be made: one file of the demonstration, with what it says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Detail:
    """How large and long the files are made, and for how long previews are made at once."""

    picture_px: int = 1600
    video_share: float = 1.0
    length_s: float = 16.0
    previews_s: float = 15.0


@dataclass(frozen=True, slots=True)
class Said:
    """What a file carries about itself; `captured` is a day as ISO 8601 or empty."""

    title: str = ""
    title_en: str = ""
    description: str = ""
    creator: str = ""
    credit: str = ""
    keywords: tuple[str, ...] = ()
    captured: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One file: its name, its maker (`picture`, `sound` …), the motif, the dice and the format.

    `motif` may be followed by an option after a colon, such as the language of captions.
    """

    name: str
    maker: str
    motif: str
    seed: int
    extension: str
    said: Said = Said()
    detail: Detail = field(default_factory=Detail)

    @property
    def stem(self) -> str:
        """The name without its extension."""
        return self.name.rpartition(".")[0]


@cache
def motif_words() -> dict[str, dict[str, dict[str, str]]]:
    """Return what each motif of each maker shows, in Vietnamese and English."""
    text = (resources.files("archive.demo") / "motifs.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return found
