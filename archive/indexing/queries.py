"""Read from SQL what the indexer needs, in batches of a bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session

from archive.access import Grade
from archive.audit.models import Change, Counter
from archive.catalogue.files.models import Segment
from archive.catalogue.models import (
    ROWS,
    AccessToken,
    Element,
    Label,
    LinkRow,
    Place,
    Revision,
    Term,
)
from archive.catalogue.pointers import pointers
from archive.indexing.documents import INDEXED, Surroundings, movements_of
from archive.indexing.successors import successors
from archive.records import CollectionRecord, PlaceRecord, Record, Status, record_of
from index.synonyms import SynonymGroup
from index.values import Texts

_CHUNK = 400
_NAMED = ("element", "term", "agent", "place", "community", "list")
_NAME_FACETS = {"element": "element", "agent": "agent", "place": "place"}
_SCHEME_FACETS = {
    "instruments": "instrument",
    "peoples": "people",
    "costumes": "costumes",
    "movements": "movements",
}
Owner = tuple[str, str]
T = TypeVar("T")


def changes_after(session: Session, seq: int, limit: int) -> list[Change]:
    """Return the outbox rows after a sequence number, oldest first."""
    rows = select(Change).where(Change.seq > seq).order_by(Change.seq).limit(limit)
    return list(session.scalars(rows))


def last_seq(session: Session) -> int:
    """Return the number of the newest change; 0 when there was none."""
    return session.scalar(select(Counter.value).where(Counter.name == "change")) or 0


def records_of(session: Session, owners: Iterable[Owner]) -> dict[Owner, Record]:
    """Return the records of these owners as they stand now."""
    found: dict[Owner, Record] = {}
    for kind, ids in _by_type(owners).items():
        table = ROWS[kind]
        for chunk in _chunks(sorted(ids)):
            for row in session.scalars(select(table).where(table.id.in_(chunk))):
                found[kind, row.id] = record_of(row.record)
    return found


def earlier_versions(session: Session, owners: Iterable[Owner]) -> Iterator[Record]:
    """Yield the records of the revisions that an index may still hold of these owners."""
    for kind, ids in _by_type(owners).items():
        for chunk in _chunks(sorted(ids)):
            rows = select(Revision.record).where(
                Revision.owner_type == kind, Revision.owner_id.in_(chunk)
            )
            for record in session.scalars(rows):
                yield record_of(record)


def items_linking_to(session: Session, owners: Iterable[Owner]) -> set[Owner]:
    """Return the items whose documents carry the names of these owners."""
    found: set[Owner] = set()
    for kind, ids in _by_type(owners).items():
        if kind == "item":
            continue
        for chunk in _chunks(sorted(ids)):
            rows = select(LinkRow.owner_id).where(
                LinkRow.target_type == kind,
                LinkRow.target_id.in_(chunk),
                LinkRow.owner_type == "item",
            )
            found |= {("item", owner) for owner in session.scalars(rows)}
            if kind == "term":
                steps = select(Segment.item_id).where(Segment.movement_id.in_(chunk)).distinct()
                found |= {("item", owner) for owner in session.scalars(steps)}
    return found


def items_ever_in(session: Session, owners: Iterable[Owner]) -> set[Owner]:
    """Return the items that the collections among these owners name, or named once."""
    collections = [owner for owner in owners if owner[0] == "collection"]
    return {
        ("item", item)
        for record in earlier_versions(session, collections)
        if isinstance(record, CollectionRecord)
        for item in record.items
    }


def surroundings_of(session: Session, records: Sequence[Record]) -> Surroundings:
    """Return the names that these records point to, and how places and terms stand."""
    targets = {
        (pointer.target_type, pointer.target_id)
        for record in records
        for pointer in pointers(record)
    }.union(*(movements_of(record) for record in records))
    terms = {target for kind, target in targets if kind == "term"}
    above = _places_above(session) if any(kind == "place" for kind, _ in targets) else {}
    collections = _collections(session, {one.id for one in records if one.type == "item"})
    told = targets | {("place", one) for key in targets for one in above.get(key[1], ())}
    told |= {("collection", one) for named in collections.values() for one in named}
    return Surroundings(
        names=_names(session, targets),
        above=above,
        schemes=_schemes(session, terms),
        kinds=_kinds(session, {target for kind, target in targets if kind == "element"}),
        collections=collections,
        known_by=_known_by(session, told),
    )


def _known_by(session: Session, owners: set[Owner]) -> dict[Owner, frozenset[str]]:
    """Return the tokens of those who may know of each of these records."""
    tokens: dict[Owner, set[str]] = {}
    for chunk in _chunks(sorted(owners)):
        rows = select(AccessToken.owner_type, AccessToken.owner_id, AccessToken.token).where(
            tuple_(AccessToken.owner_type, AccessToken.owner_id).in_(chunk),
            AccessToken.grade == Grade.KNOW,
        )
        for kind, owner, token in session.execute(rows):
            tokens.setdefault((kind, owner), set()).add(token)
    return {owner: frozenset(held) for owner, held in tokens.items()}


def _collections(session: Session, items: set[str]) -> dict[str, tuple[str, ...]]:
    """Return for each item the collections that name it."""
    found: dict[str, list[str]] = {}
    for chunk in _chunks(sorted(items)):
        rows = select(LinkRow.target_id, LinkRow.owner_id).where(
            LinkRow.owner_type == "collection",
            LinkRow.target_type == "item",
            LinkRow.target_id.in_(chunk),
        )
        for item, collection in session.execute(rows.order_by(LinkRow.owner_id)):
            found.setdefault(item, []).append(collection)
    return {item: tuple(collections) for item, collections in found.items()}


def _names(session: Session, targets: set[Owner]) -> dict[Owner, Texts]:
    names: dict[Owner, list[tuple[str, str]]] = {}
    for chunk in _chunks(sorted(targets)):
        rows = (
            select(Label.owner_type, Label.owner_id, Label.language, Label.value)
            .where(tuple_(Label.owner_type, Label.owner_id).in_(chunk), Label.kind != "hidden")
            .order_by(Label.owner_type, Label.owner_id, Label.position)
        )
        for kind, owner, language, value in session.execute(rows):
            names.setdefault((kind, owner), []).append((language, value))
    return {owner: tuple(pairs) for owner, pairs in names.items()}


def _places_above(session: Session) -> dict[str, tuple[str, ...]]:
    """Return for each place those that contain it; a gazetteer is some hundred rows."""
    parents = dict(session.execute(select(Place.id, Place.within_id)).all())
    return {place: tuple(_climb(place, parents)) for place in parents}


def _climb(place: str, parents: dict[str, str | None]) -> Iterator[str]:
    seen = {place}
    above = parents.get(place)
    while above and above not in seen:
        yield above
        seen.add(above)
        above = parents.get(above)


def _schemes(session: Session, terms: set[str]) -> dict[str, str]:
    schemes: dict[str, str] = {}
    for chunk in _chunks(sorted(terms)):
        rows = session.execute(select(Term.id, Term.scheme).where(Term.id.in_(chunk)))
        schemes.update(rows.all())
    return schemes


def _kinds(session: Session, elements: set[str]) -> dict[str, str]:
    """Return what kind of thing each element is: a dance, a craft."""
    kinds: dict[str, str] = {}
    for chunk in _chunks(sorted(elements)):
        rows = session.execute(select(Element.id, Element.kind).where(Element.id.in_(chunk)))
        kinds.update(rows.all())
    return kinds


def published(session: Session, batch: int = 200) -> Iterator[list[Record]]:
    """Yield every published record of the indexed kinds in batches, by keyset."""
    for kind in INDEXED:
        table, after = ROWS[kind], ""
        while True:
            rows = session.scalars(
                select(table)
                .where(table.status == Status.PUBLISHED, table.id > after)
                .order_by(table.id)
                .limit(batch)
            ).all()
            if not rows:
                break
            after = rows[-1].id
            yield [record_of(row.record) for row in rows]
            session.expunge_all()


def published_count(session: Session) -> int:
    """Return how many records `published` yields."""
    return sum(
        session.scalar(
            select(func.count())
            .select_from(ROWS[kind])
            .where(ROWS[kind].status == Status.PUBLISHED)
        )
        or 0
        for kind in INDEXED
    )


def tightened_after(session: Session, seq: int) -> frozenset[str]:
    """Return the groups whose access was tightened after a sequence number of the index."""
    rows = session.execute(
        select(Change.owner_type, Change.owner_id).where(Change.seq > seq, Change.tightened)
    )
    return frozenset(f"{kind}:{owner}" for kind, owner in rows)


def _by_type(owners: Iterable[Owner]) -> dict[str, set[str]]:
    by_type: dict[str, set[str]] = {}
    for kind, owner in owners:
        if kind in ROWS:
            by_type.setdefault(kind, set()).add(owner)
    return by_type


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def named_changes_after(session: Session, seq: int) -> bool:
    """Tell whether a record that gives names to the synonyms has changed since a change."""
    newer = exists().where(Change.seq > seq, Change.owner_type.in_(_NAMED))
    return bool(session.scalar(select(newer)))


def synonym_groups(session: Session) -> Iterator[SynonymGroup]:
    """Yield the names of every concept that everybody may know, for the table of synonyms."""
    everybodys = exists().where(
        AccessToken.owner_type == Label.owner_type,
        AccessToken.owner_id == Label.owner_id,
        AccessToken.grade == Grade.KNOW,
        AccessToken.token.in_(["public"]),
    )
    rows = session.scalars(
        select(Label)
        .where(Label.owner_type.in_(_NAMED), everybodys)
        .order_by(Label.owner_type, Label.owner_id, Label.position)
    )
    by_owner: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {}
    for row in rows:
        kinds = by_owner.setdefault((row.owner_type, row.owner_id), {})
        kinds.setdefault(row.kind, []).append((row.language, row.value))
    narrower, schemes = _narrower(session), _all_schemes(session)
    for (kind, owner), names in by_owner.items():
        if kind == "term" and schemes.get(owner) not in _SCHEME_FACETS:
            continue  # roles, kinds, licences order the archive; nobody searches for them by name
        yield SynonymGroup(
            id=f"{kind}:{owner}",
            preferred=tuple(names.get("preferred", ())),
            variants=tuple(names.get("variant", ())),
            outdated=tuple(names.get("hidden", ())),
            narrower=narrower.get((kind, owner), ()),
            facet=_NAME_FACETS.get(kind) or _SCHEME_FACETS.get(schemes.get(owner, ""), ""),
        )


def _narrower(session: Session) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for term, above in session.execute(select(Term.id, Term.broader_id)):
        if above:
            found.setdefault(("term", above), []).append(f"term:{term}")
    members = select(LinkRow.owner_id, LinkRow.target_id).where(LinkRow.relation == "member")
    for owner, element in session.execute(members):
        found.setdefault(("list", owner), []).append(f"element:{element}")
    rows = session.scalars(select(Place.record)).all()
    places = [place for place in map(record_of, rows) if isinstance(place, PlaceRecord)]
    for former, units in successors(places).items():
        found.setdefault(("place", former), []).extend(f"place:{unit}" for unit in units)
    return {owner: tuple(below) for owner, below in found.items()}


def _all_schemes(session: Session) -> dict[str, str]:
    return dict(session.execute(select(Term.id, Term.scheme)).all())
