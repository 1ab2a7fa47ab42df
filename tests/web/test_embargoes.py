"""What opens on a day: pages, search and API from midnight in Vietnam on, and nothing before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from archive.access import HARVESTER, VISITOR, Viewer, may_view, tokens
from archive.permissions import Role
from archive.records import Access, Audience, Preset, Status
from archive.records.embargoes import marks_from, marks_of_date
from tests.makers import a_community, an_item, signed_in, stored

WORD = "zzkinngay"
DAY = "2027-03-15"
BEFORE, AFTER = datetime(2027, 3, 14, 16, 59, 59, tzinfo=UTC), datetime(2027, 3, 14, 17, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Set the clock of the archive."""
    return lambda instant: monkeypatch.setattr("archive.db.now", lambda: instant)


def embargoed(preset=Preset.PUBLIC, embargo=DAY, **said):
    """Return the rule of an item that opens on a day."""
    return Access(see=Audience(preset=preset, embargo=embargo, **said))


def test_it_opens_page_search_and_api_at_midnight_without_a_write(engines, client, clock):
    clock(BEFORE)
    item = stored(engines, an_item(WORD, access=embargoed()), find=True)
    places = (f"/items/{item.id}", f"/search?q={WORD}", f"/api/v1/search?q={WORD}")
    closed = [client.get(place) for place in places]

    clock(AFTER)
    opened = [client.get(place) for place in places]

    assert closed[0].status_code == 404
    assert f"/items/{item.id}" not in closed[1].get_data(as_text=True)
    assert opened[0].status_code == 200
    assert opened[2].get_json()["hits"]["total"] == 1
    assert f"/items/{item.id}" in opened[1].get_data(as_text=True)


@pytest.mark.parametrize("first", ["2026-01-01", "2026-12-31", "2024-02-29", "2029-10-30"])
def test_the_marks_are_those_of_every_day_from_the_first_on(first):
    marks, day = marks_from(first), date.fromisoformat(first)
    around = (day + timedelta(days=days) for days in (*range(-400, 800), 4000, 40_000, 400_000))

    assert all(bool(marks & set(marks_of_date(one))) == (one >= day) for one in around)
    assert len(marks) <= 150


def test_before_the_day_its_keepers_see_it_and_read_why(engines, client, clock):
    clock(BEFORE)
    item = stored(engines, an_item(access=embargoed()))
    signed_in(engines, client, Role.OFFICER)

    page = client.get(f"/items/{item.id}").get_data(as_text=True)

    assert "Chỉ mở từ ngày 15/3/2027. Chưa tới ngày ấy. Bạn thấy vì bạn là người giữ." in page


@pytest.mark.parametrize(("name", "statuses"), [("hoa", [404, 200]), ("lan", [200, 200])])
def test_members_wait_for_the_day_and_stewards_do_not(engines, client, clock, name, statuses):
    village = stored(engines, a_community("Bản một", hoa="member", lan="steward"))
    closed = embargoed(Preset.COMMUNITY, communities=(village.id,))
    item = stored(engines, an_item(access=closed))
    signed_in(engines, client, Role.RESEARCHER, name)

    got = []
    for instant in (BEFORE, AFTER):
        clock(instant)
        got.append(client.get(f"/items/{item.id}").status_code)

    assert got == statuses


def test_a_harvester_gets_what_has_opened_for_good(clock):
    item = an_item(access=embargoed())

    clock(BEFORE)
    before = [may_view(viewer, item) for viewer in (VISITOR, HARVESTER)]
    clock(AFTER)

    assert before == [False, False]
    assert [may_view(viewer, item) for viewer in (VISITOR, HARVESTER)] == [True, True]


def test_whoever_comes_sooner_is_not_within():
    sooner, later = embargoed(embargo="2027-01-01"), embargoed()

    assert later.within(sooner)
    assert not sooner.within(later)
    assert not Access().within(later)
    assert later.within(Access())


@pytest.mark.parametrize("written", ["2027-3-15", "2027-02-30", "15/3/2027", "", "x"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError, match=r"embargo|day|month|isoformat"):
        Audience(embargo=written)


def test_a_season_and_an_embargo_exclude_each_other():
    with pytest.raises(ValueError, match="not both"):
        Audience(embargo=DAY, season="03-15/05-10")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"embargo": "15/3"}, "Xin ghi ngày mở đủ ngày, tháng, năm"),
        ({"embargo": "30/2/2027"}, "Xin ghi ngày mở đủ ngày, tháng, năm"),
        ({"embargo": "15/3/2027", "season_from": "1/1", "season_to": "2/2"}, "Xin chọn một"),
    ],
)
def test_the_desk_says_what_is_no_day(engines, client, typed, said):
    signed_in(engines, client, Role.OFFICER)
    item = stored(engines, an_item())
    form = {"base_version": item.version, "kind": "image", "access": "public"}

    answer = client.post(f"/desk/items/{item.id}", data={**form, **typed})

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_the_desk_keeps_the_day_and_shows_it_again(engines, client):
    signed_in(engines, client, Role.OFFICER)
    item = stored(engines, an_item(status=Status.DRAFT))
    form = {"base_version": item.version, "kind": "image", "access": "school"}

    saved = client.post(f"/desk/items/{item.id}", data={**form, "embargo": "15/3/2027"})

    page = client.get(f"/desk/items/{item.id}").get_data(as_text=True)
    history = client.get(f"/desk/items/{item.id}/history").get_data(as_text=True)
    assert saved.status_code == 303
    assert 'value="15/3/2027"' in page
    assert "Trường học (từ 15/3/2027)" in history


def test_a_viewer_holds_few_tokens():
    assert len(tokens(Viewer(id="a", username="hoa", role=Role.TEACHER))) < 40
