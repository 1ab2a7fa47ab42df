"""Read what the officer's desk shows: work in hand, tasks, drafts of forms, revisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view, visible
from archive.catalogue.files.models import AsideFile, ImportBatch, ImportEntry
from archive.catalogue.files.queries import renditions_of
from archive.catalogue.models import ROWS, Draft, Item, Revision
from archive.discover.pictures import Picture, picture_of
from archive.messages.models import MessageState
from archive.messages.queries import count_of
from archive.records import ItemRecord, Status, record_of
from archive.tasks.models import Task, TaskState
from archive.tasks.queries import counts_by_state, open_tasks

PAGE = 30
MOST_OFFERED = 800


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in a list of the desk."""

    id: str
    title: str
    kind: str
    status: str
    updated_at: datetime
    updated_by: str
    files: int
    picture: Picture | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page of the desk shows."""

    drafts: tuple[ItemLine, ...]
    returned: tuple[ItemLine, ...]
    published: tuple[ItemLine, ...]
    tasks: tuple[Task, ...]
    batches: tuple[ImportBatch, ...]
    drafts_count: int
    review_count: int
    tasks_count: int
    failed_count: int
    aside_count: int
    messages_count: int


def home(session: Session, viewer: Viewer) -> Home:
    """Return the desk of a viewer."""
    mine = _items(viewer).where(Item.owner == viewer.username, Item.status == Status.DRAFT)
    drafts = lines_of(session, session.scalars(mine.limit(24)).all())
    notes = send_back_notes(session, [line.id for line in drafts])
    published = _items(viewer).where(Item.status == Status.PUBLISHED)
    counts = counts_by_state(session, viewer)
    recent = published.order_by(None).order_by(Item.published_at.desc(), Item.id).limit(8)
    return Home(
        drafts=tuple(line for line in drafts if line.id not in notes),
        returned=tuple(_noted(line, notes[line.id]) for line in drafts if line.id in notes),
        published=lines_of(session, session.scalars(recent).all()),
        tasks=tuple(open_tasks(session, viewer, limit=4)),
        batches=tuple(open_batches(session, viewer)),
        drafts_count=_count(session, mine),
        review_count=_count(session, _items(viewer).where(Item.status == Status.REVIEW)),
        tasks_count=counts[TaskState.WAITING] + counts[TaskState.RUNNING],
        failed_count=counts[TaskState.FAILED],
        aside_count=aside_count(session),
        messages_count=count_of(session, MessageState.NEW),
    )


def _items(viewer: Viewer) -> Select[Item]:
    return (
        select(Item)
        .where(visible(Item, "item", viewer, Grade.SEE))
        .order_by(Item.updated_at.desc(), Item.id)
    )


def items_by_status(
    session: Session, viewer: Viewer, status: Status, *, mine: bool = False, offset: int = 0
) -> tuple[tuple[ItemLine, ...], int]:
    """Return one page of the items at a status, the last touched first, and how many there are."""
    wanted = _items(viewer).where(Item.status == status)
    if mine:
        wanted = wanted.where(Item.owner == viewer.username)
    rows = session.scalars(wanted.offset(offset).limit(PAGE)).all()
    return lines_of(session, rows), _count(session, wanted)


def lines_of(session: Session, rows: Sequence[Item]) -> tuple[ItemLine, ...]:
    """Return items as lines, with their small pictures; one more statement."""
    records = [record_of(row.record) for row in rows]
    covers = {row.id: _cover_of(row, record) for row, record in zip(rows, records, strict=True)}
    pictures = renditions_of(session, filter(None, covers.values()), stems=("thumb",))
    return tuple(
        ItemLine(
            id=row.id,
            title=row.title,
            kind=row.kind.value,
            status=row.status.value,
            updated_at=row.updated_at,
            updated_by=record.updated_by,
            files=len(getattr(record, "current_files", ())),
            picture=picture_of(pictures.get(covers[row.id], ()), "thumb"),
        )
        for row, record in zip(rows, records, strict=True)
    )


def _cover_of(row: Item, record: Any) -> str:  # noqa: ANN401 - a record
    first = record.current_files[0].id if record.current_files else ""
    return row.cover_id or first


def _noted(line: ItemLine, note: str) -> ItemLine:
    values = {name: getattr(line, name) for name in ItemLine.__slots__}
    return ItemLine(**{**values, "note": note})


def send_back_notes(session: Session, item_ids: Sequence[str]) -> dict[str, str]:
    """Return the reason with which each of these items came back, where nothing came since."""
    newest = (
        select(Revision.owner_id, func.max(Revision.number).label("number"))
        .where(Revision.owner_type == "item", Revision.owner_id.in_(item_ids))
        .group_by(Revision.owner_id)
        .subquery()
    )
    rows = session.execute(
        select(Revision.owner_id, Revision.message)
        .join(
            newest,
            (Revision.owner_id == newest.c.owner_id) & (Revision.number == newest.c.number),
        )
        .where(Revision.owner_type == "item", Revision.message.startswith("Trả lại: "))
    ).all()
    return {owner: message.removeprefix("Trả lại: ") for owner, message in rows}


def _count(session: Session, wanted: Select[Any]) -> int:
    inner = wanted.order_by(None).with_only_columns(Item.id).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def aside_count(session: Session) -> int:
    """Count what is kept aside and waits for a decision."""
    waiting = select(func.count()).select_from(AsideFile).where(AsideFile.is_settled.is_(False))
    return session.scalar(waiting) or 0


def open_batches(session: Session, viewer: Viewer) -> list[ImportBatch]:
    """Return the viewer's latest batches."""
    return list(
        session.scalars(
            select(ImportBatch)
            .where(ImportBatch.started_by == viewer.username)
            .order_by(ImportBatch.started_at.desc())
            .limit(5)
        )
    )


def entries_with_items(
    session: Session, batch_id: str, viewer: Viewer
) -> list[tuple[ImportEntry, ItemLine | None]]:
    """Return the files of a batch with the items that they are in, as the viewer may see them."""
    entries = session.scalars(
        select(ImportEntry).where(ImportEntry.batch_id == batch_id).order_by(ImportEntry.id)
    ).all()
    ids = {entry.item_id for entry in entries if entry.item_id}
    rows = session.scalars(_items(viewer).where(Item.id.in_(ids))).all()
    lines = {line.id: line for line in lines_of(session, rows)}
    return [(entry, lines.get(entry.item_id or "")) for entry in entries]


def reasons_of(session: Session, aside_ids: Iterable[str]) -> dict[str, AsideFile]:
    """Return what was kept aside, by id."""
    rows = session.scalars(select(AsideFile).where(AsideFile.id.in_(list(aside_ids))))
    return {row.id: row for row in rows}


def next_task_of(session: Session, file_ids: Iterable[str]) -> dict[str, Task]:
    """Return the task that runs for each file, else the one that failed or stands first in line."""
    order = {TaskState.RUNNING: 0, TaskState.FAILED: 1, TaskState.WAITING: 2}
    wanted = (
        select(Task)
        .where(Task.owner_type == "file", Task.owner_id.in_(list(file_ids)))
        .where(Task.state.in_(list(order)))
        .order_by(Task.priority, Task.id)
    )
    found: dict[str, Task] = {}
    for task in sorted(session.scalars(wanted), key=lambda task: order[task.state]):
        found.setdefault(task.owner_id, task)
    return found


def kept_form(session: Session, owner: tuple[str, str], viewer: Viewer) -> Draft | None:
    """Return what the viewer typed into a form and has not saved."""
    return session.get(Draft, (*owner, viewer.id))


def revisions(session: Session, owner: tuple[str, str], viewer: Viewer) -> list[Revision]:
    """Return the revisions of a record that the viewer might have seen then, the newest first.

    What a community opens later, it does not open as it stood before.
    """
    rows = session.scalars(
        select(Revision)
        .where(Revision.owner_type == owner[0], Revision.owner_id == owner[1])
        .order_by(Revision.number.desc())
    )
    return [row for row in rows if may_view(viewer, record_of(row.record))]


def revision(session: Session, owner: tuple[str, str], number: int) -> Revision | None:
    """Return one revision of a record, or None."""
    return session.get(Revision, (*owner, number))


def titles_of(
    session: Session, wanted: Iterable[tuple[str, str]], viewer: Viewer
) -> dict[tuple[str, str], str]:
    """Return what these records (type, id) are called, those that the viewer may know of."""
    by_type: dict[str, set[str]] = {}
    for owner_type, owner_id in wanted:
        if owner_id:
            by_type.setdefault(owner_type, set()).add(owner_id)
    found: dict[tuple[str, str], str] = {}
    for owner_type, ids in by_type.items():
        table = ROWS[owner_type]
        rows = session.execute(
            select(table.id, table.title).where(
                table.id.in_(ids), visible(table, owner_type, viewer)
            )
        )
        found |= {(owner_type, row.id): row.title for row in rows}
    return found


def newest_records(
    session: Session, owner_type: str, viewer: Viewer, *, limit: int = 200
) -> list[Any]:
    """Return the rows of one noun that the viewer may see, in alphabetical order."""
    table = ROWS[owner_type]
    wanted = select(table).where(
        visible(table, owner_type, viewer, Grade.SEE), table.status != Status.WITHDRAWN
    )
    return list(session.scalars(wanted.order_by(table.sort_key, table.id).limit(limit)))


def items_of_batch(session: Session, batch_id: str) -> list[ItemRecord]:
    """Return the items that a batch brought in."""
    ids = select(ImportEntry.item_id).where(ImportEntry.batch_id == batch_id)
    rows = session.scalars(select(Item).where(Item.id.in_(ids)))
    found = (record_of(row.record) for row in rows)
    return [record for record in found if isinstance(record, ItemRecord)]


@dataclass(frozen=True, slots=True)
class Offered:
    """A record that a form offers by its name."""

    id: str
    title: str
    english: str = ""
    scheme: str = ""
    notation: str = ""

    def named(self, language: str) -> str:
        """Return the name in the reader's language."""
        return self.english if language == "en" and self.english else self.title


def offered_records(session: Session, owner_type: str, viewer: Viewer) -> list[Offered]:
    """Return the records of one noun that a form may offer, by name; past places are left out."""
    table = ROWS[owner_type]
    rows = session.scalars(
        select(table)
        .where(visible(table, owner_type, viewer, Grade.SEE), table.status != Status.WITHDRAWN)
        .order_by(table.sort_key, table.id)
        .limit(MOST_OFFERED)
    )
    return [_offered(row) for row in rows if not row.record.get("valid_to")]


def _offered(row: Any) -> Offered:  # noqa: ANN401 - any of the catalogue's tables
    names = row.record.get("names", ())
    english = (
        name["text"]
        for name in names
        if name["language"] == "en" and name.get("status") == "preferred"
    )
    return Offered(
        row.id,
        row.title,
        next(english, ""),
        row.record.get("scheme", ""),
        row.record.get("notation") or "",
    )
