"""What is offered while a cell is typed: names, words of the file, words of last time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import fold_label
from archive.catalogue.queries import nearest_place
from archive.catalogue.rights import all_rights
from archive.desk.choices import suggestions_of
from archive.desk.queries import offered_records
from archive.desk.table import queries
from archive.desk.table.cells import KEYS, cell_text, same
from archive.records import ItemRecord
from archive.sheets.cells import split
from archive.sheets.columns import Target
from archive.sheets.names import NOUNS, Names, names_for

MOST = 8
_LAST = 5
_LISTS = {"rights": "rights", "access": ""}
_PEOPLE = ("peoples",)
_ACCESS = ("Công khai", "Trường học", "Riêng cán bộ")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cell is typed into, and what stands in it so far."""

    key: str
    typed: str
    record: ItemRecord | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A text for the cell, and where it comes from or what else it is called."""

    text: str
    note: str = ""


def offers(session: Session, asked: Asked, viewer: Viewer) -> list[Offer]:
    """Return what a cell may be given, the likeliest first; nothing for a column that is none."""
    if asked.key not in KEYS:
        return []
    names = names_for(session, viewer)
    values = split(asked.typed, is_list=True)
    last = values[-1] if values else ""
    found = (
        _named(session, asked.key, last, viewer, names)
        if last
        else _first(session, asked, viewer, names)
    )
    return list(_once(found))[:MOST]


def _once(found: Iterable[Offer]) -> Iterator[Offer]:
    seen: set[str] = set()
    for offer in found:
        if offer.text and offer.text not in seen:
            seen.add(offer.text)
            yield offer


def _first(session: Session, asked: Asked, viewer: Viewer, names: Names) -> Iterator[Offer]:
    """Yield what is offered to an empty cell: from the file, from near by, from last time."""
    record, field = asked.record, Target.read(asked.key)
    if record is not None and field is not None:
        said = record.from_file.get(field.field, "")
        if said:
            yield Offer(said, _("từ tệp"))
        if asked.key == "places" and "gps" in record.from_file:
            yield from _near(session, record.from_file["gps"], viewer, names)
    latest = (cell_text(one, asked.key, names) for one in queries.latest_of(session, viewer))
    yield from [Offer(text, _("lần trước")) for text in dict.fromkeys(filter(None, latest))][:_LAST]
    yield from _fixed(asked.key, "", names)


def _near(session: Session, gps: str, viewer: Viewer, names: Names) -> Iterator[Offer]:
    latitude, longitude = (float(part) for part in gps.split(","))
    place = nearest_place(session, latitude, longitude, viewer)
    if place is not None:
        yield Offer(names.book("places").written(place.id), _("gần chỗ chụp"))


def _named(session: Session, key: str, typed: str, viewer: Viewer, names: Names) -> Iterator[Offer]:
    """Yield the records that a text names or begins to name, by any of their names."""
    if key in _LISTS:
        yield from _fixed(key, typed, names)
        return
    noun = NOUNS.get(key)
    folded = fold_label(typed)
    if noun is None or not folded:
        return
    table, schemes = ("term", _PEOPLE) if noun == "people" else (noun, ())
    for owner, name in queries.names_like(session, table, folded, viewer, schemes=schemes):
        title = names.book(key).written(owner)
        yield Offer(title, "" if same(name, title) else name)


def _fixed(key: str, typed: str, names: Names) -> Iterator[Offer]:
    """Yield the words of a fixed list that hold a text."""
    if key not in _LISTS:
        return
    words = names.codes["rights"].words.values() if key == "rights" else _ACCESS
    folded = fold_label(typed)
    yield from (Offer(word) for word in words if folded in fold_label(word))


def lists_for(session: Session, viewer: Viewer) -> dict[str, tuple[str, ...]]:
    """Return the short lists that a page brings along, for who has no script."""
    elements = suggestions_of(offered_records(session, "element", viewer))
    rights = tuple(right.label["vi"] for right in all_rights())
    return {"rights": rights, "access": _ACCESS, "elements": elements}
