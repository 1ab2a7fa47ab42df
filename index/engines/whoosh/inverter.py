"""Documents turned into the arrays of a segment, in memory.

Terms are numbered as they come; numpy then sorts the occurrences by term, which leaves each
term's documents and positions in order.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from index import completion
from index.analysis.ordering import sort_key
from index.engines.whoosh.arrays import Array, narrow, pack_strings
from index.plan import CLASSES, IDENTIFIER, LABEL, POSITIONED, STREAMS, UNSCORED, field_of
from index.streams import (
    FieldTerms,
    class_texts,
    field_terms,
    identifiers,
    tie,
    whole_labels,
)
from index.values import Document

FIELDS = tuple(field_of(name, stream) for name in CLASSES for stream in STREAMS)
NO_YEAR = (32767, -32768)
_YEARS = range(-9999, 10000)
NUMBERS = ("date", "added")


class Numbering(dict[Any, int]):
    """Number things as they come."""

    def __missing__(self, key: Any) -> int:  # noqa: ANN401 - whatever is numbered
        self[key] = number = len(self)
        return number


class _FieldBuffer:
    """Gather the occurrences of terms in one field."""

    def __init__(self) -> None:
        self.numbers = Numbering()
        self.terms = array("I")
        self.positions = array("I")
        self.counts = array("I")

    def add(self, terms: Iterable[str], positions: Iterable[int] = ()) -> None:
        before = len(self.terms)
        self.terms.extend(map(self.numbers.__getitem__, terms))
        self.positions.extend(positions)
        self.counts.append(len(self.terms) - before)


class Inverter:
    """Gather documents and give the arrays of a segment."""

    def __init__(self) -> None:
        self._fields = {name: _FieldBuffer() for name in (*FIELDS, *UNSCORED)}
        self._columns = _Columns()
        self.occurrences = 0

    def __len__(self) -> int:
        return len(self._columns.ids)

    def add(self, document: Document) -> None:
        """Add a document; its number is how many came before."""
        for name, texts in class_texts(document).items():
            self._add_class(name, field_terms(texts))
        self._fields[IDENTIFIER].add(identifiers(document))
        self._fields[LABEL].add(whole_labels(document))
        self._columns.add(document)

    def arrays(self) -> tuple[dict[str, Array], dict[str, Any]]:
        """Give the arrays and the directory of the segment."""
        arrays, meta = self._columns.arrays()
        for name, buffer in self._fields.items():
            counts = np.frombuffer(buffer.counts, np.uint32)
            arrays[f"{name}.lengths"] = narrow(counts)
            positioned = name.rpartition("_")[2] in POSITIONED
            arrays |= {
                f"{name}.{part}": a for part, a in _inverted(buffer, counts, positioned).items()
            }
        return arrays, meta

    def _add_class(self, name: str, found: FieldTerms) -> None:
        exact, folded = field_of(name, "exact"), field_of(name, "folded")
        self._fields[exact].add(found.exact, found.positions)
        if found.extra:
            pairs = found.stream("folded")
            self._fields[folded].add((term for term, _ in pairs), (at for _, at in pairs))
        else:
            self._fields[folded].add(found.folded, found.positions)
        self._fields[field_of(name, "stem")].add(found.stems)
        self._fields[field_of(name, "key")].add(found.keys)
        self.occurrences += 2 * len(found.exact) + len(found.stems)


def _inverted(buffer: _FieldBuffer, counts: Array, positioned: bool) -> dict[str, Array]:  # noqa: FBT001
    texts = [term.encode() for term in buffer.numbers]
    order = sorted(range(len(texts)), key=texts.__getitem__)
    ranks = np.empty(len(texts), np.int64)
    ranks[order] = np.arange(len(texts))
    keys = ranks[np.frombuffer(buffer.terms, np.uint32)]
    documents = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    sorting = np.argsort(keys, kind="stable")
    keys, documents = keys[sorting], documents[sorting]
    first = np.flatnonzero(_begins(keys, documents))
    blob, ends = pack_strings([texts[at] for at in order])
    found = {
        "terms": blob,
        "ends": ends,
        "starts": narrow(np.searchsorted(keys[first], np.arange(len(texts) + 1))),
        "ids": documents[first],
        "tf": narrow(np.diff(np.append(first, len(keys)))),
    }
    if positioned:
        found["positions"] = narrow(np.frombuffer(buffer.positions, np.uint32)[sorting])
        found["places"] = narrow(np.searchsorted(keys, np.arange(len(texts) + 1)))
    return found


def _begins(keys: Array, documents: Array) -> Array:
    """Say where another term or another document begins."""
    begins = np.ones(len(keys), bool)
    begins[1:] = (keys[1:] != keys[:-1]) | (documents[1:] != documents[:-1])
    return begins


class _Columns:
    """Gather what is known of each document beside its terms."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self._groups: list[bytes] = []
        self._owners: list[int] = []
        self._digests: list[bytes] = []
        self._titles: list[bytes] = []
        self._types, self._acls = Numbering(), Numbering()
        self._numbers: dict[str, list[float]] = {name: [] for name in (*NUMBERS, "start")}
        self._ordinals: dict[str, list[int]] = {name: [] for name in ("type", "acl", "low", "high")}
        self._facets: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self._offers: list[tuple[int, completion.Label]] = []

    def add(self, document: Document) -> None:
        number = len(self.ids)
        self.ids.append(document.id.encode())
        self._groups.append(b"" if document.is_principal else document.group.encode())
        self._owners.append(tie(document.owner))
        self._digests.append(bytes.fromhex(document.digest))
        title = document.sort.get("title")
        self._titles.append(b"" if title is None else sort_key(str(title)).encode())
        self._add_numbers(document)
        for name in {**document.facets, "type": ()}:
            values = dict.fromkeys(document.values_of(name))
            self._facets[name] += [(number, value) for value in values]
        self._offers += [(number, label) for label in completion.labels(document)]

    def _add_numbers(self, document: Document) -> None:
        for name in NUMBERS:
            value = document.sort.get(name)
            self._numbers[name].append(math.nan if value is None else float(value))
        self._numbers["start"].append(math.nan if document.start_s is None else document.start_s)
        acl = (tuple(sorted(document.tokens)), tuple(sorted(document.hidden_from)))
        low, high = document.span or NO_YEAR
        self._ordinals["type"].append(self._types[document.type])
        self._ordinals["acl"].append(self._acls[acl])
        self._ordinals["low"].append(max(_YEARS.start, low))
        self._ordinals["high"].append(high if document.span is None else min(_YEARS[-1], high))

    def arrays(self) -> tuple[dict[str, Array], dict[str, Any]]:
        arrays: dict[str, Array] = {
            "digests": np.frombuffer(b"".join(self._digests), np.uint64),
            "type": narrow(np.array(self._ordinals["type"], np.int64)),
            "acl": narrow(np.array(self._ordinals["acl"], np.int64)),
            "low": np.array(self._ordinals["low"], np.int16),
            "high": np.array(self._ordinals["high"], np.int16),
            "owner": np.array(self._owners, np.uint64),
        }
        arrays |= {name: np.array(values, float) for name, values in self._numbers.items()}
        add_strings(arrays, "ids", self.ids)
        add_strings(arrays, "groups", self._groups)
        add_strings(arrays, "titles", self._titles)
        add_orders(arrays, self.ids, self._groups, self._titles)
        values = self._add_facets(arrays)
        languages = add_offers(
            arrays, [(n, la.text, la.language, la.forms) for n, la in self._offers]
        )
        return arrays, {
            "documents": len(self.ids),
            "types": list(self._types),
            "acls": [[list(tokens), list(hidden)] for tokens, hidden in self._acls],
            "facets": values,
            "languages": languages,
        }

    def _add_facets(self, arrays: dict[str, Array]) -> dict[str, list[str]]:
        values = {}
        for name, pairs in self._facets.items():
            numbering = Numbering()
            ordinals = [numbering[value] for _, value in pairs]
            counts = np.bincount([number for number, _ in pairs], minlength=len(self.ids))
            arrays[f"facet.{name}.starts"] = narrow(np.append(0, np.cumsum(counts)))
            arrays[f"facet.{name}.values"] = narrow(np.array(ordinals, np.int64))
            values[name] = list(numbering)
        return values


def add_strings(arrays: dict[str, Array], name: str, texts: list[bytes]) -> None:
    """Store texts end to end under a name."""
    arrays[name], arrays[f"{name}.ends"] = pack_strings(texts)


def add_orders(
    arrays: dict[str, Array], ids: list[bytes], groups: list[bytes], titles: list[bytes]
) -> None:
    """Store what finds a document by its id, joins groups, and orders titles."""
    ties = np.fromiter((tie(text.decode()) for text in ids), np.uint64, len(ids))
    joined = [(number, group) for number, group in enumerate(groups) if group]
    shared = ties.copy()
    for number, group in joined:
        shared[number] = tie(group.decode())
    order = np.argsort(ties, kind="stable")
    arrays |= {"tie": ties, "group": shared, "tie.docs": order.astype(np.uint32)}
    distinct = {text: rank for rank, text in enumerate(sorted(set(titles) - {b""}))}
    ranks = (distinct.get(text, len(distinct)) for text in titles)
    arrays["title.rank"] = np.fromiter(ranks, np.uint32, len(titles))


def add_offers(
    arrays: dict[str, Array], offers: list[tuple[int, str, str, tuple[str, ...]]]
) -> list[str]:
    """Store the labels that complete what is typed, ordered by each word they begin with."""
    languages = Numbering()
    arrays["offer.doc"] = np.array([number for number, *_ in offers], np.uint32)
    arrays["offer.language"] = narrow(
        np.array([languages[tag] for _, _, tag, _ in offers], np.int64)
    )
    add_strings(arrays, "offer.text", [text.encode() for _, text, _, _ in offers])
    keys = [
        (form[start : start + completion.MOST_KEY_CHARS].encode(), label, start == 0)
        for label, (_, _, _, forms) in enumerate(offers)
        for form in forms
        for start in completion.starts(form)
    ]
    keys.sort()
    add_strings(arrays, "offer.keys", [key for key, _, _ in keys])
    arrays["offer.label"] = np.array([label for _, label, _ in keys], np.uint32)
    return list(languages)
