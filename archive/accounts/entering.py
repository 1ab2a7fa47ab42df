"""Letting people in: a password first, then a code where the account asks for one."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import redirect, session, url_for
from flask_login import UserMixin, login_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from archive.access import Viewer, forget_viewer, viewer
from archive.accounts import queries, service
from archive.accounts.factors.queries import has_factor
from archive.accounts.models import User
from archive.accounts.sessions.interface import ServerSession
from archive.permissions import STAFF
from archive.web import engines, local_path

WAITING_S = 600
_HALFWAY = "halfway"


class Account(UserMixin):
    """Flask-Login's view of an account."""

    def __init__(self, viewer: Viewer) -> None:
        """Wrap a viewer."""
        self.id = viewer.id
        self.viewer = viewer


def load_account(user_id: str) -> Account | None:
    """Return the enabled account of a session, for Flask-Login."""
    with engines().db.reading() as db:
        user = db.get(User, user_id)
        return Account(queries.viewer_of(db, user)) if user and user.is_enabled else None


def enter(user: User, target: str | None = None) -> Response:
    """Let somebody in whose password was right, or lead to what is still asked of them."""
    with engines().db.reading() as db:
        asks_code = has_factor(db, user.id)
    if asks_code:
        return _halfway(user, target, url_for("factors.ask"))
    if _needs_factor(user):
        return _halfway(user, target, url_for("factors.factor"))
    return let_in(user, target)


def _needs_factor(user: User) -> bool:
    """Tell whether somebody gets in with a second factor alone: staff on HTTPS, as is set."""
    chosen = engines().settings
    is_asked = chosen.second_factor == "staff" or (chosen.is_secure and not chosen.second_factor)
    return is_asked and user.role in STAFF


def let_in(user: User, target: str | None = None) -> Response:
    """Begin the session, write it down, and lead to where the person wanted to go."""
    with engines().db.writing() as db:
        service.note_sign_in(db, user)
    start_session(user)
    return redirect(local_path(target, start_page()))


def start_session(user: User) -> None:
    """Begin a session under a new key."""
    _forget()
    with engines().db.reading() as db:
        login_user(Account(queries.viewer_of(db, user)))
    forget_viewer()


def start_page() -> str:
    """Return the page that somebody begins with."""
    return url_for("desk.home") if viewer().is_staff else url_for("discover.home")


def halfway() -> dict[str, Any]:
    """Return who stands between password and code, and where to; empty when nobody does."""
    kept: dict[str, Any] = session.get(_HALFWAY) or {}
    return kept if kept.get("until", 0) > time.time() else {}


def person(db: Session) -> User | None:
    """Return whose second factor is at hand: of who is signed in, or stands halfway."""
    user = db.get(User, viewer().id or halfway().get("user", ""))
    return user if user and user.is_enabled else None


def _halfway(user: User, target: str | None, page: str) -> Response:
    _forget()
    until = time.time() + WAITING_S
    session[_HALFWAY] = {"user": user.id, "until": until, "target": target or ""}
    return redirect(page)


def _forget() -> None:
    session.clear()
    cast("ServerSession", session).renew()
