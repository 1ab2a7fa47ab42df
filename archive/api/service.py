"""Gather what the API answers, for a viewer and no more than the viewer may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, may_view_file, visible
from archive.api.pointing import Key, known_targets, without_hidden
from archive.api.schemas import FileAnswer, RecordAnswer, RenditionAnswer
from archive.catalogue.files.models import File, Rendition
from archive.catalogue.labels import title_of
from archive.catalogue.models import ROWS
from archive.catalogue.reading.queries import known
from archive.discover.names import href_of
from archive.errors import ArchiveError, MissingFileBytesError
from archive.exchange.addresses import root_url, whole
from archive.records import FileRecord, ItemRecord, Record, Status, record_of

# What concerns the staff only, or is said elsewhere in the answer.
_PRIVATE = {"owner", "consents", "from_file", "files", "schema", "created_by", "updated_by"}
_PRIVATE_MEMBERS = {"members"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of records and where the next one begins."""

    records: list[RecordAnswer]
    cursor: str | None


def records_page(session: Session, kind: str, viewer: Viewer, after: str, limit: int) -> Page:
    """Return published records of a kind that the viewer may see, by keyset."""
    table = ROWS[kind]
    rows = session.scalars(
        select(table)
        .where(
            table.id > after,
            table.status == Status.PUBLISHED,
            visible(table, kind, viewer, Grade.SEE),
        )
        .order_by(table.id)
        .limit(limit + 1)
    ).all()
    records = [record_of(row.record) for row in rows[:limit]]
    answers = _answers(session, records, viewer)
    return Page(answers, rows[limit - 1].id if len(rows) > limit else None)


def record_with_files(session: Session, record: Record, viewer: Viewer) -> RecordAnswer:
    """Return the answer for one record."""
    return _answers(session, [record], viewer)[0]


def _answers(session: Session, records: list[Record], viewer: Viewer) -> list[RecordAnswer]:
    files = [file for record in records for file in _seen_files(record, viewer)]
    renditions = _renditions(session, [file.id for _, file in files])
    known = known_targets(session, records, viewer)
    return [_record_answer(record, viewer, renditions, known) for record in records]


def _record_answer(
    record: Record, viewer: Viewer, renditions: dict[str, list[Rendition]], known: set[Key]
) -> RecordAnswer:
    """Return a record as the viewer may see it: all of it, or its title."""
    common: dict[str, Any] = {
        "id": record.id,
        "type": record.type,
        "title": title_of(record),
        "url": whole(href_of(record)),
    }
    if not may_view(viewer, record, Grade.SEE):
        return RecordAnswer(**common, restricted=True)
    return RecordAnswer(
        **common,
        version=record.version,
        record=_public_part(record, known, viewer),
        files=[
            file_answer(item, file, viewer, renditions.get(file.id, []))
            for item, file in _seen_files(record, viewer)
        ],
    )


def one_file(session: Session, file_id: str, viewer: Viewer) -> FileAnswer:
    """Return a file of an item, if the viewer may see both."""
    row = session.get(File, file_id)
    if row is None:
        raise MissingFileBytesError(file_id, "")
    try:
        record = known(session, "item", row.item_id, viewer)
    except ArchiveError:
        raise MissingFileBytesError(file_id, "") from None
    for item, file in _seen_files(record, viewer):
        if file.id == file_id:
            return file_answer(item, file, viewer, _renditions(session, [file_id]).get(file_id, []))
    raise MissingFileBytesError(file_id, "")


def file_answer(
    item: ItemRecord, file: FileRecord, viewer: Viewer, renditions: list[Rendition]
) -> FileAnswer:
    """Return a file and what the viewer may fetch of it."""
    may_take = may_view_file(viewer, item, file, Grade.TAKE)
    technical = {
        name: file.technical.get(name) for name in ("width_px", "height_px", "duration_s", "pages")
    }
    return FileAnswer(
        id=file.id,
        item=item.id,
        name=file.name,
        kind=file.kind,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        original=_file_url(file.id, "original") if may_take else None,
        renditions=[_rendition_answer(rendition) for rendition in renditions],
        **technical,
    )


def _rendition_answer(rendition: Rendition) -> RenditionAnswer:
    return RenditionAnswer(
        name=rendition.name,
        url=_file_url(rendition.file_id, rendition.name),
        media_type=rendition.media_type,
        size_bytes=rendition.size_bytes,
        width_px=rendition.width_px,
        height_px=rendition.height_px,
        duration_s=rendition.duration_s,
    )


def _file_url(file_id: str, name: str) -> str:
    return f"{root_url()}/files/{file_id}/{name}"


def _seen_files(record: Record, viewer: Viewer) -> list[tuple[ItemRecord, FileRecord]]:
    if not isinstance(record, ItemRecord) or not may_view(viewer, record, Grade.SEE):
        return []
    return [
        (record, file)
        for file in record.current_files
        if may_view_file(viewer, record, file, Grade.SEE)
    ]


def _renditions(session: Session, file_ids: list[str]) -> dict[str, list[Rendition]]:
    found: dict[str, list[Rendition]] = {}
    if file_ids:
        rows = select(Rendition).where(Rendition.file_id.in_(file_ids)).order_by(Rendition.name)
        for row in session.scalars(rows):
            found.setdefault(row.file_id, []).append(row)
    return found


def _public_part(record: Record, known: set[Key], viewer: Viewer) -> dict[str, Any]:
    """Return the record without what concerns the staff, and without what is hidden."""
    said = {key: value for key, value in record.to_json().items() if key not in _PRIVATE}
    if isinstance(record, ItemRecord):
        said["kind"] = record.kind.value  # a default is left out of the stored record
    if record.type == "community":
        said = {key: value for key, value in said.items() if key not in _PRIVATE_MEMBERS}
    if "names" in said:
        said["names"] = [name for name in said["names"] if name.get("status") != "hidden"]
    return without_hidden(record, said, known, viewer)
