"""What the desk does beyond single records: batches, kept forms, new nouns in place, tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import service as rounds
from archive.bulk.queries import round_of
from archive.catalogue import intake
from archive.catalogue.captions import editing
from archive.catalogue.captions.editing import Edited
from archive.catalogue.captions.forms import CaptionsForm, kept_under
from archive.catalogue.files.models import ImportBatch
from archive.catalogue.files.names import caption_name
from archive.catalogue.forms import FormData, Row
from archive.catalogue.ingest import finish_batch
from archive.catalogue.intake import Intake, Outcome
from archive.catalogue.items import service as items
from archive.catalogue.items.forms import ItemForm, Lookup
from archive.catalogue.models import Draft
from archive.catalogue.nouns import service as nouns
from archive.catalogue.nouns.forms import NounForm
from archive.catalogue.queries import ids_known, ids_named
from archive.catalogue.saving import Actor
from archive.db import now
from archive.engines import Engines
from archive.errors import InvalidRecordError, MissingRecordError, StaleVersionError
from archive.ids import is_id, new_id
from archive.records import ItemRecord, NamedRecord, Record
from archive.review import service as review
from archive.tasks import service as tasks
from archive.tasks.queries import failed_tasks, task_known
from media.storage import StagedFile

_CAPTIONS = (".vtt", ".srt")
_WISHES = {"retry": tasks.retry, "cancel": tasks.cancel}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that arrived in a form."""

    name: str
    staged: StagedFile


def open_batch(engines: Engines, batch_id: str, viewer: Viewer) -> str:
    """Return the viewer's batch of this id, or a new one where there is none."""
    with engines.db.writing() as session:
        found = session.get(ImportBatch, batch_id) if is_id(batch_id) else None
        if found is not None and found.started_by == viewer.username:
            return found.id
        fresh = batch_id if found is None and is_id(batch_id) else new_id()
        session.add(
            ImportBatch(id=fresh, started_at=now(), started_by=viewer.username, source="desk")
        )
    return fresh


def take_files(engines: Engines, files: Iterable[Sent], about: Intake) -> list[Outcome]:
    """Take the files of a form in, captions after the recordings that they run beside."""
    ordered = sorted(files, key=lambda sent: sent.name.lower().endswith(_CAPTIONS))
    outcomes = [intake.take_in(engines, sent.staged, sent.name, about) for sent in ordered]
    finish_batch(engines, about.batch)
    return outcomes


def replace_file(
    engines: Engines, item_id: str, file_id: str, sent: Sent, *, by: Actor, viewer: Viewer
) -> ItemRecord:
    """Put a better scan in a file's place; FileRefusedError where it cannot be read."""
    described = engines.sandbox.describe(sent.staged.path, sent.name)
    incoming = items.Incoming(
        sent.staged, sent.name, described, language=caption_name(sent.name).language
    )
    saved, _fresh = items.replace_file(engines, item_id, file_id, incoming, by=by, viewer=viewer)
    return saved


def lookup_for(session: Session, rows: Iterable[tuple[str, Row]], viewer: Viewer) -> Lookup:
    """Return which records the names in a form mean, among those that the viewer may know."""
    by_type: dict[str, set[str]] = {}
    for kind, row in rows:
        if not row.kept_id:
            by_type.setdefault(kind, set()).add(row.name)
    ids: dict[tuple[str, str], str] = {}
    for kind, names in by_type.items():
        marked = {name: name.rpartition(" · ")[2] for name in names if " · " in name}
        known = ids_known(session, kind, marked.values(), viewer)
        ids |= {(kind, name): found for name, found in marked.items() if found in known}
        named = ids_named(session, kind, names - {name for _, name in ids}, viewer)
        ids |= {(kind, name): found for name, found in named.items()}
    return Lookup(ids)


def describe(
    engines: Engines, record: ItemRecord, form: ItemForm, *, by: Actor, viewer: Viewer
) -> ItemRecord:
    """Save what a form says of an item, with the people, places and events that it adds.

    A form that says nothing new makes no version.

    Raises:
        InvalidRecordError: Some fields do not hold what they should; all are named.
        StaleVersionError: Somebody saved a newer version in between.
    """
    with engines.db.reading() as session:
        lookup = lookup_for(session, form.typed(), viewer)
    problems = form.problems(lookup)
    if problems:
        raise InvalidRecordError(problems)
    if form.base_version != record.version:
        raise StaleVersionError(record.id, form.base_version, record.version)
    lookup = lookup.with_new(_made(engines, form, lookup, by=by))

    def after(session: Session, saved: Record) -> None:
        forget_form(session, ("item", saved.id), viewer)

    if not form.changes(record, lookup):
        with engines.db.writing() as session:
            after(session, record)
        return record
    changed = form.applied_to(record, lookup)
    return items.save_description(
        engines, changed, base_version=form.base_version, by=by, after=after
    )


def save_captions(
    engines: Engines, found: Edited, form: CaptionsForm, *, by: Actor, viewer: Viewer
) -> ItemRecord:
    """Save a page of the editor of captions, and drop what was kept of it; raises as `save_form`.

    A form that says nothing new makes no version.
    """
    owner = kept_under(found.file.id, form.page)

    def after(session: Session, _saved: Record) -> None:
        forget_form(session, owner, viewer)

    saved = editing.save_form(engines, found, form, by=by, after=after)
    if saved.version == found.item.version:
        with engines.db.writing() as session:
            after(session, saved)
    return saved


def describe_noun(
    engines: Engines,
    record: NamedRecord,
    form: NounForm,
    *,
    base_version: int | None,
    by: Actor,
    viewer: Viewer,
) -> NamedRecord:
    """Save what a form says of a person, an event, a community, a collection or a place.

    Raises:
        InvalidRecordError: Some fields do not hold what they should; all are named.
        StaleVersionError: Somebody saved a newer version in between.
    """
    with engines.db.reading() as session:
        lookup = lookup_for(session, form.typed(), viewer)
    problems = form.problems(lookup)
    if problems:
        raise InvalidRecordError(problems)
    with_members = nouns.may_set_members(viewer, record)
    changed = form.applied_to(record, lookup, with_members=with_members)
    return nouns.save_noun(engines, changed, base_version=base_version, by=by)


def change_task(session: Session, task_id: int, action: str, *, by: Actor, viewer: Viewer) -> None:
    """Retry or cancel a task; MissingRecordError for another wish, or what one may not know of."""
    found = task_known(session, task_id, viewer)
    if found is None or action not in _WISHES:
        raise MissingRecordError("task", f"{task_id}/{action}")
    of_round = round_of(session, found.owner_id) if found.owner_type == "round" else None
    if action == "cancel" and of_round is not None:
        rounds.stop(session, of_round, by=by)  # what it did stays, and can be taken back
        return
    _WISHES[action](session, found.id, actor=by.username or by.name)
    if action == "cancel" and found.name == review.PUBLISH:
        review.forget_plan(session, found.owner_id, by=by)


def retry_failed(session: Session, *, by: Actor, viewer: Viewer) -> int:
    """Let every failed task run again that the viewer may know of; return how many."""
    failed = failed_tasks(session, viewer)
    for task in failed:
        tasks.retry(session, task.id, actor=by.username or by.name)
    return len(failed)


def _made(
    engines: Engines, form: ItemForm, lookup: Lookup, *, by: Actor
) -> dict[tuple[str, str], str]:
    """Make the records that the form asks for, each name once."""
    wanted = {
        (kind, row.name): row
        for kind, row in form.typed()
        if row.is_new and not lookup.find(kind, row)
    }
    return {
        (kind, name): nouns.add_named(engines, kind, name, within=row.extra, by=by).id
        for (kind, name), row in wanted.items()
        if kind in nouns.ADDED_IN_PLACE
    }


def keep_form(
    session: Session, owner: tuple[str, str], data: FormData, *, viewer: Viewer, base_version: int
) -> Draft:
    """Keep what somebody has typed and not saved."""
    kept = {name: list(values) for name, values in data.items() if name != "csrf_token"}
    return session.merge(
        Draft(
            owner_type=owner[0],
            owner_id=owner[1],
            user_id=viewer.id,
            base_version=base_version,
            saved_at=now(),
            form=kept,
        )
    )


def forget_form(session: Session, owner: tuple[str, str], viewer: Viewer) -> None:
    """Drop what somebody typed: it was saved, or is not wanted any more."""
    session.execute(
        delete(Draft).where(
            Draft.owner_type == owner[0], Draft.owner_id == owner[1], Draft.user_id == viewer.id
        )
    )
