"""Gather what the pages of events show."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.pointers import pointers
from archive.discover import queries
from archive.discover.cards import date_text
from archive.discover.names import named, names_of
from archive.discover.nouns import (
    Entry,
    NameRow,
    Recordings,
    entries_of,
    links_of,
    name_rows,
    recordings_about,
)
from archive.records import EventRecord

FactRow = tuple[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event in the list, with its date."""

    entry: Entry
    date: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything that the template of an event shows."""

    record: EventRecord
    title: str
    title_lang: str
    date: str
    names: tuple[NameRow, ...]
    facts: tuple[FactRow, ...]
    recordings: Recordings


def all_events(session: Session, viewer: Viewer, language: str) -> tuple[EventEntry, ...]:
    """Return the events, the newest first, those without a year last."""
    rows = queries.rows_of(session, "event", viewer)
    rows.sort(key=lambda row: -(row.year_from or -9999))
    counts = queries.counts_of(session, "event", viewer)
    return tuple(
        EventEntry(entry, _date(entry, language)) for entry in entries_of(rows, counts, language)
    )


def _date(entry: Entry, language: str) -> str:
    record = entry.record
    return date_text(record.date, language) if isinstance(record, EventRecord) else ""


def event_page(session: Session, record: EventRecord, viewer: Viewer, language: str) -> EventPage:
    """Return the page of an event."""
    keys = {(pointer.target_type, pointer.target_id) for pointer in pointers(record)}
    names = names_of(session, keys, viewer, language)
    shown = named(record, language)
    return EventPage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        date=date_text(record.date, language),
        names=name_rows(record, language),
        facts=(
            (_("Nơi"), links_of(record.places, "place", names)),
            (_("Di sản"), links_of(record.elements, "element", names)),
            (_("Người tham gia"), links_of(record.agents, "agent", names)),
        ),
        recordings=recordings_about(session, "event", [record.id], viewer, language),
    )
