"""Bearer tokens: the API and the files that it links, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from archive.accounts import service
from archive.accounts.models import ApiToken, User
from archive.accounts.secrets_kept import hash_of
from archive.catalogue.saving import SYSTEM, Save, save
from archive.db import now
from archive.permissions import Role
from tests.makers import PASSWORD, a_file, an_account, an_item, seen_by

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from archive.engines import Engines
    from archive.records import ItemRecord


@pytest.fixture
def item(engines: Engines) -> ItemRecord:
    """Save an item with an original for schools."""
    photo = a_file("lop-hoc.jpg", size_bytes=5)
    record = an_item("Cho trường học", access=seen_by("school"), files=(photo,))
    save(engines, Save(record, "test", masters={photo.master_path: b"bytes"}), by=SYSTEM)
    return record


@pytest.fixture
def secret(engines: Engines) -> str:
    """Make a token of a teacher."""
    user = an_account(engines, Role.TEACHER, "co-giao")
    with engines.db.writing() as session:
        return service.make_token(session, session.get_one(User, user.id), "zotero")


def bearer(secret: str) -> dict[str, str]:
    """Return the header of a token."""
    return {"Authorization": f"Bearer {secret}"}


def spoil(engines: Engines, secret: str, how: str) -> str:
    """Return a token that is of no use."""
    with engines.db.writing() as session:
        token = session.get_one(ApiToken, hash_of(secret))
        if how == "expired":
            token.expires_at = now() - timedelta(seconds=1)
        if how == "disabled":
            service.disable(session, "co-giao", actor="test")
        if how == "taken back":
            service.delete_token(session, token.user_id, token.token_hash)
    return {"unknown": "kho_khong-co", "empty": ""}.get(how, secret)


SPOILT = ("unknown", "empty", "expired", "disabled", "taken back")


def test_what_the_api_links_can_be_fetched_with_the_token_it_was_asked_with(
    item: ItemRecord, secret: str, client: FlaskClient
) -> None:
    record = client.get(f"/api/v1/items/{item.id}", headers=bearer(secret)).get_json()

    answer = client.get(record["files"][0]["original"], headers=bearer(secret))

    assert (answer.status_code, answer.get_data()) == (200, b"bytes")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Authorization"} <= set(answer.vary)


@pytest.mark.parametrize("how", SPOILT)
def test_a_token_of_no_use_is_refused_by_the_api(engines, item, secret, client, how: str) -> None:
    answer = client.get(f"/api/v1/items/{item.id}", headers=bearer(spoil(engines, secret, how)))

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.get_json()["code"] == "token-invalid"
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("address", ["/api/v1/items", "/api/v1/nothing", "/files/{id}/original"])
@pytest.mark.parametrize("how", SPOILT)
def test_a_token_of_no_use_is_never_a_visitor(
    engines, item, secret, client, address: str, how: str
) -> None:
    url = address.format(id=item.files[0].id)

    answer = client.get(url, headers=bearer(spoil(engines, secret, how)))

    assert answer.status_code == 401


def test_a_token_goes_before_the_session_it_comes_with(engines, item, app, secret) -> None:
    an_account(engines, Role.ADMIN, "quantri")
    client = app.test_client()
    client.post("/sign-in", data={"username": "quantri", "password": PASSWORD})

    refused = client.get("/api/v1/items", headers=bearer("kho_khong-co"))
    as_teacher = client.get(f"/api/v1/items/{item.id}", headers=bearer(secret))

    assert refused.status_code == 401
    assert "quantri" not in refused.get_data(as_text=True)
    assert as_teacher.status_code == 200


@pytest.mark.parametrize("address", ["/account", "/desk", "/desk/users"])
def test_a_token_opens_no_page(secret: str, client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=bearer(secret))

    assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize("address", ["/account/tokens", "/account/password", "/desk/upload"])
def test_a_token_does_not_stand_in_for_the_token_of_a_form(
    app: Flask, secret: str, address: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = app.test_client().post(address, data={"name": "x"}, headers=bearer(secret))

    assert answer.status_code == 400


def test_a_token_changes_nothing_even_where_forms_have_no_token(
    engines: Engines, client: FlaskClient, secret: str
) -> None:
    answer = client.post("/account/tokens", data={"name": "x"}, headers=bearer(secret))

    assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (302, True)
    with engines.db.reading() as session:
        assert session.query(ApiToken).count() == 1


def test_a_password_of_http_is_no_token(item: ItemRecord, client: FlaskClient) -> None:
    answer = client.get("/api/v1/items", headers={"Authorization": "Basic eDp5"})

    assert answer.status_code == 200
    assert item.id not in answer.get_data(as_text=True)


def test_the_description_of_the_api_says_where_a_token_is_taken(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()

    scheme = document["components"]["securitySchemes"]["token"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert "/files/" in scheme["description"]
    assert "401" in document["paths"]["/items"]["get"]["responses"]
