"""The command `stats`."""

from __future__ import annotations

import click

from archive.catalogue.queries import holdings
from archive.command_line import emit, opened


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def stats_command(*, as_json: bool) -> None:
    """Count what the archive holds."""
    with opened() as engines, engines.db.reading() as session:
        said = holdings(session)
    if as_json:
        emit(said)
        return
    for name, value in said.items():
        click.echo(f"{name}\t{value}")
