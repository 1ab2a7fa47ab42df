"""Make, disable and sign in accounts."""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from archive.accounts.factors import service as factors
from archive.accounts.models import ApiToken, OneTimeLink, SessionRow, User
from archive.accounts.passwords import hash_again, hash_password, is_outdated, is_right
from archive.accounts.queries import has_admin, user_named
from archive.accounts.secrets_kept import hash_of
from archive.audit.service import note_event
from archive.db import now
from archive.errors import (
    ExpiredLinkError,
    InsecureSignInError,
    InvalidRecordError,
    LastAdminError,
    MissingRecordError,
    NameTakenError,
    SignInFailedError,
)
from archive.permissions import STAFF, Permission, Role, may

LINK_DAYS = 3
TOKEN_DAYS = 365
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,79}")


def add_user(
    session: Session,
    username: str,
    *,
    role: Role,
    display_name: str = "",
    actor: str,
    is_demo: bool = False,
) -> User:
    """Add an account without a password; a one-time link sets the first."""
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise InvalidRecordError({"username": ["a-z 0-9 . _ -"]})
    if user_named(session, username) is not None:
        raise NameTakenError(username)
    user = User(
        id=str(uuid.uuid4()),
        username=username,
        display_name=display_name.strip() or username,
        role=role,
        created_at=now(),
        is_demo=is_demo,
    )
    session.add(user)
    session.flush()
    note_event(session, "user-added", ("user", username), actor=actor, detail={"role": role.value})
    return user


def make_link(session: Session, username: str, *, actor: str, days: int = LINK_DAYS) -> str:
    """Return the secret of a one-time link with which the account sets its password."""
    user = _user(session, username)
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user.id))
    secret = secrets.token_urlsafe(24)
    session.add(
        OneTimeLink(
            token_hash=hash_of(secret),
            user_id=user.id,
            made_at=now(),
            expires_at=now() + timedelta(days=days),
        )
    )
    note_event(session, "link-made", ("user", user.username), actor=actor)
    return secret


def link_owner(session: Session, secret: str) -> User:
    """Return whose one-time link this is; ExpiredLinkError when it is used up."""
    link = session.get(OneTimeLink, hash_of(secret))
    if link is None or link.used_at is not None or link.expires_at < now():
        raise ExpiredLinkError
    user = session.get_one(User, link.user_id)
    if not user.is_enabled:
        raise ExpiredLinkError
    return user


def use_link(session: Session, secret: str, password: str) -> User:
    """Set the password by a one-time link, which is then used up; end the old sessions."""
    user = link_owner(session, secret)
    set_password(session, user, password)
    return user


def set_password(session: Session, user: User, password: str) -> None:
    """Set a password; end every session of the account, and the link that would set another."""
    user.password_hash = hash_password(password)
    end_sessions(session, user)
    links = update(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
    session.execute(links.values(used_at=now()))
    note_event(session, "password-set", ("user", user.username), actor=user.username)


def sign_in(session: Session, username: str, password: str) -> User:
    """Return the account of a name and password; SignInFailedError says no more than that."""
    user = user_named(session, username)
    if not is_right(user.password_hash if user else "", password):
        raise SignInFailedError
    if user is None or not user.is_enabled:
        raise SignInFailedError
    return user


def check_channel(user: User, *, is_private: bool) -> None:
    """Raise InsecureSignInError for staff who sign in over a network in clear."""
    if user.role in STAFF and not is_private:
        raise InsecureSignInError


def renew_hash(session: Session, user: User, password: str) -> None:
    """Hash a password that is right anew where the recipe has changed."""
    found = session.get_one(User, user.id)
    if is_outdated(found.password_hash):
        found.password_hash = hash_again(password)


def note_sign_in(session: Session, user: User) -> None:
    """Write down that somebody signed in."""
    session.get_one(User, user.id).signed_in_at = now()
    note_event(session, "signed-in", ("user", user.username), actor=user.username)


def note_refusal(session: Session, username: str, code: str) -> None:
    """Write down that a sign-in was refused: of whom, if that is somebody; what was typed never.

    People type their password into the wrong field.
    """
    user = user_named(session, username)
    owner = user.username if user else ""
    note_event(session, "sign-in-refused", ("user", owner), actor=owner, detail={"reason": code})


def disable(session: Session, username: str, *, actor: str) -> User:
    """Disable an account at once: its sessions end."""
    user = _user(session, username)
    user.is_enabled = False
    _check_admin_left(session, user.role)
    end_sessions(session, user)
    note_event(session, "user-disabled", ("user", user.username), actor=actor)
    return user


def change_role(session: Session, username: str, role: Role, *, actor: str) -> User:
    """Give an account another role."""
    user = _user(session, username)
    detail = {"from": user.role.value, "to": role.value}
    before, user.role = user.role, role
    _check_admin_left(session, before)
    note_event(session, "role-changed", ("user", user.username), actor=actor, detail=detail)
    return user


def _check_admin_left(session: Session, role_before: Role) -> None:
    session.flush()
    if role_before is Role.ADMIN and not has_admin(session):
        raise LastAdminError


def enable(session: Session, username: str, *, actor: str) -> User:
    """Let a disabled account sign in again."""
    user = _user(session, username)
    user.is_enabled = True
    note_event(session, "user-enabled", ("user", user.username), actor=actor)
    return user


def remove_factor(session: Session, username: str, *, actor: str) -> None:
    """Take away the second factor of an account whose owner lost telephone and paper."""
    factors.remove(session, _user(session, username), actor=actor)


def end_sessions(session: Session, user: User) -> None:
    """Sign an account out everywhere."""
    session.execute(delete(SessionRow).where(SessionRow.user_id == user.id))


def _user(session: Session, username: str) -> User:
    user = user_named(session, username)
    if user is None:
        raise MissingRecordError("user", username)
    return user


def make_token(session: Session, user: User, name: str, *, may_upload: bool = False) -> str:
    """Return the secret of a new bearer token that reads what the account may read.

    With `may_upload` it sends files too, if the account may.
    """
    secret = f"kho_{secrets.token_urlsafe(30)}"
    session.add(
        ApiToken(
            token_hash=hash_of(secret),
            user_id=user.id,
            name=name.strip()[:80] or "API",
            scopes="read upload" if may_upload and may(user.role, Permission.UPLOAD) else "read",
            made_at=now(),
            expires_at=now() + timedelta(days=TOKEN_DAYS),
        )
    )
    session.flush()
    note_event(session, "token-made", ("user", user.username), actor=user.username)
    return secret


def token_owner(session: Session, secret: str) -> User | None:
    """Return whose bearer token this is; None when it is unknown, has run out or is disabled."""
    token = session.get(ApiToken, hash_of(secret))
    if token is None or (token.expires_at is not None and token.expires_at < now()):
        return None
    user = session.get_one(User, token.user_id)
    return user if user.is_enabled else None


def delete_token(session: Session, user_id: str, token_hash: str) -> None:
    """Take back a bearer token of an account."""
    token = session.get(ApiToken, token_hash)
    if token is None or token.user_id != user_id:
        return
    session.delete(token)
    username = session.get_one(User, user_id).username
    detail = {"name": token.name}
    note_event(session, "token-deleted", ("user", username), actor=username, detail=detail)
