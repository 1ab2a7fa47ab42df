"""The bytes of files: originals, renditions and captions."""

from __future__ import annotations

from flask import Blueprint, Response, request

from archive.access import viewer
from archive.catalogue.files import service
from archive.catalogue.files.sending import answer
from archive.catalogue.items.copies import copy_with_words
from archive.exchange.addresses import root_url
from archive.language import current_language
from archive.uses import watching
from archive.web import engines

blueprint = Blueprint("files", __name__)


@blueprint.get("/files/<file_id>/original")
def original(file_id: str) -> Response:
    """Send an original as an attachment."""
    found = service.original(engines(), file_id, viewer())
    watching.file_taken(file_id)
    return answer(request, found)


@blueprint.get("/files/<file_id>/described")
def described(file_id: str) -> Response:
    """Send a copy of an original with the catalogue's words inside, as an attachment."""
    language, root = current_language(), root_url()
    copy = copy_with_words(engines(), file_id, viewer(), language, root)
    watching.file_taken(file_id)
    return answer(request, copy)


@blueprint.get("/files/<file_id>/<name>")
def rendition(file_id: str, name: str) -> Response:
    """Send a rendition that we made ourselves."""
    return answer(request, service.rendition(engines(), file_id, name, viewer()))
