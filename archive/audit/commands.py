"""The command `audit`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from archive.audit import heads
from archive.command_line import emit, opened, say


@click.group("audit")
def audit_command() -> None:
    """Look after the log of activities."""


@audit_command.command("verify")
@click.option(
    "--heads",
    "kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with the heads of a backup instead of the data folder's own.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify_command(*, kept: Path | None, as_json: bool) -> None:
    """Check that no event was changed or cut off; exit code 1 if one was."""
    with opened() as engines, engines.db.reading() as session:
        found = heads.verify(session, kept or heads.path_in(engines.settings.data))
    emit({**asdict(found), "is_sound": found.is_sound}) if as_json else _tell(found)
    sys.exit(0 if found.is_sound else 1)


def _tell(found: heads.Verdict) -> None:
    if found.broken_at is not None:
        click.echo(f"broken\t{found.broken_at}")
    if found.missing is not None:
        click.echo(f"missing\t{found.missing.seq}\t{found.missing.at}")
    if found.anew_at:
        say(f"nhật ký được đưa về từ bản sao lúc {found.anew_at}")
    say(f"{found.events} hoạt động, {'nguyên vẹn' if found.is_sound else 'KHÔNG nguyên vẹn'}")
