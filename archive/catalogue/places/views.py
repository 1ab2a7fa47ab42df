"""The pages of places: all of them, and one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from archive.access import viewer
from archive.catalogue.places.queries import all_places, place_page
from archive.catalogue.reading.queries import Moved, find
from archive.discover.answers import listing, moved, page
from archive.language import current_language
from archive.records import PlaceRecord
from archive.web import engines

blueprint = Blueprint("places", __name__)


@blueprint.get("/places")
def places() -> Any:  # noqa: ANN401 - a page
    """List the places."""
    with engines().db.reading() as session:
        found = all_places(session, viewer(), current_language())
    return listing(render_template("places/places.html", found=found))


@blueprint.get("/places/<slug>")
def place(slug: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one of them with its items."""
    with engines().db.reading() as session:
        found = find(session, "place", slug, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, PlaceRecord):
            html = render_template("places/known_only.html", record=found.record)
            return page(html, is_public=False)
        shown = place_page(session, found.record, viewer(), current_language())
    return page(render_template("places/place.html", page=shown), is_public=found.is_public)
