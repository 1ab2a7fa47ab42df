"""The doors of IIIF: image services in two versions, and manifests."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from archive.access import viewer
from archive.catalogue.files.sending import SANDBOX
from archive.discover.answers import kept
from archive.exchange.addresses import root_url
from archive.exchange.iiif import manifests, service
from archive.language import current_language
from archive.web import engines
from media.iiif import MEDIA_TYPES, Version, canonical
from media.iiif_info import CONTEXTS, profile

blueprint = Blueprint("iiif", __name__)
_LD, _JSON = "application/ld+json", "application/json"
_SERVICE = "/iiif/<any('2', '3'):api>/<identifier>"


@blueprint.get(_SERVICE)
def base(api: str, identifier: str) -> Response:
    """Lead from an image service to its description, whether there is such a picture or not.

    Source: https://iiif.io/api/image/3.0/#2-uri-syntax, 303 to `info.json`.
    """
    response = Response(status=303)
    response.headers["Location"] = f"{_address(api, identifier)}/info.json"
    return response


@blueprint.get(f"{_SERVICE}/info.json")
def description(api: str, identifier: str) -> Response:
    """Describe a picture: its size, its tiles and what can be asked of it."""
    spoken = Version(int(api))
    picture = service.served(engines(), identifier, viewer(), with_rights=True)
    said = service.described(picture, spoken, _address(api, identifier))
    response = _as_json(said, CONTEXTS[spoken], prefers_ld=spoken is Version.THREE)
    response.headers["Link"] = f'<{_profile(picture, spoken)}>;rel="profile"'
    return kept(response, is_public=picture.is_public)


@blueprint.get(f"{_SERVICE}/<region>/<size>/<rotation>/<last>")
def image(api: str, identifier: str, region: str, size: str, rotation: str, last: str) -> Any:  # noqa: ANN401 - the parts of the address
    """Send a part of a picture in a size, turned, in a quality and a format."""
    spoken = Version(int(api))
    quality, _, form = last.rpartition(".")
    picture = service.served(engines(), identifier, viewer())
    what = service.asked(picture, spoken, (region, size, rotation, quality, form))
    path = canonical(spoken, what)
    tag = service.tag_of(picture.etag, path)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        content = service.drawn(engines(), identifier, picture, what)
        response = Response(content, content_type=MEDIA_TYPES[form])
    address = f"{_address(api, identifier)}/{path}"
    level = _profile(picture, spoken)
    response.headers["Link"] = f'<{address}>;rel="canonical",<{level}>;rel="profile"'
    return _labelled(response, tag, is_public=picture.is_public)


@blueprint.get("/iiif/presentation/<item_id>/manifest")
def manifest(item_id: str) -> Response:
    """Describe an item with its pictures, sounds and videos to viewers of other houses."""
    found = manifests.manifest(engines(), item_id, viewer(), root_url(), current_language())
    context = found.document["@context"]
    return kept(_as_json(found.document, context, prefers_ld=True), is_public=found.is_public)


@blueprint.after_app_request
def open_to_all_pages(response: Response) -> Response:
    """Let pages of other houses read what is public here.

    No cookie is sent with such a request, so it gets what any visitor gets.
    Source: https://iiif.io/api/image/3.0/#51-image-information-request (CORS).
    """
    if request.path.startswith("/iiif/"):
        headers = response.headers
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = "Link, ETag"
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            headers["Access-Control-Allow-Headers"] = "Accept, Authorization, If-None-Match"
    return response


def _profile(picture: service.Served, spoken: Version) -> str:
    return profile(spoken, picture.size, picture.bounds)


def _address(api: str, identifier: str) -> str:
    return f"{root_url()}/iiif/{api}/{identifier}"


def _as_json(said: dict[str, Any], context: str, *, prefers_ld: bool) -> Response:
    """Return a document as JSON-LD or as JSON, as the asker would have it."""
    order = [_LD, _JSON] if prefers_ld else [_JSON, _LD]
    media_type = request.accept_mimetypes.best_match(order, order[0])
    label = f'{_LD};profile="{context}"' if media_type == _LD else _JSON
    response = Response(json.dumps(said, ensure_ascii=False, indent=1), content_type=label)
    response.vary.add("Accept")
    return response


def _labelled(response: Response, etag: str, *, is_public: bool) -> Response:
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    response.set_etag(etag)
    return response
