"""The editor of captions: look, save, keep what is typed, add a tier, begin a new file."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue.captions import editing
from archive.catalogue.captions.editing import Edited
from archive.catalogue.captions.forms import CaptionsForm, kept_under, new_tier
from archive.desk import queries, service
from archive.desk.captioning import CaptionsPage, Wanted, captions_page
from archive.desk.views.room import blueprint, form_data, page_number
from archive.errors import InvalidRecordError, StaleVersionError
from archive.filters import instant
from archive.language import current_language
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.web import actor, engines


@blueprint.get("/desk/items/<item_id>/captions/<file_id>")
@requires(Permission.DESCRIBE)
def captions(item_id: str, file_id: str) -> str:
    """Show the editor, with `?kept=1` as it was typed last."""
    found = editing.editable(engines(), item_id, file_id, viewer())
    with engines().db.reading() as session:
        owner = kept_under(file_id, page_number())
        kept = queries.kept_form(session, owner, viewer())
        form = CaptionsForm.read(kept.form) if kept and request.args.get("kept") else None
        page = captions_page(session, found, _wanted(), form=form)
    return _captions(page)


@blueprint.post("/desk/items/<item_id>/captions/<file_id>")
@requires(Permission.DESCRIBE)
def save_captions(item_id: str, file_id: str) -> Any:  # noqa: ANN401 - a redirect or the page
    """Save a page of the editor as a new version of the item."""
    found = editing.editable(engines(), item_id, file_id, viewer())
    form = CaptionsForm.read(form_data())
    try:
        service.save_captions(engines(), found, form, by=actor(), viewer=viewer())
    except StaleVersionError:
        return _again(found, form, is_stale=True), 409
    except InvalidRecordError as error:
        return _again(found, form, error), 422
    flash(_("Đã lưu."), "success")
    shown = [str(at) for at in form.shown]
    address = url_for("desk.captions", item_id=item_id, file_id=file_id, tier=shown, page=form.page)
    return redirect(address, 303)


def _again(
    found: Edited,
    form: CaptionsForm,
    error: InvalidRecordError | None = None,
    *,
    is_stale: bool = False,
) -> str:
    """Show what was typed with what is wrong, or with what others changed; nothing is lost."""
    theirs = editing.their_changes(engines(), found, form) if is_stale else None
    problems = error.problems if error else None
    with engines().db.reading() as session:
        page = captions_page(session, found, _wanted(), form=form, problems=problems, theirs=theirs)
    return _captions(page)


def _captions(page: CaptionsPage) -> str:
    return render_template("desk/captions.html", page=page)


def _wanted() -> Wanted:
    tiers = tuple(whole_number(value) for value in request.args.getlist("tier"))
    return Wanted(viewer(), current_language(), tiers, page_number())


@blueprint.post("/desk/items/<item_id>/captions/<file_id>/draft")
@requires(Permission.DESCRIBE)
def keep_captions(item_id: str, file_id: str) -> Any:  # noqa: ANN401 - JSON
    """Keep what is typed in the editor and not saved."""
    editing.editable(engines(), item_id, file_id, viewer())
    data = form_data()
    form = CaptionsForm.read(data)
    owner, base = kept_under(file_id, form.page), form.base_version
    with engines().db.writing() as session:
        kept = service.keep_form(session, owner, data, viewer=viewer(), base_version=base)
    return jsonify(saved_at=instant(kept.saved_at))


@blueprint.post("/desk/items/<item_id>/captions/<file_id>/forget")
@requires(Permission.DESCRIBE)
def forget_captions(item_id: str, file_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Drop what was typed in the editor and not saved."""
    page = page_number()
    with engines().db.writing() as session:
        service.forget_form(session, kept_under(file_id, page), viewer())
    address = url_for("desk.captions", item_id=item_id, file_id=file_id, page=page)
    return redirect(address, 303)


@blueprint.post("/desk/items/<item_id>/captions/<file_id>/tiers")
@requires(Permission.DESCRIBE)
def add_tier(item_id: str, file_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Add an empty tier to a file of captions."""
    found = editing.editable(engines(), item_id, file_id, viewer())
    editing.add_tier(engines(), found, new_tier(form_data(), found.file.timed), by=actor())
    return redirect(url_for("desk.captions", item_id=item_id, file_id=file_id), 303)


@blueprint.post("/desk/items/<item_id>/captions")
@requires(Permission.DESCRIBE)
def begin_captions(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Give a recording a new file of captions, empty."""
    tier = new_tier(form_data(), ())
    _item, file = editing.begin(engines(), item_id, tier, by=actor(), viewer=viewer())
    return redirect(url_for("desk.captions", item_id=item_id, file_id=file.id), 303)
