"""Asking for a file, one's own requests, and the answers at the desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue.reading.queries import known
from archive.db import local_today
from archive.desk.views.room import desk_words
from archive.discover.answers import page
from archive.errors import InvalidRecordError, MissingRecordError, NotAllowedError
from archive.permissions import Permission
from archive.permits import queries, service
from archive.permits.forms import Answer, read_purpose
from archive.permits.models import PermitState
from archive.permits.words import PROBLEMS, STATES
from archive.records import FileRecord, ItemRecord
from archive.security import limiter
from archive.web import engines

blueprint = Blueprint("permits", __name__)
blueprint.context_processor(desk_words)


@blueprint.get("/items/<item_id>/ask")
def form(item_id: str) -> Any:  # noqa: ANN401 - a page
    """Show the form by which somebody asks for a file that they may know of and not have."""
    record, files = _lacking(item_id)
    return _form_page(record, files, {})


@blueprint.post("/items/<item_id>/ask")
@limiter.limit("10 per minute; 60 per hour")
def ask(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Write the request down for whoever decides."""
    record, files = _lacking(item_id)
    try:
        purpose = read_purpose(request.form)
    except InvalidRecordError as error:
        return _form_page(record, files, error.problems), 422
    with engines().db.writing() as session:
        service.ask(session, record, request.form.get("file", ""), purpose, by=viewer())
    flash(_("Đã gửi lời xin phép. Câu trả lời sẽ hiện ở trang này."), "success")
    return redirect(url_for("permits.mine"), 303)


@blueprint.get("/account/requests")
def mine() -> Any:  # noqa: ANN401 - a page
    """List what one asked for, with the answers."""
    if not viewer().is_signed_in:
        raise NotAllowedError("ask")
    with engines().db.reading() as session:
        found = queries.of_person(session, viewer())
    html = render_template("permits/mine.html", found=found, states=STATES)
    return page(html, is_public=False)


@blueprint.get("/desk/requests")
@requires(Permission.ANSWER_REQUESTS)
def requests() -> Any:  # noqa: ANN401 - a page
    """List the requests that one decides, and the rights that were given."""
    return _desk_page({})


@blueprint.post("/desk/requests/<permit_id>/answer")
@requires(Permission.ANSWER_REQUESTS)
def answer(permit_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Say yes until a day, or no with a reason."""
    try:
        with engines().db.writing() as session:
            said = Answer.read(request.form, local_today())
            service.answer(session, permit_id, said, by=viewer())
    except InvalidRecordError as error:
        problems = {name: str(PROBLEMS.get(name, name)) for name in error.problems}
        return _desk_page({permit_id: problems}), 422
    flash(_("Đã trả lời."), "success")
    return redirect(url_for("permits.requests"), 303)


@blueprint.post("/desk/requests/<permit_id>/revoke")
@requires(Permission.ANSWER_REQUESTS)
def revoke(permit_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Take a right back."""
    with engines().db.writing() as session:
        service.revoke(session, permit_id, by=viewer())
    flash(_("Đã thu lại quyền."), "success")
    return redirect(url_for("permits.requests"), 303)


def _lacking(item_id: str) -> tuple[ItemRecord, tuple[FileRecord, ...]]:
    """Return an item with the files that the viewer may ask for."""
    if not viewer().is_signed_in:
        raise NotAllowedError("ask")
    with engines().db.reading() as session:
        record = known(session, "item", item_id, viewer())
    files = queries.files_to_ask_for(record, viewer()) if isinstance(record, ItemRecord) else ()
    if not isinstance(record, ItemRecord) or not files:
        raise MissingRecordError("item", item_id)
    return record, files


def _form_page(record: ItemRecord, files: tuple[FileRecord, ...], problems: Any) -> Any:  # noqa: ANN401 - a page
    html = render_template(
        "permits/form.html",
        record=record,
        files=[(file.id, file.name) for file in files],
        chosen=request.values.get("file", files[0].id),
        purpose=request.form.get("purpose", ""),
        problems={name: str(PROBLEMS[name]) for name in problems},
    )
    return page(html, is_public=False, status=422 if problems else 200)


def _desk_page(problems: dict[str, dict[str, str]]) -> Any:  # noqa: ANN401 - a page
    with engines().db.reading() as session:
        asked = queries.to_answer(session, viewer(), [PermitState.ASKED])
        given = queries.to_answer(session, viewer(), [PermitState.GRANTED])
    html = render_template(
        "permits/requests.html",
        asked=asked,
        given=[one for one in given if one.is_in_force],
        problems=problems,
        today=local_today().isoformat(),
    )
    return page(html, is_public=False, status=422 if problems else 200)
