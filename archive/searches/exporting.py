"""What a search finds, as a table to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import text_in
from archive.discover import queries
from archive.discover.cards import Shown, shown_of
from archive.discover.forms import SearchForm
from archive.discover.names import Key, Named, links_to, names_of
from archive.discover.service import query_of
from archive.engines import Engines
from archive.exchange.addresses import whole
from archive.records import ItemRecord, Link
from archive.searches.asking import asked_in_earnest

MOST_ROWS = 10_000
COLUMNS = (
    *("id", "url", "title", "title_en", "kind", "date", "edtf", "elements", "peoples"),
    *("places", "people", "languages", "inventory_number", "rights", "description", "restricted"),
)
_PIECE = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, str]


def rows(engines: Engines, form: SearchForm, viewer: Viewer, language: str) -> Iterator[Row]:
    """Yield a row for each item that a search finds, in its order, at most ten thousand.

    Each piece passes the access function anew, so what is hidden meanwhile does not come along.
    """
    seen: set[str] = set()
    for offset in range(0, MOST_ROWS, _PIECE):
        with engines.db.reading() as session:
            asked = query_of(engines, session, replace(form, type="item"), viewer, language)
            asked = replace(asked, facets=(), years=False, offset=offset, limit=_PIECE)
            hits = asked_in_earnest(engines, asked).hits
            ids = [hit.group.partition(":")[2] for hit in hits]
            yield from _rows(session, [one for one in ids if one not in seen], viewer, language)
        seen.update(ids)
        if len(hits) < _PIECE:
            return


def begun(found: Iterator[Row]) -> Iterator[Row]:
    """Ask for the first row now, so that what is amiss is said before anything is sent."""
    return chain(list(islice(found, 1)), found)


def as_csv(found: Iterable[Row]) -> Iterator[bytes]:
    """Yield rows as CSV after RFC 4180, with the mark by which Excel knows UTF-8.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    yield "\ufeff".encode() + _line(COLUMNS)
    for row in found:
        yield _line(_harmless(row.get(name, "")) for name in COLUMNS)


def as_json(found: Iterable[Row]) -> Iterator[bytes]:
    """Yield rows as one JSON array."""
    before = b"[\n"
    for row in found:
        yield before + json.dumps(row, ensure_ascii=False).encode()
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rows(session: Session, ids: list[str], viewer: Viewer, language: str) -> Iterator[Row]:
    shown = [shown_of(row, viewer) for row in queries.items_of(session, ids, viewer)]
    wanted = {key for one in shown if one.is_seen for key in _keys(one.record)}
    names = names_of(session, wanted, viewer, language)
    for one in shown:
        yield _row(one, names)


def _keys(record: ItemRecord) -> Iterator[Key]:
    for target, links in (("element", record.elements), ("place", record.places)):
        yield from ((target, link.id) for link in links if link.id)
    yield from (("agent", link.id) for link in record.agents if link.id)
    yield from (("term", people) for people in record.peoples)


def _row(shown: Shown, names: dict[Key, Named]) -> Row:
    record = shown.record
    row = {
        "id": record.id,
        "url": whole(f"/items/{record.id}"),
        "title": text_in(record.title, "vi")[1],
        "title_en": "; ".join(record.title.get("en", ())),
        "restricted": "" if shown.is_seen else "1",
    }
    if not shown.is_seen:
        return row
    peoples = links_to(names, "term", record.peoples)
    return row | {
        "kind": record.kind.value,
        "date": record.date.as_written if record.date else "",
        "edtf": (record.date.edtf or "") if record.date else "",
        "elements": _named(record.elements, "element", names),
        "peoples": "; ".join(title for title, *_ in peoples),
        "places": _named(record.places, "place", names),
        "people": _named(record.agents, "agent", names),
        "languages": "; ".join(record.languages),
        "inventory_number": record.inventory_number or "",
        "rights": record.rights or "",
        "description": text_in(record.description, "vi")[1],
    }


def _named(links: Iterable[Link], target: str, names: dict[Key, Named]) -> str:
    found = []
    for link in links:
        named = names.get((target, link.id or ""))
        title = named.title if named else ("" if link.id else link.name)
        found.append(f"{title} ({link.role})" if title and link.role else title)
    return "; ".join(filter(None, found))
