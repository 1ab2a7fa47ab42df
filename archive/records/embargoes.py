"""Embargoes: the day from which on something is open, as `YYYY-MM-DD`.

As a season, an embargo is kept as marks: the days left of its month, the months left of its year,
the years, decades and centuries after it. Whoever looks holds the marks of today in Vietnam, so
that it ends by itself at midnight, in SQL and in the index alike.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LAST_CENTURY = 99


def day_of(embargo: str) -> date:
    """Return the first open day; ValueError where it is none."""
    if not _WRITTEN.fullmatch(embargo):
        message = "an embargo is written YYYY-MM-DD"
        raise ValueError(message)
    return date.fromisoformat(embargo)


@cache
def marks_from(embargo: str) -> frozenset[str]:
    """Return the marks of all days from the first open one on, 120 at most."""
    day = day_of(embargo)
    decade, century = day.year // 10, day.year // 100
    days = range(day.day, monthrange(day.year, day.month)[1] + 1)
    return frozenset(
        (
            *(f"{day.year:04}-{day.month:02}-{one:02}" for one in days),
            *(f"{day.year:04}-{month:02}" for month in range(day.month + 1, 13)),
            *(f"{year:04}" for year in range(day.year + 1, decade * 10 + 10)),
            *(f"{one:03}x" for one in range(decade + 1, century * 10 + 10)),
            *(f"{one:02}xx" for one in range(century + 1, _LAST_CENTURY + 1)),
        )
    )


def marks_of_date(day: date) -> tuple[str, ...]:
    """Return the marks that a day meets."""
    year = f"{day.year:04}"
    return f"{day:%Y-%m-%d}", f"{day:%Y-%m}", year, f"{year[:3]}x", f"{year[:2]}xx"


def embargo_day(embargo: str | None) -> str:
    """Return the first open day as it is written in Vietnam, "" where there is none."""
    day = day_of(embargo) if embargo else None
    return f"{day.day}/{day.month}/{day.year}" if day else ""
