"""Read invitations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.accounts.invitations.models import Invitation
from archive.accounts.models import User


def invitations(session: Session) -> list[Invitation]:
    """Return every invitation, newest first."""
    return list(session.scalars(select(Invitation).order_by(Invitation.made_at.desc())))


def usernames_like(session: Session, stem: str) -> frozenset[str]:
    """Return the user names that begin like this one."""
    rows = select(User.username).where(User.username.startswith(stem, autoescape=True))
    return frozenset(session.scalars(rows))
