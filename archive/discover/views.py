"""The pages by which everybody finds their way: home, search, map, calendar, about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from archive.access import viewer
from archive.discover.answers import listing
from archive.discover.forms import SearchForm
from archive.discover.search_page import page_of
from archive.discover.service import search as find_items
from archive.errors import SearchUnavailableError
from archive.language import current_language
from archive.web import engines

blueprint = Blueprint("discover", __name__)


@blueprint.get("/search")
def search() -> Any:  # noqa: ANN401 - a page
    """Show what a search finds; only the part that changes where htmx asks."""
    form, language = SearchForm.read(request.args), current_language()
    try:
        with engines().db.reading() as session:
            answer = find_items(engines(), session, form, viewer(), language)
            page = page_of(answer, language)
    except SearchUnavailableError as error:
        html = render_template("discover/unavailable.html", form=form, words=error.words)
        response = listing(html, 503)
        response.headers["Retry-After"] = "30"
        return response
    is_part = "HX-Request" in request.headers
    html = render_template(
        "discover/_results.html" if is_part else "discover/search.html", page=page
    )
    response = listing(html)
    response.vary.add("HX-Request")
    return response
