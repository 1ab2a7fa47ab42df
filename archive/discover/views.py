"""The pages by which everybody finds their way: home, search, map, calendar, about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from archive.access import viewer
from archive.discover.answers import listing
from archive.discover.calendar import calendar_page
from archive.discover.comparing import MOST, ids_in
from archive.discover.comparing import compare as compare_items
from archive.discover.forms import SearchForm
from archive.discover.home import home_page
from archive.discover.province_page import province_page
from archive.discover.queries import item_count
from archive.discover.queries import lessons as published_lessons
from archive.discover.search_page import page_of
from archive.discover.service import search as find_items
from archive.errors import SearchUnavailableError
from archive.exchange.addresses import root_url
from archive.language import current_language
from archive.records import record_of
from archive.web import engines

blueprint = Blueprint("discover", __name__)
# htmx sends it when somebody goes back: then the whole page is wanted.
_RESTORE = "HX-History-Restore-Request"

# The letters of the Tai Viet block, consonants first. Source: Unicode 16, U+AA80–U+AAAF.
LETTERS = tuple(chr(code) for code in range(0xAA80, 0xAA9E))


@blueprint.get("/search")
def search() -> Any:  # noqa: ANN401 - a page
    """Show what a search finds; only the part that changes where htmx asks."""
    form, language = SearchForm.read(request.args), current_language()
    try:
        with engines().db.reading() as session:
            answer = find_items(engines(), session, form, viewer(), language)
            page = page_of(answer, language)
    except SearchUnavailableError as error:
        return _unavailable(form, error)
    is_part = "HX-Request" in request.headers and _RESTORE not in request.headers
    html = render_template(
        "discover/_results.html" if is_part else "discover/search.html", page=page
    )
    response = listing(html)
    response.vary.update(("HX-Request", _RESTORE))
    return response


def _unavailable(form: SearchForm, error: SearchUnavailableError) -> Response:
    html = render_template("discover/unavailable.html", form=form, words=error.words)
    response = listing(html, 503)
    response.headers["Retry-After"] = "30"
    return response


@blueprint.get("/")
def home() -> Any:  # noqa: ANN401 - a page
    """Show the way in: search, the dances, the map, what is new."""
    with engines().db.reading() as session:
        page = home_page(session, viewer(), current_language())
    return listing(render_template("discover/home.html", page=page, letters=LETTERS))


@blueprint.get("/map")
def province_map() -> Any:  # noqa: ANN401 - a page
    """Show the communes and wards with their numbers of items."""
    with engines().db.reading() as session:
        page = province_page(session, viewer(), current_language())
    return listing(render_template("discover/map.html", page=page))


@blueprint.get("/calendar")
def calendar() -> Any:  # noqa: ANN401 - a page
    """Show the festivals by the time of year that their sources name."""
    with engines().db.reading() as session:
        seasons = calendar_page(session, viewer(), current_language())
    return listing(render_template("discover/calendar.html", seasons=seasons))


@blueprint.get("/compare")
def compare() -> Any:  # noqa: ANN401 - a page
    """Show two to four items side by side."""
    ids = ids_in(request.args.getlist("item"))
    with engines().db.reading() as session:
        found = compare_items(session, ids, viewer(), current_language(), root_url())
    return listing(render_template("discover/compare.html", found=found, ids=ids, most=MOST))


@blueprint.get("/lessons")
def lessons() -> Any:  # noqa: ANN401 - a page
    """List the published lessons."""
    with engines().db.reading() as session:
        rows = published_lessons(session, viewer())
        found = [record_of(row.record) for row in rows]
    return listing(render_template("discover/lessons.html", found=found))


@blueprint.get("/about")
def about() -> Any:  # noqa: ANN401 - a page
    """Say what the archive is, whose it is, and how to reach its keepers."""
    with engines().db.reading() as session:
        count = item_count(session, viewer())
    contact = engines().settings.contact
    return listing(render_template("discover/about.html", count=count, contact=contact))


@blueprint.get("/accessibility")
def accessibility() -> Any:  # noqa: ANN401 - a page
    """Say how the pages can be used, and what is still hard."""
    contact = engines().settings.contact
    return listing(render_template("discover/accessibility.html", contact=contact))
