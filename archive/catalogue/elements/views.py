"""The pages of living heritage: all elements by kind, and one element."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from archive.access import viewer
from archive.catalogue.elements.queries import element_groups, element_page, sourced_lists
from archive.catalogue.reading.queries import Moved, find
from archive.discover.answers import listing, moved, page
from archive.discover.counting import counts_for
from archive.discover.words import ELEMENT_KINDS
from archive.language import current_language
from archive.records import ElementRecord
from archive.web import engines

blueprint = Blueprint("elements", __name__)


@blueprint.get("/elements")
def elements() -> Any:  # noqa: ANN401 - a page
    """Show the sourced lists of dances and all elements, grouped by kind."""
    kind = request.args.get("kind", "")
    kind = kind if kind in ELEMENT_KINDS else ""
    language = current_language()
    with engines().db.reading() as session:
        counts = counts_for(session, viewer()).elements
        lists = () if kind else sourced_lists(session, viewer(), language, counts)
        groups = element_groups(session, viewer(), language, counts, kind)
    kinds = [(key, str(label)) for key, label in ELEMENT_KINDS.items()]
    html = render_template(
        "elements/elements.html", lists=lists, groups=groups, kind=kind, kinds=kinds
    )
    return listing(html)


@blueprint.get("/elements/<slug>")
def element(slug: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one element: what it is, its names, its sources, its recordings."""
    with engines().db.reading() as session:
        found = find(session, "element", slug, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, ElementRecord):
            return page(
                render_template("elements/known_only.html", record=found.record), is_public=False
            )
        shown = element_page(session, found.record, viewer(), current_language())
    return page(render_template("elements/element.html", page=shown), is_public=found.is_public)
