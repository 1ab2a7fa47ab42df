"""Merge two nouns, and split one: look first, then a round does it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from archive.access import requires, viewer
from archive.bulk.addresses import desk_href
from archive.desk.views.room import desk_words
from archive.discover.names import href_of, named
from archive.errors import StaleVersionError, status_of
from archive.language import current_language
from archive.merging import queries, service
from archive.merging.errors import NotMergeableError
from archive.merging.forms import read_split
from archive.merging.splitting import start_split
from archive.merging.words import POINTING, STATUSES
from archive.numbers import whole_number
from archive.permissions import Permission
from archive.web import actor, engines

blueprint = Blueprint("merging", __name__)
MOST_SHOWN = 200
_NOUN = "<any(element, term, agent, place, event, community, collection):kind>/<record_id>"
blueprint.context_processor(desk_words)


@blueprint.context_processor
def own_words() -> dict[str, Any]:
    """Give the templates the words for the codes of their own."""
    return {
        "pointing_words": POINTING,
        "name_statuses": STATUSES,
        "desk_href": desk_href,
        "href_of": href_of,
        "named": lambda record: named(record, current_language()).title,
    }


@blueprint.get(f"/desk/merge/{_NOUN}")
@requires(Permission.DESCRIBE)
def merge(kind: str, record_id: str) -> Any:  # noqa: ANN401 - a page, with its status
    """Show which nouns could be merged into this one, or what merging the chosen one would do."""
    return _merge_page(kind, record_id, request.args.get("other", ""))


@blueprint.post(f"/desk/merge/{_NOUN}")
@requires(Permission.DESCRIBE)
def carry_out_merge(kind: str, record_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Merge the chosen noun into this one, behind the page."""
    other = request.form.get("other", "")
    versions = [whole_number(request.form.get(name, "")) for name in ("version", "other_version")]
    try:
        with engines().db.writing() as session:
            kept = service.noun(session, kind, record_id, viewer())
            wanted = service.merge_of(session, kept, other, viewer())
            found = service.start_merge(session, wanted, (versions[0], versions[1]), by=actor())
            round_id = found.id
    except (NotMergeableError, StaleVersionError) as error:
        return _merge_page(kind, record_id, other, problem=error.words)[0], status_of(error)
    return redirect(url_for("bulk.round", round_id=round_id), 303)


def _merge_page(kind: str, record_id: str, other: str, problem: str = "") -> Any:  # noqa: ANN401 - a page, with its status
    words, wanted, found, status = request.args.get("q", "")[:100].strip(), None, [], 200
    with engines().db.reading() as session:
        kept = service.noun(session, kind, record_id, viewer())
        try:
            wanted = service.merge_of(session, kept, other, viewer()) if other else None
        except NotMergeableError as error:
            problem, status = problem or error.words, status_of(error)
        if words:
            found = queries.candidates(session, kind, words, viewer(), kept.id)
        counts = {
            row.id: queries.pointing_count(session, (kind, row.id), viewer()) for row in found
        }
    about = {"kept": kept, "merge": wanted, "words": words, "found": found, "counts": counts}
    return render_template("merging/merge.html", **about, problem=problem), status


@blueprint.get(f"/desk/split/{_NOUN}")
@requires(Permission.DESCRIBE)
def split(kind: str, record_id: str) -> Any:  # noqa: ANN401 - a page, with its status
    """Show the names of a noun and what points to it, to choose what goes to a new one."""
    return _split_page(kind, record_id)


@blueprint.post(f"/desk/split/{_NOUN}")
@requires(Permission.DESCRIBE)
def carry_out_split(kind: str, record_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Let what is chosen go to a new noun, behind the page."""
    try:
        with engines().db.writing() as session:
            record = service.noun(session, kind, record_id, viewer())
            wanted = read_split(request.form)
            found = start_split(session, record, wanted, by=actor(), viewer=viewer())
            round_id = found.id
    except (NotMergeableError, StaleVersionError) as error:
        return _split_page(kind, record_id, problem=error.words), status_of(error)
    return redirect(url_for("bulk.round", round_id=round_id), 303)


def _split_page(kind: str, record_id: str, problem: str = "") -> str:
    with engines().db.reading() as session:
        record = service.noun(session, kind, record_id, viewer())
        pointing = service.pointing_to(session, record, viewer(), shown=MOST_SHOWN)
    chosen = read_split(request.form)
    return render_template(
        "merging/split.html", record=record, pointing=pointing, chosen=chosen, problem=problem
    )
