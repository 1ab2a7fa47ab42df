"""The archive: a Flask application and the catalogue behind it."""

from __future__ import annotations

__version__ = "0.1.0"
