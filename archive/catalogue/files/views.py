"""The bytes of files: originals, renditions and captions."""

from __future__ import annotations

from flask import Blueprint, Response, request

from archive.access import viewer
from archive.catalogue.files import service
from archive.catalogue.files.sending import answer
from archive.uses import watching
from archive.web import engines

blueprint = Blueprint("files", __name__)


@blueprint.get("/files/<file_id>/original")
def original(file_id: str) -> Response:
    """Send an original as an attachment."""
    found = service.original(engines(), file_id, viewer())
    watching.file_taken(file_id)
    return answer(request, found)


@blueprint.get("/files/<file_id>/<name>")
def rendition(file_id: str, name: str) -> Response:
    """Send a rendition that we made ourselves."""
    return answer(request, service.rendition(engines(), file_id, name, viewer()))
