"""The language of a page: Vietnamese at the root, English under `/en/`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES = ("vi", "en")
_KEPT = "%!$&'()*+,;=:@/?-._~"  # Source: RFC 3986, 3.4, with what is encoded already


class LanguagePrefix:
    """Move a leading `/en` from the path to the script name, so that routes are written once."""

    def __init__(self, app: WSGIApplication) -> None:
        """Wrap an application."""
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer with the application, which finds the language in `kho.language`."""
        path = environ.get("PATH_INFO", "")
        environ["kho.script_root"] = environ.get("SCRIPT_NAME", "")
        # A server hands over whatever bytes were sent; Werkzeug fails on those that are no UTF-8.
        environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", ""), _KEPT, "latin-1")
        if path == "/en" or path.startswith("/en/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
            environ["kho.language"] = "en"
        return self.app(environ, start)


def current_language() -> str:
    """Return `vi` or `en`; `vi` outside a request.

    The API has no reader with an address of his own: there `Accept-Language` is asked too.
    """
    if not request:
        return "vi"
    if request.path.startswith("/api/") and "kho.language" not in request.environ:
        return request.accept_languages.best_match(LANGUAGES, "vi")
    return str(request.environ.get("kho.language", "vi"))


def language_url(language: str) -> str:
    """Return the address of this very page in another language."""
    root = request.environ.get("kho.script_root", "")
    prefix = "" if language == "vi" else f"/{language}"
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return f"{root}{prefix}{request.path}{query}"
