"""The first page of the desk, and the lists of one's work."""

from __future__ import annotations

from flask import render_template, request

from archive.access import requires, viewer
from archive.desk import queries
from archive.desk.views.room import blueprint, page_number
from archive.errors import MissingRecordError
from archive.permissions import Permission
from archive.records import Status
from archive.web import engines


@blueprint.get("/desk")
@requires(Permission.USE_DESK)
def home() -> str:
    """Show what is in hand."""
    with engines().db.reading() as session:
        found = queries.home(session, viewer())
    return render_template("desk/home.html", home=found)


@blueprint.get("/desk/items")
@requires(Permission.DESCRIBE)
def items() -> str:
    """List the items at one status, one's own or all."""
    status = _status(request.args.get("status", Status.DRAFT.value))
    mine, number = request.args.get("mine") == "1", page_number()
    offset = (number - 1) * queries.PAGE
    with engines().db.reading() as session:
        lines, total = queries.items_by_status(session, viewer(), status, mine=mine, offset=offset)
    return render_template(
        "desk/items.html",
        items=lines,
        total=total,
        status=status.value,
        mine=mine,
        number=number,
        pages=max(1, -(-total // queries.PAGE)),
    )


def _status(name: str) -> Status:
    try:
        return Status(name)
    except ValueError:
        raise MissingRecordError("status", name) from None
