"""The vocabulary room takes SKOS in by the page, as it gives it out."""

import io

import pytest

from archive.permissions import Role
from archive.vocabulary.loading import load_vocabulary


@pytest.fixture
def admin(client, engines, sign_in):
    load_vocabulary(engines)
    sign_in(Role.ADMIN)
    return client


def sent(client, turtle, **fields):
    data = {"file": (io.BytesIO(turtle), "vocabulary.ttl"), **fields}
    return client.post("/desk/vocabulary/import", data=data, follow_redirects=True)


def test_what_was_given_out_comes_in_and_changes_nothing(admin):
    given = admin.get("/vocabulary.ttl?hidden=1").data

    page = sent(admin, given)

    assert page.status_code == 200
    assert "Thêm mới: 0" in page.text
    assert "Thay đổi: 0" in page.text


def test_what_is_no_skos_is_refused_with_a_reason(admin):
    page = sent(admin, b"this is no Turtle <")

    assert page.status_code == 200
    assert 'role="alert"' in page.text
