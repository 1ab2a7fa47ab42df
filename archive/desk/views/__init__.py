"""The officer's desk."""

from __future__ import annotations

from archive.desk.views import captions, care, describing, home, nouns, publishing, table, uploading
from archive.desk.views.room import blueprint

__all__ = [
    "blueprint",
    "captions",
    "care",
    "describing",
    "home",
    "nouns",
    "publishing",
    "table",
    "uploading",
]
