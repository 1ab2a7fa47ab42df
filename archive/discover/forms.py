"""What is asked of the search page: every state of it is an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, cast
from urllib.parse import urlencode

from flask import url_for

from archive.discover.words import FACETS, FILTERS, SORTS
from index.values import Sort

PAGE_SIZE = 24
_MOST_PAGES = 400
_LONGEST = 5_000  # more than the index answers, so that it says so
_MOST_VALUES = 40
TYPES = ("item", "element", "agent", "place", "event", "collection", "term")
VIEWS = ("grid", "list", "map")


class Arguments(Protocol):
    """The arguments of a request's address, several of one name allowed."""

    def get(self, name: str, /) -> str | None:
        """Return the first value."""

    def getlist(self, name: str, /) -> list[str]:
        """Return all values."""


@dataclass(frozen=True, slots=True)
class SearchForm:
    """The words, the filters and the order of a search.

    `after` and `limit` are of those who read everything piece by piece, and `is_whole` of those
    who want every value of every facet; they are never in an address of the page.
    """

    q: str = ""
    type: str = "item"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    page: int = 1
    view: str = "grid"
    exact: bool = False
    more: str = ""
    after: str = ""
    limit: int = PAGE_SIZE
    is_whole: bool = False

    @classmethod
    def read(cls, args: Arguments) -> SearchForm:
        """Read an address; what makes no sense in it is left out."""
        q = (args.get("q") or "").strip()[:_LONGEST]
        filters = {name: _values(args.getlist(name)) for name in FILTERS}
        sort = _one_of(args.get("sort"), tuple(SORTS), "relevance" if q else "added")
        return cls(
            q=q,
            type=_one_of(args.get("type"), TYPES, "item"),
            filters={name: values for name, values in filters.items() if values},
            year_from=_number(args.get("from"), 1, 9999),
            year_to=_number(args.get("to"), 1, 9999),
            sort=cast("Sort", sort),
            page=_number(args.get("page"), 1, _MOST_PAGES) or 1,
            view=_one_of(args.get("view"), VIEWS, "grid"),
            exact=args.get("exact") == "1",
            more=_one_of(args.get("more"), tuple(FACETS), ""),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the words narrows the search."""
        return bool(self.filters) or self.year_from is not None or self.year_to is not None

    @property
    def default_sort(self) -> str:
        """The order that needs no word in the address."""
        return "relevance" if self.q else "added"

    def names_all(self, facet: str) -> bool:
        """Tell whether all values of a facet are to be named, not only the most frequent."""
        return self.is_whole or self.more == facet or (facet == "place" and self.view == "map")

    def with_value(self, facet: str, value: str) -> SearchForm:
        """Return the search with a value of a facet added, or taken away where it is there."""
        held = self.filters.get(facet, ())
        kept = tuple(one for one in held if one != value) if value in held else (*held, value)
        filters = {name: values for name, values in self.filters.items() if name != facet}
        return replace(self, filters={**filters, facet: kept} if kept else filters, page=1)

    def cleared(self) -> SearchForm:
        """Return the search without filters."""
        return replace(self, filters={}, year_from=None, year_to=None, page=1)

    def pairs(self, *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Return the search as names and values, in a fixed order, defaults left out."""
        said: list[tuple[str, str]] = [
            ("q", self.q),
            ("type", "" if self.type == "item" else self.type),
            *((name, value) for name in FILTERS for value in self.filters.get(name, ())),
            ("from", str(self.year_from or "")),
            ("to", str(self.year_to or "")),
            ("sort", "" if self.sort == self.default_sort else self.sort),
            ("view", "" if self.view == "grid" else self.view),
            ("exact", "1" if self.exact else ""),
            ("more", self.more),
            ("page", str(self.page) if self.page > 1 else ""),
        ]
        left_out = set(without)
        return [(name, value) for name, value in said if value and name not in left_out]

    def url(self, **changes: Any) -> str:  # noqa: ANN401 - any field of the form
        """Return the address of this search, with some fields changed."""
        form = replace(self, **{"page": 1, **changes})
        query = urlencode(form.pairs())
        return url_for("discover.search") + (f"?{query}" if query else "")


def _values(given: Sequence[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(value[:120] for value in given if value)
    return tuple(kept)[:_MOST_VALUES]


def _one_of(given: str | None, allowed: Sequence[str], otherwise: str) -> str:
    return given if given is not None and given in allowed else otherwise


def _number(given: str | None, least: int, most: int) -> int | None:
    if not given or not given.isascii() or not given.isdigit() or len(given) > 4:  # noqa: PLR2004 - years and pages have at most four digits
        return None
    return min(max(int(given), least), most)
