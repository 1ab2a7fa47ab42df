"""The desk's blueprint, and what its pages share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from archive.access import viewer
from archive.catalogue.diff import PRESETS, STATUSES
from archive.desk import words
from archive.desk.census.words import notice_words
from archive.notices.queries import unread_count
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.reasons import words_of
from archive.web import engines

blueprint = Blueprint("desk", __name__)


@blueprint.context_processor
def desk_words() -> dict[str, Any]:
    """Give the desk's templates the words for codes, and what the viewer may do."""
    return {
        "words": words,
        "reason_words": words_of,
        "notice_words": notice_words,
        "statuses": STATUSES,
        "presets": PRESETS,
        "may": lambda name: viewer().may(Permission(name)),
        "unread": _unread,
    }


def _unread() -> int:
    """Count the viewer's unread notices: the one statement that the desk's header costs."""
    if not viewer().may(Permission.USE_DESK):
        return 0
    with engines().db.reading() as session:
        return unread_count(session, viewer())


def wants_json() -> bool:
    """Tell whether a script asked, and not a browser's form."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return bool(best == "application/json")


def form_data() -> dict[str, list[str]]:
    """Return everything that the form sent, by field."""
    return {name: values for name, values in request.form.lists() if name != "csrf_token"}


def page_number() -> int:
    """Return which page of a list was asked for, from 1."""
    return max(1, whole_number(request.args.get("page", ""), 1))
