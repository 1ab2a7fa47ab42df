"""EDTF put into the words of a page, in Vietnamese or English.

Whatever is put into words here is understood by `date_words` again, with the same years. What has
no plain words stays EDTF.
"""

from __future__ import annotations

from archive.catalogue.edtf import MONTHS, SEASONS, Choice, Edtf, Point, Precision, Span

_NOT_KNOWN = "XXXX"
_SEASONS_VI = {21: "mùa xuân", 22: "mùa hè", 23: "mùa thu", 24: "mùa đông"}


def in_words(found: Edtf, language: str) -> str:
    """Return the words for an EDTF value; every language but Vietnamese gets English."""
    is_vi = language.partition("-")[0] == "vi"
    if isinstance(found, Point):
        return _point(found, is_vi=is_vi)
    if isinstance(found, Span):
        return _span(found, is_vi=is_vi)
    return _choice(found, is_vi=is_vi)


def _span(found: Span, *, is_vi: bool) -> str:
    if any(point and point.year == _NOT_KNOWN for point in (found.start, found.end)):
        return str(found)
    start = found.start and _point(found.start, is_vi=is_vi)
    end = found.end and _point(found.end, is_vi=is_vi)
    if start and end:
        return f"{start} – {end}"
    if start:
        return f"từ {start}" if is_vi else f"since {start}"
    if end:
        return f"đến {end}" if is_vi else f"until {end}"
    return str(found)


def _choice(found: Choice, *, is_vi: bool) -> str:
    if any(isinstance(member, Span) for member in found.members):
        return str(found)
    words = {(True, True): "và", (True, False): "and", (False, True): "hoặc", (False, False): "or"}
    between = f" {words[found.all_of, is_vi]} "
    return between.join(in_words(member, "vi" if is_vi else "en") for member in found.members)


def _point(found: Point, *, is_vi: bool) -> str:
    if found.year == _NOT_KNOWN:
        return "không rõ" if is_vi else "unknown"
    bare = _bare(found, is_vi=is_vi)
    about = ("khoảng " if is_vi else "about ") if found.qualifier in ("~", "%") else ""
    doubt = "?" if found.qualifier in ("?", "%") else ""
    return f"{about}{bare}{doubt}"


def _bare(found: Point, *, is_vi: bool) -> str:
    if found.year.startswith("-"):
        return str(Point(found.year, found.month, found.day))
    if found.precision is Precision.DAY:
        return _day(found, is_vi=is_vi)
    if found.precision is Precision.MONTH:
        return f"{found.month}/{found.year}" if is_vi else f"{_month(found)} {found.year}"
    if found.precision is Precision.SEASON:
        number = int(found.month)
        season = _SEASONS_VI[number] if is_vi else SEASONS[number]
        return f"{season} {found.year}"
    return _year(found, is_vi=is_vi)


def _day(found: Point, *, is_vi: bool) -> str:
    if is_vi:
        return f"{found.day}/{found.month}/{found.year}"
    return f"{int(found.day)} {_month(found)} {found.year}"


def _month(found: Point) -> str:
    return MONTHS[int(found.month) - 1]


def _year(found: Point, *, is_vi: bool) -> str:
    year = found.year
    if found.precision is Precision.DECADE:
        decade = year.replace("X", "0")
        return f"thập niên {decade}" if is_vi else f"{decade}s"
    if found.precision is Precision.CENTURY:
        century = int(year[:2]) + 1
        return f"thế kỷ {century}" if is_vi else f"{_ordinal(century)} century"
    # A millennium has no plain word that tells its years, and month or day alone tell none.
    return year


def _ordinal(number: int) -> str:
    teens = range(11, 14)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in teens else ending}"
