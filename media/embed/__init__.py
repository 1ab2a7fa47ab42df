"""Give out a copy of an original with the catalogue's words inside; the original stays as it is.

The copy is never written down: it is the original's own bytes with new ones spliced in, so it
costs no memory and no disk, and its pixels and samples are those of the original to the bit.
"""

from __future__ import annotations

from typing import BinaryIO

from media.border import value_or_none
from media.embed.boxes import mp4
from media.embed.pictures import jpeg, png, tiff, webp
from media.embed.sounds import flac, mp3, wav
from media.embed.splice import Spliced
from media.embed.words import Words

__all__ = ["FORMATS", "Spliced", "Words", "embedded"]

_EMBEDDERS = {
    "jpeg": jpeg,
    "png": png,
    "tiff": tiff,
    "webp": webp,
    "mp3": mp3,
    "flac": flac,
    "wav": wav,
    **dict.fromkeys(("mp4", "m4a", "mov", "3gp"), mp4),
}
FORMATS = frozenset(_EMBEDDERS)


def embedded(file: BinaryIO, size_bytes: int, format_key: str, words: Words) -> Spliced | None:
    """Return the file with `words` inside, or None where it is not built as its standard says."""
    embedder = _EMBEDDERS.get(format_key)
    if embedder is None:
        return None
    pieces = value_or_none(lambda: embedder(file, size_bytes, words), [], "not-embedded")
    return Spliced(file, pieces) if pieces else None
