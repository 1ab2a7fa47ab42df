"""Bearer tokens: who asks for the API, and for the files that it links, without a session.

A token reads, and sends files where its scope says so: on every other address the header is not
looked at, so that it can neither stand in for the session of a form nor for the form's own token.
"""

from __future__ import annotations

from flask import Flask, Request, g, request

from archive.access import VISITOR, see_as
from archive.accounts import queries, service
from archive.errors import InvalidTokenError, NotAllowedError
from archive.web import engines

_FOR_PROGRAMS = ("/api/", "/files/", "/uploads")


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
        g.kho_scopes = queries.scopes_of(db, secret)


def is_by_token() -> bool:
    """Tell whether this request is that of a token, and of no session."""
    return "kho_scopes" in g


def needs_scope(scope: str) -> None:
    """Raise NotAllowedError where the request's token was not made for this.

    Source: RFC 6750, 3.1, insufficient_scope.
    """
    if scope not in g.kho_scopes:
        raise NotAllowedError(scope)


def _token_in(asked: Request) -> str | None:
    """Return the token that a request for programs carries; None where it carries none."""
    scheme, _, secret = asked.headers.get("Authorization", "").partition(" ")
    is_read = asked.path.startswith(_FOR_PROGRAMS) and scheme.lower() == "bearer"
    return secret.strip() if is_read else None
