"""Festivals by the time of year that their sources name, in the sources' own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.discover import queries
from archive.discover.counting import counts_for
from archive.discover.nouns import Entry, entries_of
from archive.records import ElementRecord, LanguageMap

_DAY = re.compile(r"\b\d{1,2}(?:\s*[–-]\s*\d{1,2})?/(\d{1,2})\b")
_MONTH = re.compile(r"\btháng\s+(\d{1,2}|giêng|chạp|một)\b", re.IGNORECASE)
_NAMED_MONTHS = {"giêng": 1, "một": 11, "chạp": 12}
_LUNAR = re.compile(r"âm lịch|tháng giêng|tháng chạp|\btết\b|năm mới", re.IGNORECASE)
_SPRING = re.compile(r"mùa xuân", re.IGNORECASE)
_LAST = 13


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival with what the sources say of its time; `month` only puts it in order."""

    entry: Entry
    occasion: LanguageMap
    month: int


@dataclass(frozen=True, slots=True)
class Season:
    """The festivals of one calendar."""

    key: str
    title: str
    festivals: tuple[Festival, ...]


def calendar_page(session: Session, viewer: Viewer, language: str) -> tuple[Season, ...]:
    """Return the festivals by calendar, each in the order of its months."""
    counts = counts_for(session, viewer).elements
    rows = queries.elements_of_kind(session, "festival", viewer)
    festivals = [_festival(entry) for entry in entries_of(rows, counts, language)]
    titles = {
        "lunar": _("Theo âm lịch"),
        "solar": _("Theo dương lịch"),
        "season": _("Theo mùa"),
        "unknown": _("Nguồn chưa nói rõ khi nào"),
    }
    seasons = (
        Season(key, title, tuple(sorted(_of(festivals, key), key=lambda one: one.month)))
        for key, title in titles.items()
    )
    return tuple(season for season in seasons if season.festivals)


def _festival(entry: Entry) -> Festival:
    occasion = entry.record.occasion if isinstance(entry.record, ElementRecord) else {}
    return Festival(entry, occasion, month_in(_words(occasion)))


def _of(festivals: list[Festival], key: str) -> list[Festival]:
    return [one for one in festivals if calendar_of(_words(one.occasion)) == key]


def _words(occasion: LanguageMap) -> str:
    return " ".join(occasion.get("vi", ()))


def calendar_of(words: str) -> str:
    """Return which calendar a source's words follow."""
    if not words:
        return "unknown"
    if _LUNAR.search(words):
        return "lunar"
    if _DAY.search(words) or _MONTH.search(words):
        return "solar"
    return "season" if _SPRING.search(words) else "unknown"


def month_in(words: str) -> int:
    """Return the first month that words name; 13 where they name none."""
    if "năm mới" in words.lower():
        return 1
    found = [match for pattern in (_DAY, _MONTH) if (match := pattern.search(words))]
    if not found:
        return 2 if _SPRING.search(words) else _LAST
    named = min(found, key=lambda match: match.start())[1].lower()
    return _NAMED_MONTHS.get(named) or int(named)
