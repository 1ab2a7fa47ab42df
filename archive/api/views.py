"""The JSON API v1: read the request, ask the service, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, request, url_for

from archive.access import viewer
from archive.api import cursors, openapi, service
from archive.api.schemas import (
    Answer,
    CompletionAnswer,
    CompletionsAnswer,
    ConceptAnswer,
    CountAnswer,
    HitAnswer,
    HitsAnswer,
    RecordsAnswer,
    SearchAnswer,
)
from archive.catalogue.reading.queries import known
from archive.discover import service as discover
from archive.discover.completing import Offer, offers
from archive.discover.facets import label_of
from archive.discover.forms import SearchForm
from archive.errors import InvalidRecordError, MissingRecordError
from archive.exchange.addresses import root_url, whole
from archive.language import current_language
from archive.records import json_schema
from archive.web import engines
from index.values import FacetCount

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
_PLACE = {"page", "cursor", "limit"}
MOST = 200
NOUNS = {
    "items": "item",
    "elements": "element",
    "people": "agent",
    "places": "place",
    "events": "event",
    "communities": "community",
    "collections": "collection",
    "terms": "term",
}


@blueprint.get("/")
def index() -> Response:
    """List what the API has."""
    links = {noun: whole(url_for("api.records", noun=noun)) for noun in NOUNS}
    links |= {
        "search": whole(url_for("api.search")),
        "complete": whole(url_for("api.complete")),
        "openapi": whole(url_for("api.openapi_document")),
    }
    return jsonify({"links": links})


@blueprint.get("/<any(items,elements,people,places,events,communities,collections,terms):noun>")
def records(noun: str) -> Response:
    """Return one page of records."""
    limit = _whole_number("limit", 50, most=MOST)
    after = request.args.get("cursor", "")
    with engines().db.reading() as session:
        page = service.records_page(session, NOUNS[noun], viewer(), after, limit)
    following = (
        whole(url_for("api.records", noun=noun, cursor=page.cursor, limit=limit))
        if page.cursor
        else None
    )
    return _answer(RecordsAnswer(records=page.records, next=following))


@blueprint.get(
    "/<any(items,elements,people,places,events,communities,collections,terms):noun>/<key>"
)
def record(noun: str, key: str) -> Any:  # noqa: ANN401 - an answer or a redirect
    """Return one record; a former address leads on to where it stands now."""
    with engines().db.reading() as session:
        found = known(session, NOUNS[noun], key, viewer())
        if key in found.former_ids:
            return redirect(url_for("api.record", noun=noun, key=found.id), 308)
        answer = service.record_with_files(session, found, viewer())
    return _answer(answer)


@blueprint.get("/files/<file_id>")
def file(file_id: str) -> Response:
    """Return one file."""
    with engines().db.reading() as session:
        return _answer(service.one_file(session, file_id, viewer()))


@blueprint.get("/search")
def search() -> Response:
    """Search as the page does."""
    form, language = replace(SearchForm.read(request.args), is_whole=True), current_language()
    if "type" not in request.args:
        form = replace(form, type="")  # the API finds everything unless a type is named
    if "cursor" in request.args:
        limit = _whole_number("limit", cursors.PIECE, most=cursors.PIECE)
        after = cursors.after(request.args["cursor"])
        form = replace(form, sort="id", after=after, limit=limit, page=1)
    with engines().db.reading() as session:
        found = discover.search(engines(), session, form, viewer(), language)
    if found.problem is not None:
        raise InvalidRecordError({"q": [str(found.problem)]})
    return _answer(_search_answer(found, language))


def _search_answer(found: discover.Answer, language: str) -> SearchAnswer:
    results = found.results
    return SearchAnswer(
        state=str(results.state),
        hits=HitsAnswer(total=results.total, hits=[_hit(one) for one in found.found]),
        concepts=[
            ConceptAnswer(id=named.id, type=named.type, label=named.title)
            for named in found.concepts
        ],
        facets={
            facet: list(_counts(facet, counts, found, language))
            for facet, counts in results.facets.items()
        },
        years=list(results.years),
        widened=[{"term": one.term, "to": list(one.to)} for one in results.widened],
        suggestion=results.suggestion,
        links=_links(found),
    )


def _counts(
    facet: str, counts: Sequence[FacetCount], found: discover.Answer, language: str
) -> Iterator[CountAnswer]:
    """Yield the values of a facet that have a name for the viewer."""
    for one in counts:
        if label := label_of(facet, one.value, found.names, language):
            yield CountAnswer(value=one.value, label=label, count=one.count)


def _hit(found: discover.Found) -> HitAnswer:
    kind, _, record_id = found.hit.group.partition(":")
    if found.card is not None:
        title, href, restricted = found.card.title, found.card.href, found.card.restricted
    elif found.named is not None:
        title, href, restricted = found.named.title, found.named.href, False
    else:
        raise MissingRecordError(kind, record_id)
    return HitAnswer(
        id=record_id,
        type=kind,
        title=title,
        url=whole(href),
        score=round(found.hit.score, 4),
        start_s=found.hit.start_s,
        restricted=restricted,
    )


def _links(found: discover.Answer) -> dict[str, str]:
    form, address = found.form, whole(url_for("api.search"))
    said = [(name, value) for name, value in request.args.items(multi=True) if name not in _PLACE]
    if form.sort == "id":
        return cursors.links(address, said, form, found.results)
    pages = {"self": form.page, **({"next": form.page + 1} if form.page < found.pages else {})}
    return {name: f"{address}?{urlencode([*said, ('page', page)])}" for name, page in pages.items()}


@blueprint.get("/complete")
def complete() -> Response:
    """Offer ways to finish what is being typed."""
    text, language = request.args.get("q", "")[:200], current_language()
    limit = _whole_number("limit", 8, most=20)
    with engines().db.reading() as session:
        found = offers(engines(), session, text, viewer(), language, limit)
    return _answer(CompletionsAnswer(completions=[_completion(one) for one in found]))


def _completion(offer: Offer) -> CompletionAnswer:
    return CompletionAnswer(
        text=offer.text,
        language=offer.language,
        type=offer.type,
        id=offer.id,
        kind=offer.kind,
        label=offer.label,
        title=offer.title or None,
        url=whole(offer.href),
    )


@blueprint.get("/openapi.json")
def openapi_document() -> Response:
    """Return the OpenAPI 3.1 document."""
    return jsonify(openapi.document(root_url()))


@blueprint.get("/record.schema.json")
def record_schema() -> Response:
    """Return the JSON Schema of `record.json`."""
    return jsonify(json_schema())


def _answer(answer: Answer) -> Response:
    """Return an answer as JSON with its ETag; 304 where the client has it."""
    body = answer.model_dump_json(exclude_none=not answer.keeps_nulls)
    response = Response(body, content_type="application/json")
    is_secret = viewer().is_signed_in
    response.headers["Cache-Control"] = "private, no-store" if is_secret else "private, no-cache"
    response.vary.update(("Cookie", "Authorization", "Accept-Language"))
    response.add_etag()
    conditional: Any = response.make_conditional(request)
    return conditional  # type: ignore[no-any-return]


def _whole_number(name: str, otherwise: int, *, most: int) -> int:
    written = request.args.get(name, "")
    if not written:
        return otherwise
    if not written.isascii() or not written.isdigit() or not 1 <= int(written[:9]) <= most:
        raise InvalidRecordError({name: [f"1–{most}"]})
    return int(written)
