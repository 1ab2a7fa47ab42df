"""Plans carried out over one segment by numpy.

Each node gives the numbers of its documents in order, each once, and their scores; no scores
where none is wanted or all are zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from index.engines.matching import is_near
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.ordered import common, places, runs, shared_places, stretches
from index.engines.whoosh.segment import NO_IDS, FieldReader
from index.engines.whoosh.view import Snapshot, View
from index.glob import GlobPattern
from index.plan import (
    UNSCORED,
    AllOf,
    AnyOf,
    AtLeast,
    Everything,
    FacetIs,
    Glob,
    Near,
    Phrase,
    PlanNode,
    Silent,
    Sounding,
    Term,
    Without,
    YearIn,
)
from index.scoring import K1, pair_idf

_SPARSE = 8
_TABLED = 4_000
_BITS = np.int64(32)


@dataclass(frozen=True, slots=True)
class Matched:
    """Hold documents in order, and their scores where there are any.

    Args:
        positive: every score is above zero, so a sum of scores tells what matched.
    """

    ids: Array
    scores: Array | None = None
    positive: bool = False


NOTHING = Matched(NO_IDS)


class Executor:
    """Carry out nodes over one view of a snapshot."""

    def __init__(self, snapshot: Snapshot, view: View, *, scored: bool = True) -> None:
        self._snapshot = snapshot
        self._view = view
        self._scored = scored
        self._size = view.data.documents
        # A plan asks for the same words several times: at least one of them, at least two.
        self._done: dict[int, Matched] = {}

    def run(self, node: PlanNode, among: Array | None = None) -> Matched:
        """Give what a node matches.

        Args:
            node: what to match.
            among: documents of which alone the answer is wanted; others may be in it.
        """
        match node:
            case Term(field, text, weight):
                return self._term(field, text, weight, among)
            case Phrase(field, words, weight):
                return self._phrase(field, words, weight)
            case AnyOf():
                return self._remembered(node, among)
            case AtLeast(nodes, count):
                return self._any([self.run(each, among) for each in nodes], count)
            case AllOf():
                return self._all(self._narrowing(flattened(node), among))
            case Without(inner, excluded):
                return self._without(self.run(inner, among), self.run(excluded).ids)
            case Silent(inner):
                return Matched(self.run(inner, among).ids)
            case _:
                return self._unscored(node)

    def _remembered(self, node: AnyOf, among: Array | None) -> Matched:
        known = self._done.get(id(node)) if among is None else None
        if known is None:
            known = self._any([self.run(each, among) for each in flattened(node)], 1)
            if among is None:
                self._done[id(node)] = known
        return known

    def nearness(self, phrases: Sequence[Phrase], ids: Array) -> Array:
        """Give what words side by side add to the scores of chosen documents, in order."""
        added = np.zeros(len(ids))
        for phrase in phrases:
            times = self._times_adjacent(phrase, ids)
            if times is not None:
                pair = (self._snapshot.idf(phrase.field, word) for word in phrase.words)
                weight = phrase.weight * pair_idf(*pair)
                added += self._bm25(phrase.field, ids, times, weight)
        return added

    def _narrowing(self, nodes: Sequence[PlanNode], among: Array | None) -> list[Matched]:
        """Carry out the rarest node first, and each further one where the others match.

        The parts are given in the order of the nodes: sums must not depend on how many
        documents, hidden ones among them, bear a term.
        """
        parts: dict[int, Matched] = {}
        for at in sorted(range(len(nodes)), key=lambda at: self._most(nodes[at])):
            parts[at] = self.run(nodes[at], among)
            ids = parts[at].ids
            among = ids if among is None else common(*sorted((ids, among), key=len))
        return [parts[at] for at in range(len(nodes))]

    def _most(self, node: PlanNode) -> int:
        """Give how many documents a node may match at most, as far as counts alone tell."""
        match node:
            case Term(field, text):
                reader = self._view.data.field(field)
                number = reader.number(text)
                return 0 if number is None else len(reader.span(number, number + 1))
            case Phrase(field, words):
                return min(self._most(Term(field, word)) for word in words)
            case AnyOf(nodes) | AtLeast(nodes):
                return min(self._size, sum(self._most(each) for each in nodes))
            case AllOf(nodes):
                return min(self._most(each) for each in nodes)
            case Silent(inner) | Without(inner):
                return self._most(inner)
            case _:
                return self._size

    def _term(self, field: str, text: str, weight: float, among: Array | None = None) -> Matched:
        reader = self._view.data.field(field)
        number = reader.number(text)
        if number is None:
            return NOTHING
        start, end = int(reader.starts[number]), int(reader.starts[number + 1])
        ids, times = _chosen(reader.ids[start:end], reader.tf[start:end], among)
        # numpy would turn other numbers into its own at each use of them.
        ids = ids.astype(np.intp, copy=False)
        if not self._scored:
            return Matched(ids)
        if field in UNSCORED:
            return Matched(ids, np.full(len(ids), weight))
        idf = self._snapshot.idf(field, text)
        return Matched(ids, self._bm25(field, ids, times, weight * idf), positive=weight > 0)

    def _bm25(self, field: str, ids: Array, frequencies: Array, weight: float) -> Array:
        """Score postings by a small table of frequencies and lengths, which stays in the cache."""
        norms, steps = self._snapshot.norms(field), self._view.data.field(field).steps[ids]
        if len(ids) < _TABLED or frequencies.dtype != np.uint8:
            return _worth(frequencies.astype(np.float64), norms[steps], weight)
        times = np.arange(int(frequencies.max()) + 1, dtype=np.float64)
        table = _worth(times[:, None], norms[None, :], weight).ravel()
        scores: Array = table[(frequencies.astype(np.uint16) << 8) | steps]
        return scores

    def _any(self, parts: Sequence[Matched], count: int) -> Matched:
        parts = [part for part in parts if len(part.ids)]
        if len(parts) < count:
            return NOTHING
        if len(parts) == 1:
            return parts[0]
        total = sum(len(part.ids) for part in parts)
        return (
            self._sparse(parts, count)
            if total * _SPARSE < self._size
            else self._dense(parts, count)
        )

    def _sparse(self, parts: Sequence[Matched], count: int) -> Matched:
        every = np.concatenate([part.ids for part in parts])
        order = every.argsort(kind="stable")
        ids, times = runs(every[order])
        enough = times >= count
        if not self._scored:
            return Matched(ids[enough])
        flat = np.concatenate([_scores(part) for part in parts])[order]
        which = np.repeat(np.arange(len(ids)), times)
        return Matched(ids[enough], np.bincount(which, flat, len(ids))[enough])

    def _dense(self, parts: Sequence[Matched], count: int) -> Matched:
        sums = np.zeros(self._size if self._scored else 0)
        for part in parts:
            if self._scored and part.scores is not None:
                sums[part.ids] += part.scores
        ids = self._often(parts, count, sums)
        return Matched(ids, sums[ids] if self._scored else None)

    def _often(self, parts: Sequence[Matched], count: int, sums: Array) -> Array:
        """Give the documents of so many parts."""
        if count == 1 and self._scored and all(part.positive for part in parts):
            return np.flatnonzero(sums)
        if count == 1:
            marked = np.zeros(self._size, bool)
            for part in parts:
                marked[part.ids] = True
            return np.flatnonzero(marked)
        times = np.zeros(self._size, np.uint16)
        for part in parts:
            times[part.ids] += 1
        return np.flatnonzero(times >= count)

    def _all(self, parts: Sequence[Matched]) -> Matched:
        if any(not len(part.ids) for part in parts):
            return NOTHING
        ids = reduce(common, sorted((part.ids for part in parts), key=len))
        if not self._scored:
            return Matched(ids)
        scores = np.zeros(len(ids))
        for part in parts:
            if part.scores is not None:
                scores += part.scores[np.searchsorted(part.ids, ids)]
        return Matched(ids, scores)

    def _without(self, inner: Matched, excluded: Array) -> Matched:
        kept = np.ones(self._size, bool)
        kept[excluded] = False
        chosen = kept[inner.ids]
        return Matched(inner.ids[chosen], None if inner.scores is None else inner.scores[chosen])

    def _phrase(self, field: str, words: tuple[str, ...], weight: float) -> Matched:
        starts = self._phrase_starts(field, words, None)
        if starts is None or not len(starts):
            return NOTHING
        ids, _times = runs(starts >> _BITS)
        if not self._scored:
            return Matched(ids)
        terms = [self._term(field, word, weight) for word in words]
        return self._all([Matched(ids), *terms])

    def _times_adjacent(self, phrase: Phrase, ids: Array) -> Array | None:
        starts = self._phrase_starts(phrase.field, phrase.words, ids)
        if starts is None or not len(starts):
            return None
        found, times = runs(starts >> _BITS)
        counts = np.zeros(len(ids))
        counts[np.searchsorted(ids, found)] = times
        return counts

    def _phrase_starts(
        self, field: str, words: tuple[str, ...], among: Array | None
    ) -> Array | None:
        """Give document and position of each place where the words stand side by side."""
        reader = self._view.data.field(field)
        numbers = [reader.number(word) for word in words]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        every = [reader.span(number, number + 1) for number in known]
        lists = every if among is None else [among, *every]
        shared = reduce(common, sorted(lists, key=len))
        keys = [_keys(reader, number, step, shared) for step, number in enumerate(known)]
        return reduce(common, sorted(keys, key=len))

    def _unscored(self, node: PlanNode) -> Matched:
        data = self._view.data
        match node:
            case FacetIs(facet, values):
                reader = data.facet(facet)
                return _where(reader.bearers(values)) if reader else NOTHING
            case YearIn(low, high):
                return _where(data.in_years(low, high))
            case Everything():
                return Matched(np.arange(self._size))
            case _:
                return self._by_lexicon(node)

    def _by_lexicon(self, node: PlanNode) -> Matched:
        match node:
            case Glob(field, pattern, weight):
                ids = _glob(self._view.data.field(field), GlobPattern(pattern))
            case Near(field, text, distance, weight):
                ids = _near(self._view.data.field(field), text, distance)
            case Sounding(field, keys, weight):
                reader = self._view.data.field(field)
                ids = _union(reader, [n for key in keys for n in reader.by_key.get(key, ())])
            case _:
                return NOTHING
        return Matched(ids, np.full(len(ids), weight) if self._scored else None)


def flattened(node: AnyOf | AllOf) -> list[PlanNode]:
    """Give the nodes of a node, those of the same kind within it among them."""
    kind = type(node)
    found: list[PlanNode] = []
    for each in node.nodes:
        found += flattened(each) if isinstance(each, kind) else [each]
    return found


def _worth(times: Array, norms: Array, weight: float) -> Array:
    scores: Array = weight * (times * (K1 + 1)) / (times + norms)
    return scores


def _chosen(ids: Array, times: Array, among: Array | None) -> tuple[Array, Array]:
    """Leave postings out that nobody asks for, where looking for the others is cheaper."""
    if among is None or len(among) * _SPARSE > len(ids):
        return ids, times
    at = places(ids, among)
    return ids[at], times[at]


def _scores(part: Matched) -> Array:
    return np.zeros(len(part.ids)) if part.scores is None else part.scores


def _where(chosen: Array) -> Matched:
    return Matched(np.flatnonzero(chosen))


def _keys(reader: FieldReader, number: int, step: int, among: Array) -> Array:
    """Give where a word would let its phrase begin, as document times 2³² plus position."""
    postings = reader.postings(number)
    chosen = shared_places(postings.ids, among)
    times = postings.tf[chosen].astype(np.int64)
    documents = np.repeat(postings.ids[chosen].astype(np.int64), times)
    positions = postings.positions[stretches(postings.tf, chosen, times)].astype(np.int64)
    # A word that stands too early for its phrase to begin at zero is not a beginning.
    starts: Array = ((documents << _BITS) + positions - step)[positions >= step]
    return starts


def _glob(reader: FieldReader, pattern: GlobPattern) -> Array:
    first, after = reader.range_of(pattern.prefix)
    if pattern.is_prefix:
        return _distinct(reader, [reader.span(first, after)])
    lexicon = reader.lexicon
    words = enumerate(lexicon[first:after], first)
    return _union(reader, [at for at, word in words if pattern.matches(word.decode())])


def _near(reader: FieldReader, text: str, distance: int) -> Array:
    """Find what is near; two letters swapped are one edit, though two to the table."""
    near = reader.lettered.near(text, max(distance, 2))
    fitting = [at for at in near if is_near(text, reader.lexicon[at].decode(), distance)]
    return _union(reader, fitting)


def _union(reader: FieldReader, numbers: Sequence[int]) -> Array:
    return _distinct(reader, [reader.span(number, number + 1) for number in numbers])


def _distinct(reader: FieldReader, runs: Sequence[Array]) -> Array:
    """Give the documents of all runs in order, each once."""
    marked = np.zeros(len(reader.lengths), bool)
    for run in runs:
        marked[run] = True
    return np.flatnonzero(marked)
