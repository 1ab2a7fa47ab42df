"""Fill cells of a batch's table, each time as a step that can be taken back; publish a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import queries as rounds
from archive.bulk import running
from archive.bulk import service as bulk
from archive.bulk.models import EntryState, Round, RoundKind
from archive.bulk.running import old_record
from archive.bulk.service import Planned
from archive.catalogue.items.publishing import publish_complete
from archive.catalogue.labels import title_of
from archive.catalogue.models import Draft
from archive.catalogue.saving import Actor
from archive.db import now
from archive.desk.table import queries
from archive.desk.table.cells import cell_text, filled, header_of_key, numbered, same
from archive.desk.table.making import maker_with
from archive.desk.table.models import Preset
from archive.engines import Engines
from archive.errors import InvalidRecordError, MissingRecordError
from archive.ids import new_id
from archive.records import ItemRecord
from archive.sheets.names import Names, names_for
from archive.sheets.problems import Problem

CellName = tuple[str, str]
MOST_PRESETS = 50


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What was typed into a row, and the version of the item that was looked at."""

    item_id: str
    version: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Common:
    """Values for a selection of a batch; no items means all of it."""

    cells: Mapping[str, str]
    items: tuple[str, ...] = ()
    only_empty: bool = False


@dataclass(slots=True)
class Step:
    """What became of cells that were sent: those saved, and those that were not, with why."""

    saved: set[CellName] = field(default_factory=set)
    bad: dict[CellName, Problem] = field(default_factory=dict)
    crossed: dict[CellName, str] = field(default_factory=dict)
    round_id: str = ""

    @property
    def items(self) -> set[str]:
        """The items that were changed."""
        return {item_id for item_id, _key in self.saved}


Change = tuple[ItemRecord, dict[str, str]]


def save_cells(
    engines: Engines, batch_id: str, edits: Sequence[RowEdit], *, by: Actor, viewer: Viewer
) -> Step:
    """Save cells that were typed; nothing that somebody else has written meanwhile is lost.

    A cell is saved where it reads well and still holds what its typist saw. Other cells of the
    same item may have changed. What is not saved is kept for the typist, and told.
    """
    with engines.db.reading() as session:
        drafts = {one.record.id: one.record for one in queries.drafts_of(session, batch_id, viewer)}
        seen = [edit for edit in edits if edit.item_id in drafts]
        olds = rounds.revisions_of(
            session, ((("item", edit.item_id), edit.version) for edit in seen)
        )
        names = names_for(session, viewer)
    step, changes = Step(), list[Change]()
    for edit in seen:
        record = drafts[edit.item_id]
        base = old_record(olds.get((("item", edit.item_id), edit.version))) or record
        changes.append((record, _to_fill(step, edit, record, base, names)))
    _carry_out(engines, batch_id, changes, step, names, by=by)
    sent = {(edit.item_id, key): text for edit in seen for key, text in edit.cells.items()}
    with engines.db.writing() as session:
        _keep(session, batch_id, sent, step, viewer)
    return step


def _to_fill(
    step: Step, edit: RowEdit, record: ItemRecord, base: ItemRecord, names: Names
) -> dict[str, str]:
    """Return the cells of a row that may be filled; the others are noted in the step."""
    good: dict[str, str] = {}
    for key, text in edit.cells.items():
        before, stands = cell_text(base, key, names), cell_text(record, key, names)
        if same(text, before) or same(text, stands):
            continue
        if not same(before, stands):
            step.crossed[edit.item_id, key] = stands
            continue
        problem = filled(record, {key: text}, names).problems.get(key)
        if problem is not None:
            step.bad[edit.item_id, key] = problem
        else:
            good[key] = text
    return good


def fill(engines: Engines, batch_id: str, common: Common, *, by: Actor, viewer: Viewer) -> Step:
    """Fill common values into a selection of a batch, all of it where nothing was selected.

    Raises:
        InvalidRecordError: A value cannot be read, or none was given; nothing is changed.
    """
    with engines.db.reading() as session:
        drafts = [one.record for one in queries.drafts_of(session, batch_id, viewer)]
        names = names_for(session, viewer)
    chosen = set(common.items) or {record.id for record in drafts}
    wanted = [record for record in drafts if record.id in chosen]
    if not common.cells or not wanted:
        raise InvalidRecordError({"cells": ["empty"]})
    problems = filled(wanted[0], common.cells, names).problems
    if problems:
        raise InvalidRecordError({key: [problem.words] for key, problem in problems.items()})
    changes = [
        (record, _shared(record, common, number, names)) for number, record in enumerate(wanted, 1)
    ]
    step = Step()
    _carry_out(engines, batch_id, changes, step, names, by=by, is_common=True)
    return step


def _shared(record: ItemRecord, common: Common, number: int, names: Names) -> dict[str, str]:
    said = {
        key: numbered(text, number) if key == "title@vi" else text
        for key, text in common.cells.items()
    }
    stands = {key: cell_text(record, key, names) for key in said}
    return {
        key: text
        for key, text in said.items()
        if not same(text, stands[key]) and not (common.only_empty and stands[key])
    }


def _carry_out(
    engines: Engines,
    batch_id: str,
    changes: Sequence[Change],
    step: Step,
    names: Names,
    *,
    by: Actor,
    is_common: bool = False,
) -> None:
    """Do a step at once: a round of its own, so that it can be taken back."""
    rows = [(record, cells) for record, cells in changes if cells]
    if not rows:
        return
    keys = list(dict.fromkeys(key for _record, cells in rows for key in cells))
    cells_of = {record.id: cells for record, cells in rows}
    settings = {"cells": cells_of, "keys": keys, "is_common": is_common}
    title = ", ".join(header_of_key(key) for key in keys)
    with engines.db.writing() as session:
        found = bulk.new_round(session, RoundKind.BATCH, title, settings, by=by)
        found.batch_id = batch_id
        session.flush()
        bulk.plan(session, found, [_planned(n, record) for n, (record, _) in enumerate(rows, 1)])
        bulk.start(session, found, by=by, queue=False)
        step.round_id = found.id
    running.run(engines, step.round_id, lambda *_: maker_with(found, names), lambda _pct: None)
    with engines.db.reading() as session:
        done = rounds.entries_at(
            session, step.round_id, EntryState.DONE, EntryState.SAME, limit=len(rows)
        )
        stale = rounds.entries_at(session, step.round_id, EntryState.REFUSED, limit=len(rows))
    step.saved |= {(e.item_id, key) for e in done for key in cells_of[e.item_id]}
    step.crossed |= {(e.item_id, key): "" for e in stale for key in cells_of[e.item_id]}


def _planned(position: int, record: ItemRecord) -> Planned:
    return Planned(position, record.id, record.version, title=title_of(record))


def _keep(
    session: Session, batch_id: str, sent: Mapping[CellName, str], step: Step, viewer: Viewer
) -> None:
    """Keep what could not be saved as it was typed, and forget what has been settled."""
    unsaved = {" ".join(cell): sent[cell] for cell in {*step.bad, *step.crossed}}
    before = queries.kept_cells(session, batch_id, viewer)
    settled = {" ".join(cell) for cell in sent}
    kept = {name: text for name, text in before.items() if name not in settled} | unsaved
    if kept == before:
        return
    if not kept:
        session.execute(
            delete(Draft).where(
                Draft.owner_type == "batch",
                Draft.owner_id == batch_id,
                Draft.user_id == viewer.id,
            )
        )
        return
    session.merge(
        Draft(
            owner_type="batch",
            owner_id=batch_id,
            user_id=viewer.id,
            base_version=0,
            saved_at=now(),
            form={name: [text] for name, text in kept.items()},
        )
    )


def undo_step(engines: Engines, batch_id: str, round_id: str, *, by: Actor, viewer: Viewer) -> int:
    """Take a step back at once; return how many items were changed since and stay as they are."""
    with engines.db.writing() as session:
        found = bulk.round_for(session, round_id, viewer)
        if found.kind is not RoundKind.BATCH or found.batch_id != batch_id:
            raise MissingRecordError("round", round_id)
        bulk.undo(session, found, by=by, queue=False)
    running.undo(engines, round_id, lambda _pct: None)
    with engines.db.reading() as session:
        return rounds.counts_of(session, round_id).get(EntryState.KEPT.value, 0)


def publish(
    engines: Engines, batch_id: str, item_ids: Iterable[str], *, by: Actor, viewer: Viewer
) -> tuple[int, int]:
    """Publish what is complete of a selection or of the batch; return how many went and stay."""
    with engines.db.reading() as session:
        drafts = [one.record for one in queries.drafts_of(session, batch_id, viewer)]
    chosen = set(item_ids) or {record.id for record in drafts}
    wanted = [record for record in drafts if record.id in chosen]
    done = publish_complete(engines, wanted, by=by)
    return len(done), len(wanted) - len(done)


def save_preset(session: Session, name: str, cells: Mapping[str, str], viewer: Viewer) -> Preset:
    """Keep common values under a name, in place of what was kept under it.

    Raises:
        InvalidRecordError: It has no name or no values, or there are too many.
    """
    name = " ".join(name.split())[:120]
    mine = {one.name: one for one in queries.presets_of(session, viewer)}
    if not name or not cells:
        raise InvalidRecordError({"preset": ["empty"]})
    if name not in mine and len(mine) >= MOST_PRESETS:
        raise InvalidRecordError({"preset": ["too-many"]})
    kept = mine.get(name) or Preset(id=new_id(), user_id=viewer.id, name=name)
    kept.cells, kept.saved_at = dict(cells), now()
    session.add(kept)
    return kept


def forget_preset(session: Session, preset_id: str, viewer: Viewer) -> None:
    """Drop a preset of the viewer's own; MissingRecordError for any other."""
    found = queries.preset_of(session, preset_id, viewer)
    if found is None:
        raise MissingRecordError("preset", preset_id)
    session.delete(found)


def step_of(found: Round) -> tuple[int, tuple[str, ...]]:
    """Return how many items a step was about, and which columns."""
    return len(found.settings["cells"]), tuple(found.settings["keys"])
