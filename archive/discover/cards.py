"""Cards: what a list shows of an item, made for a whole page in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, may_view_file
from archive.catalogue.dates import DateNotUnderstoodError, format_date
from archive.catalogue.files.models import Rendition
from archive.catalogue.files.queries import renditions_of
from archive.catalogue.labels import text_in, titled
from archive.catalogue.models import Item
from archive.discover.names import Key, Named, href_of, names_of
from archive.discover.pictures import Picture, picture_of
from archive.discover.use import short_use
from archive.discover.words import ITEM_KINDS
from archive.records import DateValue, FileRecord, FileRole, ItemKind, ItemRecord, record_of


@dataclass(frozen=True, slots=True)
class Card:
    """An item in a list; `restricted` where the viewer may know of it and no more."""

    id: str
    title: str
    title_lang: str
    href: str
    kind: str = ""
    kind_label: str = ""
    place: str = ""
    date_text: str = ""
    duration_s: float | None = None
    pages: int | None = None
    count: int = 0
    thumb: Picture | None = None
    rights_badge: str = ""
    rights_label: str = ""
    is_demo: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with what the viewer may see of it, before it becomes a card."""

    record: ItemRecord
    is_seen: bool
    files: tuple[FileRecord, ...]

    @property
    def originals(self) -> tuple[FileRecord, ...]:
        """The files without captions and supplements."""
        return tuple(file for file in self.files if file.role is FileRole.ORIGINAL)

    @property
    def cover(self) -> FileRecord | None:
        """The file on the card: the chosen cover, else the first."""
        chosen = [file for file in self.files if file.id == self.record.cover]
        return next(iter(chosen or self.originals), None)


def cards_of(
    session: Session, rows: Sequence[Item], viewer: Viewer, language: str
) -> tuple[Card, ...]:
    """Return the cards of items, in their order; two statements for any number."""
    shown = [shown_of(row, viewer) for row in rows]
    names = names_of(session, place_keys(shown), viewer, language)
    return make_cards(session, shown, names, language)


def shown_of(row: Item, viewer: Viewer) -> Shown:
    """Return an item's record with the files that the viewer may see."""
    record = record_of(row.record)
    if not isinstance(record, ItemRecord):
        raise TypeError(record.type)
    is_seen = may_view(viewer, record)
    return Shown(record, is_seen, seen_files(record, viewer) if is_seen else ())


def seen_files(record: ItemRecord, viewer: Viewer) -> tuple[FileRecord, ...]:
    """Return the current files that the viewer may see."""
    return tuple(
        file for file in record.current_files if may_view_file(viewer, record, file, Grade.SEE)
    )


def place_keys(shown: Iterable[Shown]) -> set[Key]:
    """Return the places that cards name."""
    firsts = (one.record.places[0] for one in shown if one.is_seen and one.record.places)
    return {("place", place.id) for place in firsts if place.id}


def make_cards(
    session: Session, shown: Sequence[Shown], names: dict[Key, Named], language: str
) -> tuple[Card, ...]:
    """Return the cards of items whose places have been named already; one statement."""
    covers = [one.cover.id for one in shown if one.cover]
    renditions = renditions_of(session, covers, stems=("thumb",))
    return tuple(_card(one, names, renditions, language) for one in shown)


def _card(
    shown: Shown,
    names: dict[Key, Named],
    renditions: dict[str, list[Rendition]],
    language: str,
) -> Card:
    record = shown.record
    tag, title = titled(record, language)
    title = title or _("Chưa có tên")
    card = Card(record.id, title, tag, href_of(record), is_demo=record.is_demo)
    if not shown.is_seen:
        return replace(card, kind_label=_("Tư liệu"), restricted=True)
    cover = shown.cover
    badge, words = short_use(record.rights)
    return replace(
        card,
        kind=record.kind.value,
        kind_label=str(ITEM_KINDS[record.kind]),
        place=_place(record, names),
        date_text=date_text(record.date, language),
        duration_s=_duration(shown),
        pages=_pages(cover),
        count=len(shown.originals),
        thumb=_thumb(cover, renditions, title, language),
        rights_badge=badge,
        rights_label=words,
    )


def date_text(date: DateValue | None, language: str) -> str:
    """Return a date as the reader's language writes it, or as somebody wrote it."""
    if date is None:
        return ""
    try:
        return (format_date(date.edtf, language) if date.edtf else "") or date.as_written
    except DateNotUnderstoodError:
        return date.as_written or date.edtf or ""


def _place(record: ItemRecord, names: dict[Key, Named]) -> str:
    if not record.places:
        return ""
    first = record.places[0]
    found = names.get(("place", first.id or ""))
    return found.title if found else ("" if first.id else first.name)


def _duration(shown: Shown) -> float | None:
    if shown.record.kind not in {ItemKind.SOUND, ItemKind.VIDEO}:
        return None
    lengths = (file.technical.get("duration_s") for file in shown.originals)
    return next((float(length) for length in lengths if length), None)


def _pages(cover: FileRecord | None) -> int | None:
    pages = cover.technical.get("pages") if cover else None
    return int(pages) if pages else None


def _thumb(
    cover: FileRecord | None, renditions: dict[str, list[Rendition]], title: str, language: str
) -> Picture | None:
    if cover is None:
        return None
    alt = text_in(cover.alt, language)[1] or title
    return picture_of(renditions.get(cover.id, ()), "thumb", alt)
