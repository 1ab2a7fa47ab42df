"""Say what the index holds of a record: its documents, each under the tokens of who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archive.access import Grade, covers, tokens_of, tokens_of_file
from archive.catalogue.labels import title_of
from archive.catalogue.pointers import pointers
from archive.indexing.wording import wording_of, wording_of_links
from archive.records import (
    FileRecord,
    ItemRecord,
    LanguageMap,
    NamedRecord,
    NameStatus,
    PlaceRecord,
    Record,
    Status,
)
from index.values import Document, Texts
from media.tiers import Segment, counted, spans_of

_DESCRIBED = (
    "description",
    "meaning",
    "occasion",
    "bearers",
    "transmission",
    "threats",
    "safeguarding",
    "notes",
    "honours",
    "scope_note",
    "source_note",
    "note",
)
INDEXED = ("item", "element", "agent", "place", "event", "community", "collection", "term")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a record's documents need of others: names, places above, collections, who may know."""

    names: Mapping[tuple[str, str], Texts] = field(default_factory=dict)
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    collections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known_by: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def may_be_told(self, key: tuple[str, str], record: Record) -> bool:
        """Tell whether whoever sees a record may know of another one that it points to.

        Else a hidden name would find what is public, and stand among its facets.
        """
        known_by = self.known_by.get(key)
        return known_by is None or covers(known_by, tokens_of(record, Grade.SEE))


def documents_of(record: Record, around: Surroundings) -> Iterator[Document]:
    """Yield the documents of a record; none unless it is published."""
    if record.status is not Status.PUBLISHED or record.type not in INDEXED:
        return
    if isinstance(record, ItemRecord):
        yield from _item_documents(record, around)
    else:
        yield from _noun_documents(record, around)


def document_ids(record: Record) -> Iterator[str]:
    """Yield every id that the documents of a record may bear, whatever its status."""
    yield f"{record.type}:{record.id}"
    yield f"{record.type}-name:{record.id}"
    if isinstance(record, ItemRecord):
        yield from (f"shown:{record.id}:{element}" for element in shown_elements(record))
        for file in record.files:
            yield f"file:{file.id}"
            yield from (f"segment:{file.id}:{n}" for n in range(counted(file.timed)))


def _noun_documents(record: Record, around: Surroundings) -> Iterator[Document]:
    group = f"{record.type}:{record.id}"
    titles, names = _own_names(record)
    yield Document(
        id=group,
        type=record.type,
        group=group,
        tokens=tokens_of(record, Grade.SEE),
        titles=titles,
        aliases=names,
        names=_linked_names(record, around),
        text=tuple(_texts(record)),
        identifiers=tuple(_identifiers(record)),
        facets={"type": (record.type,), **_facets(record, around)},
        sort=_sort(record),
    )
    yield from _name_document(record, group, titles)


def _item_documents(record: ItemRecord, around: Surroundings) -> Iterator[Document]:
    group = f"item:{record.id}"
    facets = {"type": ("item",), **_facets(record, around)}
    date = record.date
    yield Document(
        id=group,
        type="item",
        group=group,
        tokens=tokens_of(record, Grade.SEE),
        titles=_pairs(record.title),
        aliases=_pairs(record.alternative),
        names=_linked_names(record, around),
        text=(*_texts(record), *_linked_kinds(record, around)),
        identifiers=tuple(_identifiers(record)),
        facets=facets,
        year_from=date.year_from if date else None,
        year_to=date.year_to if date else None,
        sort=_sort(record),
    )
    yield from _name_document(record, group, _pairs(record.title))
    for file in record.current_files:
        yield from _file_documents(record, file, group, facets)
        yield from _segment_documents(record, file, facets, around)
    yield from _shown_documents(record, around)


def _shown_documents(record: ItemRecord, around: Surroundings) -> Iterator[Document]:
    """Yield what an item tells of each element that it shows, for the element's page to be found.

    It stands under the item's own tokens, and only where whoever sees the item may know the
    element: what a page is found by is never more than its finder may read.
    """
    told = _pairs(record.title), _pairs(record.alternative), _pairs(record.description)
    for element in shown_elements(record):
        key = ("element", element)
        if key in around.names and around.may_be_told(key, record):
            yield Document(
                id=f"shown:{record.id}:{element}",
                type="element",
                group=f"element:{element}",
                owner=f"item:{record.id}",
                tokens=tokens_of(record, Grade.SEE),
                text=tuple(pair for pairs in told for pair in pairs),
                facets={"type": ("element",)},
            )


def shown_elements(record: ItemRecord) -> tuple[str, ...]:
    """Return the elements that an item shows."""
    targets = (one.target_id for one in pointers(record) if one.target_type == "element")
    return tuple(dict.fromkeys(targets))


def _name_document(record: Record, group: str, titles: Texts) -> Iterator[Document]:
    """Yield the document of those who may know a record and not see it."""
    know, see = tokens_of(record, Grade.KNOW), tokens_of(record, Grade.SEE)
    if know != see:
        yield Document(
            id=f"{record.type}-name:{record.id}",
            type=record.type,
            group=group,
            tokens=know,
            hidden_from=see,
            titles=titles,
            facets={"type": (record.type,)},
            sort={"title": title_of(record)},
        )


def _file_documents(
    record: ItemRecord, file: FileRecord, group: str, facets: dict[str, tuple[str, ...]]
) -> Iterator[Document]:
    """Yield what a file itself says, under the file's own tokens."""
    tokens = tokens_of_file(record, file, Grade.SEE)
    language = file.language or "vi"
    yield Document(
        id=f"file:{file.id}",
        type="file",
        group=group,
        tokens=tokens,
        names=_pairs(file.label),
        text=(*_pairs(file.alt), (language, str(file.technical.get("text") or ""))),
        identifiers=(file.id, file.name, file.name.rsplit(".", 1)[0]),
        facets=facets,
    )


def _segment_documents(
    record: ItemRecord, file: FileRecord, facets: dict[str, tuple[str, ...]], around: Surroundings
) -> Iterator[Document]:
    """Yield what is said and danced at each time of a file, under the file's own tokens."""
    tokens = tokens_of_file(record, file, Grade.SEE)
    spans = spans_of(file.timed)
    told = ((tier, one) for tier in file.timed for one in tier.segments)
    for position, (tier, one) in enumerate(told):
        span = spans.get(one.id)
        yield Document(
            id=f"segment:{file.id}:{position}",
            type="segment",
            group=f"item:{record.id}",
            tokens=tokens,
            names=_movement_names(one, tokens, around),
            text=((tier.language, one.text),),
            facets=facets,
            start_s=span[0] / 1000 if span else None,
        )


def _movement_names(one: Segment, tokens: frozenset[str], around: Surroundings) -> Texts:
    """Return what the movement of a step is called, as far as its viewers may know of it."""
    key = ("term", one.movement)
    known_by = around.known_by.get(key)
    if not one.movement or (known_by is not None and not covers(known_by, tokens)):
        return ()
    return tuple(around.names.get(key, ()))


def movements_of(record: Record) -> set[tuple[str, str]]:
    """Return the movement terms that the steps of an item name."""
    files = record.current_files if isinstance(record, ItemRecord) else ()
    return {
        ("term", one.movement)
        for file in files
        for tier in file.timed
        for one in tier.segments
        if one.movement
    }


def _own_names(record: Record) -> tuple[Texts, Texts]:
    """Return the preferred names and the others; hidden ones are keys of the synonyms only."""
    if not isinstance(record, NamedRecord):
        return (), ()
    by_status: dict[NameStatus, list[tuple[str, str]]] = {status: [] for status in NameStatus}
    for name in record.names:
        by_status[name.status].append((name.language, name.text))
    others = by_status[NameStatus.VARIANT]
    if isinstance(record, PlaceRecord):
        others += [("vi", dated.text) for dated in record.dated_names]
    return tuple(by_status[NameStatus.PREFERRED]), tuple(others)


def _linked_names(record: Record, around: Surroundings) -> Texts:
    return tuple(
        name
        for pointer in pointers(record)
        for key in [(pointer.target_type, pointer.target_id)]
        if pointer.target_type != record.type and around.may_be_told(key, record)
        for name in around.names.get(key, ())
    ) + tuple(
        ("", link.name) for link in getattr(record, "agents", ()) if link.name and not link.id
    )


def _linked_kinds(record: ItemRecord, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Say what kinds of things an item is linked to, as far as its viewers may know of them."""
    told = [
        pointer
        for pointer in pointers(record)
        if around.may_be_told((pointer.target_type, pointer.target_id), record)
    ]
    kinds = [around.kinds.get(each.target_id, "") for each in told if each.target_type == "element"]
    schemes = [around.schemes.get(each.target_id, "") for each in told if each.relation == "term"]
    return wording_of_links(kinds, schemes)


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    for attribute in _DESCRIBED:
        yield from _pairs(getattr(record, attribute, {}))
    if isinstance(record, ItemRecord):
        for narrative in record.narratives:
            yield from _pairs(narrative.text)
        if record.date and record.date.as_written:
            yield "vi", record.date.as_written
    yield from wording_of(record)


def _identifiers(record: Record) -> Iterator[str]:
    yield record.id
    yield from record.former_ids
    for attribute in ("inventory_number", "shelfmark", "code", "notation"):
        value = getattr(record, attribute, None)
        if value:
            yield value


def _facets(record: Record, around: Surroundings) -> dict[str, tuple[str, ...]]:
    facets: dict[str, list[str]] = {}
    for pointer in pointers(record):
        for name, value in _facet_values(pointer.relation, pointer.target_id, around):
            if around.may_be_told((pointer.target_type, value), record):
                facets.setdefault(name, []).append(value)
    if isinstance(record, ItemRecord):
        facets.setdefault("collection", []).extend(_told_collections(record, around))
        facets["kind"] = [record.kind.value]
        facets["rights"] = [record.rights] if record.rights else []
        facets["language"] = list(record.languages)
        facets["subject"], facets["grade"] = list(record.subjects), list(record.levels)
        facets["decade"] = list(_decades(record))
        facets["access"] = [record.access.see.preset.value]
    return {name: tuple(dict.fromkeys(values)) for name, values in facets.items() if values}


def _told_collections(record: ItemRecord, around: Surroundings) -> Iterator[str]:
    for collection in around.collections.get(record.id, ()):
        if around.may_be_told(("collection", collection), record):
            yield collection


def _facet_values(relation: str, target: str, around: Surroundings) -> Iterator[tuple[str, str]]:
    match relation:
        case "element" | "people" | "collection" | "agent":
            yield relation, target
        case "place":
            yield from (("place", place) for place in (target, *around.above.get(target, ())))
        case "term":
            scheme = around.schemes.get(target, "term")
            yield ("instrument" if scheme == "instruments" else scheme), target


def _decades(record: ItemRecord) -> Iterator[str]:
    date = record.date
    if date and date.year_from is not None:
        last = date.year_to if date.year_to is not None else date.year_from
        if last - date.year_from <= 100:  # noqa: PLR2004 - a span over a century names no decade
            for decade in range(date.year_from // 10, last // 10 + 1):
                yield str(decade * 10)


def _sort(record: Record) -> dict[str, str | float]:
    sort: dict[str, str | float] = {"title": title_of(record)}
    if isinstance(record, ItemRecord):
        if record.date and record.date.year_from is not None:
            sort["date"] = float(record.date.year_from)
        if record.published_at:
            sort["added"] = record.published_at.timestamp()
    else:
        sort["added"] = record.created_at.timestamp()
    return sort


def _pairs(texts: LanguageMap) -> Texts:
    return tuple((language, text) for language, values in texts.items() for text in values)
