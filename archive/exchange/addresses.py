"""Whole addresses, for whatever leaves the site.

The Host header is what the asker says. A link with it would lead whoever reads it elsewhere, and
with a one-time link the secret too; so only the setting is believed, and without it a name that
nobody outside this machine or its network can own.
"""

from __future__ import annotations

import re
import socket
from ipaddress import ip_address

from flask import request

from archive.web import engines

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?", re.IGNORECASE)
# Source: RFC 6761 (localhost, test), RFC 6762 (local), RFC 8375 (home.arpa); `internal` is kept
# free for this by ICANN's resolution of 2024-07-29, `lan` is what routers use.
_AT_HOME = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".test")


def root_url() -> str:
    """Return the address of the archive: the setting's, or the one that was asked if it is ours."""
    base = engines().settings.base_url
    if base:
        return base.rstrip("/")
    host = request.host if is_ours(request.host) else f"localhost:{_port()}"
    return f"{request.scheme}://{host}{_script_root()}"


def whole(href: str) -> str:
    """Return the whole address of a path of ours, as `url_for` gives it."""
    return root_url() + href.removeprefix(_script_root())


def is_ours(host: str) -> bool:
    """Tell whether only this machine or its own network can answer to a Host header."""
    found = _HOST.fullmatch(host)
    if found is None:
        return False
    name = found[1].strip("[]").lower()
    try:
        return ip_address(name).is_private
    except ValueError:
        return "." not in name or name.endswith(_AT_HOME) or name == socket.gethostname().lower()


def _script_root() -> str:
    return str(request.environ.get("kho.script_root", ""))


def _port() -> str:
    return str(request.environ.get("SERVER_PORT", "80"))
