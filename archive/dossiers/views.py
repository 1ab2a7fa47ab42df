"""Dossiers at the desk: all elements with what they have and lack, one of them, its sheet."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from archive.access import may_view, requires, viewer
from archive.catalogue.reading.queries import known
from archive.desk.views.room import desk_words
from archive.dossiers import queries
from archive.dossiers.sheet import sheet_of
from archive.dossiers.words import found_words, said
from archive.dossiers.writing import as_csv, as_docx, as_pdf
from archive.errors import MissingRecordError
from archive.language import current_language
from archive.permissions import Permission
from archive.records import ElementRecord
from archive.web import engines

blueprint = Blueprint("dossiers", __name__)
blueprint.context_processor(desk_words)
_FORMS = {
    "csv": (as_csv, "text/csv"),
    "docx": (
        as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (as_pdf, "application/pdf"),
}


@blueprint.get("/desk/dossiers")
@requires(Permission.USE_DESK)
def dossiers() -> str:
    """List the elements with how much of their dossiers is there."""
    with engines().db.reading() as session:
        found = queries.dossiers(session, viewer())
    return render_template("dossiers/dossiers.html", found=found, language=current_language())


@blueprint.get("/desk/dossiers/<slug>")
@requires(Permission.USE_DESK)
def dossier(slug: str) -> str:
    """Show what the dossier of an element has, what it lacks, and where to add it."""
    with engines().db.reading() as session:
        found = queries.dossier_of(session, _element(slug), viewer())
        sheet = sheet_of(session, found, viewer(), current_language())
    words = {"found_words": found_words, "said": said}
    return render_template("dossiers/dossier.html", found=found, sheet=sheet, **words)


@blueprint.get("/desk/dossiers/<slug>/sheet.<any(csv,docx,pdf):table>")
@requires(Permission.USE_DESK)
def dossier_sheet(slug: str, table: str) -> Response:
    """Send the inventory sheet of an element."""
    record = _element(slug)
    with engines().db.reading() as session:
        found = queries.dossier_of(session, record, viewer())
        sheet = sheet_of(session, found, viewer(), current_language())
    write, media_type = _FORMS[table]
    answer = Response(write(sheet), mimetype=media_type)
    name = f"phieu-kiem-ke-{record.slug or record.id}.{table}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _element(slug: str) -> ElementRecord:
    with engines().db.reading() as session:
        record = known(session, "element", slug, viewer())
    if not isinstance(record, ElementRecord) or not may_view(viewer(), record):
        raise MissingRecordError("element", slug)
    return record
