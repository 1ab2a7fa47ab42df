"""Compare: two to four items side by side, with what is said differently of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.access import Viewer, may_view
from archive.catalogue.items.queries import Fact, ItemPage, Looking, item_page
from archive.catalogue.items.recordings import Recording
from archive.catalogue.items.timed import Step
from archive.discover import queries
from archive.records import ItemRecord, record_of

MOST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all the items compared."""

    label: str
    facts: tuple[Fact | None, ...]

    @property
    def is_different(self) -> bool:
        """Whether the items differ in it."""
        return len({_said(fact) for fact in self.facts}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The items and the facts, one row a label."""

    pages: tuple[ItemPage, ...]
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[tuple[ItemPage, Recording | None]]:
        """Each item with the recording that is played of it, what plays first."""
        found = [(page, _first_played(page)) for page in self.pages]
        return sorted(found, key=lambda one: one[1] is None)

    @property
    def playing(self) -> list[ItemPage]:
        """The items that have something to play."""
        return [page for page, recording in self.shown if recording is not None]

    @property
    def common_steps(self) -> tuple[Step, ...]:
        """The steps of the first recording that every other one has too, by number."""
        lists = [recording.timed.steps for _, recording in self.shown if recording is not None]
        return lists[0][: min(map(len, lists))] if lists else ()


def _first_played(page: ItemPage) -> Recording | None:
    return next((one for one in page.recordings if one.sources), None)


def ids_in(given: Sequence[str]) -> list[str]:
    """Return the item ids among ids and addresses, at most four, each once."""
    found = (text.strip().rstrip("/").rsplit("/", 1)[-1].split("?")[0] for text in given)
    return list(dict.fromkeys(one[:80] for one in found if one))[:MOST]


def compare(
    session: Session, ids: Sequence[str], viewer: Viewer, language: str, root: str
) -> Comparison:
    """Return those of the items that the viewer may see, side by side."""
    records = [record_of(row.record) for row in queries.items_of(session, ids, viewer)]
    pages = tuple(
        item_page(session, record, Looking(viewer, language, f"{root}/items/{record.id}"))
        for record in records
        if isinstance(record, ItemRecord) and may_view(viewer, record)
    )
    return Comparison(pages, tuple(_rows(pages)) if len(pages) > 1 else ())


def _rows(pages: Sequence[ItemPage]) -> list[Row]:
    labels = dict.fromkeys(fact.label for page in pages for fact in page.facts)
    by_page = [{fact.label: fact for fact in page.facts} for page in pages]
    return [Row(label, tuple(facts.get(label) for facts in by_page)) for label in labels]


def _said(fact: Fact | None) -> tuple[object, ...]:
    return (fact.text, fact.links) if fact else ()
