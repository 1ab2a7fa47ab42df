"""Our segments as Whoosh's own readers see them.

Our executor reads the arrays itself; with this codec the same index opens in Whoosh, whose
searcher must then give the same answers (tests/conformance compares them).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.matching.mcore import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from index.engines.whoosh.inverter import FIELDS
from index.engines.whoosh.segment import FieldReader, Postings, SegmentData
from index.engines.whoosh.toc import INDEX_NAME, FlatSegment
from index.plan import UNSCORED
from index.scoring import LENGTH_STEPS

_NAMES = (*FIELDS, *UNSCORED)


class FlatCodec(Codec):
    """Open segments for Whoosh. Segments are written by `writing.write_segment` alone."""

    def per_document_writer(self, storage: Any, segment: FlatSegment) -> Any:  # noqa: ANN401 - refused
        """Refuse to write."""
        raise ReadOnlyError(storage, segment)

    def field_writer(self, storage: Any, segment: FlatSegment) -> Any:  # noqa: ANN401 - refused
        """Refuse to write."""
        raise ReadOnlyError(storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 - refused
        """Refuse to write."""
        raise ReadOnlyError(dbfile, byteids)

    def postings_reader(self, dbfile: Any, terminfo: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - refused
        """Refuse: `FlatTerms.matcher` reads postings."""
        raise ReadOnlyError(dbfile, terminfo, rest, named)

    def terms_reader(self, storage: Any, segment: FlatSegment) -> "FlatTerms":  # noqa: ANN401 - any Whoosh storage
        """Give the reader of terms."""
        return FlatTerms(SegmentData(Path(storage.folder), segment))

    def per_document_reader(self, storage: Any, segment: FlatSegment) -> "FlatDocuments":  # noqa: ANN401 - as above
        """Give the reader of documents."""
        return FlatDocuments(SegmentData(Path(storage.folder), segment), segment)

    def new_segment(self, _storage: Any, indexname: str = INDEX_NAME) -> FlatSegment:  # noqa: ANN401 - as above
        """Give a segment with nothing in it."""
        return FlatSegment(indexname)


class FlatTerms(TermsReader):
    """Read terms and postings."""

    def __init__(self, data: SegmentData) -> None:
        self._data = data

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def indexed_field_names(self) -> Sequence[str]:
        """Give the names of the fields."""
        return _NAMES

    def cursor(self, fieldname: str, fieldobj: Any) -> "FlatCursor":  # noqa: ANN401 - Whoosh's field type
        """Give a cursor over the terms of a field."""
        return FlatCursor(self, self._data.field(fieldname), fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Give all terms of all fields."""
        for name in _NAMES:
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Give the terms of a field from a prefix on."""
        reader = self._data.field(fieldname)
        for at in range(reader.strings.place_of(prefix), len(reader.strings)):
            yield fieldname, reader.strings.raw(at)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Give all terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Give the terms of a field from a prefix on, with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Give what is known of a term."""
        found = self._postings(fieldname, text)
        reader = self._data.field(fieldname)
        lengths = np.array(LENGTH_STEPS)[reader.steps[found.ids]]
        return TermInfo(
            weight=float(found.tf.sum()),
            df=len(found.ids),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(found.tf.max()),
            minid=int(found.ids[0]),
            maxid=int(found.ids[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Give how often a term occurs."""
        return float(self._postings(fieldname, text).tf.sum()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Give how many documents bear a term."""
        return len(self._postings(fieldname, text).ids) if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:  # noqa: ANN401 - Whoosh's format and scorer
        """Give a matcher over the postings of a term."""
        found = self._postings(fieldname, text)
        return ListMatcher(
            found.ids.tolist(),
            found.tf.astype(float).tolist(),
            _Values(found, format_),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def close(self) -> None:
        """Let go of nothing: maps are let go with their last array."""

    def _number(self, fieldname: str, text: bytes) -> int | None:
        return self._data.field(fieldname).number(text.decode()) if fieldname in _NAMES else None

    def _postings(self, fieldname: str, text: bytes) -> Postings:
        number = self._number(fieldname, text)
        if number is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return self._data.field(fieldname).postings(number)


class _Values:
    """Give the encoded positions of each posting, when a phrase asks for them."""

    def __init__(self, found: Postings, format_: Any) -> None:  # noqa: ANN401 - Whoosh's format
        self._found = found
        self._format = format_
        self._ends = np.cumsum(found.tf.astype(np.int64))

    def __getitem__(self, at: int) -> Any:  # noqa: ANN401 - bytes of Whoosh's format
        end = int(self._ends[at])
        start = end - int(self._found.tf[at])
        return self._format.encode(self._found.positions[start:end].tolist())


class FlatCursor(FieldCursor):
    """Walk over the terms of a field."""

    def __init__(self, terms: FlatTerms, reader: FieldReader, name: str, field: Any) -> None:  # noqa: ANN401 - Whoosh's field type
        self._terms = terms
        self._reader = reader
        self._name = name
        self._field = field
        self._at = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term that is not less."""
        wanted = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._at = self._reader.strings.place_of(wanted)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """Give the term, None behind the last."""
        return self._reader.strings[self._at] if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Give what is known of the term."""
        if not self.is_valid():
            return None
        return self._terms.term_info(self._name, self._reader.strings.raw(self._at))

    def is_valid(self) -> bool:
        """Say whether there is a term here."""
        return self._at < len(self._reader.strings)


class FlatDocuments(PerDocumentReader):
    """Read what is known of documents."""

    def __init__(self, data: SegmentData, segment: FlatSegment) -> None:
        self._data = data
        self._segment = segment

    def close(self) -> None:
        """Let go of nothing."""

    def doc_count(self) -> int:
        """Give the number of documents that are not deleted."""
        return self._data.documents - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        """Give the number of documents."""
        return self._data.documents

    def has_deletions(self) -> bool:
        """Say whether any document was deleted."""
        return bool(self._segment.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document was deleted."""
        return docnum in self._segment.deleted

    def deleted_docs(self) -> frozenset[int]:
        """Give the deleted documents."""
        return self._segment.deleted

    def supports_columns(self) -> bool:
        """Say that columns are ours alone."""
        return False

    def has_column(self, _fieldname: str) -> bool:
        """Say that columns are ours alone."""
        return False

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> float:
        """Give the rounded length of a field."""
        if fieldname not in _NAMES:
            return default
        return LENGTH_STEPS[int(self._data.field(fieldname).steps[docnum])]

    def field_length(self, fieldname: str) -> int:
        """Give the length of a field over all documents."""
        return int(self._data.field(fieldname).lengths.sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> float:
        """Give the least rounded length."""
        return LENGTH_STEPS[int(self._data.field(fieldname).steps.min())]

    def max_field_length(self, fieldname: str) -> float:
        """Give the greatest rounded length."""
        return LENGTH_STEPS[int(self._data.field(fieldname).steps.max())]

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Give the id, all that is stored."""
        return {"id": self._data.ids[docnum]}
