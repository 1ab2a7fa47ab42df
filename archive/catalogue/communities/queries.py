"""Gather what the pages of communities show; who their members are is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.pointers import pointers
from archive.discover import queries
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
from archive.records import CommunityRecord

FactRow = tuple[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class CommunityPage:
    """Everything that the template of a community shows."""

    record: CommunityRecord
    title: str
    title_lang: str
    names: tuple[NameRow, ...]
    facts: tuple[FactRow, ...]
    recordings: Recordings
    is_steward: bool


def all_communities(session: Session, viewer: Viewer, language: str) -> tuple[Entry, ...]:
    """Return the communities in alphabetical order."""
    counts = queries.counts_of(session, "community", viewer)
    return entries_of(queries.rows_of(session, "community", viewer), counts, language)


def community_page(
    session: Session, record: CommunityRecord, viewer: Viewer, language: str
) -> CommunityPage:
    """Return the page of a community."""
    keys = {(pointer.target_type, pointer.target_id) for pointer in pointers(record)}
    keys |= {("place", link.id) for link in record.places if link.id}
    names = names_of(session, keys, viewer, language)
    shown = named(record, language)
    return CommunityPage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        names=name_rows(record, language),
        facts=(
            (_("Dân tộc"), links_to(names, "term", record.peoples)),
            (_("Nơi"), links_of(record.places, "place", names)),
        ),
        recordings=recordings_about(session, "community", [record.id], viewer, language),
        is_steward=record.id in viewer.stewardships,
    )
