"""The second factor: codes of a telephone, codes on paper, and who is made to have one."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pyotp
import pytest

from archive.accounts.factors import codes, service
from archive.accounts.factors.models import SecondFactor
from archive.accounts.queries import user_named
from archive.app import create_app
from archive.audit.models import AuditEvent
from archive.errors import WrongCodeError
from archive.permissions import Role
from tests.makers import PASSWORD, an_account, signed_in

if TYPE_CHECKING:
    from archive.engines import Engines


def with_telephone(engines: Engines, role: Role = Role.OFFICER, name: str = "canbo"):
    """Make an account with a second factor; return (its secret, its codes on paper)."""
    user = an_account(engines, role, name)
    key = engines.settings.secret_key
    with engines.db.writing() as db:
        secret = service.begin(db, user, key=key)
        return secret, service.confirm(db, user, code_of(secret, -1), key=key)


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code that a telephone shows now, or some steps of 30 s from now."""
    return pyotp.TOTP(secret).at(int(time.time()), counter_offset=steps)


def password_given(client, name: str = "canbo"):
    """Send the right password."""
    return client.post("/sign-in", data={"username": name, "password": PASSWORD})


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")],
    ids=["RFC 6238 B 1", "RFC 6238 B 2", "RFC 6238 B 6"],
)
def test_codes_are_those_of_the_standard(second, code):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert codes.step_of(secret, code, second) == second // 30


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_another_minute_is_wrong(steps):
    secret = codes.new_secret()

    assert codes.step_of(secret, code_of(secret, steps)) is None


def test_a_secret_is_kept_sealed(engines):
    secret, _ = with_telephone(engines)

    with engines.db.reading() as db:
        kept = db.get_one(SecondFactor, user_named(db, "canbo").id).secret
    assert secret not in kept
    assert codes.opened(kept, "another key") is None


def test_the_password_alone_does_not_open_the_desk(engines, client):
    with_telephone(engines)

    answer = password_given(client)

    assert answer.location == "/sign-in/code"
    assert client.get("/desk").status_code == 302
    assert client.get("/account").status_code == 302


def test_the_code_opens_it(engines, client):
    secret, _ = with_telephone(engines)
    password_given(client)

    answer = client.post(
        "/sign-in/code", data={"code": f"{code_of(secret)[:3]} {code_of(secret)[3:]}"}
    )

    assert answer.location == "/desk"
    assert client.get("/desk").status_code == 200


def test_a_code_is_good_once(engines):
    secret, _ = with_telephone(engines)
    key, code = engines.settings.secret_key, code_of(secret)

    with engines.db.writing() as db:
        service.check(db, user_named(db, "canbo"), code, key=key)

    with engines.db.writing() as db, pytest.raises(WrongCodeError):
        service.check(db, user_named(db, "canbo"), code, key=key)


def test_a_code_on_paper_stands_in_once(engines, client):
    _, paper = with_telephone(engines)
    password_given(client)
    first = client.post("/sign-in/code", data={"code": paper[0].upper()})
    client.post("/sign-out")
    password_given(client)

    again = client.post("/sign-in/code", data={"code": paper[0]})

    assert (first.status_code, again.status_code) == (302, 401)


def test_the_paper_of_another_account_opens_nothing(engines, client):
    with_telephone(engines)
    _, paper = with_telephone(engines, Role.OFFICER, "nguoi-khac")
    password_given(client)

    assert client.post("/sign-in/code", data={"code": paper[0]}).status_code == 401


def test_guessing_codes_is_throttled_and_written_down(engines, client):
    with_telephone(engines)
    password_given(client)

    answers = [client.post("/sign-in/code", data={"code": "000000"}) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    with engines.db.reading() as db:
        refused = db.query(AuditEvent).filter_by(action="sign-in-refused").all()
    assert [event.detail["reason"] for event in refused] == ["code-wrong"] * 10


def test_a_one_time_link_does_not_go_round_the_code(engines, client):
    from archive.accounts import service as accounts

    with_telephone(engines)
    with engines.db.writing() as db:
        link = accounts.make_link(db, "canbo", actor="test")

    answer = client.post(f"/welcome/{link}", data={"password": PASSWORD, "again": PASSWORD})

    assert answer.location == "/sign-in/code"
    assert client.get("/desk").status_code == 302


def test_nobody_is_asked_for_a_code_without_a_password(client):
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", data={"code": "000000"}).status_code == 404


def test_one_sets_it_up_in_ones_account(engines, client):
    signed_in(engines, client, Role.OFFICER, "canbo")
    page = client.get("/account/second-factor").get_data(as_text=True)
    secret = re.search(r'<code id="secret">(\w+)</code>', page).group(1)

    answer = client.post("/account/second-factor", data={"code": code_of(secret)})

    assert len(re.findall(r"<li><code>[\w-]{19}</code></li>", answer.get_data(as_text=True))) == 10
    assert "Mỗi lần đăng nhập" in client.get("/account/second-factor").get_data(as_text=True)


def test_a_wrong_code_sets_nothing_up(engines, client):
    signed_in(engines, client, Role.OFFICER, "canbo")
    client.get("/account/second-factor")

    answer = client.post("/account/second-factor", data={"code": "000000"})

    assert answer.status_code == 422
    client.post("/sign-out")
    assert password_given(client).location == "/desk"


def test_an_admin_frees_who_lost_telephone_and_paper(engines, client):
    with_telephone(engines)
    signed_in(engines, client, Role.ADMIN, "quantri")

    client.post("/desk/users/canbo/second-factor/remove")

    client.post("/sign-out")
    assert password_given(client).location == "/desk"


def test_it_is_taken_away_with_a_code_only(engines, client):
    secret, paper = with_telephone(engines)
    password_given(client)
    client.post("/sign-in/code", data={"code": code_of(secret)})

    refused = client.post("/account/second-factor/remove", data={"code": "000000"})
    allowed = client.post("/account/second-factor/remove", data={"code": paper[1]})

    assert (refused.location, allowed.location) == ("/account/second-factor", "/account")


def test_on_https_staff_set_it_up_before_they_get_in(engines):
    open_to_all = replace(engines.settings, base_url="https://kho.example.vn")
    app = create_app(engines=replace(engines, settings=open_to_all))
    app.config.update(WTF_CSRF_ENABLED=False)
    an_account(engines, Role.OFFICER, "canbo")
    an_account(engines, Role.TEACHER, "co-giao")

    officer, teacher = (let_in_at(app.test_client(), name) for name in ("canbo", "co-giao"))

    assert officer == ("/account/second-factor", 302)
    assert teacher == ("/", 403)  # signed in, and no officer


def let_in_at(client, name):
    """Sign in on HTTPS; return where that leads, and the status of the account's own page."""
    outside = "https://kho.example.vn"
    form = {"username": name, "password": PASSWORD}
    led = client.post("/sign-in", data=form, base_url=outside).location
    return led, client.get("/desk", base_url=outside).status_code
