"""The words of recordings as WebVTT, SubRip, ELAN and W3C annotations."""

from __future__ import annotations

from flask import Blueprint, Response, request

from archive.access import viewer
from archive.catalogue.captions import service
from archive.catalogue.captions.service import Asked
from archive.catalogue.files.sending import answer
from archive.exchange.addresses import root_url
from archive.web import engines

blueprint = Blueprint("captions", __name__)
_LONGEST_NUMBER = 4


@blueprint.get("/files/<file_id>/captions.vtt")
def vtt(file_id: str) -> Response:
    """Send a tier as WebVTT: the first one, or `?tier=` by its position from 0."""
    return answer(request, service.exported(engines(), _asked(file_id), "vtt"))


@blueprint.get("/files/<file_id>/captions.srt")
def srt(file_id: str) -> Response:
    """Send a tier as SubRip."""
    return answer(request, service.exported(engines(), _asked(file_id), "srt"))


@blueprint.get("/files/<file_id>/annotations.eaf")
def eaf(file_id: str) -> Response:
    """Send all tiers, or `?tier=` alone, as an ELAN file."""
    return answer(request, service.exported(engines(), _asked(file_id), "eaf"))


@blueprint.get("/files/<file_id>/annotations.jsonld")
def jsonld(file_id: str) -> Response:
    """Send all tiers, or `?tier=` alone, as W3C annotations."""
    return answer(request, service.exported(engines(), _asked(file_id), "jsonld"))


def _asked(file_id: str) -> Asked:
    said = request.args.get("tier", "")
    is_number = said.isascii() and said.isdigit() and len(said) <= _LONGEST_NUMBER
    return Asked(file_id, viewer(), root_url(), int(said) if is_number else None)
