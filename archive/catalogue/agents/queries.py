"""Gather what the pages of people and groups show."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.pointers import pointers
from archive.discover import queries
from archive.discover.cards import date_text
from archive.discover.names import links_to, named, names_of
from archive.discover.nouns import (
    Entry,
    NameRow,
    Recordings,
    entries_of,
    links_of,
    name_rows,
    recordings_about,
)
from archive.discover.words import AGENT_KINDS, said
from archive.records import AgentRecord

FactRow = tuple[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class AgentPage:
    """Everything that the template of a person or a group shows."""

    record: AgentRecord
    title: str
    title_lang: str
    kind_label: str
    names: tuple[NameRow, ...]
    life: tuple[tuple[str, str], ...]
    facts: tuple[FactRow, ...]
    recordings: Recordings


def all_agents(session: Session, viewer: Viewer, language: str) -> tuple[Entry, ...]:
    """Return the people and groups in alphabetical order."""
    counts = queries.counts_of(session, "agent", viewer)
    return entries_of(queries.rows_of(session, "agent", viewer), counts, language)


def agent_page(session: Session, record: AgentRecord, viewer: Viewer, language: str) -> AgentPage:
    """Return the page of a person or a group."""
    keys = {(pointer.target_type, pointer.target_id) for pointer in pointers(record)}
    names = names_of(session, keys, viewer, language)
    pupils = queries.pointing_rows(session, "agent", ("agent", record.id), viewer, "taught-by")
    taught = tuple((one.title, one.href, one.language) for one in entries_of(pupils, {}, language))
    shown = named(record, language)
    life = (
        (_("Sinh"), date_text(record.born, language)),
        (_("Mất"), date_text(record.died, language)),
    )
    return AgentPage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        kind_label=said(AGENT_KINDS, record.kind),
        names=name_rows(record, language),
        life=tuple(row for row in life if row[1]),
        facts=(
            (_("Dân tộc"), links_to(names, "term", record.peoples)),
            (_("Nơi"), links_of(record.places, "place", names)),
            (_("Học từ"), links_to(names, "agent", record.taught_by)),
            (_("Truyền dạy cho"), taught),
        ),
        recordings=recordings_about(session, "agent", [record.id], viewer, language),
    )
