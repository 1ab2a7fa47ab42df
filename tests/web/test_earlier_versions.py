"""What an item said before it was opened stays with those who might see it then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archive.catalogue.queries import item_record
from archive.catalogue.saving import SYSTEM, Save, save
from archive.permissions import Role
from archive.records import ItemRecord, Status
from tests.makers import a_community, an_item, seen_by, signed_in, stored

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from archive.engines import Engines

WAS, IS = "lờikhấnriêng", "lờikểchung"


@pytest.fixture
def opened(engines: Engines) -> ItemRecord:
    """Save an item of a community's own that was opened later, without what stays inside."""
    community = a_community(truongban="steward")
    stored(engines, community)
    closed = an_item(
        description={"vi": [WAS]}, access=seen_by("community", community.id), status=Status.DRAFT
    )
    stored(engines, closed)
    change = closed.model_copy(update={"description": {"vi": [IS]}, "access": seen_by("public")})
    saved = save(engines, Save(change, "Mở", base_version=1), by=SYSTEM)
    assert isinstance(saved, ItemRecord)
    return saved


def test_the_history_does_not_show_it(engines: Engines, client: FlaskClient, opened) -> None:
    signed_in(engines, client, Role.OFFICER, "canbo")

    page = client.get(f"/desk/items/{opened.id}/history").get_data(as_text=True)

    assert 'id="v2"' in page
    assert 'id="v1"' not in page
    assert WAS not in page


def test_a_stale_form_does_not_show_it(engines: Engines, client: FlaskClient, opened) -> None:
    signed_in(engines, client, Role.OFFICER, "canbo")

    form = {"base_version": "1", "kind": "image"}
    answer = client.post(f"/desk/items/{opened.id}", data=form)

    assert answer.status_code == 404
    assert WAS not in answer.get_data(as_text=True)


def test_it_is_not_brought_back(engines: Engines, client: FlaskClient, opened) -> None:
    signed_in(engines, client, Role.OFFICER, "canbo")

    answer = client.post(f"/desk/items/{opened.id}/restore", data={"number": "1"})

    assert answer.status_code == 404
    with engines.db.reading() as session:
        assert item_record(session, opened.id).description == {"vi": [IS]}


def test_who_belongs_sees_and_brings_back(engines: Engines, client: FlaskClient, opened) -> None:
    signed_in(engines, client, Role.OFFICER, "truongban")

    page = client.get(f"/desk/items/{opened.id}/history").get_data(as_text=True)
    client.post(f"/desk/items/{opened.id}/restore", data={"number": "1"})

    assert WAS in page
    with engines.db.reading() as session:
        restored = item_record(session, opened.id)
    assert (restored.description, restored.access) == ({"vi": [WAS]}, seen_by("public"))
