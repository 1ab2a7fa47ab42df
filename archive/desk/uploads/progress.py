"""Say how far every file of a batch is, from what the database knows and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.files.models import AsideFile, ImportEntry
from archive.desk import queries as desk
from archive.desk.uploads import queries
from archive.desk.uploads.models import Upload
from archive.discover.pictures import Picture
from archive.reasons import words_of
from archive.tasks.models import Task, TaskState

# From the first byte to the last rendition; `refused`, `duplicate` and `trouble` are ends too.
OPEN_STATES = ("waiting", "sending", "arrived", "checked", "preparing")


@dataclass(frozen=True, slots=True)
class FileState:
    """Where one file stands."""

    name: str
    state: str
    text: str
    percent: int = 100
    upload_id: str = ""
    href: str = ""
    picture: str = ""


def batch_progress(session: Session, batch_id: str, viewer: Viewer) -> tuple[FileState, ...]:
    """Return every file of a batch: those under way, and what became of the others."""
    uploads = queries.of_batch(session, batch_id)
    entries = desk.entries_with_items(session, batch_id, viewer)
    tasks = queries.tasks_of_files(session, [e.file_id for e, _line in entries if e.file_id])
    aside = desk.reasons_of(session, [e.aside_id for e, _line in entries if e.aside_id])
    ended = {_key(upload): upload.id for upload in uploads if upload.outcome}
    found = [_ended(entry, line, tasks, aside, ended) for entry, line in entries]
    return (*found, *(_travelling(upload) for upload in uploads if not upload.outcome))


def _key(row: Upload | ImportEntry) -> tuple[str, str | None, str | None]:
    return row.name, row.file_id, row.aside_id


def _travelling(upload: Upload) -> FileState:
    percent = 100 * upload.offset_bytes // max(1, upload.size_bytes)
    if upload.is_whole:
        return FileState(upload.name, "arrived", _("Đã tới, đang kiểm tra"), 100, upload.id)
    if not upload.offset_bytes:
        return FileState(upload.name, "waiting", _("Đang chờ"), 0, upload.id)
    text = _("Đã gửi %(percent)s%%", percent=percent)
    return FileState(upload.name, "sending", text, percent, upload.id)


def _ended(
    entry: ImportEntry,
    line: desk.ItemLine | None,
    tasks: dict[str, list[Task]],
    aside: dict[str, AsideFile],
    ended: dict[tuple[str, str | None, str | None], str],
) -> FileState:
    row = aside.get(entry.aside_id or "")
    state = _state_of(entry, tasks.get(entry.file_id or "", ()))
    return FileState(
        name=entry.name,
        state=state,
        text=words_of(entry.reason, row.evidence if row else None)
        if state == "refused"
        else _words(state),
        upload_id=ended.get(_key(entry), ""),
        href=url_for("desk.item", item_id=entry.item_id) if line else "",
        picture=_address_of(line.picture) if line and line.picture else "",
    )


def _state_of(entry: ImportEntry, tasks: Sequence[Task]) -> str:
    if entry.outcome != "taken":
        return {"known": "duplicate", "refused": "refused"}[entry.outcome]
    states = {task.state for task in tasks}
    if TaskState.RUNNING in states:
        return "preparing"
    if TaskState.WAITING in states:
        return "preparing" if TaskState.DONE in states else "checked"
    return "trouble" if TaskState.FAILED in states else "ready"


def _words(state: str) -> str:
    words = {
        "checked": _("Đã vào kho, chờ làm bản xem"),
        "preparing": _("Đã vào kho, đang làm bản xem"),
        "ready": _("Đã sẵn sàng"),
        "duplicate": _("Đã có trong kho"),
        "trouble": _("Đã vào kho, chưa làm được bản xem"),
    }
    return words[state]


def _address_of(picture: Picture) -> str:
    """Return the smallest JPEG of a picture, which every browser shows."""
    jpegs = [files for media_type, files in picture.src_set if media_type == "image/jpeg"]
    return jpegs[0][0][0] if jpegs and jpegs[0] else ""


def as_json(files: Iterable[FileState]) -> dict[str, Any]:
    """Return the whole batch as the page's script reads it."""
    listed = list(files)
    return {
        "files": [
            {
                "upload": one.upload_id,
                "name": one.name,
                "state": one.state,
                "text": one.text,
                "percent": one.percent,
                "href": one.href,
                "picture": one.picture,
            }
            for one in listed
        ],
        "is_open": any(one.state in OPEN_STATES for one in listed),
    }
