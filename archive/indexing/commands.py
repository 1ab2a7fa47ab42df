"""The commands `reindex` and `search`."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from archive.command_line import Meter, emit, opened, say
from archive.engines import Engines
from archive.indexing import indexer
from archive.indexing.synonyms import fresh_synonyms
from index.values import Query, State


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


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, help="How many hits to print.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON lines.")
def search_command(words: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    """Search as a visitor would."""
    with opened() as engines:
        fresh_synonyms(engines)
        found = engines.index.search(Query(" ".join(words), limit=limit))
    for hit in found.hits:
        emit(asdict(hit)) if as_json else click.echo(f"{hit.score:.3f}\t{hit.type}\t{hit.group}")
    say(f"{found.total} kết quả")
