"""The reviewer's room: the queue, the page of one item, comments, assignments, dates."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue.items import service as items
from archive.desk.queries import PAGE
from archive.desk.views.room import desk_words, page_number
from archive.errors import InvalidRecordError
from archive.filters import instant
from archive.language import current_language
from archive.notices.queries import reviewers
from archive.permissions import Permission
from archive.review import queries, service
from archive.review.forms import CommentForm, filters_of, planned_instant
from archive.review.looking import look_page
from archive.review.words import FIELDS, REASONS
from archive.web import actor, engines, local_path

blueprint = Blueprint("review", __name__)
blueprint.context_processor(desk_words)


@blueprint.get("/desk/review")
@requires(Permission.REVIEW)
def queue() -> str:
    """List what waits for review, of whom, since when, about which element, given to whom."""
    wanted, number = filters_of(request.args), page_number()
    with engines().db.reading() as session:
        found, total = queries.queue(session, viewer(), wanted, (number - 1) * PAGE)
        offered = queries.choices(session, viewer(), reviewers(session))
    return render_template(
        "review/queue.html",
        found=found,
        total=total,
        wanted=wanted,
        offered=offered,
        number=number,
        pages=max(1, -(-total // PAGE)),
    )


@blueprint.get("/desk/items/<item_id>/review")
@requires(Permission.DESCRIBE)
def look(item_id: str) -> str:
    """Show what would be published beside what is public, with the comments on each field."""
    return _page(item_id)


@blueprint.post("/desk/items/<item_id>/comments")
@requires(Permission.DESCRIBE)
def comment(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Write a comment on a field, or an answer."""
    record = items.editable(engines(), item_id, viewer())
    form = CommentForm.read(request.form)
    with engines().db.writing() as session:
        made = service.comment(session, record, form, by=actor())
        place = f"c-{made.parent_id or made.id}"
    return redirect(url_for("review.look", item_id=item_id, _anchor=place), 303)


@blueprint.post("/desk/items/<item_id>/comments/<comment_id>")
@requires(Permission.DESCRIBE)
def settle(item_id: str, comment_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Say that a comment is settled, or open it again."""
    record = items.editable(engines(), item_id, viewer())
    is_settled = request.form.get("again") != "1"
    with engines().db.writing() as session:
        service.settle(session, record, comment_id, is_settled=is_settled, by=actor())
    back = url_for("review.look", item_id=item_id, _anchor=f"c-{comment_id}")
    return redirect(local_path(request.form.get("next"), back), 303)


@blueprint.post("/desk/items/<item_id>/assign")
@requires(Permission.REVIEW)
def assign(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Give an item to a reviewer, or to nobody."""
    record = items.editable(engines(), item_id, viewer())
    reviewer = request.form.get("reviewer", "").strip()[:80]
    with engines().db.writing() as session:
        service.assign(session, record, reviewer, by=actor())
    flash(_("Đã lưu."), "success")
    return redirect(url_for("review.look", item_id=item_id), 303)


@blueprint.post("/desk/items/<item_id>/plan")
@requires(Permission.PUBLISH)
def plan(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Let an item be published on a date."""
    record = items.editable(engines(), item_id, viewer())
    try:
        at = planned_instant(request.form)
        service.plan(engines(), record, at, by=actor())
    except InvalidRecordError as error:
        return _page(item_id, error), 422
    flash(_("Sẽ công bố lúc %(when)s.", when=instant(at)), "success")
    return redirect(url_for("review.look", item_id=item_id), 303)


@blueprint.post("/desk/items/<item_id>/plan/drop")
@requires(Permission.PUBLISH)
def drop_plan(item_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Let no date publish an item any more."""
    record = items.editable(engines(), item_id, viewer())
    with engines().db.writing() as session:
        service.drop_plan(session, record, by=actor())
    flash(_("Đã bỏ ngày công bố."), "success")
    return redirect(url_for("review.look", item_id=item_id), 303)


def _page(item_id: str, error: InvalidRecordError | None = None) -> str:
    record = items.editable(engines(), item_id, viewer())
    against = request.args.get("against", "")
    with engines().db.reading() as session:
        page = look_page(session, record, viewer(), current_language(), against)
    problems = error.problems if error else {}
    words = {"fields": FIELDS, "reasons": REASONS}
    return render_template("review/look.html", page=page, problems=problems, **words)
