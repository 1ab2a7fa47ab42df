"""What every answer carries, and the CSRF and throttling guards (ARCHITECTURE §9)."""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import ip_address, ip_network
from math import ceil
from time import time

from flask import Flask, Response, abort, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

from archive.settings import Settings

# Nothing inline and nothing foreign. Source: CSP Level 3; OWASP ASVS 5.0 V3.4.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
    " worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_IPV6 = 6

csrf = CSRFProtect()


def throttled_as() -> str:
    """Return whose attempts are counted together: an address, of IPv6 the network of one line."""
    address = get_remote_address()
    try:
        found = ip_address(address)
    except ValueError:
        return address
    # Source: RFC 6177: a site gets a /64 at least, and so as many addresses as it likes.
    return str(ip_network((found, 64), strict=False)) if found.version == _IPV6 else address


limiter = Limiter(throttled_as, storage_uri="memory://", headers_enabled=False)


def protect(app: Flask, settings: Settings) -> None:
    """Attach the guards and the headers to an application."""
    csrf.init_app(app)
    limiter.init_app(app)

    app.before_request(_refuse_nul)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", CSP)
        if settings.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        _stay_here(response)
        _say_when_again(response)
        if request.endpoint != "static":
            response.vary.update(("Cookie", "Authorization"))  # who looks decides what is seen
        if "Cache-Control" not in response.headers and request.endpoint != "static":
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def _say_when_again(response: Response) -> None:
    """Say in how many seconds a throttled request may come again.

    Source: RFC 6585, 4.
    """
    limit = limiter.current_limit
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS and limit and limit.breached:
        response.headers["Retry-After"] = str(max(1, ceil(limit.reset_at - time())))


def _stay_here(response: Response) -> None:
    """Make a redirect to this very host relative: its name is only what the asker says.

    Flask's router makes such whole addresses, and puts them into the body as well.
    """
    location, asked = response.headers.get("Location", ""), request.host_url
    if location.startswith(asked):
        response.set_data(b"")
        response.headers["Location"] = "/" + location.removeprefix(asked).lstrip("/")


def _refuse_nul() -> None:
    """Refuse what holds the character NUL: nobody types it, and PostgreSQL holds no text with it.

    A form is looked at where a route takes one; the guard of forms has read it by then.
    """
    fields = request.form.items(multi=True) if request.endpoint and request.method == "POST" else ()
    is_held = any("\0" in name or "\0" in value for name, value in fields)
    if is_held or "\0" in request.path or b"%00" in request.query_string:
        abort(400)
