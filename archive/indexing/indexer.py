"""The one indexer: apply the outbox in batches, rebuild whenever the index is not to be trusted."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from archive.audit.models import Change
from archive.engines import Engines
from archive.indexing import queries
from archive.indexing.documents import document_ids, documents_of
from archive.indexing.queries import Owner
from archive.indexing.synonyms import fresh_synonyms
from archive.records import Record
from index.errors import IndexDamagedError, IndexLockedError, SequenceGapError
from index.values import Batch, Document

log = logging.getLogger(__name__)
BATCH = 200
PIECE = 500
IDLE_S = 0.1


def index_once(engines: Engines) -> bool:
    """Apply the next changes of the outbox; False when there are none.

    An index that is damaged, or that has another sequence than the outbox, is rebuilt.
    """
    index = engines.index
    fresh_synonyms(engines)
    try:
        with engines.db.reading() as session:
            applied = index.applied_seq
            _check_sequence(session, applied)
            changes = queries.changes_after(session, applied, BATCH)
            if not changes:
                return False
            for batch in _batches(session, changes):
                index.apply(batch)
    except (IndexDamagedError, SequenceGapError) as error:
        log.warning("the index is rebuilt: %s", error)
        rebuild(engines)
    return True


def _check_sequence(session: Session, applied: int) -> None:
    """Raise SequenceGapError where the index and the outbox do not belong together.

    An index ahead of the outbox is of another database. One that knows nothing of many changes
    was lost: built anew it is whole at once, where applying the changes would show parts of it.
    """
    last = queries.last_seq(session)
    if applied > last or (not applied and last > BATCH):
        raise SequenceGapError(applied, last)


def _batches(session: Session, changes: Sequence[Change]) -> Iterator[Batch]:
    """Yield what changed, and then the items that carry its names, piece by piece.

    A people or a place may be named by half of the archive. Only the last piece bears the new
    number, so that what a crash cuts off is done again; until then what was tightened meanwhile
    is left out by SQL.
    """
    owners = {(change.owner_type, change.owner_id) for change in changes}
    before, last = changes[0].seq - 1, changes[-1].seq
    naming = queries.items_linking_to(session, owners) | queries.items_ever_in(session, owners)
    upserts, deletes = _what_changed(session, owners)
    for piece in _pieces(sorted(naming - owners)):
        yield Batch(upserts=upserts, deletes=deletes, seq=before, after=before)
        upserts, deletes = list(_documents_of(session, piece)), []
    yield Batch(upserts=upserts, deletes=deletes, seq=last, after=before)


def _pieces(owners: Sequence[Owner]) -> Iterator[Sequence[Owner]]:
    return (owners[start : start + PIECE] for start in range(0, len(owners), PIECE))


def _documents_of(session: Session, owners: Iterable[Owner]) -> Iterator[Document]:
    records = list(queries.records_of(session, owners).values())
    yield from _documents(session, records)
    session.expunge_all()


def _what_changed(session: Session, owners: set[Owner]) -> tuple[list[Document], list[str]]:
    """Return the documents of what changed, and the names of those that are no more."""
    upserts = list(_documents_of(session, owners))
    kept = {document.id for document in upserts}
    earlier = (
        name
        for record in queries.earlier_versions(session, owners)
        for name in document_ids(record)
    )
    gone = [f"{kind}:{owner}" for kind, owner in owners]
    return upserts, [name for name in dict.fromkeys([*earlier, *gone]) if name not in kept]


def _documents(session: Session, records: list[Record]) -> Iterator[Document]:
    around = queries.surroundings_of(session, records)
    for record in records:
        yield from documents_of(record, around)


def rebuild(engines: Engines, progress: Callable[[int, int], None] | None = None) -> None:
    """Build the index anew from SQL, searches going on meanwhile.

    Args:
        engines: the engines of the application.
        progress: called with the records done and the records in all.
    """
    fresh_synonyms(engines)
    with engines.db.reading() as session:
        seq = queries.last_seq(session)
        total = queries.published_count(session)
        said = progress or (lambda _done, _total: None)
        engines.index.rebuild(_every_document(session, lambda done: said(done, total)), seq)


def _every_document(session: Session, said: Callable[[int], None]) -> Iterator[Document]:
    """Yield the documents of all that is published; `said` hears how many records are done."""
    done = 0
    for records in queries.published(session):
        yield from _documents(session, records)
        done += len(records)
        said(done)


def expected(engines: Engines) -> list[tuple[str, str]]:
    """Return id and digest of every document that the index should hold, ordered by id."""
    with engines.db.reading() as session:
        return sorted(
            (document.id, document.digest)
            for records in queries.published(session)
            for document in _documents(session, records)
        )


class Indexer:
    """Apply changes until told to stop."""

    def __init__(self, engines: Engines) -> None:
        """Take the engines to work with."""
        self.engines = engines
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work until `stopping` is set; what fails is tried again."""
        while not self.stopping.is_set():
            try:
                worked = index_once(self.engines)
            except IndexLockedError:
                worked = False
            except Exception:
                log.exception("the indexer failed and goes on")
                worked = False
                self.stopping.wait(1)
            if not worked:
                self.stopping.wait(IDLE_S)

    def drain(self) -> None:
        """Apply everything that waits."""
        while index_once(self.engines):
            pass
