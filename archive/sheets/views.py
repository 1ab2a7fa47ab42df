"""The desk's room of sheets: send one, look at it, let it run, take it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from archive.access import requires, viewer
from archive.bulk import queries as rounds
from archive.bulk import service as bulk
from archive.bulk.models import RoundState
from archive.errors import InvalidRecordError
from archive.language import current_language
from archive.permissions import Permission
from archive.sheets import exporting, queries, service, words
from archive.sheets.arriving import received
from archive.sheets.page import sheet_page
from archive.sheets.reading import SheetUnreadableError
from archive.sheets.template import template as template_of
from archive.web import actor, engines

blueprint = Blueprint("sheets", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.context_processor
def desk_words() -> dict[str, Any]:
    """Give the templates the words for codes, and what the viewer may do."""
    return {"words": words, "may": lambda name: viewer().may(Permission(name))}


@blueprint.get("/desk/sheets")
@requires(Permission.IMPORT_SHEETS)
def index() -> str:
    """Show the form for a sheet, the template, and what was taken in before."""
    everyone = viewer().may(Permission.REVIEW)
    with engines().db.reading() as session:
        found = rounds.newest_rounds(session, None if everyone else viewer().username)
        counts = {one.id: rounds.counts_of(session, one.id) for one in found}
    return render_template("sheets/index.html", rounds=found, counts=counts)


@blueprint.post("/desk/sheets")
@requires(Permission.IMPORT_SHEETS)
def receive() -> Any:  # noqa: ANN401 - a redirect or the page again
    """Keep a sheet, with the files that come along, and lead to its dry run."""
    try:
        found = received(engines(), request.files, request.form.get("action", ""), by=actor())
    except SheetUnreadableError as error:
        return render_template("sheets/index.html", rounds=(), counts={}, problem=error.words), 422
    return redirect(url_for("sheets.sheet", round_id=found.id), 303)


@blueprint.get("/desk/sheets/<round_id>")
@requires(Permission.IMPORT_SHEETS)
def sheet(round_id: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show what a sheet would do: every bad cell, and the first changes."""
    with engines().db.reading() as session:
        found = bulk.round_for(session, round_id, viewer())
        if found.state is not RoundState.READY:
            return redirect(url_for("bulk.round", round_id=round_id))
        read, plan = service.look(engines(), session, found, viewer())
        _running, earlier = service.unfinished(session, found.sha256)
        page = sheet_page(session, found, read, plan, current_language(), earlier)
    return render_template("sheets/sheet.html", page=page)


@blueprint.post("/desk/sheets/<round_id>")
@requires(Permission.IMPORT_SHEETS)
def choose(round_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Say anew what the columns fill and what the rows do."""
    with engines().db.writing() as session:
        found = bulk.round_for(session, round_id, viewer())
        mapping = request.form.getlist("target")
        widen = request.form.get("widen") == "1"
        service.choose(found, request.form.get("action", ""), mapping, widen=widen)
    return redirect(url_for("sheets.sheet", round_id=round_id), 303)


@blueprint.post("/desk/sheets/<round_id>/start")
@requires(Permission.IMPORT_SHEETS)
def start(round_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Let the good rows of a sheet run, behind the page."""
    with engines().db.reading() as session:
        found = bulk.round_for(session, round_id, viewer())
        _read, plan = service.look(engines(), session, found, viewer())
    with engines().db.writing() as session:
        found = bulk.round_for(session, round_id, viewer())
        service.start(session, found, plan, by=actor())
    return redirect(url_for("bulk.round", round_id=round_id), 303)


@blueprint.get("/desk/sheets/template.xlsx")
@requires(Permission.IMPORT_SHEETS)
def template() -> Response:
    """Send the sheet to fill in, with drop-downs from the vocabulary."""
    with engines().db.reading() as session:
        content = template_of(session, viewer())
    return _attachment(Response(content, content_type=_XLSX), "kho-xoe-mau.xlsx")


@blueprint.get("/desk/sheets/export.<any(csv,xlsx):table>")
@requires(Permission.IMPORT_SHEETS)
def export(table: str) -> Response:
    """Send the items that the viewer may see as a sheet that can be taken in again."""
    with engines().db.reading() as session:
        ids = queries.ids_of_all(session, viewer())
        if len(ids) > exporting.MOST_ROWS:
            raise InvalidRecordError({"rows": ["too-many"]})
        rows = list(exporting.table_of(session, ids, viewer()))
    content = exporting.as_xlsx(rows) if table == "xlsx" else b"".join(exporting.as_csv(rows))
    kind = _XLSX if table == "xlsx" else "text/csv; charset=utf-8"
    return _attachment(Response(content, content_type=kind), f"kho-xoe.{table}")


def _attachment(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
