"""Matching of one document at a time, the plain meaning of each node of a plan."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from index.analysis import tai_viet
from index.glob import GlobPattern
from index.plan import (
    CLASSES,
    AllOf,
    AnyOf,
    AtLeast,
    Everything,
    FacetIs,
    Glob,
    Near,
    Phrase,
    Plan,
    PlanNode,
    Silent,
    Sounding,
    Term,
    Without,
    YearIn,
    field_of,
)
from index.scoring import bm25, idf, pair_idf, rounded_length
from index.spelling import Lexicon, within_one_edit

if TYPE_CHECKING:
    from index.engines.memory import Entry


class Corpus:
    """Hold entries with the statistics of the public ones."""

    def __init__(self, entries: "Mapping[str, Entry]") -> None:
        self.entries = tuple(entries.values())
        self.public = tuple(entry for entry in self.entries if entry.document.is_public)

    @cached_property
    def frequencies(self) -> "Mapping[str, Counter[str]]":
        """Field → term → number of public documents that bear it."""
        counts: dict[str, Counter[str]] = {}
        for entry in self.public:
            for field, terms in entry.terms.items():
                counts.setdefault(field, Counter()).update(terms.keys())
        return counts

    @cached_property
    def averages(self) -> Mapping[str, float]:
        """Field → average length over all public documents."""
        totals: Counter[str] = Counter()
        for entry in self.public:
            totals.update(entry.lengths)
        return {field: total / len(self.public) or 1.0 for field, total in totals.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """Words of public documents."""
        words: Counter[str] = Counter()
        for name in CLASSES:
            words.update(self.frequencies.get(field_of(name, "exact"), {}))
        return Lexicon(words)

    def idf(self, field: str, term: str) -> float:
        """Give the weight of a term by public documents."""
        return idf(len(self.public), self.frequencies.get(field, Counter())[term])


class Matcher:
    """Say whether and how well a document matches a node."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def score(self, node: PlanNode, entry: "Entry") -> float | None:
        """Give the score of a document, None where it does not match."""
        match node:
            case Term(field, text, weight):
                return self._term(entry, field, text, weight)
            case Phrase(field, words, weight):
                return self._phrase(entry, field, words, weight)
            case AnyOf(nodes):
                return _total(self._scores(nodes, entry), 1)
            case AllOf(nodes):
                return _total(self._scores(nodes, entry), len(nodes))
            case AtLeast(nodes, count):
                return _total(self._scores(nodes, entry), count)
            case Without(inner, excluded):
                return None if self.score(excluded, entry) is not None else self.score(inner, entry)
            case Silent(inner):
                return None if self.score(inner, entry) is None else 0.0
            case _:
                return _unscored(node, entry)

    def nearness(self, plan: Plan, entry: "Entry") -> float:
        """Give what words side by side add to a score."""
        return sum(self._adjacent(phrase, entry) for phrase in plan.adjacent)

    def _scores(self, nodes: Iterable[PlanNode], entry: "Entry") -> list[float]:
        scores = (self.score(node, entry) for node in nodes)
        return [score for score in scores if score is not None]

    def _term(self, entry: "Entry", field: str, text: str, weight: float) -> float | None:
        positions = entry.terms[field].get(text)
        if not positions:
            return None
        if field not in entry.lengths:
            return weight
        return self._bm25(entry, field, weight * self._corpus.idf(field, text), len(positions))

    def _bm25(self, entry: "Entry", field: str, weight: float, frequency: float) -> float:
        average = self._corpus.averages.get(field, 1.0)
        return bm25(weight, frequency, rounded_length(entry.lengths[field]), average)

    def _phrase(
        self, entry: "Entry", field: str, words: tuple[str, ...], weight: float
    ) -> float | None:
        if not _times_adjacent(entry, field, words):
            return None
        return sum(self._term(entry, field, word, weight) or 0.0 for word in words)

    def _adjacent(self, phrase: Phrase, entry: "Entry") -> float:
        times = _times_adjacent(entry, phrase.field, phrase.words)
        if not times:
            return 0.0
        left, right = (self._corpus.idf(phrase.field, word) for word in phrase.words)
        return self._bm25(entry, phrase.field, phrase.weight * pair_idf(left, right), times)


def _total(scores: list[float], count: int) -> float | None:
    return sum(scores) if scores and len(scores) >= count else None


def _times_adjacent(entry: "Entry", field: str, words: tuple[str, ...]) -> int:
    terms = entry.terms[field]
    starts = set(terms.get(words[0], ()))
    for step, word in enumerate(words[1:], 1):
        starts &= {position - step for position in terms.get(word, ())}
    return len(starts)


def _unscored(node: PlanNode, entry: "Entry") -> float | None:
    document = entry.document
    match node:
        case Everything():
            return 0.0
        case FacetIs(facet, values):
            return 0.0 if set(values) & set(document.values_of(facet)) else None
        case YearIn(low, high):
            return 0.0 if document.touches(low, high) else None
        case _:
            return _by_lexicon(node, entry)


def _by_lexicon(node: PlanNode, entry: "Entry") -> float | None:
    match node:
        case Glob(field, pattern, weight):
            glob = GlobPattern(pattern)
            return weight if any(glob.matches(term) for term in entry.terms[field]) else None
        case Near(field, text, distance, weight):
            near = any(is_near(text, term, distance) for term in entry.terms[field])
            return weight if near else None
        case Sounding(field, keys, weight):
            sounds = any(tai_viet.latin_key(term) in keys for term in entry.terms[field])
            return weight if sounds else None
        case _:
            return None


def is_near(typed: str, term: str, distance: int) -> bool:
    """Say whether a term begins with the same letter and is at most so many edits away."""
    if term[:1] != typed[:1] or abs(len(term) - len(typed)) > distance:
        return False
    if distance == 1:
        return within_one_edit(typed, term)
    return edits(typed, term) <= distance


def edits(left: str, right: str) -> int:
    """Count the letters to insert, remove or replace that make one word of the other."""
    row = list(range(len(right) + 1))
    for at, char in enumerate(left, 1):
        before, row[0] = row[0], at
        for other, letter in enumerate(right, 1):
            change = before + (char != letter)
            before, row[other] = row[other], min(change, row[other] + 1, row[other - 1] + 1)
    return row[-1]
