"""Make the texts that files carry fit for JSON: no blobs, no control characters, no endless values.

Source: measured over the samples: maker notes of 500 KB, texts in latin-1 that are UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

TEXT_LENGTH = 4_000
LIST_LENGTH = 200
RAW_LENGTH = 200_000
CUT_MARK = " …[cut]"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text(value: Any, length: int = TEXT_LENGTH) -> str:  # noqa: ANN401 - tags are of any type
    """Return `value` as trimmed NFC text without control characters, cut at `length`."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        value = from_bytes(value)
    words = _CONTROL.sub("", mended(str(value)).replace("\r\n", "\n").replace("\r", "\n"))
    words = unicodedata.normalize("NFC", words).strip()
    return words if len(words) <= length else words[:length] + CUT_MARK


def from_bytes(data: bytes) -> str:
    """Return bytes as text: UTF-8, else Windows' western code page."""
    data = data.rstrip(b"\x00")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def mended(value: str) -> str:
    """Return `value` with UTF-8 that was read as latin-1 put right."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def unique(values: Iterable[Any]) -> tuple[str, ...]:
    """Return the texts among `values` in order, each once, without empty ones."""
    cleaned = (text(value, 500) for value in values)
    return tuple(dict.fromkeys(value for value in cleaned if value))[:LIST_LENGTH]


def json_value(value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - tags are of any type
    """Return `value` as JSON, bytes by their length, long lists and texts cut and marked."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124
    if isinstance(value, bytes | bytearray | memoryview):
        return _blob(bytes(value))
    if depth > 6:
        return CUT_MARK
    if isinstance(value, Mapping):
        items = list(value.items())[:LIST_LENGTH]
        return {text(key, 200): json_value(item, depth + 1) for key, item in items}
    if isinstance(value, list | tuple | set | frozenset):
        return [json_value(item, depth + 1) for item in list(value)[:LIST_LENGTH]]
    return _number(value)


def _number(value: Any) -> Any:  # noqa: ANN401
    """Return rationals as numbers, all else as text."""
    if hasattr(value, "numerator") and hasattr(value, "denominator"):
        return round(float(value), 6) if value.denominator else None
    return text(value)


def _blob(data: bytes) -> str:
    short = len(data) <= 64 and data.rstrip(b"\x00").isascii()
    return text(data) if short else f"({len(data)} bytes)"


def bounded(raw: dict[str, Any]) -> dict[str, Any]:
    """Return `raw` as JSON of bounded size, whole groups left out and named when too long."""
    kept: dict[str, Any] = {}
    room = RAW_LENGTH
    for group, values in raw.items():
        encoded = json_value(values)
        size = len(str(encoded))
        kept[group] = encoded if size <= room else f"({size} characters){CUT_MARK}"
        room -= min(size, room)
    return kept
