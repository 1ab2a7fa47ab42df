"""Accounts without e-mail: the code of a school, and a sheet with a link for each teacher."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from archive.accounts.invitations.models import Invitation
from archive.accounts.queries import user_named
from archive.db import now
from archive.permissions import Role
from tests.makers import PASSWORD, signed_in

SCHOOL = {"school": "Trường mẫu", "role": "teacher", "most": "2", "days": "30"}


def invited(engines, client, **said):
    """Invite a school as an admin, sign out, and return its code."""
    signed_in(engines, client, Role.ADMIN, "quantri")
    page = client.post("/desk/invitations", data={**SCHOOL, **said}).get_data(as_text=True)
    client.post("/sign-out")
    return re.search(r"code=([\w-]+)", page).group(1)


def joins(client, code, name="Lò Thị Mai", **said):
    """Send the form of somebody who joins."""
    form = {"code": code, "display_name": name, "password": PASSWORD, "again": PASSWORD, **said}
    return client.post("/join", data=form)


def test_a_teacher_joins_with_the_code_of_the_school(engines, client):
    code = invited(engines, client)

    answer = joins(client, code.upper().replace("-", " "))

    assert answer.location == "/"
    with engines.db.reading() as db:
        user = user_named(db, "lo-thi-mai")
    assert (user.role, user.display_name) == (Role.TEACHER, "Lò Thị Mai")
    assert client.get("/account").status_code == 200


def test_a_code_lets_in_so_many_and_no_more(engines, client):
    code = invited(engines, client, most="1")
    joins(client, code)

    answer = joins(client, code, "Người Thứ Hai")

    assert answer.status_code == 410
    assert "Mã mời này không dùng được" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "said", [{"is_closed": True}, {"expires_at": now()}], ids=["closed", "over"]
)
def test_a_code_that_is_closed_or_over_lets_nobody_in(engines, client, said):
    code = invited(engines, client)
    with engines.db.writing() as db:
        db.execute(update(Invitation).values(**said))

    assert joins(client, code).status_code == 410


def test_a_mistake_in_the_form_does_not_use_the_code_up(engines, client):
    code = invited(engines, client, most="1")

    refused = joins(client, code, password="ngắn", again="ngắn")

    assert refused.status_code == 422
    assert joins(client, code).status_code == 302


def test_a_code_never_makes_staff(engines, client):
    signed_in(engines, client, Role.ADMIN, "quantri")

    answer = client.post("/desk/invitations", data={**SCHOOL, "role": "officer"})

    assert answer.status_code == 422


def test_a_sheet_makes_an_account_and_a_link_for_each_name(engines, client):
    signed_in(engines, client, Role.ADMIN, "quantri")

    page = client.post(
        "/desk/invitations/sheet", data={"names": "Lò Văn A\tToán\n\nLò Văn A\nCầm Thị Đôi"}
    ).get_data(as_text=True)

    assert re.findall(r"<code>([a-z0-9-]+)</code>", page) == [
        "lo-van-a",
        "lo-van-a-2",
        "cam-thi-doi",
    ]
    assert len(set(re.findall(r"/welcome/([\w-]+)</code>", page))) == 3


def test_a_link_of_the_sheet_sets_the_password(engines, client):
    signed_in(engines, client, Role.ADMIN, "quantri")
    page = client.post("/desk/invitations/sheet", data={"names": "Lò Văn A"}).get_data(as_text=True)
    client.post("/sign-out")
    link = re.search(r"(/welcome/[\w-]+)</code>", page).group(1)

    answer = client.post(link, data={"password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 302
    assert client.get("/account").status_code == 200
