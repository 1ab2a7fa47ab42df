"""The page of one term of the vocabularies."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from archive.access import viewer
from archive.catalogue.reading.queries import Moved, find
from archive.catalogue.terms.queries import term_page
from archive.discover.answers import moved, page
from archive.language import current_language
from archive.records import TermRecord
from archive.web import engines

blueprint = Blueprint("terms", __name__)


@blueprint.get("/terms/<term_id>")
def term(term_id: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one term with what is above and below it, and its items."""
    with engines().db.reading() as session:
        found = find(session, "term", term_id, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, TermRecord):
            html = render_template("terms/known_only.html", record=found.record)
            return page(html, is_public=False)
        shown = term_page(session, found.record, viewer(), current_language())
    return page(render_template("terms/term.html", page=shown), is_public=found.is_public)
