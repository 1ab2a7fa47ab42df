"""The table of a batch: look, save cells, fill common values, take a step back, publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.desk import queries
from archive.desk.table import queries as tables
from archive.desk.table import service
from archive.desk.table.answers import step_json
from archive.desk.table.cells import COMMON, LONG, label_of
from archive.desk.table.forms import CommonForm, read_rows
from archive.desk.table.offers import Asked, lists_for, offers
from archive.desk.table.page import table_of
from archive.desk.table.service import Common
from archive.desk.uploads.service import batch_of
from archive.desk.views.room import blueprint, form_data, page_number, wants_json
from archive.errors import InvalidRecordError
from archive.permissions import Permission
from archive.web import actor, engines


@blueprint.get("/desk/batches/<batch_id>")
@requires(Permission.UPLOAD)
def batch(batch_id: str) -> str:
    """Show the files of a batch, and its drafts as a table to fill in."""
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
        preset = tables.preset_of(session, request.args.get("preset", ""), viewer())
    return _page(batch_id, CommonForm(Common(preset.cells if preset else {})))


def _page(
    batch_id: str, form: CommonForm, problems: Mapping[str, Sequence[str]] | None = None
) -> str:
    with engines().db.reading() as session:
        found = batch_of(session, batch_id, viewer())
        entries = queries.entries_with_items(session, batch_id, viewer())
        aside = queries.reasons_of(session, [e.aside_id for e, _line in entries if e.aside_id])
        table = table_of(session, batch_id, viewer(), page_number())
        lists = lists_for(session, viewer())
    return render_template(
        "desk/batch.html",
        batch=found,
        entries=entries,
        aside=aside,
        table=table,
        form=form,
        columns=[(key, label_of(key)) for key in COMMON],
        lists=lists,
        long_cells=LONG,
        problems=problems or {},
    )


@blueprint.post("/desk/batches/<batch_id>/cells")
@requires(Permission.DESCRIBE)
def save_cells(batch_id: str) -> Any:  # noqa: ANN401 - a redirect, or JSON for the script
    """Save cells of the table; what cannot be saved is kept as it was typed, and told."""
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
    rows = read_rows(form_data())
    step = service.save_cells(engines(), batch_id, rows, by=actor(), viewer=viewer())
    if wants_json():
        with engines().db.reading() as session:
            return jsonify(step_json(session, batch_id, viewer(), rows, step))
    left = len(step.bad) + len(step.crossed)
    flash(_("Đã lưu %(count)s ô.", count=len(step.saved)), "success")
    if left:
        flash(_("%(count)s ô chưa lưu được. Xin xem lý do ở ô đó.", count=left), "error")
    return _back(batch_id)


def _back(batch_id: str) -> Any:  # noqa: ANN401 - a redirect
    number = page_number() if page_number() > 1 else None
    return redirect(url_for("desk.batch", batch_id=batch_id, page=number, _anchor="bang"), 303)


@blueprint.get("/desk/batches/<batch_id>/offers")
@requires(Permission.DESCRIBE)
def offer(batch_id: str) -> Any:  # noqa: ANN401 - JSON
    """Say what a cell may be given, as JSON: names, the file's own words, those of last time."""
    key, typed = request.args.get("key", ""), request.args.get("q", "")[:300]
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
        drafts = tables.drafts_of(session, batch_id, viewer())
        of_row = [one.record for one in drafts if one.record.id == request.args.get("item")]
        asked = Asked(key, typed, of_row[0] if of_row else None)
        found = offers(session, asked, viewer())
    return jsonify([{"text": one.text, "note": one.note} for one in found])


@blueprint.post("/desk/batches/<batch_id>/fill")
@requires(Permission.DESCRIBE)
def fill(batch_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Fill common values into the rows that were selected, into all where none was."""
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
    form = CommonForm.read(form_data())
    try:
        step = service.fill(engines(), batch_id, form.common, by=actor(), viewer=viewer())
    except InvalidRecordError as error:
        return _page(batch_id, form, error.problems), 422
    flash(_("Đã điền cho %(count)s mục.", count=len(step.items)), "success")
    return _back(batch_id)


@blueprint.post("/desk/batches/<batch_id>/steps/<round_id>/undo")
@requires(Permission.DESCRIBE)
def undo_step(batch_id: str, round_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Take a step in the table back."""
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
    kept = service.undo_step(engines(), batch_id, round_id, by=actor(), viewer=viewer())
    flash(_("Đã hoàn tác."), "success")
    if kept:
        flash(_("%(count)s mục giữ nguyên vì đã sửa sau bước ấy.", count=kept), "warning")
    return _back(batch_id)


@blueprint.post("/desk/batches/<batch_id>/publish")
@requires(Permission.PUBLISH)
def publish_batch(batch_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Publish what is complete of the selection, of the whole batch where none was made."""
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
    chosen = form_data().get("item", [])
    done, left = service.publish(engines(), batch_id, chosen, by=actor(), viewer=viewer())
    if done:
        flash(_("Đã công bố %(count)s tư liệu.", count=done), "success")
    if left:
        flash(_("%(count)s tư liệu ở lại. Lý do ghi ở từng hàng.", count=left), "warning")
    return _back(batch_id)


@blueprint.post("/desk/batches/<batch_id>/presets")
@requires(Permission.DESCRIBE)
def save_preset(batch_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Keep the common values under a name of one's own."""
    form = CommonForm.read(form_data())
    try:
        with engines().db.writing() as session:
            kept = service.save_preset(session, form.preset, form.common.cells, viewer())
            preset = kept.id
    except InvalidRecordError as error:
        return _page(batch_id, form, error.problems), 422
    flash(_("Đã lưu mẫu."), "success")
    return redirect(url_for("desk.batch", batch_id=batch_id, preset=preset, _anchor="chung"), 303)


@blueprint.post("/desk/presets/<preset_id>/forget")
@requires(Permission.DESCRIBE)
def forget_preset(preset_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Drop a preset of one's own, and lead back to the batch."""
    with engines().db.writing() as session:
        service.forget_preset(session, preset_id, viewer())
    flash(_("Đã xóa mẫu."), "success")
    return _back(request.form.get("batch", ""))
