"""From draft to published and back: hand in, publish, return, withdraw; history and restore."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import may_view, requires, viewer
from archive.catalogue.diff import differences
from archive.catalogue.items import service as items
from archive.desk import queries
from archive.desk.describing import describe_page, names_for
from archive.desk.views.room import blueprint
from archive.errors import InvalidRecordError, NotPublishableError
from archive.ids import new_id
from archive.language import current_language
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.records import ItemRecord, record_of
from archive.review import service as review
from archive.review.words import reason_text
from archive.web import actor, engines


@blueprint.post("/desk/items/<item_id>/submit")
@requires(Permission.DESCRIBE)
def submit(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Hand a draft in for review."""
    record = items.editable(engines(), item_id, viewer())
    try:
        review.submit(engines(), record, by=actor())
    except NotPublishableError as error:
        return _incomplete(record, error), 422
    flash(_("Đã gửi duyệt."), "success")
    return redirect(url_for("desk.home"), 303)


@blueprint.post("/desk/items/<item_id>/publish")
@requires(Permission.PUBLISH)
def publish(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Publish an item."""
    record = items.editable(engines(), item_id, viewer())
    try:
        review.publish(engines(), record, by=actor())
    except NotPublishableError as error:
        return _incomplete(record, error), 422
    flash(_("Đã công bố. Mọi người được phép giờ tìm thấy tư liệu này."), "success")
    return redirect(url_for("items.item", item_id=item_id), 303)


def _incomplete(record: ItemRecord, error: InvalidRecordError) -> str:
    with engines().db.reading() as session:
        page = describe_page(session, record, viewer(), current_language(), problems=error.problems)
    return render_template("desk/item.html", page=page, accept="", batch=new_id())


@blueprint.post("/desk/items/<item_id>/return")
@requires(Permission.REVIEW)
def send_back(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Send an item back to its author, with the reason."""
    record = items.editable(engines(), item_id, viewer())
    reason = reason_text(request.form.getlist("reasons"), request.form.get("reason", ""))
    review.send_back(engines(), record, reason, by=actor())
    flash(_("Đã trả lại kèm lý do."), "success")
    return redirect(url_for("review.queue"), 303)


@blueprint.post("/desk/items/<item_id>/withdraw")
@requires(Permission.WITHDRAW)
def withdraw(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Withdraw a published item, with the reason that its tombstone shows."""
    record = items.editable(engines(), item_id, viewer())
    withdrawn = items.withdraw(engines(), record, request.form.get("reason", "")[:1000], by=actor())
    flash(_("Đã rút khỏi kho. Trang cũ nói rõ lý do."), "success")
    if not may_view(viewer(), withdrawn):  # a community's own is left to its stewards
        return redirect(url_for("desk.home"), 303)
    return redirect(url_for("desk.history", item_id=item_id), 303)


@blueprint.post("/desk/items/<item_id>/reinstate")
@requires(Permission.WITHDRAW)
def reinstate(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Publish a withdrawn item again, with the reason for the history."""
    record = items.editable(engines(), item_id, viewer())
    reason = request.form.get("reason", "")[:250]
    try:
        items.reinstate(engines(), record, reason, by=actor())
    except NotPublishableError as error:
        return _incomplete(record, error), 422
    flash(_("Đã đưa trở lại kho. Mọi người được phép lại tìm thấy tư liệu này."), "success")
    return redirect(url_for("items.item", item_id=item_id), 303)


@blueprint.get("/desk/items/<item_id>/history")
@requires(Permission.DESCRIBE)
def history(item_id: str) -> str:
    """Show every version of an item and what changed from one to the next."""
    record = items.editable(engines(), item_id, viewer())
    with engines().db.reading() as session:
        rows = queries.revisions(session, ("item", item_id), viewer())
        records = [record_of(row.record) for row in rows]
        names = names_for(session, viewer(), *records)
    older = [*records[1:], None]
    changes = [
        differences(before, after, names, current_language()) if before else ()
        for after, before in zip(records, older, strict=True)
    ]
    return render_template(
        "desk/history.html", record=record, revisions=list(zip(rows, changes, strict=True))
    )


@blueprint.post("/desk/items/<item_id>/restore")
@requires(Permission.DESCRIBE)
def restore(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Make an earlier version the newest one."""
    record = items.editable(engines(), item_id, viewer())
    number = whole_number(request.form.get("number", ""))
    items.restore_revision(engines(), record, number, by=actor(), viewer=viewer())
    flash(_("Đã lấy lại bản %(number)s thành bản mới.", number=number), "success")
    return redirect(url_for("desk.history", item_id=item_id), 303)
