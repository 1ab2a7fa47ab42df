"""Change the vocabulary: by hand, and by SKOS."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, visible
from archive.catalogue.models import ROWS, Term
from archive.catalogue.queries import record_followed
from archive.catalogue.saving import Actor, Save, save, save_many
from archive.engines import Engines
from archive.errors import InvalidRecordError, MissingRecordError, NameTakenError, NotAllowedError
from archive.ids import new_id
from archive.permissions import Permission
from archive.records import (
    NamedRecord,
    PlaceRecord,
    Record,
    Status,
    TermRecord,
    record_of,
)
from archive.vocabulary.concepts import SkosVocabulary
from archive.vocabulary.exchange import (
    OF_RECORDS,
    broader_of,
    key_of,
    record_of_concept,
    scheme_of,
    vocabulary_of,
)
from archive.vocabulary.forms import VocabularyForm

KINDS = ("element", "term")


def entry(engines: Engines, kind: str, record_id: str, viewer: Viewer) -> NamedRecord:
    """Return an element or a term that the viewer may see; MissingRecordError where there is none.

    Being an editor of the vocabulary does not open what is a community's own.
    """
    with engines.db.reading() as session:
        record = record_followed(session, kind, record_id) if kind in KINDS else None
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
    """Return the published vocabulary that a viewer may see as SKOS.

    Args:
        session: a session that reads.
        base_url: what the addresses of concepts begin with.
        viewer: who asks.
        scheme: of which scheme alone; elements and places are one each.
        hidden: give names that are search keys only, too.
    """
    types = [OF_RECORDS[scheme]] if scheme in OF_RECORDS else ["term"]
    types = types if scheme else ["term", *OF_RECORDS.values()]
    records = [record for kind in types for record in _seen(session, kind, viewer)]
    if types == ["term"] and scheme:
        records = [record for record in records if scheme_of(record) == scheme]
    told = {(record.type, record.id) for record in records}
    kept = [one if (one.type, broader_of(one)) in told else _topmost(one) for one in records]
    return vocabulary_of(kept, base_url, hidden=hidden)


def _seen(session: Session, kind: str, viewer: Viewer) -> Iterator[NamedRecord]:
    table = ROWS[kind]
    rows = select(table.record).where(
        table.status == Status.PUBLISHED, visible(table, kind, viewer, Grade.SEE)
    )
    for row in session.scalars(rows.order_by(table.id)):
        record = record_of(row)
        if isinstance(record, NamedRecord):
            yield record


def _topmost(record: NamedRecord) -> NamedRecord:
    """Return a record that stands below nothing that is told."""
    if isinstance(record, PlaceRecord):
        return record.model_copy(update={"within": None})
    return record.model_copy(update={"broader": None}) if isinstance(record, TermRecord) else record


@dataclass(slots=True)
class SkosImport:
    """What an import of SKOS adds and changes."""

    added: list[NamedRecord] = field(default_factory=list)
    changed: list[NamedRecord] = field(default_factory=list)
    unchanged: int = 0


def compare(engines: Engines, vocabulary: SkosVocabulary, viewer: Viewer) -> SkosImport:
    """Say what an import would do; nothing is written.

    Raises:
        NameTakenError: An id belongs to a term that the viewer may not see, or comes twice.
    """
    found = SkosImport()
    seen: set[tuple[str, str]] = set()
    with engines.db.reading() as session:
        for record, before in _incoming(session, vocabulary):
            if (record.type, record.id) in seen or (
                before is not None and not may_view(viewer, before)
            ):
                raise NameTakenError(record.id)
            seen.add((record.type, record.id))
            if before is None:
                found.added.append(record)
            elif record.to_json() != before.to_json():
                found.changed.append(record)
            else:
                found.unchanged += 1
    return found


def _incoming(
    session: Session, vocabulary: SkosVocabulary
) -> Iterator[tuple[NamedRecord, NamedRecord | None]]:
    for concept in vocabulary.concepts:
        kind, record_id = key_of(concept)
        row = session.get(ROWS[kind], record_id)
        before = record_of(row.record) if row is not None else None
        known = before if isinstance(before, NamedRecord) else None
        yield record_of_concept(concept, known), known


def take_in(engines: Engines, found: SkosImport, *, by: Actor, viewer: Viewer) -> None:
    """Save what `compare` found, in one go."""
    _check_editor(viewer)
    save_many(engines, list(_saves(found.added)) + list(_saves(found.changed)), by=by)


def _saves(records: Iterable[NamedRecord]) -> Iterator[Save]:
    for record in records:
        yield Save(record, "Nhập từ SKOS", base_version=record.version or None)
