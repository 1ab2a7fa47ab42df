"""The pages of collections: all of them, and one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from archive.access import viewer
from archive.catalogue.collections.queries import all_collections, collection_page
from archive.catalogue.reading.queries import Moved, find
from archive.discover.answers import listing, moved, page
from archive.language import current_language
from archive.records import CollectionRecord
from archive.web import engines

blueprint = Blueprint("collections", __name__)


@blueprint.get("/collections")
def collections() -> Any:  # noqa: ANN401 - a page
    """List the collections."""
    with engines().db.reading() as session:
        found = all_collections(session, viewer(), current_language())
    return listing(render_template("collections/collections.html", found=found))


@blueprint.get("/collections/<slug>")
def collection(slug: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one of them with its items."""
    with engines().db.reading() as session:
        found = find(session, "collection", slug, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, CollectionRecord):
            html = render_template("collections/known_only.html", record=found.record)
            return page(html, is_public=False)
        shown = collection_page(session, found.record, viewer(), current_language())
    return page(
        render_template("collections/collection.html", page=shown), is_public=found.is_public
    )
