"""Bearer tokens: who asks for the API, and for the files that it links, without a session.

A token reads and nothing more: on every other address the header is not looked at, so that it
can neither stand in for the session of a form nor for the form's own token.
"""

from __future__ import annotations

from flask import Flask, Request, request

from archive.access import VISITOR, see_as
from archive.accounts import queries, service
from archive.errors import InvalidTokenError
from archive.web import engines

_FOR_PROGRAMS = ("/api/", "/files/")


def recognise_programs(app: Flask) -> None:
    """Let a request with a token be its account's; a token that is none ends the request."""
    app.before_request(_recognise)


def _recognise() -> None:
    secret = _token_in(request)
    if secret is None:
        return
    see_as(VISITOR)  # whatever session comes along: the error page is a stranger's
    with engines().db.reading() as db:
        user = service.token_owner(db, secret)
        if user is None:
            raise InvalidTokenError
        see_as(queries.viewer_of(db, user))


def _token_in(asked: Request) -> str | None:
    """Return the token that a request for programs carries; None where it carries none."""
    scheme, _, secret = asked.headers.get("Authorization", "").partition(" ")
    is_read = asked.path.startswith(_FOR_PROGRAMS) and scheme.lower() == "bearer"
    return secret.strip() if is_read else None
