"""Search: ask the index, check what it says against SQL, and gather what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from archive.access import Viewer, tokens
from archive.catalogue.files.models import Segment
from archive.catalogue.labels import title_of
from archive.catalogue.queries import records_known
from archive.discover import queries
from archive.discover.cards import Card, Shown, make_cards, place_keys, shown_of
from archive.discover.forms import PAGE_SIZE, SearchForm
from archive.discover.names import Key, Named, names_of
from archive.discover.words import FACETS
from archive.engines import Engines
from archive.errors import SearchUnavailableError
from archive.indexing.queries import tightened_after
from archive.indexing.synonyms import see_synonyms
from archive.records import ItemRecord
from index.errors import SearchError, SearchSyntaxError, SearchTooLargeError
from index.values import Hit, Query, Results

_LABELLED = {
    "element": "element",
    "place": "place",
    "people": "term",
    "instrument": "term",
    "collection": "collection",
    "agent": "agent",
}
SHORT = 8
"""Values of a facet that the page shows before somebody asks for more."""

_NAMED = 2 * SHORT + 1  # some of them the viewer may not know by name
_CONCEPTS = {"element", "agent", "place", "term"}
_MOST_CONCEPTS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: its card if it is an item, else its name, with the texts that matched.

    `told_by` is the item whose words found something else that it shows.
    """

    hit: Hit
    card: Card | None = None
    shown: Shown | None = None
    named: Named | None = None
    segments: tuple[Segment, ...] = ()
    file_texts: tuple[str, ...] = ()
    told_by: Card | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page of a search shows; `problem` says why there is nothing."""

    form: SearchForm
    results: Results = field(default_factory=Results)
    found: tuple[Found, ...] = ()
    names: Mapping[Key, Named] = field(default_factory=dict)
    concepts: tuple[Named, ...] = ()
    problem: SearchError | None = None

    @property
    def concept(self) -> Named | None:
        """The best of what the query names."""
        return next(iter(self.concepts), None)

    @property
    def pages(self) -> int:
        """How many pages the hits fill."""
        return -(-self.results.total // PAGE_SIZE)


def search(
    engines: Engines, session: Session, form: SearchForm, viewer: Viewer, language: str
) -> Answer:
    """Return the page of a search that a form asks for.

    Raises:
        SearchUnavailableError: the index cannot answer now.
    """
    try:
        results = ask(engines, query_of(engines, session, form, viewer, language))
    except (SearchSyntaxError, SearchTooLargeError) as problem:
        return Answer(form, problem=problem)
    shown = _shown(session, results.hits, viewer)
    wanted = _hit_keys(results.hits) | _facet_keys(results, form) | place_keys(shown.values())
    keys = [key for key in map(_key, results.concepts) if key[0] in _CONCEPTS][:_MOST_CONCEPTS]
    names = names_of(session, wanted | set(keys), viewer, language)
    concepts = tuple(names[key] for key in keys if key in names)
    found = _found(session, results.hits, shown, names, language)
    return Answer(form, results, found, names, concepts)


def titled_hits(
    engines: Engines, session: Session, words: str, viewer: Viewer, limit: int
) -> tuple[list[tuple[Hit, str]], int]:
    """Return the first hits with their titles, and how many there are in all.

    Raises:
        SearchSyntaxError: the words are mistyped.
        SearchTooLargeError: they ask for too much.
        SearchUnavailableError: the index cannot answer now.
    """
    form = SearchForm(q=words, type="", limit=limit)
    query = query_of(engines, session, form, viewer, "vi")
    results = ask(engines, replace(query, facets=()))
    titles: dict[Key, str] = {}
    for kind in {_key(hit.group)[0] for hit in results.hits}:
        ids = [one for sort, one in map(_key, (hit.group for hit in results.hits)) if sort == kind]
        known = records_known(session, kind, ids, viewer)
        titles |= {(kind, record.id): title_of(record) for record in known}
    hits = [(hit, titles[_key(hit.group)]) for hit in results.hits if _key(hit.group) in titles]
    return hits, results.total


def ask(engines: Engines, query: Query) -> Results:
    """Ask the index.

    Raises:
        SearchSyntaxError: the words are mistyped.
        SearchTooLargeError: they ask for too much.
        SearchUnavailableError: the index cannot answer now.
    """
    try:
        return engines.index.search(query)
    except (SearchSyntaxError, SearchTooLargeError):
        raise
    except SearchError as error:
        raise SearchUnavailableError from error


def query_of(
    engines: Engines, session: Session, form: SearchForm, viewer: Viewer, language: str
) -> Query:
    """Return what a form asks of the index, on behalf of a viewer."""
    see_synonyms(engines.index, session)
    # The index is asked how far it is before SQL is: what is tightened in between is left out.
    applied = engines.index.applied_seq
    return Query(
        text=form.q,
        tokens=tokens(viewer),
        filters={**({"type": (form.type,)} if form.type else {}), **form.filters},
        year_from=form.year_from,
        year_to=form.year_to,
        exclude=tightened_after(session, applied),
        facets=("type", *FACETS),
        sort=form.sort,
        after=form.after,
        offset=(form.page - 1) * PAGE_SIZE,
        limit=form.limit,
        exact=form.exact,
        expand=not form.exact,
        language=language,
    )


def _key(group: str) -> Key:
    record_type, _, record_id = group.partition(":")
    return record_type, record_id


def _shown(session: Session, hits: Sequence[Hit], viewer: Viewer) -> dict[str, Shown]:
    """Return the items among the hits that SQL, too, lets the viewer know of."""
    ids = [hit.group.partition(":")[2] for hit in hits if hit.group.startswith("item:")]
    ids += filter(None, map(_telling, hits))
    rows = queries.items_of(session, ids, viewer) if ids else []
    return {row.id: shown_of(row, viewer) for row in rows}


def _hit_keys(hits: Iterable[Hit]) -> set[Key]:
    keys = {_key(hit.group) for hit in hits}
    return {key for key in keys if key[0] != "item"}


def _facet_keys(results: Results, form: SearchForm) -> set[Key]:
    counted = {
        (_LABELLED[facet], count.value)
        for facet, counts in results.facets.items()
        if facet in _LABELLED
        for count in (counts if form.names_all(facet) else counts[:_NAMED])
    }
    chosen = {
        (_LABELLED[facet], value)
        for facet, values in form.filters.items()
        if facet in _LABELLED
        for value in values
    }
    return counted | chosen


def _found(
    session: Session,
    hits: Sequence[Hit],
    shown: dict[str, Shown],
    names: dict[Key, Named],
    language: str,
) -> tuple[Found, ...]:
    cards = {card.id: card for card in make_cards(session, list(shown.values()), names, language)}
    segments = queries.segments_of(session, (key for hit in hits for key in _segment_keys(hit)))
    found = []
    for hit in hits:
        record_type, record_id = _key(hit.group)
        if record_type == "item" and record_id in cards:
            found.append(_item(hit, cards[record_id], shown[record_id], segments))
        elif (record_type, record_id) in names:
            told_by = cards.get(_telling(hit))
            found.append(Found(hit, named=names[record_type, record_id], told_by=told_by))
    return tuple(found)


def _telling(hit: Hit) -> str:
    """Return the item that speaks for something that it shows, from `shown:<item>:<element>`."""
    kind, _, rest = hit.id.partition(":")
    return rest.partition(":")[0] if kind == "shown" else ""


def _item(hit: Hit, card: Card, shown: Shown, segments: dict[Key, Segment]) -> Found:
    record, seen = shown.record, {file.id for file in shown.files}
    mine = tuple(
        segment
        for file_id, position in _segment_keys(hit)
        if (segment := segments.get((file_id, str(position)))) is not None and file_id in seen
    )
    texts = tuple(_file_texts(hit, record, seen))
    return Found(hit, card=card, shown=shown, segments=mine, file_texts=texts)


def _file_texts(hit: Hit, record: ItemRecord, seen: set[str]) -> Iterable[str]:
    for name in hit.matched_ids:
        file = record.file(name.removeprefix("file:")) if name.startswith("file:") else None
        if file is not None and file.id in seen:
            yield str(file.technical.get("text") or "")


def _segment_keys(hit: Hit) -> list[tuple[str, int]]:
    """Return the segments that matched, as file and position, from `segment:<file>:<n>`."""
    parts = (name.split(":") for name in hit.matched_ids if name.startswith("segment:"))
    return [(part[1], int(part[2])) for part in parts if len(part) == 3 and part[2].isdigit()]  # noqa: PLR2004 - the three parts named above
