"""The command `reindex`."""

from __future__ import annotations

import sys

import click

from archive.command_line import Meter, opened, say
from archive.engines import Engines
from archive.indexing import indexer
from index.values import State


@click.command("reindex")
@click.option("--check", is_flag=True, help="Only say how the index differs from the catalogue.")
def reindex_command(*, check: bool) -> None:
    """Build the index anew, searches going on meanwhile."""
    with opened() as engines:
        if check:
            sys.exit(0 if _is_whole(engines) else 1)
        meter = Meter("đã lập mục lục")
        indexer.rebuild(engines, meter)
        meter.end()


def _is_whole(engines: Engines) -> bool:
    """Tell what is amiss with the index, and say whether nothing is."""
    is_damaged = engines.index.state is State.DEGRADED
    if is_damaged:
        say("mục lục bị hỏng, nên lập lại: kho reindex")
    differences = engines.index.check(indexer.expected(engines))
    for difference in differences:
        click.echo(f"{difference.kind}\t{difference.id}")
    return not differences and not is_damaged
