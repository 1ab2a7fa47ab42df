"""Change all items that a search finds; the page of every round, with its end and its undo."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from archive.access import requires, viewer
from archive.bulk import previewing, queries, service
from archive.bulk.addresses import desk_href
from archive.bulk.changes import NOT_FOR_MANY, ROWS, read_changes
from archive.bulk.errors import ChangedSinceError
from archive.bulk.models import EntryState, RoundKind
from archive.bulk.selecting import found_items
from archive.bulk.words import HEADINGS, OPERATIONS, change_words
from archive.discover.forms import SearchForm
from archive.errors import InvalidRecordError, MissingRecordError
from archive.language import current_language
from archive.permissions import Permission
from archive.sheets import words
from archive.sheets.page import target_options
from archive.web import actor, engines

blueprint = Blueprint("bulk", __name__)
_LEFT = (EntryState.REFUSED, EntryState.KEPT)


@blueprint.context_processor
def desk_words() -> dict[str, Any]:
    """Give the templates the words for codes, and what the viewer may do."""
    return {
        "words": words,
        "change_words": change_words,
        "desk_href": desk_href,
        "headings": HEADINGS,
        "may": lambda name: viewer().may(Permission(name)),
    }


@blueprint.get("/desk/bulk")
@requires(Permission.CHANGE_MANY)
def change() -> str:
    """Show the form by which all items of a search are changed."""
    form = SearchForm.read(request.args)
    ids = found_items(engines(), form, viewer(), current_language())
    options = target_options(current_language(), NOT_FOR_MANY)
    said = urlencode(form.pairs(without=("page", "view", "more", "type")))
    facts = {"options": options, "operations": OPERATIONS, "rows": range(ROWS)}
    return render_template("bulk/change.html", total=len(ids), said=said, q=form.q, **facts)


@blueprint.post("/desk/bulk")
@requires(Permission.CHANGE_MANY)
def prepare() -> Any:  # noqa: ANN401 - a redirect
    """Keep what is to be changed, and lead to what it would do."""
    said = request.form.get("query", "")[:4000]
    form = SearchForm.read(MultiDict(parse_qsl(said)))
    ids = found_items(engines(), form, viewer(), current_language())
    changes = read_changes(dict(request.form.lists()))
    title = form.q or said or "*"
    try:
        found = previewing.prepare(engines(), ids, changes, title, by=actor())
    except InvalidRecordError:
        return redirect(url_for("bulk.change") + f"?{said}", 303)
    return redirect(url_for("bulk.preview", round_id=found.id), 303)


@blueprint.get("/desk/bulk/<round_id>")
@requires(Permission.CHANGE_MANY)
def preview(round_id: str) -> Any:  # noqa: ANN401 - a page or a redirect
    """Show what a change would do: counts, the first differences, what is left out and why."""
    with engines().db.reading() as session:
        found = service.round_for(session, round_id, viewer())
        if found.kind is not RoundKind.CHANGE or found.state.value != "ready":
            return redirect(url_for("bulk.round", round_id=round_id))
        seen = previewing.preview(engines(), session, found, viewer(), current_language())
    return render_template("bulk/preview.html", round=found, seen=seen)


@blueprint.post("/desk/bulk/<round_id>/start")
@requires(Permission.CHANGE_MANY)
def start(round_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Let a change run, behind the page."""
    widen = request.form.get("widen") == "1"
    with engines().db.reading() as session:
        found = service.round_for(session, round_id, viewer())
        seen = previewing.preview(engines(), session, found, viewer(), current_language())
    try:
        with engines().db.writing() as session:
            found = service.round_for(session, round_id, viewer())
            previewing.start(session, found, seen, by=actor(), widen=widen)
    except InvalidRecordError:
        return redirect(url_for("bulk.preview", round_id=round_id), 303)
    return redirect(url_for("bulk.round", round_id=round_id), 303)


@blueprint.get("/desk/rounds/<round_id>")
@requires(Permission.DESCRIBE)
def round(round_id: str) -> Any:  # noqa: A001, ANN401 - the page of a round
    """Show how far a round is, what it did, and what it left as it was."""
    with engines().db.reading() as session:
        found = service.round_for(session, round_id, viewer())
        if found.state.value == "ready":
            return redirect(_preview_url(found.kind, round_id))
        told = queries.told_entries(found, viewer())
        counts = queries.counts_of(session, round_id, told)
        left = queries.entries_at(session, round_id, *_LEFT, told=told)
        done = queries.entries_at(session, round_id, EntryState.DONE, limit=20, told=told)
        task = queries.open_task(session, round_id)
    facts = {"counts": counts, "left": left, "done": done, "task": task}
    works = found.state.value in {"running", "undoing"}
    html = render_template("bulk/round.html", round=found, works=works, **facts)
    return html, ({"Refresh": "3"} if works else {})


@blueprint.post("/desk/rounds/<round_id>/<any(stop,undo):wish>")
@requires(Permission.DESCRIBE)
def ask(round_id: str, wish: str) -> Any:  # noqa: ANN401 - a redirect
    """Stop a round, or take back what it did."""
    wishes = {"stop": service.stop, "undo": service.undo}
    try:
        with engines().db.writing() as session:
            found = service.round_for(session, round_id, viewer())
            if found.state.value == "ready":
                raise MissingRecordError("round", round_id)
            wishes[wish](session, found, by=actor())
    except ChangedSinceError as error:
        flash(error.words, "error")
    return redirect(url_for("bulk.round", round_id=round_id), 303)


def _preview_url(kind: RoundKind, round_id: str) -> str:
    endpoint = "sheets.sheet" if kind is RoundKind.SHEET else "bulk.preview"
    return url_for(endpoint, round_id=round_id)
