"""Change the tiers of a file and begin new ones; each save is a new version of its item."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.access import Grade, Viewer, may_view_file
from archive.catalogue.captions.changes import Changes, changes
from archive.catalogue.captions.documents import as_elan
from archive.catalogue.captions.forms import CaptionsForm, applied
from archive.catalogue.captions.movements import with_movements
from archive.catalogue.captions.queries import file_at
from archive.catalogue.files.originals import is_recording
from archive.catalogue.items import service as items
from archive.catalogue.saving import Actor, AfterSave, Save, save
from archive.engines import Engines
from archive.errors import (
    InvalidRecordError,
    MissingRecordError,
    StaleVersionError,
    WithdrawnRecordError,
)
from archive.ids import new_id
from archive.records import FileRecord, FileRole, ItemRecord, Status
from media import elan_writing
from media.errors import MediaError
from media.fixity import digest_bytes
from media.tiers import Tier

MOST_TIERS = 40


@dataclass(frozen=True, slots=True)
class Edited:
    """The file of an item that somebody edits, as it stands now."""

    item: ItemRecord
    file: FileRecord


def editable(engines: Engines, item_id: str, file_id: str, viewer: Viewer) -> Edited:
    """Return a file of captions that the viewer may change.

    Raises:
        MissingRecordError: There is none that the viewer may see.
        NotAllowedError: The viewer may see the item, but not change it.
    """
    item = items.editable(engines, item_id, viewer)
    file = item.file(file_id)
    if file is None or file.replaced_by or file.role is not FileRole.CAPTIONS:
        raise MissingRecordError("file", file_id)
    if not may_view_file(viewer, item, file, Grade.SEE):
        raise MissingRecordError("file", file_id)
    return Edited(item, file)


def save_form(
    engines: Engines,
    found: Edited,
    form: CaptionsForm,
    *,
    by: Actor,
    after: AfterSave | None = None,
) -> ItemRecord:
    """Save a page of the editor; nothing is saved where nothing changed.

    A description that somebody saved meanwhile is no hindrance: only these captions count.

    Raises:
        StaleVersionError: Somebody saved these captions meanwhile.
        InvalidRecordError: A time is none, or a line ends before it starts.
    """
    base = tiers_at(engines, found, form.base_version)
    if base != found.file.timed:
        raise StaleVersionError(found.item.id, form.base_version, found.item.version)
    done = applied(found.file.timed, form)
    if done.problems:
        raise InvalidRecordError(done.problems)
    tiers = with_movements(engines, done.tiers)
    if tiers == found.file.timed:
        return found.item
    return _saved(engines, found, tiers, f"Sửa lời của {found.file.name}", by, after)


def tiers_at(engines: Engines, found: Edited, version: int) -> tuple[Tier, ...]:
    """Return the tiers of a file as they stood in a version of its item."""
    if version == found.item.version:
        return found.file.timed
    with engines.db.reading() as session:
        old = file_at(session, found.item.id, found.file.id, version)
    return old.timed if old is not None else ()


def their_changes(engines: Engines, found: Edited, form: CaptionsForm) -> Changes:
    """Return what others saved since a form was opened."""
    return changes(tiers_at(engines, found, form.base_version), found.file.timed)


def add_tier(engines: Engines, found: Edited, tier: Tier, *, by: Actor) -> ItemRecord:
    """Add an empty tier under a name that no other tier of the file has."""
    names = {one.id for one in found.file.timed}
    if len(names) >= MOST_TIERS:
        raise InvalidRecordError({"tier": ["too-many"]})
    fresh = replace(tier, id=_unused(tier.id, names))
    tiers = (*found.file.timed, fresh)
    return _saved(engines, found, tiers, f"Thêm lớp {fresh.id} vào {found.file.name}", by, None)


def begin(
    engines: Engines, item_id: str, tier: Tier, *, by: Actor, viewer: Viewer
) -> tuple[ItemRecord, FileRecord]:
    """Give a recording a new file of captions with one empty tier, to be written in the editor.

    Raises:
        MissingRecordError: The item has no recording.
    """
    with engines.repository.lock(f"urn:kho:item:{item_id}"):
        item = items.editable(engines, item_id, viewer)
        recording = next((file for file in item.current_files if is_recording(file)), None)
        if recording is None:
            raise MissingRecordError("recording", item_id)
        data = elan_writing.write((tier,))
        file = _new_file(item, recording, tier, data)
        changed = item.model_copy(update={"files": (*item.files, file)})
        what = Save(
            changed,
            f"Bắt đầu {file.name}",
            base_version=item.version,
            masters={file.master_path: data},
        )
        return _item(save(engines, what, by=by)), file


def _new_file(item: ItemRecord, recording: FileRecord, tier: Tier, data: bytes) -> FileRecord:
    stem = recording.name.rpartition(".")[0]
    names = {file.name for file in item.files}
    return FileRecord(
        id=new_id(),
        name=_unused(f"{stem}.{tier.language}", {name.removesuffix(".eaf") for name in names})
        + ".eaf",
        sha256=digest_bytes(data),
        size_bytes=len(data),
        kind="captions",
        format="eaf",
        media_type="application/xml",
        role=FileRole.CAPTIONS,
        language=tier.language,
        access=recording.access,
        tiers=(tier,),
    )


def _unused(name: str, names: set[str]) -> str:
    wanted, number = name, 2
    while wanted in names:
        wanted, number = f"{name} {number}", number + 1
    return wanted


def _saved(
    engines: Engines,
    found: Edited,
    tiers: tuple[Tier, ...],
    message: str,
    by: Actor,
    after: AfterSave | None,
) -> ItemRecord:
    if found.item.status is Status.WITHDRAWN:
        raise WithdrawnRecordError("item", found.item.id, "")
    file = found.file.model_copy(update={"tiers": tiers})
    files = tuple(file if one.id == file.id else one for one in found.item.files)
    what = Save(
        found.item.model_copy(update={"files": files}),
        message,
        base_version=found.item.version,
        masters={f"edited/{file.id}.eaf": _as_elan(engines, found, tiers)},
        after=after,
    )
    return _item(save(engines, what, by=by))


def _as_elan(engines: Engines, found: Edited, tiers: tuple[Tier, ...]) -> bytes:
    """Return the tiers in the standard form in which they lie in the object, beside the record."""
    if found.file.format != "eaf":
        return elan_writing.write(tiers)
    try:
        document = engines.repository.read(found.item.object_id, found.file.master_path)
    except (MediaError, FileNotFoundError):
        return elan_writing.write(tiers)
    return as_elan(engines, found.file, tiers, document)


def _item(record: object) -> ItemRecord:
    if not isinstance(record, ItemRecord):
        raise TypeError(record)
    return record
