"""The help: what pages there are, and one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from markupsafe import Markup

from archive.discover.answers import page
from archive.errors import MissingRecordError
from archive.guides.pages import Guide, all_guides, guide
from archive.language import current_language

blueprint = Blueprint("guides", __name__)


@blueprint.get("/help")
def index() -> Any:  # noqa: ANN401 - a page
    """List the tutorials and guides."""
    return page(render_template("guides/index.html", guides=_guides()))


@blueprint.get("/help/<path:path>")
def help_page(path: str) -> Any:  # noqa: ANN401 - a page
    """Show one tutorial or guide."""
    found = guide(path, language=current_language())
    if found is None:
        raise MissingRecordError("guide", path)
    # The Markdown is ours, and raw HTML in it is switched off.
    html = Markup(found.html)  # noqa: S704 - see above
    return page(render_template("guides/help_page.html", guide=found, html=html, guides=_guides()))


def _guides() -> tuple[Guide, ...]:
    return all_guides(language=current_language())
