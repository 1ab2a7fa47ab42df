"""The home page: what there is, counted as the viewer may know it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import fold_label
from archive.discover import queries
from archive.discover.cards import Card, cards_of
from archive.discover.counting import counts_for
from archive.discover.nouns import Entry, entries_of
from archive.discover.province_page import ProvincePage, province_page
from archive.records import ElementRecord, ListRecord, record_of

SIX = "xoe-six"
UNITY = "vu-dieu-ket-doan"
_NEWEST = 4
_ALIKE = 0.72


@dataclass(frozen=True, slots=True)
class Dance:
    """A dance in the strip of the home page."""

    slug: str
    title: str
    subtitle: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything that the template of the home page shows."""

    item_count: int
    dances: tuple[Dance, ...]
    unity: Dance | None
    list_title: str
    list_note: dict[str, list[str]]
    newest: tuple[Card, ...]
    province: ProvincePage

    @property
    def strip(self) -> tuple[Dance, ...]:
        """The dances of the list, then the Unity Dance, which is none of them."""
        return (*self.dances, *([self.unity] if self.unity else []))


def home_page(session: Session, viewer: Viewer, language: str) -> HomePage:
    """Return the home page."""
    counts = counts_for(session, viewer)
    listed = _six(session, viewer)
    ids = [link.id for link in listed.members if link.id] if listed else []
    rows = queries.rows_with_ids(session, "element", [*ids, UNITY], viewer)
    entries = {entry.id: entry for entry in entries_of(rows, counts.elements, language)}
    newest = queries.newest_items(session, viewer, _NEWEST)
    return HomePage(
        item_count=counts.items,
        dances=tuple(_dance(entries[one], language) for one in ids if one in entries),
        unity=_dance(entries[UNITY], language) if UNITY in entries else None,
        list_title=next(iter(listed.names_in(language) or listed.names_in("vi")), "")
        if listed
        else "",
        list_note=listed.note if listed else {},
        newest=cards_of(session, newest, viewer, language),
        province=province_page(session, viewer, language),
    )


def _six(session: Session, viewer: Viewer) -> ListRecord | None:
    rows = queries.element_lists(session, viewer)
    records = (record_of(row.record) for row in rows if row.slug == SIX)
    return next((record for record in records if isinstance(record, ListRecord)), None)


def _dance(entry: Entry, language: str) -> Dance:
    return Dance(entry.id, entry.title, _meaning(entry, language), entry.href, entry.count)


def _meaning(entry: Entry, language: str) -> str:
    """Return the name that says what the dance is: another than the title spelled otherwise."""
    record = entry.record
    if not isinstance(record, ElementRecord):
        return ""
    names = record.names_in("blt-Latn" if language == "en" else "vi")
    others = (name for name in names if not _is_spelling(entry.title, name))
    return next(others, "")


def _is_spelling(title: str, name: str) -> bool:
    """Tell whether a name only spells the title, or a word of it, otherwise."""
    if " " not in name:
        return True
    return SequenceMatcher(None, fold_label(title), fold_label(name)).ratio() > _ALIKE
