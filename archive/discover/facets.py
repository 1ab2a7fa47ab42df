"""Facets, chips and years of a search, each value a link to the search with it or without it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

from archive.catalogue.rights import right_label
from archive.discover.forms import TYPES as SEARCHED
from archive.discover.forms import SearchForm
from archive.discover.names import Key, Named
from archive.discover.service import SHORT, Answer
from archive.discover.trees import as_tree
from archive.discover.words import FACETS, FILTERS, ITEM_KINDS, TABS, said
from archive.languages import language_name
from archive.numbers import whole_number
from archive.records import PlaceRecord, TermRecord

_OPEN = ("element", "people", "kind", "rights")
_MOST_BARS = 60
_TYPES_OF = {
    "element": "element",
    "place": "place",
    "people": "term",
    "instrument": "term",
    "collection": "collection",
    "agent": "agent",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    label: str
    count: int
    href: str
    selected: bool = False
    glyph: str = ""
    lang: str = ""
    depth: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One facet."""

    key: str
    label: str
    values: tuple[Value, ...]
    more_href: str = ""
    is_open: bool = False


def groups_of(answer: Answer, language: str) -> tuple[Group, ...]:
    """Return the facets that have values, in their fixed order."""
    groups = (_group(answer, facet, language) for facet in FACETS)
    return tuple(group for group in groups if group.values)


def _group(answer: Answer, facet: str, language: str) -> Group:
    form = answer.form
    held = form.filters.get(facet, ())
    counted = {count.value: count.count for count in answer.results.facets.get(facet, ())}
    counts = {**dict.fromkeys(held, 0), **counted}  # what is chosen stands first
    known = (
        (value, label)
        for value in counts
        if (label := label_of(facet, value, answer.names, language))
    )
    shown = dict(known if form.more == facet else islice(known, SHORT + 1))
    is_cut = len(shown) > SHORT and form.more != facet
    tree = as_tree(list(shown)[:SHORT] if is_cut else list(shown), _above(facet, answer.names))
    values = [
        Value(
            shown[value],
            counts[value],
            form.with_value(facet, value).url(),
            selected=value in held,
            glyph=_glyph(facet, value),
            depth=depth,
            id=f"{facet}-{value.replace(' ', '-')}",
        )
        for value, depth in tree
    ]
    return Group(
        key=facet,
        label=str(FACETS[facet]),
        values=tuple(values),
        more_href=form.url(more=facet) if is_cut else "",
        is_open=facet in _OPEN or facet in form.filters or form.more == facet,
    )


def label_of(facet: str, value: str, names: Mapping[Key, Named], language: str) -> str:
    """Return what a facet's value is called; "" where the viewer may not know it."""
    if facet in _TYPES_OF:
        named = names.get((_TYPES_OF[facet], value))
        return named.title if named is not None else ""
    if facet == "kind":
        return said(ITEM_KINDS, value)
    if facet == "decade":
        year = whole_number(value)
        return _("%(year)s–%(last)s", year=year, last=year + 9) if year else ""
    if facet == "rights":
        return right_label(value, "en" if language == "en" else "vi")
    return language_name(value, language) if facet == "language" else value


def _above(facet: str, names: Mapping[Key, Named]) -> Callable[[str], str | None]:
    """Return what tells the value that another is within, as far as both are named."""

    def above(value: str) -> str | None:
        named = names.get((_TYPES_OF.get(facet, ""), value))
        record = named.record if named is not None else None
        if isinstance(record, PlaceRecord):
            return record.within
        return record.broader if isinstance(record, TermRecord) else None

    return above


def _glyph(facet: str, value: str) -> str:
    return value if facet == "element" and value.startswith(("xoe-", "vu-dieu")) else ""


def chips_of(answer: Answer, language: str) -> tuple[tuple[str, str], ...]:
    """Return what filters now: its words and the search without it."""
    form = answer.form
    chips = [
        (f"{FILTERS[facet]}: {label}", form.with_value(facet, value).url())
        for facet, values in form.filters.items()
        for value in values
        if (label := label_of(facet, value, answer.names, language))
    ]
    if form.year_from is not None or form.year_to is not None:
        years = f"{form.year_from or '…'}–{form.year_to or '…'}"
        chips.append((years, form.url(year_from=None, year_to=None)))
    return tuple(chips)


def bars_of(years: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the bars of the histogram: years, decades or centuries, as many as fit."""
    if not years:
        return ()
    first, last = years[0][0], years[-1][0]
    step = next(size for size in (1, 5, 10, 50, 100, 1000) if (last - first) // size < _MOST_BARS)
    sums: dict[int, int] = defaultdict(int)
    for year, count in years:
        sums[year // step * step] += count
    start, end = first // step * step, last // step * step
    return tuple((year, sums[year]) for year in range(start, end + 1, step))


def tabs_of(answer: Answer) -> Iterable[tuple[str, str, bool]]:
    """Return the kinds of things found with their numbers, each a link."""
    form = answer.form
    counts = {count.value: count.count for count in answer.results.facets.get("type", ())}
    for kind in SEARCHED:
        count = counts.get(kind, 0)
        if kind in {"item", form.type} or count:
            href = SearchForm(q=form.q, type=kind, exact=form.exact).url()
            yield str(TABS[kind]) % {"n": count}, href, kind == form.type
