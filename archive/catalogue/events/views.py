"""The pages of events: all of them, and one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from archive.access import viewer
from archive.catalogue.events.queries import all_events, event_page
from archive.catalogue.reading.queries import Moved, find
from archive.discover.answers import listing, moved, page
from archive.language import current_language
from archive.records import EventRecord
from archive.web import engines

blueprint = Blueprint("events", __name__)


@blueprint.get("/events")
def events() -> Any:  # noqa: ANN401 - a page
    """List the events."""
    with engines().db.reading() as session:
        found = all_events(session, viewer(), current_language())
    return listing(render_template("events/events.html", found=found))


@blueprint.get("/events/<slug>")
def event(slug: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one of them with its items."""
    with engines().db.reading() as session:
        found = find(session, "event", slug, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, EventRecord):
            html = render_template("events/known_only.html", record=found.record)
            return page(html, is_public=False)
        shown = event_page(session, found.record, viewer(), current_language())
    return page(render_template("events/event.html", page=shown), is_public=found.is_public)
