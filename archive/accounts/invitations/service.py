"""Invite schools, let their teachers in, and make accounts for a sheet of names."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from archive.accounts import service as accounts
from archive.accounts.invitations.forms import InvitationForm, JoinForm
from archive.accounts.invitations.models import Invitation
from archive.accounts.invitations.queries import usernames_like
from archive.accounts.models import User
from archive.accounts.secrets_kept import hash_of
from archive.audit.service import note_event
from archive.db import now
from archive.errors import ExpiredInvitationError, InvalidRecordError, MissingRecordError
from archive.ids import ALPHABET, new_id, slug_of
from archive.permissions import Role

_LINK_DAYS = 30


def invite(session: Session, form: InvitationForm, *, actor: str) -> tuple[Invitation, str]:
    """Return a new invitation and its code, which is told this once."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    invitation = Invitation(
        id=new_id(),
        code_hash=_hash(code),
        school=form.school,
        role=form.role,
        most=form.most,
        used=0,
        made_at=now(),
        made_by=actor,
        expires_at=now() + timedelta(days=form.days),
        is_closed=False,
    )
    session.add(invitation)
    detail = {"school": form.school, "most": form.most}
    note_event(session, "school-invited", ("invitation", invitation.id), actor=actor, detail=detail)
    return invitation, code


def close(session: Session, invitation_id: str, *, actor: str) -> None:
    """Take an invitation back; accounts that were made with it stay."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None:
        raise MissingRecordError("invitation", invitation_id)
    invitation.is_closed = True
    note_event(session, "invitation-closed", ("invitation", invitation.id), actor=actor)


def join(session: Session, form: JoinForm, password: str) -> User:
    """Make an account with the code of a school.

    Raises:
        ExpiredInvitationError: there is no such code, or it is used up or closed.
        InvalidRecordError, NameTakenError, WeakPasswordError: say what to change.
    """
    invitation = _used(session, form.code)
    if not form.display_name:
        raise InvalidRecordError({"display_name": ["empty"]})
    actor = f"{invitation.school}"
    user = accounts.add_user(
        session,
        form.username,
        role=invitation.role,
        display_name=form.display_name,
        actor=actor[:120],
    )
    accounts.set_password(session, user, password)
    detail = {"username": user.username}
    note_event(session, "joined", ("invitation", invitation.id), actor=user.username, detail=detail)
    return user


def _used(session: Session, code: str) -> Invitation:
    """Count one more use of a code; of many at once none goes past what was allowed."""
    used = (
        update(Invitation)
        .where(Invitation.code_hash == _hash(code), Invitation.is_closed.is_(False))
        .where(Invitation.expires_at > now(), Invitation.used < Invitation.most)
        .values(used=Invitation.used + 1)
        .returning(Invitation.id)
    )
    found = session.scalar(used)
    if found is None:
        raise ExpiredInvitationError
    return session.get_one(Invitation, found)


def _hash(code: str) -> str:
    return hash_of("invitation:" + "".join(char for char in code.lower() if char.isalnum()))


@dataclass(frozen=True, slots=True)
class NewTeacher:
    """One row of a sheet: the name, the account made for it, the secret of its one-time link."""

    display_name: str
    username: str
    secret: str


def add_sheet(
    session: Session, names: Iterable[str], *, role: Role, school: str, actor: str
) -> list[NewTeacher]:
    """Make an account with a one-time link for each name; links hold for 30 days."""
    made = []
    for name in names:
        username = free_username(session, name)
        accounts.add_user(session, username, role=role, display_name=name, actor=actor)
        secret = accounts.make_link(session, username, actor=actor, days=_LINK_DAYS)
        made.append(NewTeacher(name, username, secret))
    detail = {"school": school[:200], "count": len(made)}
    note_event(session, "sheet-added", ("user", ""), actor=actor, detail=detail)
    return made


def free_username(session: Session, name: str) -> str:
    """Return a user name made of somebody's name that nobody has: `lo-van-a`, `lo-van-a-2`."""
    stem = slug_of(name)[:70]
    stem = stem if len(stem) > 1 else f"gv-{stem}"
    taken = usernames_like(session, stem)
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 3) if f"{stem}-{n}" not in taken)
