"""The forms by which somebody asks, and by which the answer is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.errors import InvalidRecordError
from archive.records import clean_text

MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes until a day, or no with a reason."""

    is_yes: bool
    until: date | None
    reason: str

    @classmethod
    def read(cls, form: Mapping[str, str], today: date) -> Answer:
        """Read what was sent; InvalidRecordError names what a yes or a no lacks."""
        is_yes = form.get("answer", "") == "yes"
        until = _day(form.get("until", ""))
        reason = clean_text(form.get("reason", ""))[:MOST_LETTERS]
        if is_yes and (until is None or until < today):
            raise InvalidRecordError({"until": ["day"]})
        if not is_yes and not reason:
            raise InvalidRecordError({"reason": ["empty"]})
        return cls(is_yes, until if is_yes else None, reason)


def read_purpose(form: Mapping[str, str]) -> str:
    """Return what somebody wants a file for; InvalidRecordError where nothing is said."""
    purpose = clean_text(form.get("purpose", ""))[:MOST_LETTERS]
    if not purpose:
        raise InvalidRecordError({"purpose": ["empty"]})
    return purpose


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
