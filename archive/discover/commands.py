"""The command `stats`."""

from __future__ import annotations

import click
from sqlalchemy import func, select

from archive.catalogue.files.models import File
from archive.catalogue.models import ROWS, Item
from archive.command_line import emit, opened
from archive.records import Status
from archive.tasks.models import Task


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def stats_command(*, as_json: bool) -> None:
    """Count what the archive holds."""
    with opened() as engines, engines.db.reading() as session:
        counts = {
            kind: session.scalar(select(func.count()).select_from(table))
            for kind, table in ROWS.items()
        }
        published = select(func.count()).select_from(Item).where(Item.status == Status.PUBLISHED)
        said = {
            **counts,
            "item-published": session.scalar(published),
            "file": session.scalar(select(func.count()).select_from(File)),
            "file-bytes": session.scalar(select(func.coalesce(func.sum(File.size_bytes), 0))),
            "task": {
                state.value: count
                for state, count in session.execute(
                    select(Task.state, func.count()).group_by(Task.state)
                )
            },
        }
    if as_json:
        emit(said)
        return
    for name, value in said.items():
        click.echo(f"{name}\t{value}")
