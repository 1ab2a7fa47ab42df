"""Read accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.accounts.models import ApiToken, Membership, User
from archive.accounts.secrets_kept import hash_of
from archive.catalogue.models import AccessToken
from archive.permissions import Role
from archive.permits.queries import files_granted


def user_named(session: Session, username: str) -> User | None:
    """Return the account of a user name, whatever its case."""
    return session.scalars(select(User).where(User.username == username.strip().lower())).first()


def all_users(session: Session) -> list[User]:
    """Return every account by name."""
    return list(session.scalars(select(User).order_by(User.username)))


def viewer_of(session: Session, user: User) -> Viewer:
    """Return an account as the viewer that the access function knows."""
    rows = session.scalars(select(Membership).where(Membership.username == user.username)).all()
    memberships = frozenset(row.community_id for row in rows)
    return Viewer(
        id=user.id,
        username=user.username,
        display_name=user.display_name,
        role=user.role,
        memberships=memberships,
        stewardships=frozenset(row.community_id for row in rows if row.is_steward),
        shared_tokens=_shared_tokens(session, memberships),
        files=files_granted(session, user.username),
    )


def _shared_tokens(session: Session, memberships: frozenset[str]) -> frozenset[str]:
    """Return the tokens “all of these communities” that the memberships fulfil."""
    if len(memberships) < 2:  # noqa: PLR2004 - “all of” means two at least
        return frozenset()
    known = session.scalars(
        select(AccessToken.token).where(AccessToken.token.startswith("all:")).distinct()
    )
    return frozenset(
        token
        for token in {one.partition("@")[0] for one in known}
        if set(token.split(":", 2)[2].split("+")) <= memberships
    )


def has_admin(session: Session) -> bool:
    """Tell whether an enabled admin exists."""
    admin = select(User.id).where(User.role == Role.ADMIN, User.is_enabled)
    return session.scalars(admin.limit(1)).first() is not None


def tokens_of_user(session: Session, user: User) -> list[ApiToken]:
    """Return the bearer tokens of an account, newest first."""
    rows = select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.made_at.desc())
    return list(session.scalars(rows))


def scopes_of(session: Session, secret: str) -> frozenset[str]:
    """Return what a bearer token was made for."""
    token = session.get(ApiToken, hash_of(secret))
    return frozenset(token.scopes.split()) if token is not None else frozenset()
