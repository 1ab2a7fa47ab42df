"""Put facts, words and raw values together into one Description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from media.extract import clean
from media.values import Description, Identification, Notice

_NOTICES = 40


def described(
    ident: Identification,
    found: Mapping[str, Any],
    raw: Mapping[str, Any],
    notices: Iterable[Notice] = (),
) -> Description:
    """Return the description made of an identification and what was read; empty groups fall."""
    known = {name: value for name, value in found.items() if value not in (None, "", (), {})}
    filled = {group: values for group, values in raw.items() if values}
    warnings = dict.fromkeys((*ident.warnings, *notices))
    return Description(
        kind=ident.kind,
        format=ident.format,
        media_type=ident.media_type,
        extension=ident.extension,
        size_bytes=ident.size_bytes,
        puid=ident.puid,
        raw=clean.bounded(filled),
        warnings=tuple(warnings)[:_NOTICES],
        **known,
    )
