"""Change items: describe, add and order files, and lead them from draft to published.

Each function keeps one order: permission, validity, change, save. None commits by itself but for
`saving.save`, which writes object and rows together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_edit, may_view
from archive.catalogue import renditions
from archive.catalogue.captions.movements import with_movements
from archive.catalogue.files.originals import (
    captions_of,
    is_recording,
    masters_of,
    original_of,
)
from archive.catalogue.items.completeness import problems_of
from archive.catalogue.models import Revision
from archive.catalogue.queries import item_record
from archive.catalogue.saving import Actor, AfterSave, Save, save
from archive.consents.queries import are_allowed
from archive.db import now
from archive.engines import Engines
from archive.errors import (
    InvalidRecordError,
    MissingRecordError,
    NotAllowedError,
    NotPublishableError,
    WithdrawnRecordError,
)
from archive.permissions import Permission
from archive.records import FileRecord, FileRole, ItemRecord, LanguageMap, Record, Status, record_of
from media.errors import FileRefusedError
from media.storage import StagedFile
from media.values import Description, Kind

AfterAttach = Callable[[Session, str, str], None]


class CaptionsOfNothingError(FileRefusedError):
    """Captions were sent to an item that has no recording."""

    code = "captions-of-nothing"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way to an item: staged bytes with what they say of themselves."""

    staged: StagedFile
    name: str
    description: Description
    after: AfterAttach | None = None
    language: str | None = None


def editable(engines: Engines, item_id: str, viewer: Viewer | None) -> ItemRecord:
    """Return an item that the viewer may change; None stands for the operator.

    Raises:
        MissingRecordError: There is no such item, or none that the viewer may know of.
        NotAllowedError: The viewer may see it, but not change it.
    """
    with engines.db.reading() as session:
        record = item_record(session, item_id)
    if record is None or (viewer is not None and not may_view(viewer, record, Grade.KNOW)):
        raise MissingRecordError("item", item_id)
    if viewer is not None and not may_edit(viewer, record):
        raise NotAllowedError(Permission.DESCRIBE.value)
    return record


def save_description(
    engines: Engines,
    record: ItemRecord,
    *,
    base_version: int,
    by: Actor,
    message: str = "Sửa mô tả",
    after: Callable[[Session, Record], None] | None = None,
) -> ItemRecord:
    """Save a described item.

    Raises:
        StaleVersionError: Somebody saved a newer version than `base_version`.
        WithdrawnRecordError: A withdrawn item keeps its tombstone as it is.
        NotPublishableError: The change would take from a published item what it must have.
    """
    check_description(engines, record)
    return _saved(engines, record, base_version, message, by, after=after)


def check_description(engines: Engines, record: ItemRecord) -> None:
    """Check that an item may be saved as it is described.

    Raises:
        WithdrawnRecordError: A withdrawn item keeps its tombstone as it is.
        NotPublishableError: It is published and lacks what a published item must have.
    """
    if record.status is Status.WITHDRAWN:
        raise WithdrawnRecordError("item", record.id, "")
    if record.status is Status.PUBLISHED:
        check_publishable(engines, record)


def submit(
    engines: Engines, record: ItemRecord, *, by: Actor, after: AfterSave | None = None
) -> ItemRecord:
    """Hand a draft in for review."""
    _expect(record, Status.DRAFT)
    check_publishable(engines, record)
    changed = record.model_copy(update={"status": Status.REVIEW})
    return _saved(engines, changed, record.version, "Gửi duyệt", by, action="submit", after=after)


def check_may_publish(engines: Engines, record: ItemRecord) -> None:
    """Check that a draft, or an item in review, may be published as it is.

    Raises:
        NotPublishableError: What it must have is missing, all of it named.
    """
    _expect(record, Status.DRAFT, Status.REVIEW)
    check_publishable(engines, record)


def publish(
    engines: Engines, record: ItemRecord, *, by: Actor, after: AfterSave | None = None
) -> ItemRecord:
    """Publish a draft, or an item in review; raises as `check_may_publish`."""
    check_may_publish(engines, record)
    changed = published(record)
    return _saved(engines, changed, record.version, "Công bố", by, action="publish", after=after)


def published(record: ItemRecord) -> ItemRecord:
    """Return an item as it is once it is published; the day of its first time stays."""
    first = record.published_at or now().replace(microsecond=0)
    return record.model_copy(update={"status": Status.PUBLISHED, "published_at": first})


def send_back(
    engines: Engines,
    record: ItemRecord,
    reason: str,
    *,
    by: Actor,
    after: AfterSave | None = None,
) -> ItemRecord:
    """Send an item in review back to its author, with the reason."""
    _expect(record, Status.REVIEW)
    if not reason.strip():
        raise InvalidRecordError({"reason": ["empty"]})
    changed = record.model_copy(update={"status": Status.DRAFT})
    message = f"Trả lại: {reason.strip()}"
    return _saved(engines, changed, record.version, message, by, action="send-back", after=after)


def withdraw(engines: Engines, record: ItemRecord, reason: str, *, by: Actor) -> ItemRecord:
    """Withdraw a published item: its tombstone stands where it stood."""
    _expect(record, Status.PUBLISHED)
    if not reason.strip():
        raise InvalidRecordError({"reason": ["empty"]})
    changed = record.model_copy(
        update={"status": Status.WITHDRAWN, "withdrawn_reason": {"vi": [reason.strip()]}}
    )
    return _saved(
        engines, changed, record.version, f"Rút khỏi kho: {reason.strip()}", by, action="withdraw"
    )


def reinstate(engines: Engines, record: ItemRecord, reason: str, *, by: Actor) -> ItemRecord:
    """Publish a withdrawn item again: its page stands where the tombstone stood.

    Raises:
        NotPublishableError: It lacks what a published item must have.
    """
    if record.status is not Status.WITHDRAWN:
        raise InvalidRecordError({"status": [record.status.value]})
    if not reason.strip():
        raise InvalidRecordError({"reason": ["empty"]})
    check_publishable(engines, record)
    changed = record.model_copy(update={"status": Status.PUBLISHED, "withdrawn_reason": {}})
    message = f"Đưa trở lại kho: {reason.strip()}"
    return _saved(engines, changed, record.version, message, by, action="reinstate")


def restore_revision(
    engines: Engines, record: ItemRecord, number: int, *, by: Actor, viewer: Viewer | None = None
) -> ItemRecord:
    """Make an earlier revision the newest version.

    Status, access and the files themselves stay as they are now; the order of the files comes back.
    """
    with engines.db.reading() as session:
        found = session.scalars(
            select(Revision).where(
                Revision.owner_type == "item",
                Revision.owner_id == record.id,
                Revision.number == number,
            )
        ).first()
    old = record_of(found.record) if found is not None else None
    if old is None or (viewer is not None and not may_view(viewer, old)):
        raise MissingRecordError("revision", f"{record.id}/{number}")
    changed = old.model_copy(update=_kept_on_restore(record, old))
    return save_description(
        engines,
        changed,  # type: ignore[arg-type] # the revisions of an item are items
        base_version=record.version,
        by=by,
        message=f"Lấy lại bản {number}",
    )


def _kept_on_restore(record: ItemRecord, old: Any) -> dict[str, Any]:  # noqa: ANN401 - a record
    """Return what no restore may change: where it stands, who sees it, which files it has."""
    said = {file.id: file for file in old.files}
    ordered = _ordered_as(record.files, tuple(said))
    files = tuple(_described_as(file, said.get(file.id)) for file in ordered)
    names = (
        "status",
        "access",
        "published_at",
        "withdrawn_reason",
        "owner",
        "created_at",
        "created_by",
    )
    kept = {name: getattr(record, name) for name in names}
    return {**kept, "files": files, "cover": _standing_for(record, old.cover)}


def _standing_for(record: ItemRecord, file_id: str | None) -> str | None:
    """Return the file that stands where this one stood: itself, or the better scan of it."""
    file = record.file(file_id) if file_id else None
    while file is not None and file.replaced_by:
        file = record.file(file.replaced_by)
    return file.id if file else file_id


def _ordered_as(files: Sequence[FileRecord], order: Sequence[str]) -> list[FileRecord]:
    """Return files in an earlier order, newer ones last; a new scan takes the old one's place."""
    replaced = {file.replaced_by: file.id for file in files if file.replaced_by}

    def place(file: FileRecord) -> int:
        file_id = file.id
        while file_id not in order and file_id in replaced:
            file_id = replaced[file_id]
        return order.index(file_id) if file_id in order else len(order)

    return sorted(files, key=place)


def _described_as(file: FileRecord, old: FileRecord | None) -> FileRecord:
    if old is None:
        return file
    said = {"label": old.label, "alt": old.alt, "language": old.language, "tiers": old.tiers}
    return file.model_copy(update=said)


def attach_file(
    engines: Engines, item_id: str, incoming: Incoming, *, by: Actor, viewer: Viewer | None = None
) -> tuple[ItemRecord, FileRecord]:
    """Add a file to an item: an original at the end, captions beside the recording."""
    with engines.repository.lock(f"urn:kho:item:{item_id}"):
        record = editable(engines, item_id, viewer)
        file = _file_of(engines, record, incoming)
        changed = record.model_copy(
            update={"files": (*record.files, file), "cover": record.cover or file.id}
        )
        message = f"Thêm tệp {file.name}"
        return _saved_with(engines, changed, record.version, incoming, file, message, by), file


def replace_file(
    engines: Engines,
    item_id: str,
    old_id: str,
    incoming: Incoming,
    *,
    by: Actor,
    viewer: Viewer | None = None,
) -> tuple[ItemRecord, FileRecord]:
    """Put a better scan in a file's place; the old one is kept and points to it."""
    with engines.repository.lock(f"urn:kho:item:{item_id}"):
        record = editable(engines, item_id, viewer)
        old = record.file(old_id)
        if old is None or old.replaced_by is not None:
            raise MissingRecordError("file", old_id)
        fresh = _file_of(engines, record, incoming).model_copy(
            update={"label": old.label, "alt": old.alt, "access": old.access, "role": old.role}
        )
        changed = record.model_copy(
            update={
                "files": _with_replacement(record.files, old, fresh),
                "cover": fresh.id if record.cover == old.id else record.cover,
            }
        )
        message = f"Thay tệp {old.name} bằng {fresh.name}"
        return _saved_with(engines, changed, record.version, incoming, fresh, message, by), fresh


def _with_replacement(
    files: Sequence[FileRecord], old: FileRecord, fresh: FileRecord
) -> tuple[FileRecord, ...]:
    replaced = old.model_copy(update={"replaced_by": fresh.id})
    return tuple(
        one for file in files for one in ((fresh, replaced) if file.id == old.id else (file,))
    )


def _file_of(engines: Engines, record: ItemRecord, incoming: Incoming) -> FileRecord:
    if incoming.description.kind is not Kind.CAPTIONS:
        return original_of(incoming.description, incoming.staged, incoming.name)
    if not any(is_recording(file) for file in record.current_files):
        raise CaptionsOfNothingError(incoming.name)
    file = captions_of(
        incoming.description, incoming.staged, incoming.name, language=incoming.language
    )
    return file.model_copy(update={"tiers": with_movements(engines, file.tiers)})


def _saved_with(
    engines: Engines,
    record: ItemRecord,
    base_version: int,
    incoming: Incoming,
    file: FileRecord,
    message: str,
    by: Actor,
) -> ItemRecord:
    def after(session: Session, saved: Record) -> None:
        if file.role is not FileRole.CAPTIONS:
            renditions.enqueue(session, file.id, file.kind)
        if incoming.after is not None:
            incoming.after(session, saved.id, file.id)

    masters = masters_of(file, incoming.staged, incoming.description)
    return _saved(engines, record, base_version, message, by, masters=masters, after=after)


def _saved(
    engines: Engines,
    record: ItemRecord,
    base_version: int,
    message: str,
    by: Actor,
    *,
    action: str = "save",
    masters: Mapping[str, StagedFile | bytes] | None = None,
    after: Callable[[Session, Record], None] | None = None,
) -> ItemRecord:
    what = Save(
        record,
        message,
        base_version=base_version,
        masters=masters or {},
        after=after,
        action=action,
    )
    saved = save(engines, what, by=by)
    if not isinstance(saved, ItemRecord):
        raise TypeError(saved.type)
    return saved


def _expect(record: ItemRecord, *statuses: Status) -> None:
    if record.status is Status.WITHDRAWN:
        raise WithdrawnRecordError("item", record.id, _first(record.withdrawn_reason))
    if record.status not in statuses:
        raise InvalidRecordError({"status": [record.status.value]})


def _first(texts: LanguageMap) -> str:
    return next((text for values in texts.values() for text in values), "")


def check_publishable(engines: Engines, record: ItemRecord) -> None:
    """Raise NotPublishableError, with all that is missing, where an item may not be public."""
    problems = problems_of(record)
    with engines.db.reading() as session:
        if not are_allowed(session, record):
            problems["consents"] = ["consent-missing"]
    if problems:
        raise NotPublishableError(problems)
