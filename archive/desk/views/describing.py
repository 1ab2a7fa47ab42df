"""The describe page of an item: look, save, keep what is typed, replace a file."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue import aside
from archive.catalogue.items import service as items
from archive.catalogue.items.forms import ItemForm
from archive.desk import queries, service
from archive.desk.describing import DescribePage, crossings_of, describe_page
from archive.desk.views.room import blueprint, form_data
from archive.desk.views.uploading import ACCEPT, sent_files
from archive.errors import InvalidRecordError, NotAllowedError, StaleVersionError
from archive.filters import instant
from archive.ids import new_id
from archive.language import current_language
from archive.permissions import Permission
from archive.reasons import words_of
from archive.records import ItemRecord
from archive.review import service as review
from archive.web import actor, engines
from media.errors import FileRefusedError

_NEXT = {"submit": Permission.DESCRIBE, "publish": Permission.PUBLISH}


@blueprint.get("/desk/items/<item_id>")
@requires(Permission.DESCRIBE)
def item(item_id: str) -> str:
    """Show the describe form, with `?kept=1` as it was typed last."""
    record = items.editable(engines(), item_id, viewer())
    with engines().db.reading() as session:
        kept = queries.kept_form(session, ("item", item_id), viewer())
        form = ItemForm.read(kept.form) if kept and request.args.get("kept") else None
        page = describe_page(session, record, viewer(), current_language(), form=form)
    return _rendered(page)


@blueprint.post("/desk/items/<item_id>")
@requires(Permission.DESCRIBE)
def describe(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Save the description, and publish or hand it in where that was asked."""
    record = items.editable(engines(), item_id, viewer())
    form = ItemForm.read(form_data())
    try:
        saved = service.describe(engines(), record, form, by=actor(), viewer=viewer())
    except StaleVersionError:
        return _stale(record, form), 409
    except InvalidRecordError as error:
        return _again(record, form, error), 422
    return _onwards(saved, request.form.get("then", ""))


def _onwards(saved: ItemRecord, then: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    if then not in _NEXT:
        flash(_("Đã lưu."), "success")
        return redirect(url_for("desk.item", item_id=saved.id), 303)
    if not viewer().may(_NEXT[then]):
        raise NotAllowedError(_NEXT[then].value)
    try:
        if then == "submit":
            review.submit(engines(), saved, by=actor())
            flash(_("Đã lưu và gửi duyệt."), "success")
            return redirect(url_for("desk.home"), 303)
        review.publish(engines(), saved, by=actor())
    except InvalidRecordError as error:
        return _again(saved, None, error), 422
    flash(_("Đã công bố. Mọi người được phép giờ tìm thấy tư liệu này."), "success")
    return redirect(url_for("items.item", item_id=saved.id), 303)


def _again(record: ItemRecord, form: ItemForm | None, error: InvalidRecordError) -> str:
    with engines().db.reading() as session:
        page = describe_page(
            session, record, viewer(), current_language(), form=form, problems=error.problems
        )
    return _rendered(page)


def _stale(record: ItemRecord, form: ItemForm) -> str:
    """Show side by side what others changed and what was typed; nothing is lost."""
    language = current_language()
    with engines().db.reading() as session:
        crossings = crossings_of(session, record, form, viewer(), language)
        page = describe_page(session, record, viewer(), language, form=form, crossings=crossings)
    return _rendered(page)


def _rendered(page: DescribePage) -> str:
    return render_template("desk/item.html", page=page, accept=ACCEPT, batch=new_id())


@blueprint.post("/desk/items/<item_id>/draft")
@requires(Permission.DESCRIBE)
def keep(item_id: str) -> Any:  # noqa: ANN401 - JSON
    """Keep what is typed and not saved."""
    items.editable(engines(), item_id, viewer())
    data = form_data()
    base = ItemForm.read(data).base_version
    with engines().db.writing() as session:
        kept = service.keep_form(
            session, ("item", item_id), data, viewer=viewer(), base_version=base
        )
    return jsonify(saved_at=instant(kept.saved_at))


@blueprint.post("/desk/items/<item_id>/forget")
@requires(Permission.DESCRIBE)
def forget(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Drop what was typed and not saved."""
    with engines().db.writing() as session:
        service.forget_form(session, ("item", item_id), viewer())
    return redirect(url_for("desk.item", item_id=item_id), 303)


@blueprint.post("/desk/items/<item_id>/files/<file_id>/replace")
@requires(Permission.UPLOAD)
def replace_file(item_id: str, file_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Put a better scan in a file's place; the old one is kept."""
    sent = sent_files()[0]
    try:
        service.replace_file(engines(), item_id, file_id, sent, by=actor(), viewer=viewer())
        flash(_("Đã thay tệp. Bản cũ vẫn được giữ."), "success")
    except FileRefusedError as error:
        row = aside.set_aside(engines(), sent.staged, sent.name, error, by=actor())
        flash(words_of(row.reason, row.evidence), "error")
    return redirect(url_for("desk.item", item_id=item_id, _anchor="tep"), 303)
