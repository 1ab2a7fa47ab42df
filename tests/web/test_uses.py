"""Counts of uses without personal data, and the log of who read what is restricted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from archive.audit.models import AuditEvent
from archive.permissions import Role
from archive.uses import service, watching
from archive.uses.models import Use
from archive.uses.queries import uses_of
from tests.makers import an_account, an_item, seen_by, signed_in, stored

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Write each use down at once, in a tally of the test's own."""
    tally = service.Tally()
    monkeypatch.setattr(watching, "_tally", lambda: tally)
    monkeypatch.setattr(service, "EVERY_S", -1.0)


def uses(engines, item):
    """Return (views, downloads)."""
    with engines.db.reading() as session:
        found = uses_of(session, item.id)
    return found[Use.VIEW], found[Use.DOWNLOAD]


def readings(engines):
    """Return who read which restricted item, by the log."""
    with engines.db.reading() as session:
        rows = select(AuditEvent).where(AuditEvent.action == "read-restricted")
        return [(event.actor, event.owner_id) for event in session.scalars(rows)]


def test_each_opening_of_a_page_counts(engines, client):
    item = stored(engines, an_item())

    for _ in range(3):
        client.get(f"/items/{item.id}", headers=BROWSER)

    assert uses(engines, item) == (3, 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"},
        {"User-Agent": "python-requests/2.32"},
        {**BROWSER, "Sec-Purpose": "prefetch"},
    ],
    ids=["robot", "program", "prefetch"],
)
def test_what_is_no_person_is_not_counted(engines, client, headers):
    item = stored(engines, an_item())

    client.get(f"/items/{item.id}", headers=headers)

    assert uses(engines, item) == (0, 0)


def test_staff_see_the_counts_and_are_not_counted(engines, client):
    item = stored(engines, an_item())
    client.get(f"/items/{item.id}", headers=BROWSER)
    signed_in(engines, client, Role.OFFICER)

    page = client.get(f"/items/{item.id}", headers=BROWSER).get_data(as_text=True)

    assert "Đã mở 1 lần, tải 0 lần." in page
    assert uses(engines, item) == (1, 0)


def test_the_reading_of_a_restricted_item_is_logged_once_in_a_while(engines, client):
    item = stored(engines, an_item(access=seen_by("staff")))
    signed_in(engines, client, Role.OFFICER, "canbo")

    for _ in range(2):
        client.get(f"/items/{item.id}", headers=BROWSER)

    assert readings(engines) == [("canbo", item.id)]


@pytest.mark.parametrize("preset", ["public", "school"])
def test_what_every_account_may_read_is_not_logged(engines, client, preset):
    item = stored(engines, an_item(access=seen_by(preset)))
    signed_in(engines, client, Role.OFFICER, "canbo")

    client.get(f"/items/{item.id}", headers=BROWSER)

    assert readings(engines) == []


def test_counts_hold_nothing_of_who_used_it(engines, client):
    an_account(engines, Role.TEACHER, "co-giao")
    item = stored(engines, an_item())
    client.get(f"/items/{item.id}", headers=BROWSER)

    with engines.db.reading() as session:
        row = session.execute(select(service.UseCount)).scalar_one()

    assert set(row.__table__.columns.keys()) == {"item_id", "day", "use", "count"}
