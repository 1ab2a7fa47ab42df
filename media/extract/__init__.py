"""Read what a file says about itself, as one typed Description.

Call `describe` in the sandbox (`Sandbox.describe`) for files of strangers: it decodes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from media.border import value_or_none
from media.errors import FileRefusedError
from media.extract.described import described
from media.identify import identify
from media.limits import CEILINGS, Ceilings
from media.values import Description, Identification, Kind, Notice

__all__ = ["describe"]


def describe(path: Path, name: str, ceilings: Ceilings = CEILINGS) -> Description:
    """Return everything that the file at `path`, which its owner calls `name`, says of itself.

    Raises:
        UnsupportedFormatError: the signature is of nothing that we take.
        BrokenFileError: the signature is known, but the content cannot be decoded.
    """
    try:
        ident = identify(path, name, ceilings)
    except FileRefusedError as refusal:
        refusal.said = _said(path, name, refusal)
        raise
    notices: list[Notice] = []
    # What can be shown is taken in even when its words cannot be read.
    bare = described(ident, {}, {})
    found = (
        value_or_none(lambda: _describe(path, name, ident, ceilings), notices, "extraction-failed")
        or bare
    )
    return replace(found, warnings=(*found.warnings, *notices))


def _said(path: Path, name: str, refusal: FileRefusedError) -> dict[str, Any] | None:
    """Return what the headers of a file that is not taken in say all the same."""
    from media.extract import refused

    if getattr(refusal, "reason", "") == "empty":
        return None
    key = getattr(refusal, "format_key", "") or getattr(refusal, "guess", "")
    found = refused.describe(path, name, key)
    return found.as_dict() if found is not None else None


def _describe(path: Path, name: str, ident: Identification, ceilings: Ceilings) -> Description:
    if ident.kind is Kind.IMAGE:
        from media.extract import image

        return image.describe(path, name, ident, ceilings)
    if ident.kind is Kind.SOUND:
        from media.extract import sound

        return sound.describe(path, name, ident)
    if ident.kind is Kind.VIDEO:
        from media.extract import video

        return video.describe(path, name, ident)
    from media.extract import document

    if ident.kind is Kind.DOCUMENT:
        return document.describe(path, name, ident)
    return document.describe_captions(path, ident)
