"""What views tell of the use of things. Machines and the archive's own staff are not counted."""

from __future__ import annotations

import re
from functools import cache

from flask import request

from archive.access import looker
from archive.uses import queries, service
from archive.uses.models import Use
from archive.web import engines

# Source: words in the User-Agent of what says of itself that it is no person, as COUNTER's list
# of robots (https://github.com/atmire/COUNTER-Robots) has them; what lies is counted.
_MACHINES = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|curl|wget|python|java/|go-http|libwww|httpclient|headless"
    r"|archiver|harvest|monitor|preview|facebookexternal|^$",
    re.IGNORECASE,
)


@cache
def _tally() -> service.Tally:
    return service.Tally()


def item_opened(item_id: str) -> None:
    """Count that an item's page was opened; log it where the item is restricted."""
    _count(item_id, Use.VIEW)
    _log(item_id)


def file_taken(file_id: str) -> None:
    """Count that an original was taken, by its first part; log it where it is restricted."""
    if not request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        return
    with engines().db.reading() as session:
        item_id = queries.item_of_file(session, file_id)
    if item_id is not None:
        _count(item_id, Use.DOWNLOAD)
        _log(item_id)


def uses_of(item_id: str) -> dict[str, int]:
    """Return how often an item was opened and taken, for those who look after it."""
    with engines().db.reading() as session:
        return {use.value: count for use, count in queries.uses_of(session, item_id).items()}


def _count(item_id: str, use: Use) -> None:
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    is_machine = bool(_MACHINES.search(request.headers.get("User-Agent", "")))
    if request.method != "GET" or is_ahead or is_machine or looker().is_staff:
        return
    _tally().add(item_id, use)
    due = _tally().take_if_due()
    if due:
        with engines().db.writing() as session:
            service.write_down(session, due)


def _log(item_id: str) -> None:
    who = looker()
    if not who.is_signed_in:
        return
    with engines().db.reading() as session:
        if not queries.is_restricted(session, item_id):
            return
    with engines().db.writing() as session:
        service.note_reading(session, item_id, actor=who.username)
