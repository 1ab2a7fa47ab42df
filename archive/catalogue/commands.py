"""The commands `inspect` and `ingest`."""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path

import click

from archive.catalogue.ingest import IngestReport, Step, ingest
from archive.catalogue.saving import Actor
from archive.command_line import Meter, emit, opened, say
from archive.indexing.indexer import Indexer
from archive.reasons import words_of
from media.inspect import inspect

_PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)


@click.command("inspect")
@_PATHS
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line a file.")
def inspect_command(paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Say what identification and extraction read in each file; nothing is stored."""
    for found in inspect(paths):
        if as_json:
            emit(found.as_dict())
        else:
            kind = found.description.format if found.description else found.reason
            click.echo(f"{'+' if found.accepted else '-'}\t{kind}\t{found.path}")


@click.command("ingest")
@_PATHS
@click.option("--dry-run", is_flag=True, help="Only say what would be taken in.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def ingest_command(paths: tuple[Path, ...], *, dry_run: bool, as_json: bool) -> None:
    """Take files and folders in as drafts; run again it goes on where it was cut off."""
    meter = Meter("MB")

    def show(step: Step) -> None:
        meter(step.done_bytes // 1024**2, step.total_bytes // 1024**2)

    with opened() as engines:
        report = ingest(engines, paths, by=_actor(), dry_run=dry_run, progress=show)
        Indexer(engines).drain()
    meter.end()
    _tell(report, as_json=as_json)
    sys.exit(1 if report.refused else 0)


def _actor() -> Actor:
    return Actor(f"kho ingest ({getpass.getuser()})")


def _tell(report: IngestReport, *, as_json: bool) -> None:
    if as_json:
        emit({**asdict(report), "files": report.files})
        return
    for path, reason, evidence in report.refusals:
        click.echo(f"{path}\t{reason}\t{words_of(reason, evidence)}")
    say(
        f"{report.taken} nhận mới, {report.known} đã có, {report.refused} bị từ chối,"
        f" {report.skipped} bỏ qua"
    )
