"""Gather what the pages of vocabulary terms show."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.models import Term
from archive.discover import queries
from archive.discover.names import links_to, named, names_of
from archive.discover.nouns import (
    Entry,
    NameRow,
    Recordings,
    entries_of,
    filter_href,
    name_rows,
    recordings_about,
)
from archive.discover.words import SCHEMES, said
from archive.records import TermRecord

FactRow = tuple[str, tuple[tuple[str, str, str], ...]]
_FACETS = {"instruments": "instrument", "peoples": "people"}


@dataclass(frozen=True, slots=True)
class TermPage:
    """Everything that the template of a term shows."""

    record: TermRecord
    title: str
    title_lang: str
    scheme: str
    names: tuple[NameRow, ...]
    facts: tuple[FactRow, ...]
    recordings: Recordings


def term_page(session: Session, record: TermRecord, viewer: Viewer, language: str) -> TermPage:
    """Return the page of a term: what is above and below it, and its items."""
    below = queries.rows_of(session, "term", viewer, Term.broader_id == record.id)
    above = [("term", record.broader)] if record.broader else []
    names = names_of(session, above, viewer, language)
    elements = queries.pointing_rows(session, "element", ("term", record.id), viewer)
    shown = named(record, language)
    return TermPage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        scheme=said(SCHEMES, record.scheme) if record.scheme in SCHEMES else "",
        names=name_rows(record, language),
        facts=(
            (_("Thuộc"), links_to(names, "term", [record.broader] if record.broader else [])),
            (_("Gồm"), _links(entries_of(below, {}, language))),
            (_("Di sản"), _links(entries_of(elements, {}, language))),
        ),
        recordings=_recordings(session, record, [row.id for row in below], viewer, language),
    )


def _links(entries: tuple[Entry, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((entry.title, entry.href, entry.language) for entry in entries)


def _recordings(
    session: Session, record: TermRecord, below: list[str], viewer: Viewer, language: str
) -> Recordings:
    found = recordings_about(session, "term", [record.id, *below], viewer, language)
    facet = _FACETS.get(record.scheme, "")
    href = filter_href(facet, record.id) if facet and not below else ""
    return Recordings(found.cards, found.count, href)
