"""Values that cross the border of the index: documents in, queries in, results out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from index.snippets import Marking

PUBLIC = "public"
"""The token that every viewer holds. Statistics and suggestions use public documents only."""

Texts: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of BCP 47 language tag and text; the tag may be empty."""

Sort: TypeAlias = Literal["relevance", "date", "-date", "title", "added", "id"]


class State(StrEnum):
    """Name how an index is."""

    OK = "ok"
    DEGRADED = "degraded"
    REBUILDING = "rebuilding"


@dataclass(frozen=True)
class Document:
    """Hold what is searchable of one thing.

    Args:
        id: `item:4k2…`, `item-name:4k2…`, `file:…`, `segment:…`, `element:xoe-om-lom`, ….
        type: what the hit is: item, element, agent, place, event, collection, term, file, segment.
        group: hits are shown once per group; an item's files and segments bear the item's id.
            The document whose id is the group speaks for it. Documents of one group are
            expected to bear the same facets.
        tokens: a viewer must hold one of them.
        hidden_from: and must hold none of these (a document of titles only hides from
            those who see the whole one).
        titles: strongest text.
        aliases: strong text: other names of the thing itself, offered by completion as well.
        names: strong text: names of what it is linked to: elements, terms, people, places.
        text: normal text: descriptions, notes, transcripts.
        identifiers: found whole only: inventory numbers, shelfmarks, former ids, file names.
        facets: values per facet, several allowed; ancestors of a value may be given too.
            `type` may say what a file or a segment is a part of.
        year_from: first year of the span, None if unknown.
        year_to: last year of the span, None means the same as the first.
        sort: `title` (text, sorted as Vietnamese or Tai Viet), `date`, `added` (numbers).
        start_s: where a segment begins in its recording.
        owner: the group whose access this stands under, its own if none is given: what an
            item tells of a dance is shown with the dance and hidden with the item.
    """

    id: str
    type: str
    group: str = ""
    tokens: frozenset[str] = frozenset()
    hidden_from: frozenset[str] = frozenset()
    titles: Texts = ()
    aliases: Texts = ()
    names: Texts = ()
    text: Texts = ()
    identifiers: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Mapping[str, str | float] = field(default_factory=dict)
    start_s: float | None = None
    owner: str = ""

    def __post_init__(self) -> None:
        if not self.group:
            object.__setattr__(self, "group", self.id)
        if not self.owner:
            object.__setattr__(self, "owner", self.group)

    @property
    def is_public(self) -> bool:
        """Say whether a visitor who holds nothing but `public` may find this."""
        return PUBLIC in self.tokens and PUBLIC not in self.hidden_from

    @property
    def is_principal(self) -> bool:
        """Say whether this document speaks for its group."""
        return self.id == self.group

    @property
    def span(self) -> tuple[int, int] | None:
        """Give the first and the last year, None where no year is known."""
        known = [year for year in (self.year_from, self.year_to) if year is not None]
        return (known[0], max(known)) if known else None

    def touches(self, low: int | None, high: int | None) -> bool:
        """Say whether the span touches a range of years; an unknown span touches none."""
        span = self.span
        if span is None:
            return False
        return (high is None or span[0] <= high) and (low is None or span[1] >= low)

    def values_of(self, facet: str) -> tuple[str, ...]:
        """Give the values of a facet; `type` is one without being given."""
        given = tuple(self.facets.get(facet, ()))
        return given or ((self.type,) if facet == "type" else ())

    def is_of_type(self, types: tuple[str, ...]) -> bool:
        """Say whether this is of one of the types, or a part of what is."""
        return self.type in types or not set(types).isdisjoint(self.values_of("type"))

    def is_visible_to(self, tokens: frozenset[str]) -> bool:
        """Say whether a viewer with these tokens may find this."""
        return not self.tokens.isdisjoint(tokens) and self.hidden_from.isdisjoint(tokens)

    @cached_property
    def digest(self) -> str:
        """Give 32 hexadecimal digits that change when anything searchable changes."""
        parts = (
            self.id,
            self.type,
            self.group,
            self.owner,
            sorted(self.tokens),
            sorted(self.hidden_from),
            self.titles,
            self.aliases,
            self.names,
            self.text,
            self.identifiers,
            sorted((key, tuple(values)) for key, values in self.facets.items()),
            (self.year_from, self.year_to, self.start_s),
            sorted((key, str(value)) for key, value in self.sort.items()),
        )
        return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold changes that become visible together.

    Args:
        upserts: documents to add or to replace; the last of one id wins.
        deletes: ids to remove; removed before the upserts are added.
        seq: number of the last change contained. A batch older than the index is ignored.
        after: number of the change that the batch follows; where given, a gap is refused.
    """

    upserts: Sequence[Document] = ()
    deletes: Sequence[str] = ()
    seq: int = 0
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Hold what is asked.

    Args:
        text: the query language of `index.syntax`; empty asks for everything.
        tokens: what the viewer holds; nothing is found, counted or suggested outside them.
        filters: facet → values; values of one facet widen, facets narrow.
        year_from: first year wanted; a document matches when its span touches the range.
        year_to: last year wanted.
        types: document types wanted, or values of the facet `type`; empty means all.
        exclude: owners whose access was tightened since the index was written.
        facets: names of the facets to count; a facet's own filter does not narrow its counts.
        years: count the years as well.
        sort: `date` is oldest first, `added` newest first; unknown values come last. `id` is
            by chance but always alike, whatever is added meanwhile: for reading everything.
        after: with the order `id`, the group of the last hit read; hits begin behind it.
        offset: number of hits to skip.
        limit: number of hits wanted.
        exact: find words only as they are spelled.
        expand: let the synonym table widen the query.
        language: language of the page, which chooses the labels to say.
    """

    text: str = ""
    tokens: frozenset[str] = frozenset({PUBLIC})
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    types: tuple[str, ...] = ()
    exclude: frozenset[str] = frozenset()
    facets: tuple[str, ...] = ()
    years: bool = True
    sort: Sort = "relevance"
    after: str = ""
    offset: int = 0
    limit: int = 20
    exact: bool = False
    expand: bool = True
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Hit:
    """Name one found group.

    Args:
        id: the document that speaks for the group: the group's own where it matched,
            else the best one that did.
        score: the best score of the group's documents; 0 where the order is not by relevance.
        matched_ids: documents of the group that matched, best first, at most ten.
        start_s: where the best matching segment begins, if a segment matched.
    """

    id: str
    type: str
    group: str
    score: float
    start_s: float | None = None
    matched_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """Say how many results bear a value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Widening:
    """Say that a term was understood as more than itself.

    Args:
        term: the words as typed.
        to: labels searched too, in the language of the page where there is one; never an
            outdated name.
        concept: id of the synonym group.
    """

    term: str
    to: tuple[str, ...]
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Offer one way to finish what is being typed."""

    text: str
    type: str
    id: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Say how the index differs from what is expected: `missing`, `stale` or `surplus`."""

    id: str
    kind: Literal["missing", "stale", "surplus"]


@dataclass(frozen=True, slots=True)
class Results:
    """Hold what was found.

    Args:
        total: number of groups found, exact.
        hits: the page asked for.
        facets: counts per facet, largest first.
        years: results per year that their spans touch, in order of years, whatever the
            range asked for.
        suggestion: another spelling to offer, never searched by itself.
        widened: what the synonym table added.
        concepts: ids of the synonym groups that the query names, best first.
        relaxed: no document had enough of the words, so documents with any are shown.
        marking: what to mark in snippets.
        state: whether the answer may be incomplete.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    years: tuple[tuple[int, int], ...] = ()
    suggestion: str | None = None
    widened: tuple[Widening, ...] = ()
    concepts: tuple[str, ...] = ()
    relaxed: bool = False
    marking: "Marking | None" = None
    state: State = State.OK
