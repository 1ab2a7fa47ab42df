"""The ledger at the desk: the consents of an item, and all of them by how they stand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from archive.access import requires, viewer
from archive.catalogue.items import service as items
from archive.consents import queries, service
from archive.consents.forms import NewConsent, Typed
from archive.consents.words import FORMS, PROBLEMS, USES
from archive.desk.views.room import desk_words, form_data, page_number
from archive.errors import InvalidRecordError, MissingRecordError
from archive.permissions import Permission
from archive.records import ItemRecord
from archive.web import actor, engines

blueprint = Blueprint("consents", __name__)
blueprint.context_processor(desk_words)


@blueprint.get("/desk/items/<item_id>/consents")
@requires(Permission.DESCRIBE)
def of_item(item_id: str) -> str:
    """Show the consents that an item is bound to, and the form for another one."""
    return _item_page(items.editable(engines(), item_id, viewer()), Typed(), {})


@blueprint.post("/desk/items/<item_id>/consents")
@requires(Permission.DESCRIBE)
def give(item_id: str) -> Any:  # noqa: ANN401 - a redirect or the page again
    """Write a consent down."""
    record = items.editable(engines(), item_id, viewer())
    try:
        service.give(engines(), record, NewConsent.read(form_data()), by=actor())
    except InvalidRecordError as error:
        named = {"access"} if "access" in error.problems else error.problems
        problems = {name: PROBLEMS.get(name, name) for name in named}
        return _item_page(record, Typed(form_data()), problems), 422
    flash(_("Đã ghi vào sổ đồng ý."), "success")
    return redirect(url_for("consents.of_item", item_id=item_id), 303)


@blueprint.post("/desk/consents/<consent_id>/withdraw")
@requires(Permission.DESCRIBE)
def withdraw(consent_id: str) -> Any:  # noqa: ANN401 - a redirect
    """Write down that somebody no longer agrees; what they agreed to is hidden at once."""
    with engines().db.reading() as session:
        found = queries.consent(session, consent_id, viewer())
    if found is None:
        raise MissingRecordError("consent", consent_id)
    if request.form.get("sure") != "1" or not found.is_in_force:
        raise InvalidRecordError({"sure": ["empty"]})
    service.withdraw(engines(), found, by=actor())
    flash(_("Đã ghi. Tư liệu đã được ẩn khỏi mọi nơi."), "success")
    return redirect(url_for("consents.ledger", standing="over"), 303)


@blueprint.get("/desk/consents")
@requires(Permission.DESCRIBE)
def ledger() -> str:
    """List consents: those that end soon, those that are over, or all."""
    standing, number = request.args.get("standing", ""), page_number()
    offset = (number - 1) * queries.PAGE
    with engines().db.reading() as session:
        found, more = queries.ledger(session, viewer(), standing, offset)
        titles = queries.titles_of(session, viewer(), {i for one in found for i in one.items})
    return render_template(
        "consents/ledger.html",
        found=found,
        titles=titles,
        standing=standing,
        number=number,
        more=more,
        uses=USES,
        forms_words=FORMS,
    )


def _item_page(record: ItemRecord, typed: Typed, problems: dict[str, Any]) -> str:
    with engines().db.reading() as session:
        found = queries.consents_of(session, record.id)
    return render_template(
        "consents/of_item.html",
        record=record,
        found=found,
        typed=typed,
        problems=problems,
        file_options=[(file.id, file.name) for file in record.current_files],
        uses=USES,
        forms_words=FORMS,
    )
