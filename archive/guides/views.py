"""The help: what pages there are, and one page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from archive.discover.answers import page
from archive.errors import MissingRecordError
from archive.guides.pages import Guide, all_guides, guide
from archive.language import current_language

blueprint = Blueprint("guides", __name__)
_SHELVES = {
    "": _l("Bắt đầu từng bước"),
    "officers": _l("Dành cho cán bộ"),
    "teachers": _l("Dành cho thầy cô"),
    "researchers": _l("Dành cho người nghiên cứu"),
    "operators": _l("Dành cho người quản trị máy chủ"),
}


@blueprint.get("/help")
def index() -> Any:  # noqa: ANN401 - a page
    """List the tutorials and guides."""
    return page(render_template("guides/index.html", shelves=_shelves()))


@blueprint.get("/help/<path:path>")
def help_page(path: str) -> Any:  # noqa: ANN401 - a page
    """Show one tutorial or guide."""
    found = guide(path, language=current_language())
    if found is None:
        raise MissingRecordError("guide", path)
    # The Markdown is ours, and raw HTML in it is switched off.
    html = Markup(found.html)  # noqa: S704 - see above
    return page(
        render_template("guides/help_page.html", guide=found, html=html, shelves=_shelves())
    )


def _shelves() -> list[tuple[str, list[Guide]]]:
    """Return the pages of help under the words for their readers."""
    guides = all_guides(language=current_language())
    return [
        (str(_SHELVES.get(reader, reader)), list(kept))
        for reader, kept in groupby(guides, key=lambda one: one.reader)
    ]
