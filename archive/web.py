"""What views share: the engines of this application, safe redirects, a read session."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from flask import current_app

from archive.access import viewer
from archive.catalogue.saving import Actor
from archive.engines import Engines


def engines() -> Engines:
    """Return the engines of the running application."""
    return cast("Engines", current_app.extensions["kho"])


def actor() -> Actor:
    """Return the viewer as the one on whose behalf something is saved."""
    who = viewer()
    return Actor(who.display_name or who.username, who.username)


def local_path(target: str | None, otherwise: str) -> str:
    """Return a target of a redirect if it stays on this site, else the other one."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or not target.isprintable():  # browsers read past tabs and line breaks
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target.rstrip("?")
