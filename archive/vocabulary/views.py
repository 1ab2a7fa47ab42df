"""The vocabulary room: elements and terms by hand, SKOS in and out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.errors import ArchiveError, MissingRecordError, status_of
from archive.exchange.addresses import root_url
from archive.language import current_language
from archive.languages import known_tags, language_name
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.records import NamedRecord
from archive.vocabulary import queries, service
from archive.vocabulary.forms import VocabularyForm, empty_record
from archive.vocabulary.skos import read_skos, write_skos
from archive.vocabulary.turtle import LIMIT_BYTES
from archive.vocabulary.words import KIND_NAMES, NAME_STATUSES, scheme_name, text_fields
from archive.web import actor, engines

blueprint = Blueprint("vocabulary", __name__)


@blueprint.get("/desk/vocabulary")
@requires(Permission.EDIT_VOCABULARY)
def index() -> str:
    """List elements or the terms of a scheme."""
    kind = "term" if request.args.get("scheme") or request.args.get("type") == "term" else "element"
    scheme, words = request.args.get("scheme", ""), request.args.get("q", "")[:100]
    page = min(max(1, whole_number(request.args.get("page", ""), 1)), 1000)
    with engines().db.reading() as session:
        rows, total = queries.entries(
            session, kind, viewer(), scheme=scheme, words=words, page=page
        )
        schemes = [(one, scheme_name(one), count) for one, count in queries.schemes(session)]
    facts = {"rows": rows, "total": total, "schemes": schemes, "kind": kind, "page": page}
    return render_template(
        "vocabulary/index.html", **facts, scheme=scheme, words=words, per_page=queries.PAGE
    )


@blueprint.get("/desk/vocabulary/<kind>/new")
@requires(Permission.EDIT_VOCABULARY)
def new(kind: str) -> str:
    """Show an empty form."""
    _check_kind(kind)
    return _form(empty_record(kind, request.args.get("scheme", "")), {})


@blueprint.get("/desk/vocabulary/<kind>/<record_id>")
@requires(Permission.EDIT_VOCABULARY)
def edit(kind: str, record_id: str) -> str:
    """Show the form of an element or a term."""
    return _form(service.entry(engines(), kind, record_id, viewer()), {})


@blueprint.post("/desk/vocabulary/<kind>/new")
@blueprint.post("/desk/vocabulary/<kind>/<record_id>")
@requires(Permission.EDIT_VOCABULARY)
def save(kind: str, record_id: str = "") -> Any:  # noqa: ANN401 - a page or a redirect
    """Save the form; with problems it comes back as it was typed."""
    _check_kind(kind)
    before = (
        service.entry(engines(), kind, record_id, viewer()) if record_id else empty_record(kind)
    )
    form = VocabularyForm.read(kind, request.form)
    try:
        saved = service.save_entry(engines(), before, form, by=actor(), viewer=viewer())
    except ArchiveError as error:
        problems = getattr(error, "problems", {"names": [error.words]})
        return _form(form.applied_to(before), problems), status_of(error)
    flash(_("Đã lưu. Kết quả tìm kiếm sẽ theo ngay."))
    return redirect(url_for("vocabulary.edit", kind=kind, record_id=saved.id))


@blueprint.get("/vocabulary.ttl")
def export() -> Response:
    """Return the vocabulary as SKOS Turtle; search-only names for editors alone."""
    hidden = viewer().may(Permission.EDIT_VOCABULARY) and request.args.get("hidden") == "1"
    base = root_url()
    with engines().db.reading() as session:
        vocabulary = service.exported(
            session, base, viewer(), scheme=request.args.get("scheme", ""), hidden=hidden
        )
    response = Response(write_skos(vocabulary), content_type="text/turtle; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="kho-xoe-vocabulary.ttl"'
    return response


@blueprint.post("/desk/vocabulary/import")
@requires(Permission.EDIT_VOCABULARY)
def take_in() -> Any:  # noqa: ANN401 - a page or a redirect
    """Say what a SKOS file would change, or change it."""
    sent = request.files.get("file")
    text = sent.read(LIMIT_BYTES + 1) if sent else b""  # what is cut off is refused, not half read
    try:
        found = service.compare(engines(), read_skos(text), viewer())
        if request.form.get("apply"):
            service.take_in(engines(), found, by=actor(), viewer=viewer())
    except ArchiveError as error:
        flash(error.words, "error")
        return redirect(url_for("vocabulary.index"))
    applied = bool(request.form.get("apply"))
    return render_template("vocabulary/take_in.html", found=found, applied=applied)


def _check_kind(kind: str) -> None:
    if kind not in service.KINDS:
        raise MissingRecordError(kind, "")


def _form(record: NamedRecord, problems: dict[str, Any]) -> str:
    kind = record.type
    with engines().db.reading() as session:
        facts = {
            "peoples": queries.choices(session, "term", viewer(), "peoples"),
            "elements": queries.choices(session, "element", viewer()) if kind == "element" else [],
            "terms": queries.choices(session, "term", viewer(), getattr(record, "scheme", "")),
            "schemes": [(one, scheme_name(one)) for one, _count in queries.schemes(session)],
            "ich_types": queries.choices(session, "term", viewer(), "ich-types"),
        }
    return render_template(
        "vocabulary/edit.html",
        record=record,
        kind=kind,
        problems=problems,
        tags=[(tag, language_name(tag, current_language())) for tag in known_tags()],
        statuses=list(NAME_STATUSES.items()),
        kinds=list(KIND_NAMES.items()),
        fields=text_fields(kind),
        **facts,
    )
