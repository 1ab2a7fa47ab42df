"""Sessions on the server: the cookie holds a random key, the database holds its hash."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from archive.accounts.secrets_kept import hash_of
from archive.accounts.sessions.service import (
    begin_session,
    end_session,
    keep_session,
    session_data,
)
from archive.db import Database


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """A session that knows its key and whether it has to be written."""

    def __init__(self, data: dict[str, Any], key: str) -> None:
        """Hold the data of a stored session, or an empty new one."""
        super().__init__(data, lambda changed: setattr(changed, "modified", True))
        self.key = key
        self.modified = False
        self.new = not data
        self.accessed = False
        self.is_renewed = False

    def renew(self) -> None:
        """Ask for a new key, so that a key planted before signing in is worth nothing."""
        self.is_renewed = self.modified = True


class DatabaseSessions(SessionInterface):
    """Open and save sessions in the database; visitors without one cause no write."""

    def __init__(self, db: Database, *, days: int, is_secure: bool) -> None:
        """Keep sessions for so many days; `__Host-` cookies on HTTPS."""
        self.db, self.days, self.is_secure = db, days, is_secure
        self.cookie = "__Host-kho" if is_secure else "kho"

    def open_session(self, app: Flask, request: Request) -> ServerSession:  # noqa: ARG002 - Flask's signature
        """Return the session of the cookie, or a new empty one."""
        key = request.cookies.get(self.cookie, "")
        if key:
            with self.db.reading() as session:
                data = session_data(session, hash_of(key))
            if data is not None:
                return ServerSession(data, key)
        return ServerSession({}, "")

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002 - Flask's signature
        """Write a changed session and hand out its cookie; drop an emptied one."""
        if not isinstance(session, ServerSession) or not session.modified:
            return
        old_key = session.key
        if not session:
            self._delete(old_key)
            self._forget(response)
            return
        if session.is_renewed or not old_key:
            session.key = secrets.token_urlsafe(32)
        if not self._write(session, old_key):
            self._forget(response)
            return
        response.set_cookie(
            self.cookie,
            session.key,
            max_age=self.days * 86400,
            secure=self.is_secure,
            httponly=True,
            samesite="Lax",
            path="/",
        )

    def _forget(self, response: Response) -> None:
        response.delete_cookie(self.cookie, secure=self.is_secure, httponly=True)

    def _write(self, data: ServerSession, old_key: str) -> bool:
        with self.db.writing() as session:
            if old_key == data.key:
                return keep_session(session, hash_of(data.key), dict(data), days=self.days)
            if old_key:
                end_session(session, hash_of(old_key))
            begin_session(session, hash_of(data.key), dict(data), days=self.days)
            return True

    def _delete(self, key: str) -> None:
        if key:
            with self.db.writing() as session:
                end_session(session, hash_of(key))
