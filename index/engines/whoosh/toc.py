"""Commits: Whoosh's table of contents with a seal, flushed before anything relies on it.

The seal stands behind the table in the same file: the sequence number of the last change, the
versions of schema and analysis, and a checksum over all of it. Whoosh reads a table from its
beginning and never sees the seal. A table is a pickle, so it is read only when the checksum
holds, and an index folder is never taken from elsewhere.
"""

import json
import os
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import whoosh
from whoosh.codec.base import Segment
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from index.analysis import ANALYSIS_VERSION
from index.errors import IndexDamagedError
from index.plan import CLASSES, STREAMS, UNSCORED, field_of

if TYPE_CHECKING:
    from index.engines.whoosh.codec import FlatCodec

FORMAT_VERSION = 5
"""Raise it with any change of the files: indexes of another version are rebuilt."""

INDEX_NAME = "MAIN"
SEGMENT_EXTENSION = ".flat"
_TAIL = struct.Struct("<II4s")
_LENGTH = struct.Struct("<I")
_MAGIC = b"KHOS"


class FlatSegment(Segment):
    """Name one segment and what was deleted from it since it was written.

    The name of this class is part of the files: tables of contents hold it as a pickle.
    """

    def __init__(self, indexname: str, documents: int = 0) -> None:
        super().__init__(indexname)  # type: ignore[no-untyped-call]
        self.documents = documents
        self.deleted: frozenset[int] = frozenset()
        self.checksum = 0
        self.size_bytes = 0

    def codec(self) -> "FlatCodec":
        """Give the codec that lets Whoosh's own readers read this segment."""
        from index.engines.whoosh.codec import FlatCodec

        return FlatCodec()

    def with_deleted(self, numbers: frozenset[int]) -> "FlatSegment":
        """Give the same segment with more documents deleted."""
        other = FlatSegment(self.indexname, self.documents)
        other.__dict__.update(self.__dict__)
        other.deleted = self.deleted | numbers
        return other

    @property
    def name_on_disk(self) -> str:
        """Give the name that the segment's files begin with."""
        return f"{self.indexname}_{self.segid}"

    @property
    def filename(self) -> str:
        """Give the name of the segment's file."""
        return f"{self.name_on_disk}{SEGMENT_EXTENSION}"

    def doc_count_all(self) -> int:
        """Give the number of documents, deleted or not."""
        return self.documents

    def set_doc_count(self, doccount: int) -> None:
        """Set the number of documents."""
        self.documents = doccount

    def deleted_count(self) -> int:
        """Give the number of deleted documents."""
        return len(self.deleted)

    def deleted_docs(self) -> frozenset[int]:
        """Give the numbers of the deleted documents."""
        return self.deleted

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document was deleted."""
        return docnum in self.deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Mark a document as deleted, or as not."""
        numbers = frozenset({docnum})
        self.deleted = self.deleted | numbers if delete else self.deleted - numbers


@dataclass(frozen=True, slots=True)
class Commit:
    """Hold what one commit made visible."""

    generation: int
    segments: tuple[FlatSegment, ...]
    seq: int


class DurableStorage(FileStorage):
    """A folder whose renames are on the disk when they return.

    Source: prototypes/trust/whoosh_safe.py; nothing in Whoosh calls fsync, and without it a
    power cut left indexes that would not open.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))  # type: ignore[no-untyped-call]
        self.path = folder
        self.seal = b""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        """Seal, flush, rename, and flush the folder."""
        old = self.path / oldname
        _append_seal(old, self.seal)
        super().rename_file(oldname, newname, safe=safe)  # type: ignore[no-untyped-call]
        sync_folder(self.path)


def sync_folder(folder: Path) -> None:
    """Flush a folder, so that the names in it survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def schema() -> Schema:
    """Give the fields as Whoosh knows them: our terms, separated by nothing but the writer."""
    schema = Schema(id=ID(stored=True, unique=True))
    for name in UNSCORED:
        schema.add(name, ID())
    for name in CLASSES:
        for stream in STREAMS:
            schema.add(field_of(name, stream), TEXT(phrase=stream in {"exact", "folded"}))
    return schema


def write_commit(storage: DurableStorage, commit: Commit) -> None:
    """Publish segments that are on the disk already, then remove what no commit needs."""
    storage.seal = json.dumps({"seq": commit.seq, "versions": _versions()}).encode()
    TOC(schema(), list(commit.segments), commit.generation).write(storage, INDEX_NAME)
    clean_files(storage, INDEX_NAME, commit.generation, commit.segments)


def latest_generation(storage: DurableStorage) -> int:
    """Give the number of the newest commit, -1 where there is none."""
    return int(TOC._latest_generation(storage, INDEX_NAME))  # noqa: SLF001 - Whoosh's own name for it


def toc_name(generation: int) -> str:
    """Give the name of the table of contents of a commit."""
    return str(TOC._filename(INDEX_NAME, generation))  # noqa: SLF001 - as above


def read_commit(storage: DurableStorage, generation: int) -> Commit:
    """Read a commit.

    Raises:
        IndexDamagedError: the table is not as it was sealed, or of another version.
        FileNotFoundError: a newer commit has replaced it.
    """
    name = toc_name(generation)
    seal = _checked_seal(storage.path / name)
    if seal.get("versions") != _versions():
        raise IndexDamagedError(name, "written by another version")
    toc = TOC.read(storage, INDEX_NAME, gen=generation)
    return Commit(generation, tuple(toc.segments), int(seal["seq"]))


def _versions() -> list[int]:
    """Give what the files of an index depend on."""
    return [FORMAT_VERSION, ANALYSIS_VERSION, *whoosh.__version__]


def _append_seal(path: Path, seal: bytes) -> None:
    with path.open("r+b") as file:
        checksum = _sealed(file.read() + seal, len(seal))
        file.write(seal + _TAIL.pack(len(seal), checksum, _MAGIC))
        file.flush()
        os.fsync(file.fileno())


def _sealed(body: bytes, length: int) -> int:
    """Give the checksum over all but itself: a wrong length would cut the seal elsewhere."""
    return zlib.crc32(_LENGTH.pack(length), zlib.crc32(body))


def _checked_seal(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    if len(data) < _TAIL.size:
        raise IndexDamagedError(path.name, "truncated")
    length, checksum, magic = _TAIL.unpack(data[-_TAIL.size :])
    body = data[: -_TAIL.size]
    if magic != _MAGIC or _sealed(body, length) != checksum:
        raise IndexDamagedError(path.name, "checksum does not hold")
    seal: dict[str, Any] = json.loads(body[len(body) - length :])
    return seal
