"""The activity page of admins."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from archive.access import requires, viewer
from archive.audit import queries
from archive.audit.words import ACTIONS, OWNERS
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.web import engines

blueprint = Blueprint("audit", __name__)


@blueprint.get("/desk/activity")
@requires(Permission.SEE_AUDIT)
def activity() -> str:
    """Show who changed what, newest first."""
    before = request.args.get("before", "")
    owner = request.args.get("of", "")[:120]
    with engines().db.reading() as session:
        events = queries.events_before(session, whole_number(before) or None, owner)
        hidden = queries.hidden_owners(session, events, viewer())
    older = events[-1].seq if len(events) == queries.PAGE else None
    return render_template(
        "audit/activity.html",
        events=events,
        older=older,
        owner=owner,
        hidden=hidden,
        actions=ACTIONS,
        owners=OWNERS,
    )
