"""Template filters: numbers, sizes, dates and texts as the reader's language writes them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup

from archive.catalogue.dates import DateNotUnderstoodError, format_date
from archive.catalogue.diff import Told
from archive.catalogue.labels import text_in
from archive.catalogue.notes import note_words
from archive.language import current_language
from archive.languages import language_name

_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_KIB = 1024


def number(value: float) -> str:
    """Return a number with the reader's separators: `1.248` in Vietnamese, `1,248` in English."""
    written = f"{value:,}"
    return written if current_language() == "en" else written.translate({44: ".", 46: ","})


def item_count(count: int) -> str:
    """Return a number of items in words."""
    return _("1 tư liệu") if count == 1 else _("%(n)s tư liệu", n=number(count))


def size(size_bytes: float) -> str:
    """Return a size in bytes as people read it: `18 MB`, `2,1 GB`."""
    value, units = float(size_bytes), ["B", "KB", "MB", "GB", "TB"]
    while value >= _KIB and len(units) > 1:
        value, units = value / _KIB, units[1:]
    few = units[0] in {"GB", "TB"} or (value < 10 and units[0] == "MB")  # noqa: PLR2004
    return f"{number(round(value, 1) if few else round(value))} {units[0]}"


def duration(duration_s: float | None) -> str:
    """Return a length in seconds as `4:12` or `1:02:09`."""
    total = round(duration_s or 0)
    hours, minutes, seconds = total // 3600, total % 3600 // 60, total % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def instant(value: datetime | None) -> str:
    """Return an instant as day and time in Vietnam."""
    return value.astimezone(_HANOI).strftime("%d/%m/%Y %H:%M") if value else ""


def day(value: datetime | None) -> str:
    """Return an instant as its day in Vietnam."""
    return value.astimezone(_HANOI).strftime("%d/%m/%Y") if value else ""


def calendar_day(value: date | None) -> str:
    """Return a day of the calendar as it is written in Vietnam."""
    return value.strftime("%d/%m/%Y") if value else ""


def edtf(value: str) -> str:
    """Return an EDTF date as the reader's language writes it; other words as they are."""
    try:
        return format_date(value, current_language())
    except DateNotUnderstoodError:
        return value


def best(texts: dict[str, list[str]] | None) -> str:
    """Return the text of a language map that suits the reader best."""
    return text_in(texts or {}, current_language())[1]


def best_language(texts: dict[str, list[str]] | None) -> str:
    """Return the language of the text that `best` returns."""
    return text_in(texts or {}, current_language())[0]


def language(tag: str) -> str:
    """Return the name of a language tag in the reader's language."""
    return language_name(tag, current_language())


def role_name(value: str) -> str:
    """Return the name of a role in the reader's language."""
    names = {
        "visitor": _("Khách"),
        "teacher": _("Giáo viên"),
        "researcher": _("Nhà nghiên cứu"),
        "steward": _("Người giữ việc của cộng đồng"),
        "officer": _("Cán bộ văn hóa"),
        "reviewer": _("Người duyệt"),
        "admin": _("Người quản trị"),
    }
    return names.get(value, value)


def language_pairs(texts: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return a language map as the pairs of tag and text that a form wants."""
    return [(tag, text) for tag, values in texts.items() for text in values]


def told(line: str) -> str:
    """Return a line of a difference, its words marked with the language that they are in."""
    if not isinstance(line, Told):
        return line
    before = line.removesuffix(line.words)
    return Markup('{}<span lang="{}">{}</span>').format(before, line.language, line.words)


def register(app: Flask) -> None:
    """Attach the filters to an application's templates."""
    filters = (
        number,
        item_count,
        size,
        duration,
        instant,
        day,
        calendar_day,
        edtf,
        best,
        best_language,
        language,
        role_name,
        language_pairs,
        note_words,
        told,
    )
    app.jinja_env.filters.update({function.__name__: function for function in filters})
