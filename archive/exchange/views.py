"""What machines ask for: feed, sitemap, robots, oEmbed, and whether the archive is well."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from archive.access import VISITOR
from archive.discover.answers import kept
from archive.discover.cards import cards_of
from archive.discover.queries import items_of
from archive.errors import MissingRecordError
from archive.exchange import feeds, queries, sitemap
from archive.exchange.addresses import root_url
from archive.exchange.oembed import item_id_in, oembed
from archive.exchange.readiness import readiness
from archive.language import current_language
from archive.web import engines

blueprint = Blueprint("exchange", __name__)
_NEWEST = 50
_PLAIN = "text/plain; charset=utf-8"


@blueprint.get("/ark:/<naan>/<name>")
@blueprint.get("/ark:<naan>/<name>")
def ark(naan: str, name: str) -> Any:  # noqa: ANN401 - a redirect
    """Lead from an ARK of this archive to the item's page.

    Source: https://datatracker.ietf.org/doc/draft-kunze-ark/ section 2.
    """
    if naan != engines().settings.naan:
        raise MissingRecordError("ark", name)
    return redirect(url_for("items.item", item_id=name.replace("-", "")))


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Send the newest public items as Atom."""
    with engines().db.reading() as session:
        records = queries.newest_public(session, _NEWEST)
    body = feeds.atom(
        records,
        root=root_url(),
        title=_("Kho Xòe Sơn La: mới vào kho"),
        language=current_language(),
    )
    return kept(Response(body, content_type=feeds.CONTENT_TYPE), is_public=True)


@blueprint.get("/sitemap.xml")
def sitemap_index() -> Response:
    """Send the index of the sitemap."""
    with engines().db.reading() as session:
        parts = sitemap.parts(queries.public_counts(session))
    return Response(sitemap.index(parts, root_url()), content_type=sitemap.CONTENT_TYPE)


@blueprint.get("/sitemap/pages.xml")
def sitemap_pages() -> Response:
    """Send the part of the sitemap with the pages that are always there."""
    return Response(sitemap.fixed(root_url()), content_type=sitemap.CONTENT_TYPE)


@blueprint.get("/sitemap/<name>.xml")
def sitemap_part(name: str) -> Response:
    """Send one part of the sitemap while it is read."""
    part = sitemap.part_named(name)
    if part is None:
        raise MissingRecordError("sitemap", name)
    opened, root = engines(), root_url()

    def body() -> Any:  # noqa: ANN401 - a generator of text
        with opened.db.reading() as session:
            found = queries.public_addresses(
                session, part.record_type, skip=part.skip, most=sitemap.LARGEST
            )
            yield from sitemap.urls(found, root)

    return Response(body(), content_type=sitemap.CONTENT_TYPE)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Say what robots may read."""
    body = render_template("exchange/robots.txt", root=root_url())
    return Response(body, content_type=_PLAIN)


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers."""
    body = render_template("exchange/opensearch.xml", root=root_url())
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


@blueprint.get("/oembed")
def oembed_item() -> Response:
    """Send a public item as an oEmbed link.

    Source: https://oembed.com/ section 2.3, errors: 404 where there is nothing for the address, 501
    for XML, not spoken here; `url` is required (2.2). Its 401 would tell of what is not public.
    """
    wanted = request.args.get("format") or "json"
    if wanted == "xml":
        abort(501)
    if wanted != "json" or not request.args.get("url"):
        abort(400)
    item_id = item_id_in(request.args.get("url", "")[:2000])
    with engines().db.reading() as session:
        rows = items_of(session, [item_id], VISITOR)
        cards = cards_of(session, rows, VISITOR, current_language())
    if not cards or cards[0].restricted:
        raise MissingRecordError("item", item_id)
    return jsonify(oembed(cards[0], root_url()))


@blueprint.get("/healthz")
def health() -> Response:
    """Say that the process is alive."""
    return Response("ok\n", content_type=_PLAIN)


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Say whether the parts that pages need can answer."""
    found = readiness(engines())
    return jsonify(found.as_dict()), 200 if found.is_ready else 503
