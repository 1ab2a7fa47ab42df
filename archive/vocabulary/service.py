"""Change the vocabulary: by hand, and by SKOS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, visible
from archive.catalogue.models import ROWS, Term
from archive.catalogue.saving import Actor, Save, save, save_many
from archive.engines import Engines
from archive.errors import InvalidRecordError, MissingRecordError, NameTakenError, NotAllowedError
from archive.ids import new_id
from archive.permissions import Permission
from archive.records import (
    NamedRecord,
    Record,
    Status,
    TermRecord,
    record_of,
)
from archive.vocabulary.concepts import SkosVocabulary
from archive.vocabulary.exchange import term_of, vocabulary_of
from archive.vocabulary.forms import VocabularyForm

KINDS = ("element", "term")


def entry(engines: Engines, kind: str, record_id: str, viewer: Viewer) -> NamedRecord:
    """Return an element or a term that the viewer may see; MissingRecordError where there is none.

    Being an editor of the vocabulary does not open what is a community's own.
    """
    with engines.db.reading() as session:
        row = session.get(ROWS[kind], record_id) if kind in KINDS else None
    record = record_of(row.record) if row is not None else None
    if not isinstance(record, NamedRecord) or not may_view(viewer, record):
        raise MissingRecordError(kind, record_id)
    return record


def save_entry(
    engines: Engines, record: NamedRecord, form: VocabularyForm, *, by: Actor, viewer: Viewer
) -> Record:
    """Save what a form says of a new or known record; search follows at once.

    Raises:
        InvalidRecordError: with all problems.
        NameTakenError: another record has the slug.
        StaleVersionError: somebody saved in between.
    """
    _check_editor(viewer)
    changed = form.checked().applied_to(record)
    if not record.id:
        taken = _slug_taken(engines, record.type, changed.slug)
        if taken:
            raise NameTakenError(changed.slug)
        changed = changed.model_copy(
            update={"id": changed.slug or new_id(), "status": Status.PUBLISHED}
        )
    _check_circle(engines, changed)
    base = form.base_version if record.id else None
    return save(engines, Save(changed, "Sửa từ vựng", base_version=base), by=by)


def _check_editor(viewer: Viewer) -> None:
    if not viewer.may(Permission.EDIT_VOCABULARY):
        raise NotAllowedError(Permission.EDIT_VOCABULARY)


def _slug_taken(engines: Engines, kind: str, slug: str) -> bool:
    table = ROWS[kind]
    with engines.db.reading() as session:
        taken = select(table.id).where((table.slug == slug) | (table.id == slug))
        return session.scalars(taken.limit(1)).first() is not None


def _check_circle(engines: Engines, record: NamedRecord) -> None:
    """Raise InvalidRecordError when a term would stand above itself."""
    if not isinstance(record, TermRecord) or not record.broader:
        return
    with engines.db.reading() as session:
        above, seen = record.broader, {record.id}
        while above and above not in seen:
            seen.add(above)
            above = session.scalar(select(Term.broader_id).where(Term.id == above)) or ""
    if above:
        raise InvalidRecordError({"broader": [above]})


def exported(
    session: Session, base_url: str, viewer: Viewer, *, scheme: str = "", hidden: bool
) -> SkosVocabulary:
    """Return the published terms that a viewer may see as SKOS; search keys only on request."""
    rows = select(Term.record).where(
        Term.status == Status.PUBLISHED, visible(Term, "term", viewer, Grade.SEE)
    )
    rows = rows.order_by(Term.id)
    if scheme:
        rows = rows.where(Term.scheme == scheme)
    records = (record_of(record) for record in session.scalars(rows))
    terms = [record for record in records if isinstance(record, TermRecord)]
    told = {term.id for term in terms}
    terms = [term if term.broader in told else _topmost(term) for term in terms]
    return vocabulary_of(terms, base_url, hidden=hidden)


def _topmost(term: TermRecord) -> TermRecord:
    """Return a term that stands below nothing that is told."""
    return term.model_copy(update={"broader": None})


@dataclass(slots=True)
class SkosImport:
    """What an import of SKOS adds and changes."""

    added: list[TermRecord] = field(default_factory=list)
    changed: list[TermRecord] = field(default_factory=list)
    unchanged: int = 0


def compare(engines: Engines, vocabulary: SkosVocabulary, viewer: Viewer) -> SkosImport:
    """Say what an import would do; nothing is written.

    Raises:
        NameTakenError: An id belongs to a term that the viewer may not see, or comes twice.
    """
    found = SkosImport()
    seen: set[str] = set()
    with engines.db.reading() as session:
        for record, before in _incoming(session, vocabulary):
            if record.id in seen or (before is not None and not may_view(viewer, before)):
                raise NameTakenError(record.id)
            seen.add(record.id)
            if before is None:
                found.added.append(record)
            elif record.to_json() != before.to_json():
                found.changed.append(record)
            else:
                found.unchanged += 1
    return found


def _incoming(
    session: Session, vocabulary: SkosVocabulary
) -> Iterator[tuple[TermRecord, TermRecord | None]]:
    for concept in vocabulary.concepts:
        row = session.get(Term, term_of(concept, None).id)
        before = record_of(row.record) if row is not None else None
        known = before if isinstance(before, TermRecord) else None
        yield term_of(concept, known), known


def take_in(engines: Engines, found: SkosImport, *, by: Actor, viewer: Viewer) -> None:
    """Save what `compare` found, in one go."""
    _check_editor(viewer)
    save_many(engines, list(_saves(found.added)) + list(_saves(found.changed)), by=by)


def _saves(records: Iterable[TermRecord]) -> Iterator[Save]:
    for record in records:
        yield Save(record, "Nhập từ SKOS", base_version=record.version or None)
