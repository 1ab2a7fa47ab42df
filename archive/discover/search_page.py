"""The search page as one value: lines, facets, chips, years, tabs, pages."""

from __future__ import annotations

from collections.abc import Iterable
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
from archive.discover.service import Answer, Found
from archive.discover.snippets import marked_title, snippet_of
from archive.discover.words import AGENT_KINDS, ELEMENT_KINDS, PLACE_KINDS, SORTS, TYPES, said
from archive.filters import duration
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
_KINDS = {"element": ELEMENT_KINDS, "agent": AGENT_KINDS, "place": PLACE_KINDS}
_YEARS = ("from", "to", "page")


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
    problem: str
    exact_href: str
    suggestion_href: str

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """The orders to choose from."""
        return [(key, str(word)) for key, word in SORTS.items()]

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
        problem=_problem(answer),
        exact_href=form.url(exact=True),
        suggestion_href=form.url(q=results.suggestion) if results.suggestion else "",
    )


def _line(found: Found, answer: Answer, language: str) -> Line:
    marking = answer.results.marking
    if found.named is not None:
        named = found.named
        return Line(
            title=marked_title(named.title, marking, named.language),
            snippet=snippet_of(named.record, marking, language=language)
            if named.record
            else Markup(),
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


def _first_said(segments: Iterable[Segment], marking: Marking | None) -> float | None:
    """Return when the query's words are first said; None where they are not."""
    if marking is None or marking.is_empty:
        return None
    return next(
        (one.start_s for one in segments if marked_ranges(one.text, marking, one.language)), None
    )


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


def _problem(answer: Answer) -> str:
    if answer.problem is None:
        return ""
    if answer.problem.code == "search-too-large":
        return _("Câu tìm quá dài hoặc quá rộng. Xin bớt từ rồi tìm lại.")
    reasons = {"unclosed-quote": _("Dấu ngoặc kép chưa đóng. Xin đóng lại, hoặc bỏ đi.")}
    reason = getattr(answer.problem, "reason", "")
    return reasons.get(reason) or _(
        "Câu tìm có chỗ chưa đúng cách viết. Xin bỏ bớt dấu và ký hiệu."
    )
