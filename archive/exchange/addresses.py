"""Whole addresses, for whatever leaves the site."""

from __future__ import annotations

from flask import request

from archive.web import engines


def root_url() -> str:
    """Return the address of the archive: the setting's, or the one that was asked."""
    base = engines().settings.base_url
    root = str(request.environ.get("kho.script_root", ""))
    return base.rstrip("/") if base else request.host_url.rstrip("/") + root
