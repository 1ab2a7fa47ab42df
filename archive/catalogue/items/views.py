"""The page of an item, and the same item as JSON, JSON-LD, RIS and BibTeX."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request

from archive.access import viewer
from archive.catalogue.items.queries import ItemPage, Looking, item_page
from archive.catalogue.items.recordings import Passage
from archive.catalogue.reading.queries import Moved, Sight, find
from archive.discover.answers import kept, moved, page
from archive.discover.asking import whom_to_ask
from archive.discover.forms import SearchForm
from archive.exchange.addresses import root_url
from archive.exchange.jsonld import item_json, item_jsonld
from archive.language import current_language
from archive.permissions import Permission
from archive.records import ItemRecord
from archive.uses import watching
from archive.web import engines

blueprint = Blueprint("items", __name__)

_FORMATS = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
}
_MOMENT = r"\d{1,6}(?:\.\d{1,3})?"
_PASSAGE = re.compile(rf"(?P<start>{_MOMENT})?(?:,(?P<end>{_MOMENT}))?", re.ASCII)


@blueprint.get("/items")
def items() -> Any:  # noqa: ANN401 - a redirect
    """Lead to the search for all items."""
    return redirect(SearchForm.read(request.args).url())


@blueprint.get("/items/<item_id>")
def item(item_id: str) -> Any:  # noqa: ANN401 - a page, a redirect or another format
    """Show an item; `?format=` or the Accept header asks for another form of it."""
    with engines().db.reading() as session:
        found = find(session, "item", item_id, viewer())
        if isinstance(found, Moved):
            return moved(found.href)
        if not found.is_seen or not isinstance(found.record, ItemRecord):
            return _known_only(found, whom_to_ask(session, found.record, viewer()))
        shown = item_page(session, found.record, _looking(item_id))
    watching.item_opened(shown.record.id)
    form = _form()
    if form != "html":
        return _formatted(shown, form, is_public=found.is_public)
    return page(_html(shown), is_public=found.is_public)


def _looking(item_id: str) -> Looking:
    return Looking(
        viewer=viewer(),
        language=current_language(),
        url=root_url() + f"/items/{item_id}",
        file=request.args.get("file", ""),
        passage=_passage(request.args.get("t", "")),
    )


def _passage(written: str) -> Passage:
    """Return the passage of `12.5,17`; what is none of the sort begins at the beginning."""
    found = _PASSAGE.fullmatch(written)
    if found is None:
        return Passage()
    start_s, end_s = float(found["start"] or 0), float(found["end"] or 0)
    return Passage(start_s, end_s if end_s > start_s else None)


def _html(shown: ItemPage) -> str:
    may_edit = viewer().may(Permission.DESCRIBE)
    uses = watching.uses_of(shown.record.id) if may_edit else None
    linked = json.dumps(item_jsonld(shown, root_url()), ensure_ascii=False).replace("<", "\\u003c")
    return render_template(
        "items/item.html", page=shown, may_edit=may_edit, jsonld=linked, uses=uses
    )


def _known_only(found: Sight, asked: str) -> Response:
    html = render_template("items/known_only.html", record=found.record, ask=asked)
    return page(html, is_public=False)


def _form() -> str:
    asked = request.args.get("format", "")
    if asked in _FORMATS:
        return asked
    best = request.accept_mimetypes.best_match(["text/html", *_FORMATS.values()], "text/html")
    return next((form for form, media_type in _FORMATS.items() if media_type == best), "html")


def _formatted(shown: ItemPage, form: str, *, is_public: bool) -> Response:
    body = {
        "json": lambda: _json(item_json(shown, root_url())),
        "jsonld": lambda: _json(item_jsonld(shown, root_url())),
        "ris": shown.citation.ris,
        "bibtex": shown.citation.bibtex,
    }[form]()
    response = Response(body, content_type=f"{_FORMATS[form]}; charset=utf-8")
    if form in {"ris", "bibtex"}:
        suffix = "ris" if form == "ris" else "bib"
        response.headers["Content-Disposition"] = (
            f'attachment; filename="kho-xoe-{shown.record.id}.{suffix}"'
        )
    return kept(response, is_public=is_public)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
