"""Postings of several segments merged into one, by numpy, term by term.

The merged postings of a term are those of each segment in turn, so every occurrence's place is
known from the counts alone and nothing is sorted.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.engines.whoosh.arrays import Array, narrow, pack_strings, run_lengths
from index.engines.whoosh.columns import merged_columns, renumbered
from index.engines.whoosh.inverter import FIELDS
from index.engines.whoosh.segment import FieldReader
from index.engines.whoosh.view import View
from index.plan import POSITIONED, UNSCORED


def merged(views: Sequence[View]) -> tuple[Iterator[tuple[str, Array]], dict[str, Any]]:
    """Give the arrays of one segment that holds the live documents of several.

    Postings are merged field by field as they are asked for, so that no more than one field
    is held in memory.
    """
    columns, meta = merged_columns(views, [view.live for view in views])
    return _arrays(views, columns), meta


def _arrays(views: Sequence[View], columns: dict[str, Array]) -> Iterator[tuple[str, Array]]:
    yield from columns.items()
    kept = [view.live for view in views]
    numbers = renumbered(kept)
    for name in (*FIELDS, *UNSCORED):
        readers = [view.data.field(name) for view in views]
        lengths = [reader.lengths[live] for reader, live in zip(readers, kept, strict=True)]
        yield f"{name}.lengths", narrow(np.concatenate(lengths))
        positioned = name.rpartition("_")[2] in POSITIONED
        for part, array in _merged_field(readers, numbers, positioned=positioned).items():
            yield f"{name}.{part}", array
        for view in views:
            view.data.file.rest()


def _merged_field(
    readers: Sequence[FieldReader], numbers: Sequence[Array], *, positioned: bool
) -> dict[str, Array]:
    terms = sorted(set().union(*(reader.strings.all() for reader in readers)))
    ranks = {term: rank for rank, term in enumerate(terms)}
    sources = [
        _Source(reader, ranks, new, positioned=positioned)
        for reader, new in zip(readers, numbers, strict=True)
    ]
    documents = _Gathering([source.counts(len(terms)) for source in sources])
    borne: Array = documents.totals > 0
    blob, ends = pack_strings([term for term, some in zip(terms, borne, strict=True) if some])
    found = {
        "terms": blob,
        "ends": ends,
        "starts": narrow(_starts(documents.totals[borne])),
        "ids": documents.gather([source.ids for source in sources]),
        "tf": narrow(documents.gather([source.tf for source in sources])),
    }
    if positioned:
        places = _Gathering([source.place_counts(len(terms)) for source in sources])
        found["positions"] = narrow(places.gather([source.positions for source in sources]))
        found["places"] = narrow(_starts(places.totals[borne]))
    return found


class _Source:
    """Hold the postings of one segment that survive, numbered as in the merged one."""

    def __init__(
        self, reader: FieldReader, ranks: dict[bytes, int], numbers: Array, *, positioned: bool
    ) -> None:
        terms = reader.strings.all()
        rank = np.fromiter((ranks[term] for term in terms), np.int32, len(terms))
        owners = np.repeat(rank, run_lengths(reader.starts))
        new = numbers[reader.ids]
        alive = new >= 0
        self.ids = new[alive].astype(np.uint32)
        self.tf = reader.tf[alive]
        self._owners = owners[alive]
        kept = np.repeat(alive, reader.tf) if positioned else alive[:0]
        self.positions = reader.positions[kept] if positioned else self.ids[:0]

    def counts(self, terms: int) -> Array:
        """Give the number of documents of each term."""
        return np.bincount(self._owners, minlength=terms)

    def place_counts(self, terms: int) -> Array:
        """Give the number of positions of each term."""
        return np.bincount(self._owners, self.tf, minlength=terms).astype(np.int64)


class _Gathering:
    """Place runs of several segments side by side, term by term."""

    def __init__(self, counts: Sequence[Array]) -> None:
        self._counts = counts
        self.totals: Array = np.stack(counts).sum(axis=0, dtype=np.int64)

    def gather(self, runs: Sequence[Array]) -> Array:
        """Give the runs in order of terms, and of segments within a term."""
        size = int(self.totals.sum())
        small = np.int32 if size <= np.iinfo(np.int32).max else np.int64
        out = np.empty(size, np.result_type(*(run.dtype for run in runs)))
        cursor = _starts(self.totals)[:-1]
        for counts, run in zip(self._counts, runs, strict=True):
            shift = cursor - _starts(counts)[:-1]
            places = np.repeat(shift.astype(small), counts)
            places += np.arange(len(run), dtype=small)
            out[places] = run
            cursor = cursor + counts
        return out


def _starts(counts: Array) -> Array:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])
