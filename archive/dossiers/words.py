"""Words of dossiers, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from archive.dossiers.queries import Check
from archive.filters import duration, number
from archive.language import current_language


def said(texts: dict[str, str]) -> str:
    """Return a text of the data file in the reader's language."""
    return texts.get(current_language()) or texts["vi"]


def found_words(check: Check) -> str:
    """Return how much there is: 7:20 of 10:00, 3 of 10; nothing where it is simply there."""
    asked = check.requirement
    if asked.measure == "fields":
        return "" if check.is_met else _("chưa ghi")
    if not check.found:
        return _("chưa có")
    write = duration if asked.measure == "video_s" else number
    found, least = write(int(check.found)), write(int(asked.least))
    return found if check.is_met else _("mới %(found)s trên %(least)s", found=found, least=least)


def mark(check: Check) -> str:
    """Return the mark of a check, for readers and for print."""
    return "✓" if check.is_met else "✗"
