"""Sessions that are ended stay so; what concerns accounts is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from flask import request, session
from sqlalchemy import select

from archive.accounts import service
from archive.accounts.models import ApiToken, OneTimeLink, SessionRow, User
from archive.accounts.passwords import is_outdated
from archive.accounts.queries import user_named
from archive.accounts.secrets_kept import hash_of
from archive.accounts.sessions.service import keep_session
from archive.audit.models import AuditEvent
from archive.permissions import Role
from archive.security import throttled_as
from tests.makers import PASSWORD, an_account

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from archive.engines import Engines


def sign_in(client: FlaskClient, username: str, password: str = PASSWORD, **more: object):
    """Send the sign-in form."""
    return client.post("/sign-in", data={"username": username, "password": password}, **more)


def events(engines: Engines, action: str) -> list[tuple[str, str, dict[str, object]]]:
    """Return who did what of an action to whom."""
    with engines.db.reading() as db:
        rows = db.scalars(select(AuditEvent).where(AuditEvent.action == action))
        return [(row.actor, row.owner_id, row.detail) for row in rows]


def test_a_request_at_work_does_not_bring_an_ended_session_back(engines, client) -> None:
    user = an_account(engines, Role.TEACHER, "co-giao")
    sign_in(client, "co-giao")
    key = hash_of(client.get_cookie("kho").value)
    with engines.db.writing() as db:
        service.set_password(db, db.get_one(User, user.id), PASSWORD + " moi")

    with engines.db.writing() as db:
        is_kept = keep_session(db, key, {"_user_id": user.id}, days=14)

    with engines.db.reading() as db:
        assert (is_kept, db.get(SessionRow, key)) == (False, None)


def test_a_session_that_ends_while_a_page_is_made_takes_its_cookie_back(
    app: Flask, engines: Engines
) -> None:
    user = an_account(engines, Role.TEACHER, "co-giao")

    @app.before_request
    def end_everything() -> None:
        if request.path == "/account":
            with engines.db.writing() as db:
                service.end_sessions(db, db.get_one(User, user.id))
            session["touched"] = True

    client = app.test_client()
    sign_in(client, "co-giao")
    answer = client.get("/account")

    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    with engines.db.reading() as db:
        assert db.scalars(select(SessionRow)).all() == []


def test_a_new_password_ends_the_other_sessions_and_open_links(engines, app) -> None:
    user = an_account(engines, Role.TEACHER, "co-giao")
    mine, others = app.test_client(), app.test_client()
    for client in (mine, others):
        sign_in(client, "co-giao")
    with engines.db.writing() as db:
        link = service.make_link(db, "co-giao", actor="test")
    new = PASSWORD + " moi"

    mine.post("/account/password", data={"old": PASSWORD, "password": new, "again": new})

    assert mine.get("/account").status_code == 200
    assert others.get("/account").status_code == 302
    assert mine.get(f"/welcome/{link}").status_code == 410
    with engines.db.reading() as db:
        assert db.scalars(select(OneTimeLink.used_at)).one() is not None
    assert events(engines, "password-set")[-1] == ("co-giao", "co-giao", {})
    assert user.username == "co-giao"


def test_a_link_of_a_disabled_account_opens_nothing(engines: Engines, client: FlaskClient) -> None:
    an_account(engines, Role.ADMIN, "quantri")
    an_account(engines, Role.TEACHER, "co-giao")
    with engines.db.writing() as db:
        link = service.make_link(db, "co-giao", actor="test")
        service.disable(db, "co-giao", actor="test")

    asked = client.get(f"/welcome/{link}")
    used = client.post(f"/welcome/{link}", data={"password": PASSWORD, "again": PASSWORD})

    assert (asked.status_code, used.status_code) == (410, 410)


@pytest.mark.parametrize(
    ("username", "expected"), [("co-giao", "co-giao"), ("mat khau go nham o", "")]
)
def test_a_refused_sign_in_is_written_down_without_what_was_typed(
    engines: Engines, client: FlaskClient, username: str, expected: str
) -> None:
    an_account(engines, Role.TEACHER, "co-giao")

    sign_in(client, username, "khong dung dau")

    assert events(engines, "sign-in-refused") == [
        (expected, expected, {"reason": "sign-in-failed"})
    ]


def test_a_token_that_is_taken_back_is_written_down(engines: Engines, client: FlaskClient) -> None:
    user = an_account(engines, Role.TEACHER, "co-giao")
    sign_in(client, "co-giao")
    with engines.db.writing() as db:
        secret = service.make_token(db, db.get_one(User, user.id), "zotero")

    client.post(f"/account/tokens/{hash_of(secret)}/delete")

    assert events(engines, "token-deleted") == [("co-giao", "co-giao", {"name": "zotero"})]


def test_a_token_of_another_is_not_taken_back(engines: Engines, client: FlaskClient) -> None:
    owner = an_account(engines, Role.TEACHER, "co-giao")
    an_account(engines, Role.TEACHER, "ke-la")
    with engines.db.writing() as db:
        secret = service.make_token(db, db.get_one(User, owner.id), "zotero")
    sign_in(client, "ke-la")

    client.post(f"/account/tokens/{hash_of(secret)}/delete")

    with engines.db.reading() as db:
        assert db.get(ApiToken, hash_of(secret)) is not None


def test_a_password_of_an_older_recipe_is_hashed_anew(engines, client) -> None:
    an_account(engines, Role.TEACHER, "co-giao")
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with engines.db.writing() as db:
        user_named(db, "co-giao").password_hash = old

    sign_in(client, "co-giao")

    with engines.db.reading() as db:
        assert not is_outdated(user_named(db, "co-giao").password_hash)
    assert sign_in(client, "co-giao").status_code == 302


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via"])
def test_staff_behind_a_proxy_that_no_setting_names_do_not_sign_in(
    engines, client, header: str
) -> None:
    an_account(engines, Role.OFFICER, "canbo")

    answer = sign_in(client, "canbo", headers={header: "127.0.0.1"})

    assert answer.status_code == 403


@pytest.mark.parametrize("address", ["", "unknown", "unix:", "1.2.3.4:5"])
def test_an_address_that_is_none_is_not_this_machine(engines, client, address: str) -> None:
    an_account(engines, Role.OFFICER, "canbo")

    answer = sign_in(client, "canbo", environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("unknown", "unknown", True),
    ],
)
def test_the_addresses_of_one_line_are_throttled_together(
    app: Flask, first: str, second: str, *, are_one: bool
) -> None:
    counted = []
    for address in (first, second):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            counted.append(throttled_as())

    assert (counted[0] == counted[1]) is are_one


def test_a_forwarded_address_does_not_escape_the_throttle(client: FlaskClient) -> None:
    answers = [
        sign_in(client, "ai-do", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(12)
    ]

    assert answers[-1] == 429


def test_a_session_cookie_is_for_the_server_alone(engines: Engines, client: FlaskClient) -> None:
    an_account(engines, Role.TEACHER, "co-giao")

    answer = sign_in(client, "co-giao")

    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
