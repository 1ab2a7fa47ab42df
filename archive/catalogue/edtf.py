"""Extended Date/Time Format: the grammar that dates are stored in.

Levels 0 and 1 whole but for years of more than four digits, of level 2 the sets and the unspecified
digits.

Source: https://www.loc.gov/standards/datetime/ (EDTF, 2019; now ISO 8601-2:2019).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from flask_babel import gettext as _

from archive.errors import InvalidRecordError

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
LONGEST = 200
_POINT = re.compile(
    r"(?P<year>-?[0-9]{4}|-?[0-9]{3}X|-?[0-9]{2}XX|-?[0-9]XXX|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX))?(?:-(?P<day>[0-9]{2}|XX))?(?P<qualifier>[?~%])?"
)
_TIME = re.compile(r"T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$")


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"
    SET = "set"
    UNKNOWN = "unknown"


class DateNotUnderstoodError(InvalidRecordError):
    """A date is neither EDTF nor words that we know; `hint` is the code of what may help."""

    code = "date-not-understood"

    def __init__(self, text: str, hint: str = "form") -> None:
        """Keep what was written and which hint helps."""
        super().__init__({"date": (hint,)})
        self.text, self.hint = text, hint

    @property
    def words(self) -> str:
        """Say what to write instead."""
        hints = {
            "day": _("Không có ngày này trong lịch. Xin xem lại ngày và tháng."),
            "four-digits": _("Xin viết năm đủ bốn chữ số, như 1980."),
            "reversed": _("Ngày sau đứng trước ngày đầu. Xin đổi chỗ."),
            "empty": _("Xin viết một ngày, một năm hay “khoảng 1960”."),
            "long": _("Ngày viết quá dài. Phần kể thêm xin để ở ô mô tả."),
        }
        general = _("Chưa hiểu ngày này. Có thể viết 12/02/2025, 2/2025, 1998, khoảng 1960.")
        return hints.get(self.hint, general)


@dataclass(frozen=True, slots=True)
class Point:
    """One date: a year, perhaps with unspecified digits, with what is known of month and day."""

    year: str  # four characters, a minus before them, `X` for what is not known
    month: str = ""  # 01–12, a season 21–24, `XX` or nothing
    day: str = ""
    qualifier: str = ""  # `~` about, `?` uncertain, `%` both

    def __str__(self) -> str:
        """Return the point in EDTF."""
        return "-".join(filter(None, (self.year, self.month, self.day))) + self.qualifier

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and the last year that the date may mean."""
        if self.year == "XXXX":
            return None, None
        ends = int(self.year.replace("X", "0")), int(self.year.replace("X", "9"))
        return min(ends), max(ends)

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        if self.day.isdigit() and "X" not in self.year + self.month:
            return Precision.DAY
        if self.month.isdigit() and "X" not in self.year:
            return Precision.SEASON if int(self.month) in SEASONS else Precision.MONTH
        unspecified = (Precision.YEAR, Precision.DECADE, Precision.CENTURY)
        return dict(enumerate(unspecified)).get(self.year.count("X"), Precision.UNKNOWN)

    def qualified(self, mark: str) -> Point:
        """Return the date as about (`~`) or uncertain (`?`) too."""
        marks = {*self.qualifier.replace("%", "~?"), *mark.replace("%", "~?")}
        both = "%" if {"~", "?"} <= marks else "".join(marks)
        return replace(self, qualifier=both)


@dataclass(frozen=True, slots=True)
class Span:
    """From one date to another; None is an end that is open."""

    start: Point | None
    end: Point | None

    precision = Precision.INTERVAL

    def __str__(self) -> str:
        """Return the span in EDTF."""
        return f"{self.start or '..'}/{self.end or '..'}"

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first year of the start and the last year of the end."""
        return self.start.years[0] if self.start else None, self.end.years[1] if self.end else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several dates (`[…]`), or all of them (`{…}`)."""

    members: tuple[Point | Span, ...]
    all_of: bool = False

    precision = Precision.SET

    def __str__(self) -> str:
        """Return the set in EDTF."""
        inside = ",".join(_in_set(member) for member in self.members)
        return f"{{{inside}}}" if self.all_of else f"[{inside}]"

    @property
    def years(self) -> tuple[int | None, int | None]:
        """The first and the last year among the members."""
        starts = [member.years[0] for member in self.members]
        ends = [member.years[1] for member in self.members]
        first = None if None in starts else min(year for year in starts if year is not None)
        last = None if None in ends else max(year for year in ends if year is not None)
        return first, last


Edtf = Point | Span | Choice


def parse_edtf(text: str) -> Edtf | None:
    """Return what an EDTF text says, or None where the text is no EDTF at all.

    Raises:
        DateNotUnderstoodError: It has the form of EDTF, but names a day that does not exist or
            ends before it starts.
    """
    if len(text) > LONGEST:
        return None
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _parse_choice(text)
    if text.count("/") == 1:
        return _parse_span(text)
    return _parse_point(text)


def _parse_point(text: str) -> Point | None:
    found = _POINT.fullmatch(_TIME.sub("", text))
    if found is None or text.startswith("-0000"):
        return None
    point = Point(*(found.group(part) or "" for part in ("year", "month", "day", "qualifier")))
    if _is_in_calendar(point):
        return point
    if point.day:
        raise DateNotUnderstoodError(text, "day")
    return None


def _is_in_calendar(point: Point) -> bool:
    month = int(point.month) if point.month.isdigit() else None
    if month in SEASONS:
        return not point.day
    if month is not None and month not in range(1, 13):
        return False
    if not point.day.isdigit():
        return True
    return 1 <= int(point.day) <= _longest_month(point.year, month)


def _longest_month(year: str, month: int | None) -> int:
    """Return the days that a month may have, granting February 29 where the year is not known."""
    if month is None:
        return 31
    known = int(year) if year.isdigit() and int(year) else 2000
    return calendar.monthrange(known, month)[1]


def _parse_span(text: str) -> Span | None:
    ends = []
    for part in text.split("/"):
        point = None if part in ("", "..") else _parse_point(part)
        if point is None and part not in ("", ".."):
            return None
        ends.append(point)
    return None if text == "/" else span(ends[0], ends[1], text)


def span(start: Point | None, end: Point | None, written: str) -> Span:
    """Return the span between two dates, which must stand in their order."""
    if start and end and not _in_order(start, end):
        raise DateNotUnderstoodError(written, "reversed")
    return Span(start, end)


def _in_order(start: Point, end: Point) -> bool:
    first, last = start.years[0], end.years[1]
    if first is None or last is None or first < last:
        return True
    if first > last:
        return False
    if "X" in start.year + end.year:
        return True
    return _lowest(start) <= _highest(end)


def _lowest(point: Point) -> tuple[int, int]:
    return _number(point.month, 0), _number(point.day, 0)


def _highest(point: Point) -> tuple[int, int]:
    return _number(point.month, 99), _number(point.day, 99)


def _number(part: str, otherwise: int) -> int:
    # Seasons stand among the months by the month that they begin with.
    number = int(part) if part.isdigit() else otherwise
    return {21: 1, 22: 4, 23: 7, 24: 10}.get(number, number)


def _parse_choice(text: str) -> Choice | None:
    members = tuple(_set_members(text[1:-1]))
    if not members or None in members:
        return None
    return Choice(tuple(filter(None, members)), all_of=text.startswith("{"))


def _set_members(inside: str) -> Iterator[Point | Span | None]:
    for part in inside.split(","):
        written = part.strip()
        if ".." in written:
            yield _parse_span(written.replace("..", "/", 1))
        else:
            yield _parse_point(written)


def _in_set(member: Point | Span) -> str:
    if isinstance(member, Point):
        return str(member)
    return f"{member.start or ''}..{member.end or ''}"
