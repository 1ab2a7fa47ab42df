"""The commands `export` and `import`: records as JSON lines, out and in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TextIO

import click
from pydantic import ValidationError

from archive.catalogue.models import ROWS
from archive.catalogue.queries import every_record
from archive.catalogue.saving import Actor, Save, save
from archive.command_line import Meter, emit, opened, say
from archive.engines import Engines
from archive.indexing.indexer import Indexer
from archive.records import ItemRecord, Record, read_record

_ACTOR = Actor("kho import")


@click.command("export")
@click.option("--type", "kinds", multiple=True, type=click.Choice(sorted(ROWS)), help="Only these.")
def export_command(kinds: tuple[str, ...]) -> None:
    """Write every record as one JSON line (docs/reference/record-schema.md)."""
    with opened() as engines, engines.db.reading() as session:
        for kind in kinds or sorted(ROWS):
            for record in every_record(session, kind):
                emit(record)


@click.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def import_command(file: TextIO, *, dry_run: bool) -> None:
    """Read records as JSON lines; new ones are added, known ones get a new version.

    Files of items are not carried by JSON lines: bring them with `kho ingest`.
    """
    meter = Meter("bản ghi")
    with opened() as engines:
        bad = _import(engines, file, meter, dry_run=dry_run)
        Indexer(engines).drain()
    meter.end()
    say(f"{bad} dòng hỏng")
    sys.exit(1 if bad else 0)


def _import(engines: Engines, file: TextIO, meter: Meter, *, dry_run: bool) -> int:
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


def _records(file: TextIO) -> Iterator[tuple[int, Record | None]]:
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
