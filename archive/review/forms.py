"""The forms of review, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from archive.db import now
from archive.errors import InvalidRecordError
from archive.review.queries import Filters
from archive.review.words import FIELDS

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class CommentForm:
    """A comment: on which field, in answer to which one."""

    text: str
    field: str = ""
    parent: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> CommentForm:
        """Read what was sent; InvalidRecordError where nothing was written."""
        text = form.get("text", "").strip()[:2000]
        if not text:
            raise InvalidRecordError({"text": ["empty"]})
        field = form.get("field", "")
        return cls(text, field if field in FIELDS else "", form.get("parent", "")[:10])


def filters_of(args: Mapping[str, str]) -> Filters:
    """Return what the address narrows the queue to; a day that is none narrows nothing."""
    since = _day(args.get("since", ""))
    return Filters(
        owner=args.get("owner", "")[:80],
        since=_morning(since) if since else None,
        element=args.get("element", "")[:80],
        reviewer=args.get("reviewer", "")[:80],
    )


def planned_instant(form: Mapping[str, str]) -> datetime:
    """Return when to publish: a day to come, at its first minute in Vietnam or at a given hour.

    Raises:
        InvalidRecordError: It is no day, or not one to come.
    """
    day = _day(form.get("day", ""))
    if day is None:
        raise InvalidRecordError({"day": ["day"]})
    try:
        hour = time.fromisoformat(form.get("hour", "").strip() or "00:00")
    except ValueError:
        raise InvalidRecordError({"day": ["day"]}) from None
    found = datetime.combine(day, hour.replace(tzinfo=None), HANOI)
    if found <= now():
        raise InvalidRecordError({"day": ["past"]})
    return found


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)
