"""The notices of somebody at the desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.desk.views.room import desk_words, page_number
from archive.errors import InvalidRecordError
from archive.notices import queries, service
from archive.notices.words import KINDS
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.web import engines

blueprint = Blueprint("notices", __name__)
blueprint.context_processor(desk_words)


@blueprint.get("/desk/notices")
@requires(Permission.USE_DESK)
def notices() -> str:
    """List what concerns the viewer, unread first."""
    return _page()


@blueprint.post("/desk/notices/<notice_id>/open")
@requires(Permission.USE_DESK)
def open_notice(notice_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Mark a notice as read and lead to what it is about."""
    with engines().db.writing() as session:
        found = service.read(session, whole_number(notice_id), viewer())
        is_for_review = found.kind.value in {"assigned", "awaiting"}
        item_id = found.item_id
    endpoint = "review.look" if is_for_review else "desk.item"
    return redirect(url_for(endpoint, item_id=item_id), 303)


@blueprint.post("/desk/notices/read")
@requires(Permission.USE_DESK)
def read_all() -> Any:  # noqa: ANN401 - a redirect
    """Mark everything as read."""
    with engines().db.writing() as session:
        service.read_all(session, viewer())
    return redirect(url_for("notices.notices"), 303)


@blueprint.post("/desk/notices/address")
@requires(Permission.USE_DESK)
def address() -> Any:  # noqa: ANN401 - a redirect or the page again
    """Keep where notices go by e-mail, or let them go nowhere."""
    typed = request.form.get("address", "")
    try:
        with engines().db.writing() as session:
            service.set_address(session, typed, viewer())
    except InvalidRecordError:
        return _page(typed, _("Xin ghi một địa chỉ thư điện tử, như ten@vidu.vn.")), 422
    flash(_("Đã lưu."), "success")
    return redirect(url_for("notices.notices"), 303)


def _page(typed: str | None = None, problem: str = "") -> str:
    number = page_number()
    with engines().db.reading() as session:
        lines = queries.notices_of(session, viewer(), (number - 1) * queries.PAGE)
        kept = queries.address_of(session, viewer().username)
    return render_template(
        "notices/notices.html",
        lines=lines,
        kinds=KINDS,
        number=number,
        has_more=len(lines) == queries.PAGE,
        address=kept if typed is None else typed,
        problem=problem,
        sends_letters=bool(engines().settings.smtp_url),
    )
