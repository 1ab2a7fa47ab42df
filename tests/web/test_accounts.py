"""Signing in, one-time links, throttling, sessions on the server, and roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from archive.accounts import service
from archive.accounts.models import SessionRow, User
from archive.accounts.queries import user_named
from archive.accounts.secrets_kept import hash_of
from archive.audit.models import AuditEvent
from archive.audit.queries import first_broken_link
from archive.errors import SignInFailedError
from archive.permissions import Role
from tests.makers import PASSWORD, an_account

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from archive.engines import Engines


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD, **more: object):
    """Send the sign-in form."""
    return client.post("/sign-in", data={"username": username, "password": password}, **more)


def test_a_wrong_password_says_no_more_than_an_unknown_name(engines, client) -> None:
    an_account(engines, Role.OFFICER, "canbo")

    wrong, unknown = sign_in(client, "canbo", "khong dung dau"), sign_in(client, "ai-do")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert _problem(wrong) == _problem(unknown)


def _problem(answer) -> str:
    found = re.search(r"Tên đăng nhập hoặc mật khẩu[^<]*", answer.get_data(as_text=True))
    assert found
    return found.group()


def test_signing_out_ends_the_session_on_the_server(engines: Engines, client: FlaskClient) -> None:
    an_account(engines, Role.TEACHER, "co-giao")
    sign_in(client, "co-giao")
    cookie = client.get_cookie("kho")
    assert cookie is not None

    client.post("/sign-out")
    client.set_cookie("kho", cookie.value)

    assert client.get("/account").status_code == 302
    with engines.db.reading() as session:
        assert session.get(SessionRow, hash_of(cookie.value)) is None


def test_a_session_key_planted_before_signing_in_is_worth_nothing(engines, client) -> None:
    an_account(engines, Role.TEACHER, "co-giao")
    client.set_cookie("kho", "planted")

    sign_in(client, "co-giao")

    assert client.get_cookie("kho").value != "planted"


def test_a_disabled_account_is_out_at_once(engines: Engines, client: FlaskClient) -> None:
    an_account(engines, Role.ADMIN, "quantri")
    an_account(engines, Role.OFFICER, "canbo")
    sign_in(client, "canbo")

    with engines.db.writing() as session:
        service.disable(session, "canbo", actor="test")

    assert client.get("/desk").status_code == 302


def test_a_one_time_link_works_once(engines: Engines, client: FlaskClient) -> None:
    with engines.db.writing() as session:
        service.add_user(session, "moi", role=Role.TEACHER, actor="test")
        secret = service.make_link(session, "moi", actor="test")
    form = {"password": PASSWORD, "again": PASSWORD}

    first = client.post(f"/welcome/{secret}", data=form)
    again = client.post(f"/welcome/{secret}", data=form)

    assert (first.status_code, again.status_code) == (302, 410)


@pytest.mark.parametrize("password", ["ngan", "aaaaaaaaaaaaaaaa"], ids=["short", "monotone"])
def test_a_weak_password_is_refused(engines, client, password: str) -> None:
    with engines.db.writing() as session:
        service.add_user(session, "moi", role=Role.TEACHER, actor="test")
        secret = service.make_link(session, "moi", actor="test")

    answer = client.post(f"/welcome/{secret}", data={"password": password, "again": password})

    assert answer.status_code == 422
    assert "ít nhất 12 ký tự" in answer.get_data(as_text=True)


def test_sign_in_is_throttled(client: FlaskClient) -> None:
    spellings = "ai-do", " AI-DO ", f"ai-do{' ' * 80}x"
    answers = [sign_in(client, name) for name in spellings * 4]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    # The limiter counts the second that has begun, too.
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61


def test_a_mistyped_password_locks_out_nobody_else_at_the_same_address(engines, client) -> None:
    an_account(engines, Role.TEACHER, "co-giao")
    tried = [sign_in(client, "ai-do").status_code for _ in range(11)]

    answer = sign_in(client, "co-giao")

    assert tried[-1] == 429
    assert answer.status_code == 302


def test_guessing_many_accounts_from_one_address_is_throttled(client, monkeypatch) -> None:
    monkeypatch.setattr(service, "sign_in", _refuse)  # a real check of a password takes .1 s

    answers = [sign_in(client, f"ai-do-{number}") for number in range(101)]

    assert [answer.status_code for answer in answers] == [401] * 100 + [429]
    # The limiter counts the second that has begun, too.
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61


def _refuse(*_said: object) -> None:
    raise SignInFailedError


def test_staff_do_not_sign_in_in_clear_over_a_network(engines, client) -> None:
    an_account(engines, Role.OFFICER, "canbo")

    answer = sign_in(client, "canbo", environ_base={"REMOTE_ADDR": "192.168.1.20"})

    assert answer.status_code == 403
    assert client.get("/desk").status_code == 302


def test_a_form_without_its_token_is_refused(app: Flask, engines: Engines) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    an_account(engines, Role.TEACHER, "co-giao")

    answer = sign_in(app.test_client(), "co-giao")

    assert answer.status_code == 400
    assert "tải lại trang" in answer.get_data(as_text=True)


def test_a_foreign_next_address_is_not_followed(engines, client) -> None:
    an_account(engines, Role.TEACHER, "co-giao")

    answer = client.post(
        "/sign-in?next=//xau.example/",
        data={"username": "co-giao", "password": PASSWORD},
    )

    assert answer.headers["Location"] == "/"


def test_a_bearer_token_reads_the_api_and_nothing_else(engines, app) -> None:
    user = an_account(engines, Role.OFFICER, "canbo")
    with engines.db.writing() as session:
        secret = service.make_token(session, session.get_one(User, user.id), "zotero")
    headers = {"Authorization": f"Bearer {secret}"}
    client = app.test_client()

    assert client.get("/api/v1/items", headers=headers).status_code == 200
    assert client.get("/desk", headers=headers).status_code == 302


def test_the_audit_log_is_chained(engines: Engines, client: FlaskClient) -> None:
    an_account(engines, Role.TEACHER, "co-giao")
    sign_in(client, "co-giao")

    with engines.db.reading() as session:
        assert first_broken_link(session) is None


def test_a_changed_audit_row_is_found(engines: Engines) -> None:
    an_account(engines, Role.TEACHER, "co-giao")
    with engines.db.writing() as session:
        session.get_one(AuditEvent, 1).actor = "ke-gian"

    with engines.db.reading() as session:
        assert first_broken_link(session) == 1
        assert user_named(session, "CO-GIAO") is not None


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options"])
def test_every_answer_carries_the_guards(client: FlaskClient, header: str) -> None:
    assert header in client.get("/").headers


@pytest.mark.parametrize(
    ("address", "form"),
    [("state", {"enabled": "0"}), ("role", {"role": "teacher"})],
    ids=["disabled", "given another role"],
)
def test_the_last_admin_is_not(engines, client, address: str, form: dict[str, str]) -> None:
    an_account(engines, Role.ADMIN, "quantri")
    sign_in(client, "quantri")

    answer = client.post(f"/desk/users/quantri/{address}", data=form)

    assert answer.status_code == 409
    with engines.db.reading() as session:
        user = user_named(session, "quantri")
        assert (user.role, user.is_enabled) == (Role.ADMIN, True)
