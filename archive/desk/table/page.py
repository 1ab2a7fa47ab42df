"""Put together what the table of a batch shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import queries as rounds
from archive.bulk.models import Round
from archive.catalogue.items.completeness import Lack, lacks_of
from archive.consents.queries import are_allowed
from archive.desk.queries import ItemLine, lines_of
from archive.desk.table import queries
from archive.desk.table.cells import ALT, KEYS, cell_text, filled, label_of, picture_file, same
from archive.desk.table.models import Preset
from archive.desk.table.queries import BatchItem
from archive.desk.table.service import step_of
from archive.desk.words import LACKS
from archive.records import ItemRecord
from archive.sheets.names import Names, names_for

PAGE = 50
_STEPS = 8
_FIELDS = {"title": "title@vi", "description": "elements"}
_NO_COLUMN = {"files", "consents"}


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: its text, whether that is a common value, what is wrong with what was typed."""

    key: str
    text: str
    is_common: bool = False
    problem: str = ""
    note: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class RowView:
    """A draft as a row; `lacks` are the words for what it must still have."""

    line: ItemLine
    version: int
    files: tuple[str, ...]
    cells: tuple[CellView, ...]
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A lack of several rows, with the first cell to go to."""

    text: str
    count: int
    cell: str
    page: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that can be taken back."""

    round_id: str
    made_at: datetime
    made_by: str
    count: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The drafts of a batch as a table."""

    rows: tuple[RowView, ...]
    columns: tuple[tuple[str, str], ...]
    page: int
    pages: int
    total: int
    complete: int
    counts: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    steps: tuple[StepView, ...] = ()
    presets: tuple[Preset, ...] = ()


def table_of(session: Session, batch_id: str, viewer: Viewer, page: int) -> Table:
    """Return one page of a batch's table."""
    drafts = queries.drafts_of(session, batch_id, viewer)
    pages = max(1, -(-len(drafts) // PAGE))
    page = min(page, pages)
    names = names_for(session, viewer)
    shown = drafts[(page - 1) * PAGE : page * PAGE]
    done = rounds.steps_of(session, batch_id)
    complete, missing = completeness_of(session, drafts)
    return Table(
        rows=rows_of(session, batch_id, viewer, shown, names, done),
        columns=tuple((key, label_of(key)) for key in KEYS),
        page=page,
        pages=pages,
        total=len(drafts),
        complete=complete,
        counts=queries.count_by_status(session, batch_id, viewer),
        missing=missing,
        steps=tuple(_step(one) for one in done[:_STEPS]),
        presets=tuple(queries.presets_of(session, viewer)),
    )


def completeness_of(
    session: Session, drafts: Sequence[BatchItem]
) -> tuple[int, tuple[Missing, ...]]:
    """Return how many drafts could be published now, and what is missing of all."""
    lacks = {one.record.id: _lacks(session, one.record) for one in drafts}
    ready = (not any(one.is_required for one in found) for found in lacks.values())
    return sum(ready), _missing(lacks)


def rows_of(
    session: Session,
    batch_id: str,
    viewer: Viewer,
    shown: Sequence[BatchItem],
    names: Names,
    done: Sequence[Round],
) -> tuple[RowView, ...]:
    """Return drafts as rows, with what their typist could not save yet."""
    kept = queries.kept_cells(session, batch_id, viewer)
    common = _common_values(session, done)
    lines = {line.id: line for line in lines_of(session, [one.row for one in shown])}
    return tuple(
        RowView(
            line=lines[one.record.id],
            version=one.record.version,
            files=tuple(file.name for file in one.record.current_files),
            cells=tuple(_cell(one.record, key, names, kept, common) for key in KEYS),
            lacks=_lacking(_lacks(session, one.record)),
        )
        for one in shown
    )


def _common_values(session: Session, done: Sequence[Round]) -> dict[tuple[str, str], str]:
    """Return which common value was filled last into which cell, by the steps that stand."""
    shared = [one for one in done if one.settings.get("is_common")]
    changed = rounds.done_in(session, [one.id for one in shared])
    found: dict[tuple[str, str], str] = {}
    for one in shared:
        for item_id in changed.get(one.id, ()):
            for key, text in one.settings["cells"].get(item_id, {}).items():
                found.setdefault((item_id, key), text)
    return found


def _cell(
    record: ItemRecord,
    key: str,
    names: Names,
    kept: Mapping[str, str],
    common: Mapping[tuple[str, str], str],
) -> CellView:
    stands = cell_text(record, key, names)
    is_closed = key == ALT and picture_file(record) is None
    typed = kept.get(f"{record.id} {key}")
    if typed is None or same(typed, stands):
        is_common = bool(stands) and same(common.get((record.id, key), ""), stands)
        return CellView(key, stands, is_common=is_common, is_closed=is_closed)
    problem = filled(record, {key: typed}, names).problems.get(key)
    said = problem.words if problem else crossed_words(stands)
    return CellView(key, typed, problem=said, is_closed=is_closed)


def crossed_words(theirs: str) -> str:
    """Return what is said of a cell that somebody else has written into meanwhile."""
    if not theirs:
        return _("Chưa lưu: có người vừa sửa tư liệu này. Lưu lại ô này để dùng chữ của bạn.")
    return _(
        "Chưa lưu: có người vừa ghi “%(theirs)s”. Lưu lại ô này để dùng chữ của bạn.",
        theirs=theirs[:200],
    )


def _lacking(lacks: Sequence[Lack]) -> str:
    """Return in one line what a row must still have, by the names of its columns."""
    required = [lack for lack in lacks if lack.is_required]
    keys = (_FIELDS.get(lack.field, lack.field) for lack in required)
    named = dict.fromkeys(label_of(key) for key in keys if key in KEYS)
    others = [str(LACKS[lack.reason]) for lack in required if lack.field in _NO_COLUMN]
    short = [_("Thiếu: %(what)s.", what=", ".join(named))] if named else []
    return " ".join([*short, *others])


def _lacks(session: Session, record: ItemRecord) -> tuple[Lack, ...]:
    found = lacks_of(record)
    if are_allowed(session, record):
        return found
    return (*found, Lack("rights", "consents", "consent-missing", is_required=True))


def _missing(lacks: Mapping[str, Sequence[Lack]]) -> tuple[Missing, ...]:
    """Return what is missing, each with how many rows miss it and the first cell to fill."""
    found: dict[str, list[tuple[int, str, Lack]]] = {}
    for place, (item_id, missing) in enumerate(lacks.items()):
        for lack in missing:
            found.setdefault(lack.reason, []).append((place, item_id, lack))
    listed = [_missing_one(*rows[0], len(rows)) for rows in found.values()]
    return tuple(sorted(listed, key=lambda one: not one.is_required))


def _missing_one(place: int, item_id: str, lack: Lack, count: int) -> Missing:
    key = _FIELDS.get(lack.field, lack.field)
    cell = f"c-{item_id}-{key}" if key in KEYS else f"r-{item_id}"
    page = place // PAGE + 1
    return Missing(str(LACKS[lack.reason]), count, cell, page, lack.is_required)


def _step(found: Round) -> StepView:
    count, keys = step_of(found)
    columns = tuple(label_of(key) for key in keys)
    return StepView(found.id, found.made_at, found.actor_name, count, columns)
