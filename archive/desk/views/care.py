"""What the machine does in the background, and what was refused and waits for a decision."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue import aside as keeping
from archive.catalogue.files import queries as files
from archive.catalogue.files import sending
from archive.desk import service
from archive.desk.census import queries as census
from archive.desk.census.words import remarks
from archive.desk.views.room import blueprint
from archive.errors import InvalidRecordError
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.tasks import queries as working
from archive.web import actor, engines


@blueprint.get("/desk/tasks")
@requires(Permission.SEE_TASKS)
def tasks() -> str:
    """List what runs, waits, failed and ended, or what is at one state."""
    state = next((one for one in working.OPEN if one.value == request.args.get("state")), None)
    with engines().db.reading() as session:
        counts = working.counts_by_state(session, viewer())
        shown = working.open_tasks(session, viewer(), state=state)
        ended = [] if state else working.ended_tasks(session, viewer())
        owners = working.owners_of(session, [*shown, *ended], viewer())
    facts = {"counts": counts, "owners": owners, "most": working.MOST_SHOWN, "state": state}
    return render_template("desk/tasks.html", open=shown, ended=ended, **facts)


@blueprint.post("/desk/tasks/<task_id>/<action>")
@requires(Permission.SEE_TASKS)
def change_task(task_id: str, action: str) -> Any:  # noqa: ANN401 - a redirect
    """Let a failed task run again, or take a waiting one off the queue."""
    with engines().db.writing() as session:
        number = whole_number(task_id)
        service.change_task(session, number, action, by=actor(), viewer=viewer())
    flash(_("Đã lưu."), "success")
    return redirect(url_for("desk.tasks"), 303)


@blueprint.post("/desk/tasks/retry")
@requires(Permission.SEE_TASKS)
def retry_tasks() -> Any:  # noqa: ANN401 - a redirect
    """Let every task that failed run again."""
    with engines().db.writing() as session:
        count = service.retry_failed(session, by=actor(), viewer=viewer())
    flash(_("Máy sẽ làm lại %(count)s việc.", count=count), "success")
    return redirect(url_for("desk.tasks"), 303)


@blueprint.get("/desk/formats")
@requires(Permission.SEE_TASKS)
def formats() -> str:
    """Count the formats that are kept; list the files of one that is asked for."""
    asked, puid = request.args.get("format", ""), request.args.get("puid", "")
    with engines().db.reading() as session:
        counts = census.format_counts(session, viewer())
        files_asked = census.files_of_format(session, viewer(), asked, puid) if asked else []
    return render_template(
        "desk/formats.html",
        counts=counts,
        asked=asked,
        files=files_asked,
        most=census.MOST_FILES,
        remarks=remarks,
    )


@blueprint.get("/desk/aside")
@requires(Permission.UPLOAD)
def aside() -> str:
    """List the files that were refused."""
    with engines().db.reading() as session:
        waiting = files.aside_files(session)
    return render_template("desk/aside.html", files=waiting)


@blueprint.get("/desk/aside/<aside_id>")
@requires(Permission.UPLOAD)
def aside_file(aside_id: str) -> Response:
    """Send a refused file as an attachment, so that somebody can look at it elsewhere."""
    sendable = keeping.refused_bytes(engines(), aside_id)
    return sending.answer(request, sendable)


@blueprint.post("/desk/aside/<aside_id>/delete")
@requires(Permission.UPLOAD)
def delete_aside(aside_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Delete a refused file for good, once it was said twice."""
    if request.form.get("sure") != "1":
        raise InvalidRecordError({"sure": ["empty"]})
    keeping.settle(engines(), aside_id, by=actor())
    flash(_("Đã xóa tệp giữ riêng."), "success")
    return redirect(url_for("desk.aside"), 303)
