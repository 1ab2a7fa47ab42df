"""A page as others get it, and why somebody sees it or does not."""

from __future__ import annotations

import re

import pytest

from archive.permissions import Role
from archive.records import Status
from tests.makers import a_community, a_file, an_item, seen_by, signed_in, stored

BAR = re.compile(r'\s*<div class="guise".*?</div>', re.DOTALL)


def page_of(client, item, query=""):
    """Return the page of an item as text."""
    return client.get(f"/items/{item.id}{query}").get_data(as_text=True)


def bare(html):
    """Return a page word by word, without the bar and the guise in its own address."""
    return BAR.sub("", html).replace("?seen-as=guest", "").split()


@pytest.mark.parametrize("guise", ["guest", "teacher"])
def test_a_guise_shows_what_that_viewer_gets_to_the_last_word(engines, app, client, guise):
    rules = seen_by("public", take="school")
    item = stored(engines, an_item(access=rules, files=(a_file(access=seen_by("staff")),)))
    signed_in(engines, client, Role.OFFICER)
    other = app.test_client()

    seen = page_of(client, item, f"?seen-as={guise}")

    assert f"Bạn đang xem như {'giáo viên' if guise == 'teacher' else 'khách'}" in seen
    if guise == "guest":
        assert bare(seen) == page_of(other, item).split()
    assert "/desk/items/" not in seen


def test_a_guise_gets_the_404_of_a_hidden_page(engines, app, client):
    item = stored(engines, an_item(access=seen_by("staff")))
    signed_in(engines, client, Role.OFFICER)

    seen = client.get(f"/items/{item.id}?seen-as=guest")

    assert seen.status_code == 404
    assert "Bạn đang xem như" in seen.get_data(as_text=True)
    assert app.test_client().get(f"/items/{item.id}").status_code == 404


def test_nothing_is_sent_from_a_guise_and_nobody_keeps_it(engines, client):
    item = stored(engines, an_item())
    signed_in(engines, client, Role.OFFICER)

    answer = client.get(f"/items/{item.id}?seen-as=teacher")

    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_guise_opens_more_than_its_wearer_may_see(engines, client):
    community = stored(engines, a_community(thanhvien="member"))
    item = stored(engines, an_item(access=seen_by("community", community.id)))
    signed_in(engines, client, Role.ADMIN)

    assert client.get(f"/items/{item.id}?seen-as=member:{community.id}").status_code == 404


def test_a_steward_sees_a_record_as_a_member_does(engines, client):
    community = stored(engines, a_community(nguoigiu="steward"))
    item = stored(engines, an_item(access=seen_by("community", community.id)))
    signed_in(engines, client, Role.STEWARD, "nguoigiu")

    seen = page_of(client, item, f"?seen-as=member:{community.id}")

    assert "Bạn đang xem như thành viên của Cộng đồng mẫu" in seen


def test_a_teacher_puts_on_no_guise(engines, client):
    item = stored(engines, an_item(access=seen_by("school")))
    signed_in(engines, client, Role.TEACHER)

    assert client.get(f"/items/{item.id}?seen-as=guest").status_code == 200


@pytest.mark.parametrize(
    ("role", "said", "sentence"),
    [
        (None, {}, "Mở cho mọi người."),
        (Role.TEACHER, {"access": seen_by("school")}, "Mở cho người đã đăng nhập."),
        (
            Role.TEACHER,
            {"access": seen_by("staff", know="public")},
            "Chỉ dành cho cán bộ của kho. Bạn không phải cán bộ.",
        ),
        (Role.OFFICER, {"access": seen_by("staff")}, "Bạn là cán bộ."),
        (Role.OFFICER, {"status": Status.DRAFT}, "Chưa công bố. Bạn thấy vì bạn là cán bộ."),
    ],
    ids=["public", "school", "known only", "staff", "draft"],
)
def test_every_page_says_why(engines, client, role, said, sentence):
    item = stored(engines, an_item(**said))
    if role is not None:
        signed_in(engines, client, role)

    assert sentence in page_of(client, item)


def test_the_reason_names_no_community_that_may_not_be_known(engines, client):
    hidden = stored(engines, a_community("Hội kín").model_copy(update={"access": seen_by("staff")}))
    item = stored(engines, an_item(access=seen_by("community", hidden.id, know="public")))

    said = page_of(client, item)

    assert "Chỉ dành cho thành viên của một cộng đồng. Bạn không phải thành viên." in said
    assert "Hội kín" not in said


def test_a_file_that_may_be_known_is_explained_and_no_other(engines, client):
    files = (
        a_file("biet.jpg", access=seen_by("school", know="public")),
        a_file("kin.jpg", id="fffffffff2", access=seen_by("staff")),
    )
    item = stored(engines, an_item(files=files))

    said = page_of(client, item)

    assert "Tệp biet.jpg: Mở cho người đã đăng nhập. Bạn chưa đăng nhập." in said
    assert "kin.jpg" not in said
