"""The census of formats counts what a keeper may know, and no more."""

import pytest

from archive.desk.census.words import notice_words, remarks
from archive.permissions import Role
from tests.makers_intake import an_item_of
from tests.makers_media import a_jpeg, a_wav


@pytest.fixture
def kept(engines):
    """A photograph and a recording in the archive."""
    return an_item_of(engines, a_jpeg(), "ảnh.jpg"), an_item_of(engines, a_wav(), "băng.wav")


def test_each_format_stands_with_its_pronom_id_its_number_and_a_remark(client, kept, sign_in):
    sign_in(Role.REVIEWER)

    page = client.get("/desk/formats").get_data(as_text=True)

    assert "JPEG" in page
    assert kept[0].files[0].puid in page
    assert kept[1].files[0].puid in page
    assert "RF64" in page


def test_a_format_leads_to_its_items(client, kept, sign_in):
    sign_in(Role.REVIEWER)
    puid = kept[1].files[0].puid

    page = client.get("/desk/formats", query_string={"format": "wav", "puid": puid})

    assert f"/desk/items/{kept[1].id}" in page.get_data(as_text=True)
    assert f"/desk/items/{kept[0].id}" not in page.get_data(as_text=True)


def test_a_visitor_is_asked_to_sign_in(client, kept):
    assert client.get("/desk/formats").status_code in {302, 303, 401, 403}


def test_a_wrong_ending_is_said_on_the_file_at_the_desk(client, engines, sign_in):
    item = an_item_of(engines, a_jpeg(), "ảnh.png")
    sign_in(Role.ADMIN)

    page = client.get(f"/desk/items/{item.id}").get_data(as_text=True)

    assert ".png is jpeg" in page


def test_what_nobody_can_act_on_is_not_said(app):
    with app.test_request_context():
        assert notice_words([{"code": "date-empty", "detail": "x"}]) == ()
        assert remarks("tiff", "fmt/353") == ()
