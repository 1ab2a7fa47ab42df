"""Sheets on the command line: look at one, take it in, go on after it was cut off, write one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from archive.bulk import running
from archive.bulk import service as bulk
from archive.bulk.models import EntryState, Round
from archive.bulk.queries import counts_of, entries_at
from archive.bulk.tasks import OPENERS
from archive.catalogue.saving import Actor
from archive.command_line import Meter, emit, say
from archive.engines import Engines
from archive.indexing.indexer import Indexer
from archive.sheets import exporting, queries, service
from archive.sheets.applying import Action
from archive.sheets.planning import Plan
from archive.sheets.service import Received
from archive.sheets.words import reason_words

ENDINGS = (".csv", ".tsv", ".xlsx")
_ACTOR = Actor("kho import")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of the command."""

    path: Path
    action: str = Action.CREATE.value
    files: Path | None = None
    dry_run: bool = False
    as_json: bool = False
    again: bool = False
    widen: bool = False


def is_sheet(name: str) -> bool:
    """Tell whether a file is a sheet by its name; all else is JSON lines."""
    return name.lower().endswith(ENDINGS)


def import_sheet(engines: Engines, order: Order) -> int:
    """Take a sheet in and return the exit code; one that was cut off goes on where it stands."""
    sent = Received(order.path.name, order.path.read_bytes(), order.files)
    with engines.db.reading() as session:
        running_now, ended = service.unfinished(session, sent.sha256)
    if running_now is not None and not order.dry_run:
        say(f"{order.path.name}: tiếp tục lần nhập {running_now.id}")
        return _run(engines, running_now, order)
    if ended is not None and not order.again and not order.dry_run:
        say(f"{order.path.name}: đã nhập ở lần {ended.id}. Muốn nhập lần nữa: --again")
        return 1
    found = service.receive(engines, sent, Action(order.action), by=_ACTOR, widen=order.widen)
    plan = _look(engines, found)
    bad = _tell_plan(plan, order)
    if order.dry_run or not any(row.is_new or row.is_change for row in plan.rows):
        return 1 if bad else 0
    with engines.db.writing() as session:
        service.start(session, session.merge(found), plan, by=_ACTOR, queue=False)
    return _run(engines, found, order) or (1 if bad else 0)


def _look(engines: Engines, found: Round) -> Plan:
    meter = Meter("hàng")
    with engines.db.reading() as session:
        _sheet, plan = service.look(engines, session, found, None, meter)
    meter.end()
    return plan


def _run(engines: Engines, found: Round, order: Order) -> int:
    meter = Meter("%")
    running.run(engines, found.id, OPENERS[found.kind], lambda done: meter(done, 100))
    Indexer(engines).drain()
    meter.end()
    return _tell_result(engines, found.id, as_json=order.as_json)


def _tell_plan(plan: Plan, order: Order) -> int:
    """Name every bad row and cell; return how many rows are bad."""
    counts = plan.counts()
    for problem in plan.every_problem:
        if order.as_json:
            emit(problem.as_dict())
        else:
            mark = "?" if problem.is_warning else "!"
            click.echo(f"{mark}\t{problem.cell}\t{problem.words}")
    if order.as_json:
        emit({"plan": counts})
    say(
        f"{counts['rows']} hàng: {counts['new']} mới, {counts['changed']} sửa,"
        f" {counts['same']} không đổi, {counts['skipped']} bỏ qua, {counts['bad']} hỏng"
    )
    return counts["bad"]


def _tell_result(engines: Engines, round_id: str, *, as_json: bool) -> int:
    with engines.db.reading() as session:
        counts = Counter(counts_of(session, round_id))
        left = entries_at(
            session, round_id, EntryState.REFUSED, EntryState.KEPT, limit=queries.MOST_NAMED
        )
    for entry in left:
        if as_json:
            emit({"row": entry.position, "item": entry.item_id, "code": entry.reason})
        else:
            click.echo(f"!\t{entry.position}\t{entry.title}\t{reason_words(entry.reason)}")
    if as_json:
        emit({"round": round_id, "counts": dict(counts)})
    say(f"lần {round_id}: " + ", ".join(f"{count} {state}" for state, count in counts.items()))
    return 1 if left else 0


def undo_round(engines: Engines, round_id: str, *, as_json: bool) -> int:
    """Take an import back and return the exit code; one that was cut off goes on."""
    with engines.db.writing() as session:
        found = bulk.round_for(session, round_id, None)
        if found.state.value != "undoing":
            bulk.undo(session, found, by=_ACTOR, queue=False)
    meter = Meter("%")
    running.undo(engines, round_id, lambda done: meter(done, 100))
    Indexer(engines).drain()
    meter.end()
    return _tell_result(engines, round_id, as_json=as_json)


def export_sheet(engines: Engines, path: Path) -> None:
    """Write all items as a sheet that can be taken in again."""
    with engines.db.reading() as session:
        table = exporting.table_of(session, queries.ids_of_all(session, None), None)
        content = (
            exporting.as_xlsx(table)
            if path.suffix.lower() == ".xlsx"
            else b"".join(exporting.as_csv(table))
        )
    path.write_bytes(content)
