"""A segment as one commit left it, and all of them together: what a search sees."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.segment import SegmentData
from index.engines.whoosh.toc import FlatSegment
from index.plan import CLASSES, field_of
from index.scoring import K1, LENGTH_STEPS, B, idf
from index.spelling import Lexicon
from index.streams import tie

_MOST_VIEWERS = 64
_STEPS = np.array(LENGTH_STEPS)


class View:
    """Hold a segment with the deletions of one commit.

    Caches are filled without a lock: whoever comes second finds or repeats the same work.
    """

    def __init__(self, data: SegmentData, segment: FlatSegment) -> None:
        self.data = data
        self.segment = segment
        self.live = np.ones(data.documents, bool)
        self.live[list(segment.deleted)] = False
        self._visible: dict[frozenset[str], Array] = {}
        self._frequencies: dict[tuple[str, str], int] = {}
        self._totals: dict[str, int] = {}

    @cached_property
    def counted(self) -> Array:
        """Say of each document whether statistics count it: public and not deleted."""
        counted: Array = self.live & self.data.is_public
        return counted

    @cached_property
    def counted_documents(self) -> int:
        """Give the number of documents that statistics count."""
        return int(np.count_nonzero(self.counted))

    def visible(self, tokens: frozenset[str]) -> Array:
        """Say of each document whether a viewer finds it."""
        found = self._visible.get(tokens)
        if found is None:
            found = self.live & self.data.visible(tokens)
            if len(self._visible) >= _MOST_VIEWERS:
                self._visible = {}
            self._visible[tokens] = found
        return found

    def frequency(self, field: str, term: str) -> int:
        """Give the number of counted documents that bear a term."""
        key = (field, term)
        if key not in self._frequencies:
            reader = self.data.field(field)
            number = reader.number(term)
            ids = () if number is None else reader.span(number, number + 1)
            self._frequencies[key] = self._counted_among(ids)
        return self._frequencies[key]

    def total_length(self, field: str) -> int:
        """Give the length of a field over all counted documents."""
        if field not in self._totals:
            lengths = self.data.field(field).lengths
            self._totals[field] = int(lengths[self.counted].sum(dtype=np.int64))
        return self._totals[field]

    def frequencies(self, field: str) -> Array:
        """Give the number of counted documents of every term."""
        reader = self.data.field(field)
        if not len(reader.ids):
            return np.zeros(len(reader.strings), np.int64)
        counted = self.counted[reader.ids].astype(np.int64)
        return np.add.reduceat(counted, reader.starts[:-1].astype(np.int64))

    def _counted_among(self, ids: Sequence[int] | Array) -> int:
        if self.counted_documents == self.data.documents:
            return len(ids)
        return int(np.count_nonzero(self.counted[ids])) if len(ids) else 0


class Snapshot:
    """Hold what one commit made visible, with its statistics."""

    def __init__(self, generation: int, seq: int, views: Sequence[View], faults: int = 0) -> None:
        self.generation = generation
        self.seq = seq
        self.views = tuple(views)
        self.faults = faults
        self._norms: dict[str, Array] = {}
        self._idfs: dict[tuple[str, str], float] = {}

    @cached_property
    def counted_documents(self) -> int:
        """Give the number of public documents."""
        return sum(view.counted_documents for view in self.views)

    def idf(self, field: str, term: str) -> float:
        """Give the weight of a term by public documents."""
        key = (field, term)
        if key not in self._idfs:
            frequency = sum(view.frequency(field, term) for view in self.views)
            self._idfs[key] = idf(self.counted_documents, frequency)
        return self._idfs[key]

    def norms(self, field: str) -> Array:
        """Give what BM25 adds to the frequency, for each of the 256 lengths."""
        if field not in self._norms:
            total = sum(view.total_length(field) for view in self.views)
            average = total / max(1, self.counted_documents) or 1.0
            self._norms[field] = K1 * (1 - B + B * _STEPS / average)
        return self._norms[field]

    def find(self, identifier: str) -> tuple[View, int] | None:
        """Give the view and number of a live document by its id."""
        wanted = tie(identifier)
        for view in self.views:
            number = view.data.number_of(identifier, wanted)
            if number is not None and view.live[number]:
                return view, number
        return None

    @cached_property
    def lexicon(self) -> Lexicon:
        """Give the words of public documents."""
        words: dict[str, int] = {}
        for view in self.views:
            for name in CLASSES:
                field = field_of(name, "exact")
                counts = view.frequencies(field)
                lexicon = view.data.field(field).lexicon
                for number in np.flatnonzero(counts).tolist():
                    word = lexicon[number].decode()
                    words[word] = words.get(word, 0) + int(counts[number])
        return Lexicon(words)

    @cached_property
    def popularity(self) -> dict[tuple[str, str], int]:
        """Give the number of public documents of each facet value."""
        counts: dict[tuple[str, str], int] = {}
        for view in self.views:
            ids = np.flatnonzero(view.counted)
            facets: dict[str, Any] = view.data.meta("facets")
            for name, values in facets.items():
                reader = view.data.facet(name)
                found = reader.counts(ids).tolist() if reader else []
                for value, count in zip(values, found, strict=True):
                    counts[name, value] = counts.get((name, value), 0) + count
        return counts
