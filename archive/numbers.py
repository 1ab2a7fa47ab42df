"""Whole numbers out of forms and addresses."""

from __future__ import annotations

_MOST_DIGITS = 9  # what every database holds, and Python reads without looking at its limits


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return the number that a text writes in at most nine plain digits, else the other one."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else otherwise
