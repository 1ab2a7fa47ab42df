"""Read the messages of readers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.messages.models import Message, MessageState

PAGE = 50


def messages(session: Session, state: MessageState, offset: int = 0) -> list[Message]:
    """Return a page of messages: new ones oldest first, those done newest first."""
    order = Message.came_at if state is MessageState.NEW else Message.done_at.desc()
    rows = select(Message).where(Message.state == state).order_by(order, Message.id)
    return list(session.scalars(rows.offset(offset).limit(PAGE)))


def count_of(session: Session, state: MessageState) -> int:
    """Return how many messages stand at a state."""
    rows = select(func.count()).select_from(Message).where(Message.state == state)
    return session.scalar(rows) or 0
