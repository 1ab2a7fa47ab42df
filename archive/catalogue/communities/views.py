"""The pages of communities: all of them, and one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from archive.access import viewer
from archive.catalogue.communities.queries import all_communities, community_page
from archive.catalogue.reading.queries import Moved, find
from archive.discover.answers import listing, moved, page
from archive.language import current_language
from archive.records import CommunityRecord
from archive.web import engines

blueprint = Blueprint("communities", __name__)


@blueprint.get("/communities")
def communities() -> Any:  # noqa: ANN401 - a page
    """List the communities."""
    with engines().db.reading() as session:
        found = all_communities(session, viewer(), current_language())
    return listing(render_template("communities/communities.html", found=found))


@blueprint.get("/communities/<slug>")
def community(slug: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one of them with its items."""
    with engines().db.reading() as session:
        found = find(session, "community", slug, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, CommunityRecord):
            html = render_template("communities/known_only.html", record=found.record)
            return page(html, is_public=False)
        shown = community_page(session, found.record, viewer(), current_language())
    return page(
        render_template("communities/community.html", page=shown), is_public=found.is_public
    )
