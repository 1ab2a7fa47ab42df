"""Write a search by a form, take its results away, follow it, keep it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from archive.access import VISITOR, viewer
from archive.discover.answers import kept, listing
from archive.discover.forms import SearchForm
from archive.discover.words import ITEM_KINDS
from archive.exchange import feeds
from archive.exchange.addresses import root_url
from archive.language import current_language
from archive.searches import exporting, service
from archive.searches.advanced import PARTS, AdvancedForm
from archive.searches.following import newest
from archive.searches.queries import searches_of
from archive.security import limiter, throttled_as
from archive.web import engines

blueprint = Blueprint("searches", __name__)
_FORMATS = {
    "csv": (exporting.as_csv, "text/csv; charset=utf-8"),
    "json": (exporting.as_json, "application/json"),
}


def _taker() -> str:
    """Return whose tables are counted together: an account's, or those of an address."""
    return viewer().id or throttled_as()


@blueprint.get("/search/advanced")
def advanced() -> Any:  # noqa: ANN401 - a page or a redirect
    """Show the advanced form; what is filled in leads on to the search that it writes."""
    form = AdvancedForm.read(request.args)
    if request.args.get("go") == "1":
        return redirect(form.url(current_language()))
    html = render_template("searches/advanced.html", form=form, parts=PARTS, kinds=ITEM_KINDS)
    return listing(html)


@blueprint.get("/search/results.<any(csv,json):table>")
@limiter.limit("20 per minute", key_func=_taker)
def results(table: str) -> Response:
    """Send what a search finds as a table; piece by piece, so that nothing is held whole."""
    form, language = SearchForm.read(request.args), current_language()
    write, content_type = _FORMATS[table]
    found = exporting.begun(exporting.rows(engines(), form, viewer(), language))
    response = Response(stream_with_context(write(found)), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="kho-xoe.{table}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.get("/search/feed.atom")
def feed() -> Response:
    """Send the newest public items that a search finds as Atom."""
    form, language = SearchForm.read(request.args), current_language()
    with engines().db.reading() as session:
        records = newest(engines(), session, form, VISITOR, language)
    said = urlencode(form.pairs(without=("page", "view", "sort", "more", "type")))
    title = _("Kho Xòe Sơn La: %(q)s", q=form.q) if form.q else _("Kho Xòe Sơn La: mới vào kho")
    path = f"/search/feed.atom?{said}"
    body = feeds.atom(records, root=root_url(), title=title, language=language, path=path)
    return kept(Response(body, content_type=feeds.CONTENT_TYPE), is_public=True)


@blueprint.get("/account/searches")
def searches() -> Any:  # noqa: ANN401 - a page or a redirect
    """List the searches that one keeps."""
    if not viewer().is_signed_in:
        return redirect(url_for("accounts.sign_in", next=url_for("searches.searches")))
    with engines().db.reading() as session:
        mine = searches_of(session, viewer().id)
    return listing(render_template("searches/searches.html", searches=mine))


@blueprint.post("/account/searches")
def keep() -> Any:  # noqa: ANN401 - a redirect
    """Keep a search under a name."""
    if not viewer().is_signed_in:
        return redirect(url_for("accounts.sign_in", next=url_for("searches.searches")))
    form = SearchForm.read(MultiDict(parse_qsl(request.form.get("query", "")[:4000])))
    said = urlencode(form.pairs(without=("page", "more")))
    with engines().db.writing() as session:
        service.keep(session, viewer().id, request.form.get("name", ""), said)
    flash(_("Đã lưu lần tìm này vào tài khoản của bạn."))
    return redirect(url_for("searches.searches"))


@blueprint.post("/account/searches/<search_id>/forget")
def forget(search_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Let a kept search go."""
    with engines().db.writing() as session:
        service.forget(session, viewer().id, search_id)
    return redirect(url_for("searches.searches"))
