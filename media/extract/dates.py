"""Turn the dates that files carry into EDTF strings, as precise as they were.

Source: EDTF (ISO 8601-2:2019 annex A, levels 0 and 1); Exif 2.32 §4.6.5 (`YYYY:MM:DD HH:MM:SS`,
blanks where unknown); IPTC-IIM 4.2 2:55 (`CCYYMMDD`, zeros where unknown); ID3v2.4 §4 (timestamps).
"""

from __future__ import annotations

import calendar
import re

from media.values import Notice

_DATE = re.compile(
    r"""^\s*(?P<year>\d{4})
    (?:[-:/.\s]?(?P<month>\d{2}|\s\s)
    (?:[-:/.\s]?(?P<day>\d{2}|\s\s)
    (?:[T\s]+(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?:[.,]\d+)?
    \s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?)?)?)?[\s\x00]*$""",
    re.VERBOSE,
)
_MONTHS = {name: n for n, name in enumerate(calendar.month_abbr) if n}
# `Mon, 9 Aug 2004 21:17:36 -0000` (RFC 5322 §3.3) and `Mon Aug 09 21:17:36 2004` (C's asctime).
_MAIL = re.compile(
    r"^\s*(?:[A-Za-z]{3,9},?\s+)?(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3})[a-z]*,?\s+(?P<year>\d{4})"
    r"(?:,?\s+(?P<time>\d{1,2}:\d\d(?::\d\d)?)\s*(?P<zone>[+-]\d{4}|GMT|UTC|Z)?)?[\s\x00]*$"
)
_ASCTIME = re.compile(
    r"^\s*[A-Za-z]{3},?\s+(?P<month>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+(?P<time>\d{1,2}:\d{1,2}:\d{1,2})"
    r"(?P<zone>)\s+(?P<year>\d{4})[\s\x00]*$"
)
_YEARS = range(1000, 2200)


def edtf(value: str, notices: list[Notice] | None = None, zone: str = "") -> str:
    """Return `value` as an EDTF date, or nothing when it is no date at all.

    `zone` is used when the value has none. Months and days of zero or blanks are unknown and
    left out; a date that cannot be (month 13, 30 February, year 0) is dropped with a notice.
    """
    found = _DATE.match(_in_numbers(value))
    if found is None:
        return _drop(value, notices)
    year, month, day = (int((found[part] or "").strip() or 0) for part in ("year", "month", "day"))
    if year not in _YEARS or month > 12 or (not month and day):
        return _drop(value, notices)
    if not month:
        return f"{year:04}"
    if not day:
        return f"{year:04}-{month:02}"
    if day > calendar.monthrange(year, month)[1]:
        return _drop(value, notices)
    return f"{year:04}-{month:02}-{day:02}{_time(found, zone, notices)}"


def _in_numbers(value: str) -> str:
    """Return a date that names its month in English as numbers, any other as it is."""
    found = _MAIL.match(value) or _ASCTIME.match(value)
    month = _MONTHS.get(found["month"].title()) if found else None
    if found is None or month is None:
        return value
    date = f"{found['year']}-{month:02}-{int(found['day']):02}"
    zone = (found["zone"] or "").replace("GMT", "Z").replace("UTC", "Z").replace("-0000", "Z")
    # Some writers leave out the noughts: `19:55:0`.
    clock = ":".join(part.zfill(2) for part in (found["time"] or "").split(":"))
    return f"{date}T{clock}{zone}" if found["time"] else date


def _time(found: re.Match[str], zone: str, notices: list[Notice] | None) -> str:
    if found["hour"] is None:
        return ""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        _drop(found[0], notices)
        return ""
    return f"T{hour:02}:{minute:02}:{second:02}{_zone(found['zone'] or zone)}"


def _zone(zone: str) -> str:
    zone = zone.strip()
    if zone in ("Z", "UTC", "+00:00", "+0000"):
        return "Z"
    found = re.fullmatch(r"([+-]\d{2}):?(\d{2})", zone)
    return f"{found[1]}:{found[2]}" if found else ""


def _drop(value: str, notices: list[Notice] | None) -> str:
    if notices is not None and value.strip(" \x00:0-/"):
        notices.append(Notice("date-nonsense", value.strip()[:40]))
    elif notices is not None and value.strip(" \x00:"):
        notices.append(Notice("date-empty", value.strip()[:40]))
    return ""


def pdf_date(value: str, notices: list[Notice] | None = None) -> str:
    """Return a PDF date (`D:20240212093000+07'00'`) as EDTF (ISO 32000-1 §7.9.4)."""
    found = re.match(r"^(?:D:)?(\d{4,14})([+-]\d{2}|Z)?'?(\d{2})?", value.strip())
    if found is None:
        return edtf(value, notices)
    digits = found[1]
    parts = [digits[:4], *(digits[at : at + 2] for at in range(4, len(digits) - 1, 2))]
    zone = f"{found[2]}:{found[3] or '00'}" if found[2] and found[2] != "Z" else (found[2] or "")
    date, time = "-".join(parts[:3]), ":".join(parts[3:])
    return edtf(f"{date}T{time}" if len(parts) > 4 else date, notices, zone)
