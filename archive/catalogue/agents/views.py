"""The pages of agents: all of them, and one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from archive.access import viewer
from archive.catalogue.agents.queries import agent_page, all_agents
from archive.catalogue.reading.queries import Moved, find
from archive.discover.answers import listing, moved, page
from archive.language import current_language
from archive.records import AgentRecord
from archive.web import engines

blueprint = Blueprint("agents", __name__)


@blueprint.get("/people")
def agents() -> Any:  # noqa: ANN401 - a page
    """List the agents."""
    with engines().db.reading() as session:
        found = all_agents(session, viewer(), current_language())
    return listing(render_template("agents/agents.html", found=found))


@blueprint.get("/people/<slug>")
def agent(slug: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show one of them with its items."""
    with engines().db.reading() as session:
        found = find(session, "agent", slug, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, AgentRecord):
            html = render_template("agents/known_only.html", record=found.record)
            return page(html, is_public=False)
        shown = agent_page(session, found.record, viewer(), current_language())
    return page(render_template("agents/agent.html", page=shown), is_public=found.is_public)
