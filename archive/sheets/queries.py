"""Read what names in sheets may mean, and which items a sheet is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, visible
from archive.catalogue.models import ROWS, Identifier, Item, Label, Place, Term
from archive.records import ItemRecord, Status, record_of

MOST_NAMED = 1000
_AT_ONCE = 500


def names_of(
    session: Session, owner_type: str, viewer: Viewer | None, schemes: tuple[str, ...] = ()
) -> list[tuple[str, str, str]]:
    """Return (id, folded, name) of every name of one noun that the viewer may know."""
    row = ROWS[owner_type]
    wanted = (
        select(Label.owner_id, Label.folded, Label.value)
        .join(row, row.id == Label.owner_id)
        .where(Label.owner_type == owner_type, row.status != Status.WITHDRAWN)
    )
    if viewer is not None:
        wanted = wanted.where(visible(row, owner_type, viewer))
    if schemes:
        wanted = wanted.where(Term.scheme.in_(schemes))
    return [(row[0], row[1], row[2]) for row in session.execute(wanted)]


def former_places(session: Session) -> set[str]:
    """Return the ids of the units that are no more."""
    ended = Place.record["valid_to"].as_string()
    return set(session.scalars(select(Place.id).where(ended.is_not(None))))


def titles_of(
    session: Session, owner_type: str, viewer: Viewer | None, among: Collection[str] = ()
) -> dict[str, str]:
    """Return the title of every record of one noun, or of some, that the viewer may know."""
    row = ROWS[owner_type]
    wanted = select(row.id, row.title)
    if viewer is not None:
        wanted = wanted.where(visible(row, owner_type, viewer))
    if among:
        wanted = wanted.where(row.id.in_(among))
    return {found.id: found.title for found in session.execute(wanted)}


def notations_of(session: Session, scheme: str) -> dict[str, list[str]]:
    """Return the names of each term of a scheme, by its notation or id."""
    rows = session.scalars(select(Term).where(Term.scheme == scheme))
    return {
        row.record.get("notation") or row.id: [name["text"] for name in row.record["names"]]
        for row in rows
        if row.record.get("names")
    }


def items_by_id(
    session: Session, ids: Iterable[str], viewer: Viewer | None
) -> dict[str, ItemRecord]:
    """Return the items of these ids that the viewer may see."""
    found: dict[str, ItemRecord] = {}
    for piece in _pieces(sorted(set(ids))):
        wanted = select(Item.record).where(Item.id.in_(piece))
        if viewer is not None:
            wanted = wanted.where(visible(Item, "item", viewer, Grade.SEE))
        records = (record_of(row) for row in session.scalars(wanted))
        found |= {record.id: record for record in records if isinstance(record, ItemRecord)}
    return found


def items_numbered(
    session: Session, numbers: Iterable[str], viewer: Viewer | None
) -> dict[tuple[str, str], list[str]]:
    """Return which items bear a number: (`inventory` or `former`, number) → ids.

    Only items that the viewer may know of count: a sheet must not tell of others.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for piece in _pieces(sorted(set(numbers))):
        wanted = select(Identifier.kind, Identifier.value, Identifier.owner_id).where(
            Identifier.owner_type == "item", Identifier.value.in_(piece)
        )
        if viewer is not None:
            known = select(Item.id).where(visible(Item, "item", viewer))
            wanted = wanted.where(Identifier.owner_id.in_(known))
        for kind, value, owner in session.execute(wanted):
            found.setdefault((kind, value), []).append(owner)
    return found


def ids_of_all(session: Session, viewer: Viewer | None) -> list[str]:
    """Return the id of every item that the viewer may see, withdrawn ones left out."""
    wanted = select(Item.id).where(Item.status != Status.WITHDRAWN).order_by(Item.id)
    if viewer is not None:
        wanted = wanted.where(visible(Item, "item", viewer, Grade.SEE))
    return list(session.scalars(wanted))


def _pieces(values: list[str]) -> Iterator[list[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
