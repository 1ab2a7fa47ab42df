"""What is open for a season only: pages, files, search and counts follow the day in Vietnam."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.access import Grade, tokens_of
from archive.permissions import Role
from archive.records import Access, Audience, Preset
from archive.records.seasons import days_of, marks_of
from tests.makers import a_community, an_item, signed_in, stored

WORD = "zzkinmua"
SPRING = "03-15/05-10"
IN, OUT = datetime(2026, 4, 2, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Set the clock of the archive."""
    return lambda instant: monkeypatch.setattr("archive.db.now", lambda: instant)


def in_season(preset=Preset.PUBLIC, season=SPRING, **said):
    """Return the rule of an item that is open in a season."""
    return Access(see=Audience(preset=preset, season=season, **said))


def test_a_season_opens_and_closes_page_search_and_api_without_a_write(engines, client, clock):
    clock(OUT)
    item = stored(engines, an_item(WORD, access=in_season()), find=True)
    places = (f"/items/{item.id}", f"/search?q={WORD}", f"/api/v1/search?q={WORD}", "/items")
    closed = [client.get(place).get_data() for place in places]

    clock(IN)
    opened = client.get(places[0])
    found = client.get(places[2]).get_json()["hits"]["total"]
    clock(OUT)
    again = [client.get(place).get_data() for place in places]

    assert (opened.status_code, found) == (200, 1)
    assert opened.headers["Cache-Control"] == "private, no-store"
    assert client.get(places[0]).status_code == 404
    assert again == closed
    assert f"/items/{item.id}" not in closed[1].decode()


def test_the_boundary_is_midnight_in_vietnam(engines, client, clock):
    item = stored(engines, an_item(access=in_season()))

    statuses = []
    for instant in ("03-14T16:59:59", "03-14T17:00:00", "05-10T16:59:59", "05-10T17:00:00"):
        clock(datetime.fromisoformat(f"2026-{instant}+00:00"))
        statuses.append(client.get(f"/items/{item.id}").status_code)

    assert statuses == [404, 200, 200, 404]


def test_out_of_season_the_keepers_see_it_and_read_why(engines, client, clock):
    item = stored(engines, an_item(access=in_season()))
    signed_in(engines, client, Role.OFFICER)
    clock(OUT)

    page = client.get(f"/items/{item.id}").get_data(as_text=True)

    assert "Chỉ mở từ 15/3 đến hết 10/5 mỗi năm. Hôm nay ngoài mùa." in page


@pytest.mark.parametrize(("name", "in_time", "later"), [("hoa", 200, 404), ("lan", 200, 200)])
def test_members_of_all_are_let_in_only_in_season(engines, client, clock, name, in_time, later):
    one = stored(engines, a_community("Bản một", hoa="member", lan="steward"))
    two = stored(engines, a_community("Bản hai", hoa="member"))
    both = in_season(Preset.COMMUNITY, communities=(one.id, two.id), all_of=True)
    item = stored(engines, an_item(access=both))
    signed_in(engines, client, Role.RESEARCHER, name)

    statuses = []
    for instant in (IN, OUT):
        clock(instant)
        statuses.append(client.get(f"/items/{item.id}").status_code)

    assert statuses == [in_time, later]


def test_whole_months_and_single_days_are_the_marks_of_a_season():
    assert marks_of("03-30/05-02") == {"03-30", "03-31", "04", "05-01", "05-02"}
    assert marks_of("11-01/02-28") == {"11", "12", "01", "02"}
    assert len(days_of("01-01/12-31")) == 366


@pytest.mark.parametrize("written", ["3-1/4-1", "02-30/03-01", "13-01/14-01", "", "03-01"])
def test_what_is_no_season_is_refused(written):
    with pytest.raises(ValueError, match=r"season|month|day|isoformat"):
        Audience(season=written)


def test_a_season_does_not_reach_beyond_another():
    longer, shorter = in_season(season="03-01/05-31"), in_season(season="03-15/04-10")

    assert shorter.within(longer)
    assert not longer.within(shorter)
    assert not Access().within(shorter)
    assert "public" not in tokens_of(an_item(access=longer), Grade.SEE)


def test_the_desk_keeps_a_season_and_says_what_is_none(engines, client):
    signed_in(engines, client, Role.OFFICER)
    item = stored(engines, an_item())
    form = {"base_version": item.version, "title:vi": "Tên", "access": "public"}

    bad = client.post(f"/desk/items/{item.id}", data={**form, "season_from": "15/3"})

    assert "Xin ghi cả ngày đầu và ngày cuối" in bad.get_data(as_text=True)
