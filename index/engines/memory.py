"""The model engine: everything in dictionaries, nothing clever, for tests and tiny archives.

It says what the others must answer; it shares the analysis and the plan with them, and
matches, scores, counts and orders one document at a time.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index import completion, planning, spelling
from index.analysis.ordering import sort_key
from index.engine import Progress
from index.engines.answers import (
    MOST_MATCHED_IDS,
    concepts,
    differences,
    is_doubted,
    ordered_counts,
    widened,
)
from index.engines.matching import Corpus, Matcher
from index.errors import SequenceGapError
from index.plan import IDENTIFIER, LABEL, STREAMS, Plan, PlanNode, field_of
from index.scoring import RESCORED
from index.streams import class_texts, field_terms, identifiers, tie, whole_labels
from index.synonyms import SynonymTable
from index.values import (
    Batch,
    Completion,
    Difference,
    Document,
    FacetCount,
    Hit,
    Query,
    Results,
    State,
)

_MISSING = float("inf")


@dataclass(frozen=True)
class Entry:
    """Hold a document with its terms: field → term → positions."""

    document: Document
    terms: Mapping[str, Mapping[str, list[int]]]
    lengths: Mapping[str, int]

    @cached_property
    def tie(self) -> int:
        """Give what orders equals."""
        return tie(self.document.id)


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Entry
    score: float


class MemoryIndex:
    """Keep documents findable as long as the process lives."""

    def __init__(self, synonyms: SynonymTable | None = None) -> None:
        self.synonyms = synonyms or SynonymTable()
        self._corpus = Corpus({})
        self._entries: dict[str, Entry] = {}
        self._seq = 0
        self._lock = threading.Lock()

    @property
    def applied_seq(self) -> int:
        """Number of the last change applied."""
        return self._seq

    @property
    def state(self) -> State:
        """Say that all is well."""
        return State.OK

    def apply(self, batch: Batch) -> None:
        """Make a batch visible."""
        with self._lock:
            if batch.after is not None and batch.after != self._seq:
                raise SequenceGapError(self._seq, batch.after)
            if batch.seq < self._seq:
                return
            entries = dict(self._entries)
            for identifier in batch.deletes:
                entries.pop(identifier, None)
            entries |= {document.id: _entry(document) for document in batch.upserts}
            self._publish(entries, batch.seq)

    def rebuild(
        self, documents: Iterable[Document], seq: int, progress: Progress | None = None
    ) -> None:
        """Replace everything."""
        entries = {}
        for done, document in enumerate(documents, 1):
            entries[document.id] = _entry(document)
            if progress:
                progress(done)
        with self._lock:
            self._publish(entries, seq)

    def search(self, query: Query) -> Results:
        """Answer a query."""
        return _Search(self._corpus, query, self.synonyms).results()

    def complete(
        self, text: str, tokens: frozenset[str], language: str = "vi", limit: int = 8
    ) -> tuple[Completion, ...]:
        """Offer titles and names that go on from what is being typed."""
        for meant in (text, *completion.typed_raw(text)):
            found = self._goes_on(meant, tokens, language, limit)
            if found:
                return found
        return ()

    def _goes_on(
        self, text: str, tokens: frozenset[str], language: str, limit: int
    ) -> tuple[Completion, ...]:
        folded, _ = completion.typed(text)
        sound = completion.sound_typed(text)
        corpus = self._corpus
        if not folded:
            return ()
        candidates = [
            completion.Candidate(label, entry.document.type, entry.document.group)
            for entry in corpus.entries
            if entry.document.is_visible_to(tokens)
            for label in completion.labels(entry.document)
            if label.goes_on_from(folded, sound)
        ]
        return completion.chosen(candidates, text, language, limit, _popularity(corpus))

    def check(self, expected: Iterable[tuple[str, str]]) -> tuple[Difference, ...]:
        """Compare the index with ids and digests."""
        held = {entry.document.id: entry.document.digest for entry in self._corpus.entries}
        return differences(held, dict(expected))

    def close(self) -> None:
        """Let go of nothing, for nothing is held."""

    def _publish(self, entries: dict[str, Entry], seq: int) -> None:
        self._entries, self._corpus, self._seq = entries, Corpus(entries), seq


class _Search:
    """Answer one query over one state of the corpus."""

    def __init__(self, corpus: Corpus, query: Query, synonyms: SynonymTable) -> None:
        self._corpus = corpus
        self._query = query
        self._synonyms = synonyms
        self._plan = planning.plan(query, synonyms)
        self._matcher = Matcher(corpus)

    def results(self) -> Results:
        plan = self._plan
        matched, relaxed = self._matched(plan)
        groups = _grouped(self._narrowed(self._rescored(matched)))
        ordered = sorted(filter(self._is_unread, groups), key=self._order)
        page = ordered[self._query.offset : self._query.offset + self._query.limit]
        return Results(
            total=len(groups),
            hits=tuple(_hit(group) for group in page),
            facets={name: self._counts(matched, name) for name in self._query.facets},
            years=self._years(matched),
            suggestion=self._suggestion(0 if relaxed else len(groups)),
            widened=widened(plan),
            concepts=concepts(plan),
            relaxed=relaxed,
            marking=plan.marking if plan else None,
        )

    def _matched(self, plan: Plan | None) -> tuple[list[_Found], bool]:
        if plan is None:
            return [_Found(entry, 0.0) for entry in self._visible()], False
        found = self._matches(plan.match)
        looser = None if found else planning.relaxed(self._query, self._synonyms)
        if looser is None:
            return found, False
        loose = self._matches(looser)
        return loose, bool(loose)

    def _matches(self, node: PlanNode) -> list[_Found]:
        scored = ((entry, self._matcher.score(node, entry)) for entry in self._visible())
        ranked = self._query.sort == "relevance"
        return [_Found(entry, score * ranked) for entry, score in scored if score is not None]

    def _visible(self) -> list[Entry]:
        query = self._query
        return [
            entry
            for entry in self._corpus.entries
            if entry.document.is_visible_to(query.tokens)
            and entry.document.owner not in query.exclude
        ]

    def _rescored(self, matched: list[_Found]) -> list[_Found]:
        if self._plan is None or self._query.sort != "relevance":
            return matched
        narrowed = sorted(self._narrowed(matched), key=_best_first)
        best = {found.entry.document.id for found in narrowed[:RESCORED]}
        return [
            _Found(found.entry, found.score + self._matcher.nearness(self._plan, found.entry))
            if found.entry.document.id in best
            else found
            for found in matched
        ]

    def _narrowed(self, matched: Iterable[_Found], but: str = "") -> list[_Found]:
        return [found for found in matched if self._passes(found.entry.document, but)]

    def _passes(self, document: Document, but: str) -> bool:
        query = self._query
        if query.types and but != "type" and not document.is_of_type(query.types):
            return False
        for name, values in query.filters.items():
            if name != but and values and not set(values) & set(document.values_of(name)):
                return False
        if but == "year" or (query.year_from is None and query.year_to is None):
            return True
        return document.touches(query.year_from, query.year_to)

    def _is_unread(self, group: Sequence[_Found]) -> bool:
        after = self._query.after if self._query.sort == "id" else ""
        return not after or tie(group[0].entry.document.group) > tie(after)

    def _order(self, group: Sequence[_Found]) -> tuple[float | str, ...]:
        sort = self._query.sort
        if sort == "relevance" and self._plan is None:
            sort = "added"
        speaker = group[0].entry
        if sort == "id":
            return (tie(speaker.document.group),)
        if sort == "relevance":
            return (-max(found.score for found in group), speaker.tie)
        value = speaker.document.sort.get(sort.lstrip("-"))
        if sort == "title":
            return (value is None, sort_key(str(value or "")), speaker.tie)
        number = _MISSING if value is None else float(value)
        backwards = sort in {"-date", "added"} and value is not None
        return (-number if backwards else number, speaker.tie)

    def _counts(self, matched: Sequence[_Found], name: str) -> tuple[FacetCount, ...]:
        counts: Counter[str] = Counter()
        for group in _grouped(_unscored(self._narrowed(matched, but=name))):
            counts.update(set(group[0].entry.document.values_of(name)))
        return ordered_counts(counts)

    def _years(self, matched: Sequence[_Found]) -> tuple[tuple[int, int], ...]:
        counts: Counter[int] = Counter()
        if not self._query.years:
            return ()
        for group in _grouped(_unscored(self._narrowed(matched, but="year"))):
            span = group[0].entry.document.span
            if span:
                counts.update(range(span[0], span[1] + 1))
        return tuple(sorted(counts.items()))

    def _suggestion(self, total: int) -> str | None:
        if self._plan is None or self._query.exact or not is_doubted(self._plan, total):
            return None
        return spelling.suggestion(self._plan.words, total, self._corpus.lexicon)


def _unscored(matched: Iterable[_Found]) -> list[_Found]:
    """Forget scores: counts must not depend on them."""
    return [_Found(found.entry, 0.0) for found in matched]


def _best_first(found: _Found) -> tuple[float, int]:
    return (-found.score, found.entry.tie)


def _grouped(matched: Iterable[_Found]) -> list[list[_Found]]:
    """Collapse by group; the speaker stands first: the group's own document, else the best."""
    groups: defaultdict[str, list[_Found]] = defaultdict(list)
    for found in matched:
        groups[found.entry.document.group].append(found)
    return [
        sorted(
            group, key=lambda found: (not found.entry.document.is_principal, *_best_first(found))
        )
        for group in groups.values()
    ]


def _hit(group: Sequence[_Found]) -> Hit:
    document = group[0].entry.document
    best = sorted(group, key=_best_first)
    starts = [
        found.entry.document.start_s for found in best if found.entry.document.start_s is not None
    ]
    return Hit(
        document.id,
        document.type,
        document.group,
        best[0].score,
        starts[0] if starts else None,
        tuple(found.entry.document.id for found in best[:MOST_MATCHED_IDS]),
    )


def _popularity(corpus: Corpus) -> Counter[tuple[str, str]]:
    return Counter(
        (name, value)
        for entry in corpus.entries
        if entry.document.is_public
        for name, values in entry.document.facets.items()
        for value in set(values)
    )


def _entry(document: Document) -> Entry:
    terms: dict[str, dict[str, list[int]]] = {}
    lengths: dict[str, int] = {}
    for name, texts in class_texts(document).items():
        found = field_terms(texts)
        for stream in STREAMS:
            pairs = found.stream(stream)
            terms[field_of(name, stream)] = _postings(pairs)
            lengths[field_of(name, stream)] = len(pairs)
    terms[IDENTIFIER] = {term: [0] for term in identifiers(document)}
    terms[LABEL] = {term: [0] for term in whole_labels(document)}
    return Entry(document, terms, lengths)


def _postings(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for term, position in pairs:
        postings[term].append(position)
    return dict(postings)
