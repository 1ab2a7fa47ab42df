"""The search page as one value: lines, facets, chips, years, tabs, pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _
from markupsafe import Markup

from archive.catalogue.files.models import Segment
from archive.discover.cards import Card
from archive.discover.facets import Group, bars_of, chips_of, groups_of, tabs_of
from archive.discover.forms import SearchForm
from archive.discover.names import Named
from archive.discover.paging import Pages
from archive.discover.problems import Problem, problem_of
from archive.discover.province import Drawing, MapPoint, draw
from archive.discover.service import Answer, Found
from archive.discover.snippets import marked_title, snippet_of
from archive.discover.words import (
    AGENT_KINDS,
    ELEMENT_KINDS,
    PLACE_KINDS,
    SCHEMES,
    SORTS,
    TYPES,
    said,
)
from archive.filters import duration
from archive.records import PlaceRecord
from index.snippets import Marking, marked_ranges
from index.values import Results

_ICONS = {
    "agent": "user",
    "place": "pin",
    "event": "calendar",
    "collection": "folder",
    "term": "book",
    "element": "",  # elements have signs of their own
}
_KINDS = {
    "element": ELEMENT_KINDS,
    "agent": AGENT_KINDS,
    "place": PLACE_KINDS,
    "term": SCHEMES,
}
_ON_MAP = {"commune", "ward", "village"}


@dataclass(frozen=True, slots=True)
class Line:
    """One hit as the page shows it: a card or a named record, with marked words."""

    title: Markup
    snippet: Markup
    card: Card | None = None
    named: Named | None = None
    kind_label: str = ""
    icon: str = "document"
    glyph: str = ""
    start_href: str = ""
    start_text: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything that the template of the search page shows."""

    form: SearchForm
    results: Results
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    chips: tuple[tuple[str, str], ...]
    bars: tuple[tuple[int, int], ...]
    tabs: tuple[tuple[str, str, bool], ...]
    pager: Pages
    concept: Named | None
    concept_label: str
    concept_icon: str
    problem: Problem | None
    drawing: Drawing | None
    exact_href: str
    suggestion_href: str

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders to choose from."""
        return [(key, str(word)) for key, word in SORTS.items()]

    @property
    def also(self) -> list[str]:
        """What else was searched for, each name once."""
        return list(dict.fromkeys(name for one in self.results.widened for name in one.to))

    @property
    def said(self) -> str:
        """The search as the query of an address, without the page."""
        return urlencode(self.form.pairs(without=("page", "more")))

    def kept(self, *names: str) -> list[tuple[str, str]]:
        """Return what a small form of the page keeps of the search, without its own fields."""
        return self.form.pairs(without=names)


def page_of(answer: Answer, language: str) -> SearchPage:
    """Return the page that shows an answer."""
    form, results = answer.form, answer.results
    concept = answer.concept if form.page == 1 and not form.is_filtered else None
    return SearchPage(
        form=form,
        results=results,
        lines=tuple(_line(found, answer, language) for found in answer.found),
        groups=groups_of(answer, language),
        chips=chips_of(answer, language),
        bars=bars_of(results.years),
        tabs=tuple(tabs_of(answer)),
        pager=Pages(form.page, answer.pages, lambda number: form.url(page=number)),
        concept=concept,
        concept_label=kind_label(concept) if concept else "",
        concept_icon=_ICONS.get(concept.type, "") if concept else "",
        problem=problem_of(answer),
        drawing=draw(_points(answer)) if form.view == "map" and form.type == "item" else None,
        exact_href=form.url(exact=True),
        suggestion_href=form.url(q=results.suggestion) if results.suggestion else "",
    )


def _line(found: Found, answer: Answer, language: str) -> Line:
    marking = answer.results.marking
    if found.named is not None:
        named = found.named
        return Line(
            title=marked_title(named.title, marking, named.language),
            snippet=_snippet_of_named(found, marking, language),
            named=named,
            kind_label=kind_label(named),
            icon=_ICONS.get(named.type, "document"),
            glyph=named.id if named.type == "element" else "",
        )
    card = found.card
    title = marked_title(card.title, marking, card.title_lang) if card else Markup()
    if card is None or card.restricted or found.shown is None:
        return Line(title, Markup(), card)
    snippet = snippet_of(
        found.shown.record, marking, found.segments, found.file_texts, language=language
    )
    start_s = _first_said(found.segments, marking)
    return Line(title, snippet, card, start_href=_start(card, start_s), start_text=_at(start_s))


def _snippet_of_named(found: Found, marking: Marking | None, language: str) -> Markup:
    """Show the words that matched; where an item's words did, the item's title."""
    if found.told_by is not None:
        title = marked_title(found.told_by.title, marking, found.told_by.title_lang)
        return Markup(_("Có trong tư liệu: %(title)s")) % {"title": title}  # noqa: S704 - a translation
    record = found.named.record if found.named else None
    return snippet_of(record, marking, language=language) if record else Markup()


def _first_said(segments: Iterable[Segment], marking: Marking | None) -> float | None:
    """Return when the query's words are first said or danced; None where they are not.

    A step is found by every name of its movement, and its own words may hold none of them.
    """
    if marking is None or marking.is_empty:
        return None
    told = list(segments)
    said = (one for one in told if marked_ranges(one.text, marking, one.language))
    danced = (one for one in told if one.movement_id)
    return next((one.start_s for one in (*said, *danced) if one.start_s is not None), None)


def _start(card: Card, start_s: float | None) -> str:
    return f"{card.href}?{urlencode({'t': int(start_s)})}" if start_s else ""


def _at(start_s: float | None) -> str:
    return _("Xem từ %(time)s", time=duration(start_s)) if start_s else ""


def kind_label(named: Named) -> str:
    """Return what kind of thing a named record is, in words."""
    words = _KINDS.get(named.type)
    if words is not None and named.kind in words:
        return said(words, named.kind)
    return said(TYPES, named.type)


def _points(answer: Answer) -> Iterator[MapPoint]:
    """Yield the places of the whole result that have a point, each leading to what is there."""
    for count in answer.results.facets.get("place", ()):
        named = answer.names.get(("place", count.value))
        record = named.record if named else None
        if named and isinstance(record, PlaceRecord) and record.kind in _ON_MAP:
            href = answer.form.with_value("place", count.value).url(view="grid")
            if record.latitude is not None and record.longitude is not None:
                at = record.latitude, record.longitude
                yield MapPoint(named.title, href, count.count, *at)
