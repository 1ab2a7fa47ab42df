"""Dates in Vietnamese and English words, read into EDTF values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from archive.catalogue.edtf import (
    MONTHS,
    Choice,
    DateNotUnderstoodError,
    Edtf,
    Point,
    Span,
    parse_edtf,
    span,
)

_ABOUT = re.compile(
    r"^(khoang|chung|tam|uoc|uoc chung|vao khoang|circa|about|around|approximately|ca\.?|c\.|~)\s*"
)
_DOUBT = re.compile(
    r"^(co le|co the|hinh nhu|probably|possibly|perhaps|maybe)\s+|\s*\(?\?\)?$|\s+\(\?\)$"
)
_UNKNOWN = re.compile(
    r"(khong|chua) (ro|biet|xac dinh)( nam| ngay)?|unknown|undated|n\.? ?d\.?|s\.d\."
)
_NOT_LUNAR = re.compile(r"tet (doc lap|duong lich|tay)\b")
_LUNAR = re.compile(
    r"\b(am lich|al|lunar|ram|tet|thang gieng|thang chap|giao thua|nguyen dan"
    r"|m[uo]ng ([0-9]+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi))\b"
)
_LATE_LUNAR = re.compile(r"chap|giao thua|thang (11|12|muoi mot|muoi hai)\b|[0-9]/(11|12)\b|30 tet")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_BETWEEN = re.compile(r"\s+-\s+|\s+(?:den|toi|to|until|till)\s+(?:nam\s+)?")
_OPEN = re.compile(r"\s*(?:-|\bden\b|\btoi\b|\bto\b)\s*(?:nay|hien nay|bay gio|now|present|today)$")
_FROM = re.compile(r"^(?:tu|from|between|giua|since|sau|after|ke tu)\s+(?:nam\s+)?")
_SINCE = re.compile(r"^(?:tu|from|since|sau|after|ke tu)\s+(?:nam\s+)?")
_UNTIL = re.compile(r"^(?:den|toi|truoc|before|until|till|by|tinh den)\s+(?:nam\s+)?")
_JOINED = re.compile(r"\s+(hoac|hay|or|va|and)\s+")

_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_ENGLISH_MONTHS = [name[:3].lower() for name in MONTHS]
_SEASONS = {
    "xuan": 21, "spring": 21, "he": 22, "ha": 22, "summer": 22, "thu": 23, "autumn": 23,
    "fall": 23, "dong": 24, "winter": 24,
}  # fmt: skip
_PARTS = {
    "dau": (0, 33), "early": (0, 33), "giua": (34, 66), "mid": (34, 66), "cuoi": (67, 99),
    "late": (67, 99), "nua dau": (0, 49), "first half of": (0, 49), "nua sau": (50, 99),
    "nua cuoi": (50, 99), "second half of": (50, 99),
}  # fmt: skip
_PART = re.compile(r"^(?:the\s+)?(" + "|".join(sorted(_PARTS, key=len, reverse=True)) + r")[\s-]+")
_ROMAN = {"i": 1, "v": 5, "x": 10}


def read_words(written: str) -> tuple[Edtf | None, bool]:
    """Return the value of a written date and whether it is lunar; None is “không rõ”.

    Raises:
        DateNotUnderstoodError: The words are not known.
    """
    text = _plain(written)
    if _UNKNOWN.fullmatch(text):
        return None, False
    if _LUNAR.search(text) and not _NOT_LUNAR.search(text):
        return _lunar(text, written), True
    found = _value(text)
    if found is None:
        raise DateNotUnderstoodError(written, _hint(text))
    return found, False


def _plain(written: str) -> str:
    """Return the words without case and marks, with one kind of dash and single spaces."""
    bare = unicodedata.normalize("NFD", written.casefold().replace("đ", "d"))
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    dashed = re.sub(r"[‐-―−]", "-", kept).replace("’", "'")
    return re.sub(r"\s+", " ", dashed).strip(" ,;.")


def _hint(text: str) -> str:
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{2}|[0-9]{4})", text):
        return "day" if re.search(r"[0-9]{4}$", text) else "four-digits"
    if re.search(r"(thap nien|thap ky|nhung nam) [0-9]{2}$", text):
        return "four-digits"
    return "form"


def _lunar(text: str, written: str) -> Edtf | None:
    """Return the year of a lunar date; the last two moons may fall into the next solar year."""
    years = [int(year) for year in _YEAR.findall(text)]
    if not years:
        return None
    points = [Point(f"{year:04}", qualifier=_marks(text)) for year in years]
    if len(points) == 1 and _LATE_LUNAR.search(text):
        return Choice((points[0], Point(f"{years[0] + 1:04}")))
    if len(points) == 1:
        return points[0]
    return span(points[0], points[-1], written)


def _marks(text: str) -> str:
    about, doubt = _ABOUT.search(text), _DOUBT.search(text)
    return {(True, True): "%", (True, False): "~", (False, True): "?"}.get(
        (bool(about), bool(doubt)), ""
    )


def _value(text: str) -> Edtf | None:
    """Return what the words mean: open ends first, then spans and choices, then single dates."""
    readers: tuple[Callable[[str], Edtf | None], ...] = (
        _open_span,
        _abbreviated,
        _joined,
        _between,
        _part_of,
        _single,
    )
    return next((found for read in readers if (found := read(text)) is not None), None)


def _open_span(text: str) -> Span | None:
    if ending := _OPEN.search(text):
        start = _single(_FROM.sub("", text[: ending.start()]))
        return Span(start, None) if start else None
    if (opening := _SINCE.match(text)) and (start := _single(text[opening.end() :])):
        return Span(start, None)
    if (closing := _UNTIL.match(text)) and (end := _single(text[closing.end() :])):
        return Span(None, end)
    return None


def _abbreviated(text: str) -> Span | None:
    """Read `1960-65`, `1960-1965`, `12-15/3/2025`, `28/3-2/4/2025` and the like."""
    bare = _FROM.sub("", re.sub(r"^(nhung|cac|trong|nam)\s+(nam\s+)?", "", text))
    bare, marks = _qualifiers(bare)
    found = re.fullmatch(r"([0-9]{1,4}(?:/[0-9]{1,2})?)\s*-\s*([0-9]{1,4}(?:/[0-9/]+)?)", bare)
    if found is None:
        return None
    start, end = _single(_completed(*found.groups())), _single(_lengthened(*found.groups()))
    if start is None or end is None:
        return None
    return span(start.qualified(marks), end.qualified(marks), text)


def _completed(start: str, end: str) -> str:
    """Return the start with the month and the year that only the end names."""
    missing = end.count("/") - start.count("/")
    if missing <= 0:
        return start
    return "/".join([start, *end.split("/")[-missing:]])


def _lengthened(start: str, end: str) -> str:
    """Return the end with the century that only the start names (`1960-65`)."""
    is_short = re.fullmatch(r"[0-9]{4}", start) and re.fullmatch(r"[0-9]{2}", end)
    return start[:2] + end if is_short else end


def _joined(text: str) -> Choice | None:
    words = {found.group(1) for found in _JOINED.finditer(text)}
    if not words or _FROM.match(text):
        return None
    points = [_single(part) for part in _JOINED.split(text)[::2]]
    if None in points:
        return None
    return Choice(tuple(filter(None, points)), all_of=words <= {"va", "and"})


def _between(text: str) -> Span | None:
    bare = _FROM.sub("", text)
    halves = [half for half in _BETWEEN.split(bare) if half]
    if len(halves) == 1 and _FROM.match(text):
        halves = re.split(r"\s+(?:va|and)\s+", bare)
    if len(halves) == 1 and "the ky" in bare:
        halves = bare.split("-")
    if len(halves) != 2:  # noqa: PLR2004 - a span has two ends
        return None
    return _ends(halves[0], halves[1], text)


def _ends(first: str, second: str, text: str) -> Span | None:
    kind = re.match(r"(the ky|tk|thap nien|thap ky|nhung nam)\s", first)
    end = _single(second)
    if kind and (end is None or re.fullmatch(r"[0-9ivx]+", second)):
        end = _single(f"{kind.group(1)} {second}")
    start = _single(first)
    if start is None or end is None:
        return None
    return span(start, end, text)


def _part_of(text: str) -> Span | Point | None:
    """Read `đầu thế kỷ 20`, `giữa những năm 1980`: about a third, or a half; of a year all of it.

    The ends are approximate (`~`): EDTF has no word for the middle of a century, and `19XX` alone
    would find everything of it.
    """
    bare, _ = _qualifiers(text)
    opening = _PART.match(bare)
    whole = opening and _single(bare[opening.end() :])
    if not opening or not whole or whole.year.count("X") > 2 or whole.month:  # noqa: PLR2004 - a century
        return None
    if "X" not in whole.year:
        return whole
    return Span(*(_share(whole.year, percent) for percent in _PARTS[opening.group(1)]))


def _share(year: str, percent: int) -> Point:
    """Return the year that stands at a percentage of a decade or century."""
    unknown = year.count("X")
    digits = f"{percent:02}"[:unknown]
    return Point(year[: 4 - unknown] + digits, qualifier="~")


def _qualifiers(text: str) -> tuple[str, str]:
    """Return the text without its words of doubt, and the EDTF marks that they stand for."""
    marks = ""
    for pattern, mark in ((_DOUBT, "?"), (_ABOUT, "~"), (_DOUBT, "?")):
        text, count = pattern.subn("", text)
        marks += mark if count else ""
    return text.strip(), marks


def _single(text: str) -> Point | None:
    bare, marks = _qualifiers(text)
    bare = re.sub(r"^(vao|trong|in|on|the(?! k[iy]\b))\s+", "", bare)
    for read in (_edtf, _decade, _century, _season, _numbers, _named_month):
        if (found := read(bare)) is not None:
            return found.qualified(marks)
    return None


def _edtf(text: str) -> Point | None:
    found = parse_edtf(text.upper())
    return found if isinstance(found, Point) else None


def _decade(text: str) -> Point | None:
    found = re.fullmatch(
        r"(?:thap nien|thap ky|nhung nam|cac nam|nam)\s+(?P<vi>[0-9]{4}|[0-9]{2})"
        r"(?:\s+(?:cua\s+)?(?:the ky|tk)\s+(?P<century>[0-9]{1,2}|[ivx]+|truoc))?"
        r"|'?(?P<en>[0-9]{4}|[0-9]{2})'?s",
        text,
    )
    if found is None or (text.startswith("nam") and not found.group("century")):
        return None
    return _decade_year(found.group("vi") or found.group("en"), found.group("century"))


def _decade_year(digits: str, century: str | None) -> Point | None:
    """Return the decade; two digits below 30 alone could be of either century."""
    if digits[-1] != "0":
        return None
    if len(digits) == 4:  # noqa: PLR2004 - a whole year
        return Point(f"{digits[:3]}X")
    if century is None:
        return Point(f"19{digits[0]}X") if int(digits) >= 30 else None  # noqa: PLR2004
    number = 20 if century == "truoc" else _ordinal(century)
    return Point(f"{number - 1:02}{digits[0]}X") if number else None


def _century(text: str) -> Point | None:
    found = re.fullmatch(
        r"(?:the ky|the ki|tk)\s*(?:thu\s+)?([0-9]{1,2}|[ivx]+)"
        r"|([0-9]{1,2}|[ivx]+)(?:st|nd|rd|th)?\s+century",
        text,
    )
    number = found and _ordinal(found.group(1) or found.group(2))
    return Point(f"{number - 1:02}XX") if number else None


def _ordinal(written: str) -> int | None:
    """Return the number of a century in digits or Roman letters, or None beyond 1–21."""
    if written.isdigit():
        number = int(written)
    else:
        values = [_ROMAN[letter] for letter in written]
        following = [*values[1:], 0]
        number = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return number if number in range(1, 22) else None


def _season(text: str) -> Point | None:
    words = "|".join(_SEASONS)
    found = re.fullmatch(rf"(?:mua\s+)?({words})(?:\s+of)?(?:\s+nam)?,?\s+([0-9]{{4}})", text)
    return found and Point(found.group(2), str(_SEASONS[found.group(1)]))


_MONTH_AND_YEAR = r"thang\s+(?P<w>[0-9]{1,2}|[a-z]+(?: mot| hai)?),?\s+(?:nam\s+)?(?P<y>[0-9]{4})"
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:nam\s+)?(?P<y>[0-9]{4})",
        r"(?P<d>[0-9]{1,2})\s?[/.-]\s?(?P<m>[0-9]{1,2})\s?[/.-]\s?(?P<y>[0-9]{4})(?:[ ,]+[0-9:]+)?",
        r"(?:thang\s+)?(?P<m>[0-9]{1,2})\s?[/.-]\s?(?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{4})[/:.](?P<m>[0-9]{1,2})(?:[/:.](?P<d>[0-9]{1,2}))?(?: [0-9:.+z-]+)?",
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2}) [0-9:.+z-]+",
        r"(?:ngay\s+)?(?P<d>[0-9]{1,2})\s+" + _MONTH_AND_YEAR,
        _MONTH_AND_YEAR,
        r"ngay\s+(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})",
    )
)


def _numbers(text: str) -> Point | None:
    found = next((match for form in _NUMBERS if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = parts.get("m") or _month_number(parts.get("w"))
    return None if month is None else _checked(parts["y"], month, parts.get("d") or "")


def _month_number(word: str | None) -> str | None:
    """Return the month in digits, nothing where none was named, None where the word is unknown."""
    if word is None or word.isdigit():
        return word or ""
    number = _MONTH_WORDS.get(word)
    return str(number) if number else None


def _named_month(text: str) -> Point | None:
    found = re.fullmatch(
        r"(?:(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<m>[a-z]{3,9})\.?"
        r"(?:\s+(?P<e>[0-9]{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<y>[0-9]{4})",
        text,
    )
    if found is None or found.group("m")[:3] not in _ENGLISH_MONTHS:
        return None
    month = _ENGLISH_MONTHS.index(found.group("m")[:3]) + 1
    return _checked(found.group("y"), str(month), found.group("d") or found.group("e") or "")


def _checked(year: str, month: str, day: str) -> Point | None:
    """Return the date if the calendar has it; a day that does not exist raises."""
    if month and int(month) not in range(1, 13):
        return None
    parts = [year, f"{int(month):02}" if month else "", f"{int(day):02}" if day else ""]
    return _edtf("-".join(filter(None, parts)))
