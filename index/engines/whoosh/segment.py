"""One segment opened: terms, columns and facets, read where they lie."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from index.analysis import tai_viet
from index.engines.whoosh.arrays import Array, ArrayFile, Strings, checksum_of, run_lengths
from index.engines.whoosh.inverter import NO_YEAR
from index.engines.whoosh.nearness import Lettered
from index.engines.whoosh.toc import FlatSegment
from index.errors import IndexDamagedError
from index.scoring import length_step
from index.values import PUBLIC

NO_IDS = np.zeros(0, np.uint32)
_MOST_NUMBERS = 20_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Hold the documents of a term, how often each bears it, and where."""

    ids: Array
    tf: Array
    positions: Array


class FieldReader:
    """Read the terms of one field."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self.strings = Strings(file[f"{name}.terms"], file[f"{name}.ends"])
        self.starts = file[f"{name}.starts"]
        self.ids = file[f"{name}.ids"]
        self.tf = file[f"{name}.tf"]
        self._numbers: dict[str, int | None] = {}

    @cached_property
    def lexicon(self) -> list[bytes]:
        """Give all terms, in order of bytes."""
        return self.strings.all()

    @cached_property
    def lettered(self) -> Lettered:
        """Give all terms as letters, to find those that are near a word."""
        return Lettered(self.lexicon)

    @cached_property
    def positions(self) -> Array:
        """Give the positions of all occurrences, term by term."""
        return self._file[f"{self._name}.positions"]

    @cached_property
    def places(self) -> Array:
        """Give where the positions of each term begin."""
        return self._file[f"{self._name}.places"]

    @cached_property
    def steps(self) -> Array:
        """Give the rounded length of each document as one of 256 steps."""
        lengths = self._file[f"{self._name}.lengths"]
        most = int(lengths.max()) if len(lengths) else 0
        table = np.fromiter((length_step(n) for n in range(most + 1)), np.uint8, most + 1)
        steps: Array = table[lengths]
        return steps

    @property
    def lengths(self) -> Array:
        """Give the exact length of each document."""
        return self._file[f"{self._name}.lengths"]

    def number(self, term: str) -> int | None:
        """Give the number of a term, None where no document bears it."""
        if term in self._numbers:
            return self._numbers[term]
        if len(self._numbers) >= _MOST_NUMBERS:
            self._numbers = {}
        self._numbers[term] = number = self._number(term)
        return number

    def _number(self, term: str) -> int | None:
        wanted = term.encode("utf-8", "replace")
        at = self.strings.place_of(wanted)
        found = at < len(self.strings) and self.strings.raw(at) == wanted
        return at if found else None

    def range_of(self, prefix: str) -> tuple[int, int]:
        """Give the numbers of the terms that begin with a prefix."""
        start = prefix.encode("utf-8", "replace")
        return self.strings.place_of(start), self.strings.place_of(start + b"\xff")

    def span(self, first: int, after: int) -> Array:
        """Give the documents of neighbouring terms, end to end."""
        return self.ids[int(self.starts[first]) : int(self.starts[after])]

    def postings(self, number: int) -> Postings:
        """Give the documents of a term with their positions."""
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        if f"{self._name}.places" not in self._file:
            return Postings(self.ids[start:end], self.tf[start:end], NO_IDS)
        first, last = int(self.places[number]), int(self.places[number + 1])
        return Postings(self.ids[start:end], self.tf[start:end], self.positions[first:last])

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """Give the numbers of the Latin terms of each Tai skeleton."""
        keys: dict[str, list[int]] = {}
        for number, term in enumerate(self.lexicon):
            if term[:1] < b"\xe0":
                keys.setdefault(tai_viet.latin_key(term.decode()), []).append(number)
        return keys


class FacetReader:
    """Read the values of one facet."""

    def __init__(self, file: ArrayFile, name: str, values: list[str]) -> None:
        self.values = values
        self.numbers = {value: number for number, value in enumerate(values)}
        self.starts = file[f"facet.{name}.starts"]
        self.ordinals = file[f"facet.{name}.values"]

    @cached_property
    def single(self) -> Array | None:
        """Give one ordinal per document where none has two; the last stands for none."""
        counts = run_lengths(self.starts)
        if len(counts) and int(counts.max()) > 1:
            return None
        flat = np.full(len(counts), len(self.values), np.intp)
        flat[counts == 1] = self.ordinals
        return flat

    @cached_property
    def _owners(self) -> Array:
        """Give the document of each value borne."""
        counts = run_lengths(self.starts)
        return np.repeat(np.arange(len(counts), dtype=np.uint32), counts)

    def counts(self, ids: Array) -> Array:
        """Count each value over documents."""
        size = len(self.values)
        if self.single is not None:
            return np.bincount(self.single[ids], minlength=size + 1)[:size]
        chosen = np.zeros(len(self.starts) - 1, bool)
        chosen[ids] = True
        return np.bincount(self.ordinals[chosen[self._owners]], minlength=size)

    def bearers(self, values: tuple[str, ...]) -> Array:
        """Say of each document whether it bears one of the values."""
        wanted = [self.numbers[value] for value in values if value in self.numbers]
        borne = np.zeros(len(self.starts) - 1, bool)
        if self.single is not None:
            for number in wanted:
                borne |= self.single == number
        else:
            for number in wanted:
                borne[self._owners[self.ordinals == number]] = True
        return borne


class SegmentData:
    """Hold an opened segment; what was deleted since is not its business.

    Raises:
        IndexDamagedError: the file is not what the commit says.
    """

    def __init__(self, folder: Path, segment: FlatSegment) -> None:
        path = folder / segment.filename
        self.id = segment.name_on_disk
        if path.stat().st_size != segment.size_bytes or checksum_of(path) != segment.checksum:
            raise IndexDamagedError(segment.filename, "checksum does not hold")
        self.file = ArrayFile(path)
        self.documents: int = self.file.meta["documents"]
        self.types: list[str] = self.file.meta["types"]
        self.acls = [
            (frozenset(tokens), frozenset(hidden)) for tokens, hidden in self.file.meta["acls"]
        ]
        self._fields: dict[str, FieldReader] = {}
        self._facets: dict[str, FacetReader | None] = {}

    def __getitem__(self, name: str) -> Array:
        return self.file[name]

    def field(self, name: str) -> FieldReader:
        """Give the reader of a field."""
        found = self._fields.get(name)
        if found is None:
            found = self._fields.setdefault(name, FieldReader(self.file, name))
        return found

    def facet(self, name: str) -> FacetReader | None:
        """Give the reader of a facet, None where no document bears it."""
        if name not in self._facets:
            values = self.file.meta["facets"].get(name)
            self._facets[name] = None if values is None else FacetReader(self.file, name, values)
        return self._facets[name]

    @cached_property
    def ids(self) -> Strings:
        """Give the ids of the documents."""
        return Strings(self.file["ids"], self.file["ids.ends"])

    @cached_property
    def groups(self) -> Strings:
        """Give the groups of the documents, empty where a document speaks for itself."""
        return Strings(self.file["groups"], self.file["groups.ends"])

    @cached_property
    def title_keys(self) -> Strings:
        """Give the sort keys of the titles."""
        return Strings(self.file["titles"], self.file["titles.ends"])

    @cached_property
    def offer_texts(self) -> Strings:
        """Give the labels that complete what is typed."""
        return Strings(self.file["offer.text"], self.file["offer.text.ends"])

    @cached_property
    def offer_keys(self) -> Strings:
        """Give the folded beginnings of the labels, in order."""
        return Strings(self.file["offer.keys"], self.file["offer.keys.ends"])

    @cached_property
    def is_principal(self) -> Array:
        """Say of each document whether it speaks for its group."""
        principal: Array = self.file["tie"] == self.file["group"]
        return principal

    @cached_property
    def _grouping(self) -> tuple[Array, Array]:
        values, ranks = np.unique(self.file["group"], return_inverse=True)
        return values, ranks

    @property
    def group_values(self) -> Array:
        """Give what stands for each group, in order, each once."""
        return self._grouping[0]

    @property
    def group_ranks(self) -> Array:
        """Give the place of each document's group among them."""
        return self._grouping[1]

    @cached_property
    def all_principal(self) -> bool:
        """Say whether no document belongs to another's group."""
        return bool(self.is_principal.all())

    @cached_property
    def is_public(self) -> Array:
        """Say of each document whether visitors may find it."""
        return self.visible(frozenset({PUBLIC}))

    def visible(self, tokens: frozenset[str]) -> Array:
        """Say of each document whether a viewer with these tokens may find it."""
        allowed = [
            not given.isdisjoint(tokens) and hidden.isdisjoint(tokens)
            for given, hidden in self.acls
        ]
        found: Array = np.array(allowed, bool)[self.file["acl"]]
        return found

    def of_types(self, types: tuple[str, ...]) -> Array:
        """Say of each document whether it is of one of the types, or a part of what is."""
        wanted = np.array([name in types for name in self.types], bool)
        found: Array = wanted[self.file["type"]]
        reader = self.facet("type")
        return found | reader.bearers(types) if reader else found

    def in_years(self, low: int | None, high: int | None) -> Array:
        """Say of each document whether its span touches the years."""
        first, last = self.file["low"], self.file["high"]
        touching: Array = first != NO_YEAR[0]
        if high is not None:
            touching = touching & (first <= high)
        if low is not None:
            touching = touching & (last >= low)
        return touching

    @cached_property
    def spans(self) -> tuple[Array, Array, Array]:
        """Give the number of each document's span of years, and the ends of the spans.

        The span of documents without a year is not among them: its number is their count.
        """
        pairs = self.file["low"].astype(np.int32) << 16 | self.file["high"].astype(np.uint16)
        distinct, numbers = np.unique(pairs, return_inverse=True)
        first, last = distinct >> 16, (distinct & 0xFFFF).astype(np.uint16).view(np.int16)
        known = (first != NO_YEAR[0]) | (last != NO_YEAR[1])
        order = np.where(known, np.cumsum(known) - 1, int(known.sum()))
        return order[numbers], first[known], last[known].astype(np.int32)

    def years(self, ids: Array) -> tuple[Array, Array]:
        """Give the years that the spans of documents touch, and how many touch each."""
        numbers, first, last = self.spans
        times = np.bincount(numbers[ids], minlength=len(first) + 1)[: len(first)]
        borne = np.flatnonzero(times)
        if not len(borne):
            return borne, borne
        base = int(first[borne].min())
        steps = np.zeros(int(last[borne].max()) - base + 2, np.int64)
        np.add.at(steps, first[borne] - base, times[borne])
        np.subtract.at(steps, last[borne] - base + 1, times[borne])
        counts = np.cumsum(steps)
        touched = np.flatnonzero(counts)
        return touched + base, counts[touched]

    def number_of(self, identifier: str, tie: int) -> int | None:
        """Give the number of a document by its id."""
        order, ties = self.file["tie.docs"], self._sorted_ties
        at = int(np.searchsorted(ties, np.uint64(tie)))
        while at < len(ties) and int(ties[at]) == tie:
            if self.ids[int(order[at])] == identifier:
                return int(order[at])
            at += 1
        return None

    @cached_property
    def _sorted_ties(self) -> Array:
        ties: Array = self.file["tie"][self.file["tie.docs"]]
        return ties

    def group_of(self, number: int) -> str:
        """Give the group of a document."""
        return self.groups[number] or self.ids[number]

    def meta(self, name: str) -> Any:  # noqa: ANN401 - lists and dictionaries, by name
        """Give what the directory holds under a name."""
        return self.file.meta[name]
