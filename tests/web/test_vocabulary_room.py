"""The vocabulary room takes SKOS in by the page, as it gives it out."""

import io
from contextlib import closing

import pytest

from archive.catalogue.queries import record_named
from archive.permissions import Role
from tests.makers import PASSWORD, an_account
from tests.serving import prepared


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    with closing(prepared(tmp_path_factory.mktemp("room"))) as opened:
        an_account(opened, Role.ADMIN, "keeper")
        yield opened


@pytest.fixture
def admin(client):
    client.post("/sign-in", data={"username": "keeper", "password": PASSWORD})
    return client


def sent(client, turtle, **fields):
    data = {"file": (io.BytesIO(turtle), "vocabulary.ttl"), **fields}
    return client.post("/desk/vocabulary/import", data=data, follow_redirects=True)


def test_what_was_given_out_comes_in_and_changes_nothing(admin):
    given = admin.get("/vocabulary.ttl?hidden=1").data

    page = sent(admin, given)

    assert b"/elements/xoe-moi-lau> a skos:Concept" in given
    assert b"/places/xa-yen-chau> a skos:Concept" in given
    assert "Thêm mới: 0" in page.text
    assert "Thay đổi: 0" in page.text


def test_a_name_that_comes_in_is_kept_with_all_that_was_known(admin, engines):
    with engines.db.reading() as session:
        before = record_named(session, "element", "xoe-moi-lau")
    given = admin.get("/vocabulary.ttl?scheme=elements&hidden=1").data.decode()
    name = min(one.text for one in before.names if one.language == "en")

    sent(admin, given.replace(f'"{name}"@en', '"A name from elsewhere"@en').encode(), apply="1")

    with engines.db.reading() as session:
        after = record_named(session, "element", "xoe-moi-lau")
    assert "A name from elsewhere" in {one.text for one in after.names}
    assert (after.kind, after.related, after.version) == (before.kind, before.related, 2)


def test_what_is_no_skos_is_refused_with_a_reason(admin):
    page = sent(admin, b"this is no Turtle <")

    assert page.status_code == 200
    assert 'role="alert"' in page.text
