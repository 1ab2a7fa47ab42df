"""Take in what readers write, answer it, and forget who wrote when the time has come."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from archive.audit.service import note_event
from archive.db import now
from archive.errors import MissingRecordError
from archive.ids import new_id
from archive.messages.forms import MessageForm
from archive.messages.models import Message, MessageState

NAMES_KEPT = timedelta(days=365)


def send(session: Session, form: MessageForm, *, sender: str) -> Message:
    """Put a message on the keepers' desk."""
    message = Message(
        id=new_id(),
        kind=form.kind,
        state=MessageState.NEW,
        item_id=form.item_id,
        name=form.name,
        reply_to=form.reply_to,
        text=form.text,
        came_at=now(),
        came_from=sender,
    )
    session.add(message)
    detail = {"kind": form.kind.value}
    note_event(session, "message-came", ("message", message.id), actor=sender, detail=detail)
    return message


def settle(session: Session, message_id: str, *, answer: str, actor: str) -> Message:
    """Write down what was done about a message."""
    message = session.get(Message, message_id)
    if message is None:
        raise MissingRecordError("message", message_id)
    message.state, message.answer = MessageState.DONE, answer.strip()[:2000]
    message.done_at, message.done_by = now(), actor
    note_event(session, "message-settled", ("message", message.id), actor=actor)
    return message


def reopen(session: Session, message_id: str, *, actor: str) -> None:
    """Put a message back among those that wait."""
    message = session.get(Message, message_id)
    if message is None:
        raise MissingRecordError("message", message_id)
    message.state, message.done_at = MessageState.NEW, None
    note_event(session, "message-reopened", ("message", message.id), actor=actor)


def forget_names(session: Session) -> None:
    """Forget names and addresses of messages that were settled a year ago."""
    old = update(Message).where(Message.done_at < now() - NAMES_KEPT)
    session.execute(old.values(name="", reply_to="", came_from=""))
