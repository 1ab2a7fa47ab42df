"""Asking for a file that one may know of and not have, and the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.access import Grade
from archive.accounts.queries import user_named, viewer_of
from archive.catalogue.files.queries import file_seen_by
from archive.catalogue.saving import SYSTEM, Save, save
from archive.consents import service as consents
from archive.consents.forms import NewConsent
from archive.db import local_today
from archive.permissions import Role
from archive.permits.models import PermitState
from archive.permits.queries import of_person
from tests.makers import a_community, a_file, an_account, an_item, seen_by, signed_in, stored

TOMORROW = (local_today() + timedelta(days=1)).isoformat()


@pytest.fixture
def asked(engines, client):
    """Store an item whose originals are for staff; a teacher asks for its file."""
    item = stored(engines, an_item(access=seen_by("public", take="staff"), files=(a_file(),)))
    signed_in(engines, client, Role.TEACHER, "cogiao")
    file = item.files[0].id
    client.post(f"/items/{item.id}/ask", data={"file": file, "purpose": "Dạy tiết nhạc lớp 6"})
    return item


def requests_of(engines, username="cogiao"):
    """Return what somebody asked for."""
    with engines.db.reading() as session:
        return of_person(session, viewer_of(session, user_named(session, username)))


def may_take(engines, item, username="cogiao"):
    """Tell whether somebody may take the file of an item."""
    with engines.db.reading() as session:
        viewer = viewer_of(session, user_named(session, username))
        return file_seen_by(session, item.files[0].id, viewer, Grade.TAKE) is not None


def answered(engines, app, role=Role.OFFICER, username="canbo", **said):
    """Answer the request of the teacher; return the answer of the page and its client."""
    client = app.test_client()
    signed_in(engines, client, role, username)
    permit = requests_of(engines)[0].permit.id
    return client.post(f"/desk/requests/{permit}/answer", data=said), client


def test_yes_is_a_right_of_that_person_until_its_day(engines, app, client, asked, monkeypatch):
    an_account(engines, Role.TEACHER, "nguoikhac")

    answered(engines, app, answer="yes", until=TOMORROW, reason="Chúc tiết dạy vui.")

    assert may_take(engines, asked)
    assert not may_take(engines, asked, "nguoikhac")
    assert "Chúc tiết dạy vui." in client.get("/account/requests").get_data(as_text=True)
    monkeypatch.setattr(
        "archive.permits.queries.local_today", lambda: local_today() + timedelta(days=2)
    )
    assert not may_take(engines, asked)
    assert "Đã hết hạn" in client.get("/account/requests").get_data(as_text=True)


def test_no_has_a_reason_that_the_asker_reads(engines, app, client, asked):
    bare, officer = answered(engines, app, answer="no", reason="")
    permit = requests_of(engines)[0].permit.id

    officer.post(f"/desk/requests/{permit}/answer", data={"answer": "no", "reason": "Đang sửa."})

    assert bare.status_code == 422
    assert not may_take(engines, asked)
    assert "Đang sửa." in client.get("/account/requests").get_data(as_text=True)


def test_a_right_is_taken_back(engines, app, asked):
    _, officer = answered(engines, app, answer="yes", until=TOMORROW)
    permit = requests_of(engines)[0].permit.id

    officer.post(f"/desk/requests/{permit}/revoke")

    assert not may_take(engines, asked)


def test_closing_an_item_ends_the_rights_given_on_it(engines, app, asked):
    answered(engines, app, answer="yes", until=TOMORROW)

    closed = asked.model_copy(update={"access": seen_by("school", take="staff")})
    save(engines, Save(closed, "close", base_version=asked.version), by=SYSTEM)

    assert requests_of(engines)[0].permit.state is PermitState.ENDED
    assert not may_take(engines, asked)


def test_widening_an_item_ends_none(engines, app, asked):
    answered(engines, app, answer="yes", until=TOMORROW)

    wider = asked.model_copy(update={"access": seen_by("public", take="school")})
    save(engines, Save(wider, "open", base_version=asked.version), by=SYSTEM)

    assert requests_of(engines)[0].permit.state is PermitState.GRANTED


def test_nobody_opens_what_a_consent_closed(engines, app, asked):
    form = NewConsent.read({"person": ["Lò Thị Mẫu"], "uses": ["web"], "form": ["witness"]})
    given = consents.give(engines, asked, NewConsent.read({**vars_of(form, asked)}), by=SYSTEM)
    consents.withdraw(engines, given, by=SYSTEM)

    refused, _ = answered(engines, app, answer="yes", until=TOMORROW)

    assert refused.status_code == 422
    assert "không còn đồng ý" in refused.get_data(as_text=True)


def vars_of(form, item):
    """Return the fields of a consent to the first file of an item only."""
    return {
        "person": [form.person],
        "uses": list(form.uses),
        "form": [form.form],
        "files": [item.files[0].id],
    }


def test_what_is_a_communitys_own_is_answered_by_its_stewards(engines, app, client):
    community = stored(engines, a_community(nguoigiu="steward", cogiao="member"))
    own = seen_by("community", community.id, take="staff")
    item = stored(engines, an_item(access=own, files=(a_file(),)))
    signed_in(engines, client, Role.RESEARCHER, "cogiao")
    file = item.files[0].id
    client.post(f"/items/{item.id}/ask", data={"file": file, "purpose": "Nghiên cứu"})

    refused, _ = answered(engines, app, answer="yes", until=TOMORROW)
    given, _ = answered(engines, app, Role.STEWARD, "nguoigiu", answer="yes", until=TOMORROW)

    assert (refused.status_code, given.status_code) == (404, 303)
    assert may_take(engines, item)


def test_a_hidden_item_and_a_file_that_one_has_cannot_be_asked_for(engines, client):
    hidden = stored(engines, an_item(access=seen_by("staff"), files=(a_file(),)))
    open_one = stored(engines, an_item(files=(a_file(id="ffffffffe0"),)))
    signed_in(engines, client, Role.TEACHER)

    assert client.get(f"/items/{hidden.id}/ask").status_code == 404
    assert client.get(f"/items/{open_one.id}/ask").status_code == 404
    assert client.get("/items/khongcoai0/ask").status_code == 404


def test_a_longer_list_costs_no_more_statements(engines, app, asked, statements):
    officer = app.test_client()
    signed_in(engines, officer, Role.OFFICER, "canbo")
    officer.get("/desk/requests")
    statements.clear()
    officer.get("/desk/requests")
    for_one = len(statements)

    for number in range(5):
        more = stored(engines, an_item(access=seen_by("public", take="staff"), files=(a_file(),)))
        someone = app.test_client()
        signed_in(engines, someone, Role.TEACHER, f"cogiao{number}")
        someone.post(f"/items/{more.id}/ask", data={"file": more.files[0].id, "purpose": "Dạy."})
    statements.clear()
    page = officer.get("/desk/requests").get_data(as_text=True)

    assert page.count("Dạy") >= 6
    assert len(statements) == for_one
