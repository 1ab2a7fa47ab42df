"""Writing to the keepers, what becomes of personal data, and the messages on the desk."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.desk.views.room import desk_words, page_number
from archive.messages import queries, service
from archive.messages.forms import MessageForm
from archive.messages.models import MessageKind, MessageState
from archive.messages.words import KINDS
from archive.permissions import Permission
from archive.security import limiter
from archive.web import engines

blueprint = Blueprint("messages", __name__)
blueprint.context_processor(desk_words)


@blueprint.get("/contact")
def contact() -> str:
    """Show the form by which anybody writes to the keepers."""
    return _contact_page(MessageForm.read({**request.args.to_dict(), "text": "?"}), text="")


@blueprint.post("/contact")
@limiter.limit("5 per minute; 30 per hour")
def send() -> Any:  # noqa: ANN401 - a page or a redirect
    """Put what somebody wrote on the desk; what fills the hidden field is a machine."""
    form = MessageForm.read(request.form)
    if form.problems:
        return _contact_page(form, text=form.text), 422
    if not form.is_trap_sprung:
        with engines().db.writing() as session:
            service.send(session, form, sender=viewer().username)
    flash(_("Đã gửi. Người giữ kho sẽ đọc và trả lời nếu bạn để lại cách liên lạc."), "success")
    return redirect(url_for("messages.contact"), 303)


@blueprint.get("/privacy")
def privacy() -> str:
    """Say which personal data the archive keeps, why, and for how long."""
    days = engines().settings.session_days
    return render_template("messages/privacy.html", days=days)


@blueprint.get("/desk/messages")
@requires(Permission.ANSWER_MESSAGES)
def messages() -> str:
    """List what readers wrote."""
    state = MessageState.DONE if request.args.get("state") == "done" else MessageState.NEW
    number = page_number()
    with engines().db.reading() as session:
        found = queries.messages(session, state, (number - 1) * queries.PAGE)
        total = queries.count_of(session, state)
    return render_template(
        "messages/messages.html",
        found=found,
        state=state.value,
        kinds=KINDS,
        number=number,
        pages=max(1, -(-total // queries.PAGE)),
    )


@blueprint.post("/desk/messages/<message_id>")
@requires(Permission.ANSWER_MESSAGES)
def settle(message_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Write down what was done about a message, or put it back."""
    who = viewer().username
    with engines().db.writing() as session:
        if request.form.get("again") == "1":
            service.reopen(session, message_id, actor=who)
        else:
            answer = request.form.get("answer", "")
            service.settle(session, message_id, answer=answer, actor=who)
    flash(_("Đã lưu."), "success")
    return redirect(url_for("messages.messages"), 303)


def _contact_page(form: MessageForm, *, text: str) -> str:
    kinds = [(kind.value, KINDS[kind]) for kind in MessageKind]
    phone = engines().settings.contact
    return render_template(
        "messages/contact.html", form=form, text=text, kinds=kinds, contact=phone
    )
