"""Seasons: the days of every year on which something is open, as `MM-DD/MM-DD`.

A season is kept as marks: `03` is the whole of March, `03-15` one day. Whoever looks holds the
two marks of today in Vietnam, so that a season begins and ends by itself, in SQL and in the index
alike, and nothing has to be written when it does.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

_WRITTEN = re.compile(r"(\d\d-\d\d)/(\d\d-\d\d)", re.ASCII)
_LEAP = 2024  # a year that has every day that a season may name


def days_of(season: str) -> frozenset[str]:
    """Return the days of a season as `MM-DD`; ValueError where it is none."""
    found = _WRITTEN.fullmatch(season)
    if found is None:
        message = "a season is written MM-DD/MM-DD"
        raise ValueError(message)
    first, last = (date.fromisoformat(f"{_LEAP}-{day}") for day in found.groups())
    if (last.month, last.day) == (2, 28):
        last += timedelta(days=1)
    start = first.timetuple().tm_yday - 1
    length = (last - first).days % 366
    numbers = ((start + day) % 366 for day in range(length + 1))
    every = (date(_LEAP, 1, 1) + timedelta(days=number) for number in numbers)
    return frozenset(f"{day.month:02}-{day.day:02}" for day in every)


@cache
def marks_of(season: str) -> frozenset[str]:
    """Return the marks of a season: its whole months, and the single days beside them."""
    days = days_of(season)
    whole = {month for month in range(1, 13) if _month(month) <= days}
    single = {day for day in days if int(day[:2]) not in whole}
    return frozenset({f"{month:02}" for month in whole} | single)


def marks_of_day(day: date) -> tuple[str, str]:
    """Return the marks that a day meets."""
    return f"{day.month:02}", f"{day.month:02}-{day.day:02}"


def season_days(season: str | None) -> tuple[str, str]:
    """Return the first and the last day of a season as they are written in Vietnam."""
    if season is None:
        return "", ""
    first, last = (f"{int(day[3:])}/{int(day[:2])}" for day in season.split("/"))
    return first, last


def _month(month: int) -> frozenset[str]:
    last = monthrange(_LEAP, month)[1]
    return frozenset(f"{month:02}-{day:02}" for day in range(1, last + 1))
