"""Files on their way in: the upload page and what became of each file."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue.intake import Intake, Outcome, Refused
from archive.catalogue.items import service as items
from archive.desk import service
from archive.desk.service import Sent
from archive.desk.uploads import progress
from archive.desk.uploads import queries as under_way
from archive.desk.uploads import service as resumable
from archive.desk.uploads.service import batch_of
from archive.desk.views.room import blueprint, wants_json
from archive.desk.words import OUTCOMES
from archive.errors import InvalidRecordError
from archive.ids import new_id
from archive.permissions import Permission
from archive.reasons import words_of
from archive.uploads import staged_of
from archive.web import actor, engines

ACCEPT = (
    "image/*,audio/*,video/*,application/pdf,.vtt,.srt,.eaf,.txt,"
    ".jp2,.heic,.tif,.tiff,.mkv,.flac,.opus"
)


@blueprint.get("/desk/upload")
@requires(Permission.UPLOAD)
def upload() -> str:
    """Show the form for new files."""
    limit = engines().settings.upload_limit_bytes
    with engines().db.reading() as session:
        begun = under_way.unfinished(session, viewer().username)
    batch = begun[0].batch_id if begun else new_id()
    return render_template("desk/upload.html", batch=batch, begun=begun, accept=ACCEPT, limit=limit)


@blueprint.post("/desk/upload")
@requires(Permission.UPLOAD)
def upload_post() -> Any:  # noqa: ANN401 - a redirect, or JSON for the script
    """Take files in, each as a draft of its own."""
    batch = service.open_batch(engines(), request.form.get("batch", ""), viewer())
    about = Intake(actor(), batch, viewer=viewer())
    outcomes = service.take_files(engines(), sent_files(), about)
    if wants_json():
        return jsonify(results=[as_json(one) for one in outcomes], next=_batch_url(batch))
    return redirect(_batch_url(batch), 303)


@blueprint.post("/desk/items/<item_id>/files")
@requires(Permission.UPLOAD)
def add_files(item_id: str) -> Any:  # noqa: ANN401 - a redirect, or JSON for the script
    """Add files to an item: originals, or captions for its recordings."""
    record = items.editable(engines(), item_id, viewer())
    batch = service.open_batch(engines(), request.form.get("batch", ""), viewer())
    about = Intake(actor(), batch, viewer=viewer(), item=record.id)
    outcomes = service.take_files(engines(), sent_files(), about)
    target = url_for("desk.item", item_id=item_id, _anchor="tep")
    if wants_json():
        return jsonify(results=[as_json(one) for one in outcomes], next=target)
    if all(one.outcome == "taken" for one in outcomes):
        return redirect(target, 303)
    return redirect(_batch_url(batch), 303)


@blueprint.get("/desk/batches/<batch_id>/state")
@requires(Permission.UPLOAD)
def batch_state(batch_id: str) -> Any:  # noqa: ANN401 - JSON
    """Say how far every file of a batch is, as JSON; 304 where nothing changed."""
    with engines().db.reading() as session:
        batch_of(session, batch_id, viewer())
        found = progress.batch_progress(session, batch_id, viewer())
    response = jsonify(progress.as_json(found))
    response.add_etag()
    return response.make_conditional(request)


@blueprint.post("/desk/uploads/<upload_id>/drop")
@requires(Permission.UPLOAD)
def drop_upload(upload_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Drop a file that was begun and is not wanted any more, by a form."""
    resumable.end(engines(), upload_id, by=actor(), viewer=viewer())
    flash(_("Đã bỏ tệp gửi dở."), "success")
    return redirect(url_for("desk.upload"), 303)


def sent_files() -> list[Sent]:
    """Return the files of the form, hashed and on disk; InvalidRecordError when there is none."""
    found = []
    for file in request.files.getlist("files"):
        staged = staged_of(file)
        if staged is not None:
            found.append(Sent(file.filename or "", staged))
    if not found:
        raise InvalidRecordError({"files": ["files-missing"]})
    return found


def as_json(outcome: Outcome) -> dict[str, str]:
    """Return what became of one file, as the upload script shows it."""
    state, text = OUTCOMES[outcome.outcome]
    if isinstance(outcome, Refused):
        said = words_of(outcome.reason, outcome.evidence)
        return {"name": outcome.name, "state": state, "text": said}
    href = url_for("desk.item", item_id=outcome.item_id)
    return {"name": outcome.name, "state": state, "text": str(text), "href": href}


def _batch_url(batch_id: str) -> str:
    return url_for("desk.batch", batch_id=batch_id)
