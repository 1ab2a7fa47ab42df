"""Read and write times as the editor shows them."""

from __future__ import annotations

import re

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?")


def moment(text: str) -> int | None:
    """Return the milliseconds of `1:02.5`; None for nothing; ValueError for what is no time."""
    text = text.strip()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0"))


def written(moment_ms: int | None) -> str:
    """Return a time as the editor shows it: `1:02.500`, `1:01:02.500`."""
    if moment_ms is None:
        return ""
    minutes, rest = divmod(moment_ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 1000:02}.{rest % 1000:03}"
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"
