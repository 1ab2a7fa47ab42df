"""The commands `search` and `stats`."""

from __future__ import annotations

from dataclasses import asdict

import click

from archive.access import VISITOR
from archive.catalogue.queries import holdings
from archive.command_line import emit, opened, say
from archive.discover.service import titled_hits
from index.errors import SearchSyntaxError, SearchTooLargeError


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, help="How many hits to print.")
@click.option("--json", "as_json", is_flag=True, help="Print the hits as JSON lines.")
def search_command(words: tuple[str, ...], *, limit: int, as_json: bool) -> None:
    """Search as a visitor would: score, kind, id and title of each hit."""
    try:
        with opened() as engines, engines.db.reading() as session:
            hits, total = titled_hits(engines, session, " ".join(words), VISITOR, limit)
    except (SearchSyntaxError, SearchTooLargeError) as error:
        raise click.UsageError(str(error)) from error
    for hit, title in hits:
        line = f"{hit.score:.3f}\t{hit.type}\t{hit.group}\t{title}"
        emit({**asdict(hit), "title": title}) if as_json else click.echo(line)
    say(f"{total} kết quả")


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
