"""Factories of sheets, and of what a round of them did."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openpyxl import Workbook

from archive.bulk import queries as rounds
from archive.bulk import service as bulk
from archive.bulk.models import Round
from archive.catalogue.saving import SYSTEM, Actor
from archive.sheets import exporting, queries, service
from archive.sheets.applying import Action
from archive.sheets.planning import Plan
from archive.sheets.service import Received
from archive.tasks.handlers import HANDLERS
from archive.tasks.worker import Worker

if TYPE_CHECKING:
    from archive.engines import Engines

Rows = Iterable[Sequence[object]]


def a_csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Make a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def an_xlsx(rows: Rows, **formats: str) -> bytes:
    """Make an XLSX file as openpyxl writes it; `formats` are number formats by cell address."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cell, number_format in formats.items():
        book.active[cell].number_format = number_format
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def received(
    engines: Engines,
    content: bytes,
    action: Action = Action.CREATE,
    *,
    name: str = "bang.csv",
    by: Actor = SYSTEM,
    **more: bool,
) -> Round:
    """Keep a sheet as a round that has not run."""
    return service.receive(engines, Received(name, content), action, by=by, **more)


def looked_at(engines: Engines, found: Round, viewer: object = None) -> Plan:
    """Return what a round's sheet would do."""
    with engines.db.reading() as session:
        return service.look(engines, session, found, viewer)[1]


def imported(
    engines: Engines, content: bytes, action: Action = Action.CREATE, **more: object
) -> Round:
    """Take a sheet in, its good rows, and return its round."""
    found = received(engines, content, action, **more)
    plan = looked_at(engines, found)
    with engines.db.writing() as session:
        service.start(session, session.merge(found), plan, by=SYSTEM)
    work_off(engines)
    return found


def undone(engines: Engines, found: Round) -> dict[str, int]:
    """Take a round back and return what became of its entries."""
    with engines.db.writing() as session:
        bulk.undo(session, session.get(Round, found.id), by=SYSTEM)
    work_off(engines)
    return counts(engines, found)


def counts(engines: Engines, found: Round) -> dict[str, int]:
    """Return how many entries of a round are at which state."""
    with engines.db.reading() as session:
        return rounds.counts_of(session, found.id)


def work_off(engines: Engines) -> None:
    """Run every task that waits."""
    Worker(engines, HANDLERS).drain()


def exported(engines: Engines) -> list[list[str]]:
    """Return the export of all items: headers, then a row each."""
    with engines.db.reading() as session:
        ids = queries.ids_of_all(session, None)
        return list(exporting.table_of(session, ids, None))


def without_versions(table: list[list[str]]) -> list[list[str]]:
    """Return an export without the column that counts versions."""
    at = table[0].index("phiên bản")
    return [row[:at] + row[at + 1 :] for row in table]
