"""Simple describe forms of people, events, communities, collections and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue.nouns import service as nouns
from archive.catalogue.nouns.forms import NounForm
from archive.desk import queries, service
from archive.desk.choices import choices
from archive.desk.describing import names_for
from archive.desk.views.room import blueprint, form_data
from archive.discover.names import href_of
from archive.errors import InvalidRecordError, MissingRecordError, StaleVersionError
from archive.language import current_language
from archive.permissions import Permission
from archive.records import NamedRecord
from archive.web import actor, engines


@blueprint.get("/desk/nouns/<kind>")
@requires(Permission.DESCRIBE)
def noun_list(kind: str) -> str:
    """List the records of one noun, and lead to a new one."""
    if kind not in nouns.NOUNS:
        raise MissingRecordError(kind, "list")
    with engines().db.reading() as session:
        rows = queries.newest_records(session, kind, viewer(), limit=500)
    return render_template("desk/nouns.html", kind=kind, rows=rows)


@blueprint.get("/desk/new/<kind>")
@requires(Permission.DESCRIBE)
def new_noun(kind: str) -> str:
    """Show an empty form."""
    return _page(nouns.blank(kind), NounForm(kind))


@blueprint.post("/desk/new/<kind>")
@requires(Permission.DESCRIBE)
def add_noun(kind: str) -> Any:  # noqa: ANN401 - a redirect or the form again
    """Add a record."""
    return _saved(nouns.blank(kind), NounForm.read(nouns.blank(kind).type, form_data()), None)


@blueprint.get("/desk/<any(agent, event, community, collection, place):kind>/<record_id>")
def noun(kind: str, record_id: str) -> str:
    """Show the form of a record to who may change it: officers, and a community's stewards."""
    record = nouns.editable(engines(), kind, record_id, viewer())
    with engines().db.reading() as session:
        names = names_for(session, viewer(), record)
    return _page(record, NounForm.of(record, names))


@blueprint.post("/desk/<any(agent, event, community, collection, place):kind>/<record_id>")
def describe_noun(kind: str, record_id: str) -> Any:  # noqa: ANN401 - a redirect or the form again
    """Save a record for who may change it: officers, and a community's stewards."""
    record = nouns.editable(engines(), kind, record_id, viewer())
    form = NounForm.read(kind, form_data())
    return _saved(record, form, form.base_version)


def _saved(record: NamedRecord, form: NounForm, base: int | None) -> Any:  # noqa: ANN401 - a redirect or the form again
    try:
        saved = service.describe_noun(
            engines(), record, form, base_version=base, by=actor(), viewer=viewer()
        )
    except StaleVersionError as error:
        return _page(record, form, stale=error.words), 409
    except InvalidRecordError as error:
        return _page(record, form, error.problems), 422
    flash(_("Đã lưu."), "success")
    return redirect(url_for("desk.noun", kind=saved.type, record_id=saved.id), 303)


def _page(
    record: NamedRecord,
    form: NounForm,
    problems: Mapping[str, Sequence[str]] | None = None,
    stale: str = "",
) -> str:
    with engines().db.reading() as session:
        offered = choices(session, viewer(), current_language())
    return render_template(
        "desk/noun.html",
        record=record,
        form=form,
        choices=offered,
        problems=problems or {},
        stale=stale,
        href=href_of(record) if record.version else "",
        may_set_members=nouns.may_set_members(viewer(), record),
    )
