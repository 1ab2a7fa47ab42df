"""Put together what the describe page of an item shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from archive.access import Viewer, may_view
from archive.catalogue.diff import Difference, differences, linked
from archive.catalogue.files.models import Rendition
from archive.catalogue.files.queries import renditions_of
from archive.catalogue.items.completeness import Lack, lacks_of
from archive.catalogue.items.file_forms import FileForm
from archive.catalogue.items.forms import ItemForm, Names
from archive.catalogue.models import Draft
from archive.catalogue.queries import nearest_place
from archive.desk import queries
from archive.desk.choices import Choices, choices
from archive.desk.service import lookup_for
from archive.discover.pictures import Picture, picture_of
from archive.errors import MissingRecordError
from archive.records import FileRecord, ItemRecord, Record, record_of
from archive.review.models import PlannedPublication
from archive.review.queries import Thread, plan_of, threads_of
from archive.tasks.models import Task

_STEMS = ("thumb", "pdf-page-1")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file on the describe page."""

    file: FileRecord
    form: FileForm
    picture: Picture | None
    task: Task | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A field of a stale form: as it stood, as it stands now, as it was typed."""

    label: str
    before: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DescribePage:
    """Everything that the describe page shows."""

    record: ItemRecord
    form: ItemForm
    choices: Choices
    lacks: tuple[Lack, ...]
    files: tuple[FileLine, ...]
    replaced: tuple[FileRecord, ...]
    kept: Draft | None = None
    near: str = ""
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    crossings: tuple[Crossing, ...] = ()
    sent_back: str = ""
    threads: Mapping[str, tuple[Thread, ...]] = field(default_factory=dict)
    planned: PlannedPublication | None = None

    @property
    def groups(self) -> dict[str, list[Lack]]:
        """What is missing, by the part of the form."""
        found: dict[str, list[Lack]] = {}
        for lack in self.lacks:
            found.setdefault(lack.group, []).append(lack)
        return found

    @property
    def is_complete(self) -> bool:
        """Whether the item may be published as it is."""
        return not any(lack.is_required for lack in self.lacks)


def describe_page(
    session: Session,
    record: ItemRecord,
    viewer: Viewer,
    language: str,
    *,
    form: ItemForm | None = None,
    problems: Mapping[str, Sequence[str]] | None = None,
    crossings: tuple[Crossing, ...] = (),
) -> DescribePage:
    """Return the page for a record, showing a form that was sent where there is one."""
    shown = form or ItemForm.of(record, names_for(session, viewer, record))
    notes = queries.send_back_notes(session, [record.id])
    return DescribePage(
        record=record,
        form=shown,
        choices=choices(session, viewer, language),
        lacks=lacks_of(record),
        files=_file_lines(session, record, shown),
        replaced=tuple(file for file in record.files if file.replaced_by),
        kept=queries.kept_form(session, ("item", record.id), viewer) if form is None else None,
        near=_near(session, record, viewer),
        problems=problems or {},
        crossings=crossings,
        sent_back=notes.get(record.id, ""),
        threads=threads_of(session, record.id),
        planned=plan_of(session, record.id),
    )


def names_for(session: Session, viewer: Viewer, *records: Record) -> Names:
    """Return what the records that these point to are called."""
    wanted = linked(*records)
    for record in records:
        voices = getattr(record, "narratives", ())
        wanted |= {("agent", told.voice.id) for told in voices if told.voice.id}
    return queries.titles_of(session, wanted, viewer)


def _file_lines(session: Session, record: ItemRecord, form: ItemForm) -> tuple[FileLine, ...]:
    pictures = renditions_of(session, [file.id for file in record.current_files], stems=_STEMS)
    tasks = queries.next_task_of(session, [file.id for file in record.current_files])
    said = {one.id: one for one in form.files}
    lines = [
        FileLine(
            file,
            said.get(file.id) or FileForm(file.id),
            _picture(pictures, file.id),
            tasks.get(file.id),
        )
        for file in record.current_files
    ]
    places = list(said)
    lines.sort(key=lambda line: places.index(line.file.id) if line.file.id in said else len(said))
    return tuple(lines)


def _picture(pictures: Mapping[str, list[Rendition]], file_id: str) -> Picture | None:
    return picture_of(pictures.get(file_id, ()), "thumb")


def _near(session: Session, record: ItemRecord, viewer: Viewer) -> str:
    """Return the name of the place that is nearest to where the file says it was made."""
    said = record.from_file.get("gps", "")
    if not said or record.places:
        return ""
    latitude, _, longitude = said.partition(",")
    found = nearest_place(session, float(latitude), float(longitude), viewer)
    return found.title if found is not None else ""


def crossings_of(
    session: Session, record: ItemRecord, form: ItemForm, viewer: Viewer, language: str
) -> tuple[Crossing, ...]:
    """Return the fields that others or this form changed since the form was opened."""
    base = base_of(session, record, form.base_version, viewer)
    mine = form.applied_to(base, lookup_for(session, form.typed(), viewer))
    names = names_for(session, viewer, base, record, mine)
    theirs_by_field = _by_field(differences(base, record, names, language))
    mine_by_field = _by_field(differences(base, mine, names, language))
    return tuple(
        _crossing(theirs_by_field.get(name), mine_by_field.get(name))
        for name in dict.fromkeys((*theirs_by_field, *mine_by_field))
    )


def base_of(session: Session, record: ItemRecord, number: int, viewer: Viewer) -> ItemRecord:
    """Return the item as it stood at a version; MissingRecordError where there was none."""
    found = queries.revision(session, ("item", record.id), number)
    base = record_of(found.record) if found is not None else None
    if not isinstance(base, ItemRecord) or not may_view(viewer, base):
        raise MissingRecordError("revision", f"{record.id}/{number}")
    return base


def _by_field(found: Sequence[Difference]) -> dict[str, Difference]:
    return {one.field: one for one in found}


def _crossing(theirs: Difference | None, mine: Difference | None) -> Crossing:
    known = theirs or mine
    if known is None:
        return Crossing("", (), (), ())
    return Crossing(
        label=known.label,
        before=known.before,
        theirs=theirs.after if theirs else known.before,
        mine=mine.after if mine else known.before,
    )
