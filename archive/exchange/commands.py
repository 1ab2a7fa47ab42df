"""The commands `export` and `import`: records as JSON lines, out and in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import click
from pydantic import ValidationError

from archive.catalogue.models import ROWS
from archive.catalogue.queries import every_record
from archive.catalogue.saving import Actor, Save, save
from archive.command_line import Meter, emit, opened, say
from archive.engines import Engines
from archive.indexing.indexer import Indexer
from archive.records import ItemRecord, Record, read_record
from archive.sheets import commands as sheets
from archive.sheets.applying import Action

_ACTOR = Actor("kho import")
_ACTIONS = [action.value for action in Action if action is not Action.REMOVE]
_PATH = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("export")
@click.option("--type", "kinds", multiple=True, type=click.Choice(sorted(ROWS)), help="Only these.")
@click.option("--sheet", type=_PATH, help="Write the items into this .csv or .xlsx instead.")
def export_command(kinds: tuple[str, ...], sheet: Path | None) -> None:
    """Write every record as one JSON line (docs/reference/record-schema.md)."""
    with opened() as engines, engines.db.reading() as session:
        if sheet is not None:
            sheets.export_sheet(engines, sheet)
            return
        for kind in kinds or sorted(ROWS):
            for record in every_record(session, kind):
                emit(record)


@click.command("import")
@click.argument("file", type=click.Path(allow_dash=True, path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--action", type=click.Choice(_ACTIONS), help="What a sheet's rows do.")
@click.option("--files", type=_FOLDER, help="The folder of the files that a sheet names.")
@click.option("--again", is_flag=True, help="Take in a sheet that was taken in before.")
@click.option("--widen", is_flag=True, help="Let rows open published items to more people.")
@click.option("--undo", metavar="ROUND", help="Take back what a sheet brought in.")
@click.option("--json", "as_json", is_flag=True, help="Print problems and counts as JSON lines.")
def import_command(file: Path | None, **said: Any) -> None:  # noqa: ANN401 - the options above
    """Take in a sheet (.csv, .tsv, .xlsx), or records as JSON lines.

    A sheet is looked at first: every bad row and cell is named, the good rows are taken in. One
    that was cut off goes on when it is given again. Of JSON lines new records are added, known
    ones get a new version; files of items are not carried by them: bring those with `kho ingest`.
    """
    with opened() as engines:
        code = _took_in(engines, file, said)
        Indexer(engines).drain()
    sys.exit(code)


def _took_in(engines: Engines, file: Path | None, said: dict[str, Any]) -> int:
    """Do what the command asks and return its exit code."""
    if said["undo"]:
        return sheets.undo_round(engines, said["undo"], as_json=said["as_json"])
    if file is None or (str(file) != "-" and not file.is_file()):
        message = f"no such file: {file or ''}"
        raise click.UsageError(message)
    if sheets.is_sheet(file.name):
        options = {name: value for name, value in said.items() if name != "undo" and value}
        return sheets.import_sheet(engines, sheets.Order(file, **options))
    return _took_in_lines(engines, file, dry_run=said["dry_run"])


def _took_in_lines(engines: Engines, file: Path, *, dry_run: bool) -> int:
    meter = Meter("bản ghi")
    with click.open_file(str(file), encoding="utf-8") as lines:
        bad = _import(engines, lines, meter, dry_run=dry_run)
    meter.end()
    say(f"{bad} dòng hỏng")
    return 1 if bad else 0


def _import(engines: Engines, file: IO[Any], meter: Meter, *, dry_run: bool) -> int:
    """Take the lines in; return how many are no records."""
    bad = 0
    for number, record in _records(file):
        if record is None:
            bad += 1
            click.echo(f"{file.name}:{number}: not a record")
        elif not dry_run:
            _take(engines, record)
        meter(number)
    return bad


def _records(file: IO[Any]) -> Iterator[tuple[int, Record | None]]:
    for number, line in enumerate(file, 1):
        if line.strip():
            try:
                yield number, read_record(line)
            except ValidationError:
                yield number, None


def _take(engines: Engines, record: Record) -> None:
    with engines.db.reading() as session:
        row = session.get(ROWS[record.type], record.id)
        base = row.version if row is not None else None
        there = row.record if row is not None else {}
    if isinstance(record, ItemRecord):
        known = {file["id"] for file in there.get("files", ())}
        record = record.model_copy(
            update={"files": tuple(file for file in record.files if file.id in known)}
        )
    save(engines, Save(record, "kho import", base_version=base), by=_ACTOR)
