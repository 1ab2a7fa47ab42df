"""What one does with a search besides looking: map, table, feed, keeping, reading it all."""

import csv
import io
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from archive.permissions import Role
from archive.records import Link
from archive.searches.queries import searches_of
from tests.makers import an_agent, an_item, seen_by, stored
from tests.makers_reading import a_place

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def world(engines):
    place = a_place("xa-muong-sang", "Mường Sang")
    singer = an_agent("Lò Văn Mẫu")
    shown = an_item(
        "Xòe vòng đêm hội",
        description={"vi": ["Quay ở sân nhà."]},
        places=(Link(id=place.id),),
        agents=(Link(id=singer.id, role="singer"),),
    )
    formula = an_item("=1+1 Xòe nón")
    hidden = an_item("Xòe kín", access=seen_by("staff"))
    stored(engines, place, singer, shown, formula, hidden, find=True)
    return shown, formula, hidden


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_results_are_taken_away_as_a_table(client, world):
    shown, formula, _hidden = world

    answer = client.get("/search/results.csv?q=xoe")
    rows = {row["id"]: row for row in table(answer)}

    assert answer.headers["Content-Disposition"] == 'attachment; filename="kho-xoe.csv"'
    assert set(rows) == {shown.id, formula.id}
    assert rows[shown.id]["people"] == "Lò Văn Mẫu (singer)"
    assert rows[shown.id]["places"] == "Mường Sang"
    assert rows[formula.id]["title"] == "'=1+1 Xòe nón"


def test_the_results_are_taken_away_as_json(client, world):
    rows = client.get("/search/results.json?q=xoe").json
    none = client.get("/search/results.json?q=khongcogi").json

    assert {row["id"] for row in rows} == {world[0].id, world[1].id}
    assert none == []


def test_a_table_holds_what_its_taker_may_see_and_no_more(client, world, sign_in):
    sign_in(Role.OFFICER)

    assert world[2].id in {row["id"] for row in table(client.get("/search/results.csv?q=xoe"))}


def test_a_table_of_many_holds_each_once(client, engines):
    many = [an_item(f"Xòe {n}") for n in range(230)]
    stored(engines, *many, find=True)

    rows = table(client.get("/search/results.csv?q=xoe&sort=title"))

    assert sorted(row["id"] for row in rows) == sorted(item.id for item in many)


def test_a_mistyped_search_gives_no_table_but_a_reason(client, world):
    answer = client.get("/search/results.csv?q=%22xoe")

    assert answer.status_code == 422


def test_a_search_is_followed_by_a_feed(client, world):
    feed = ET.fromstring(client.get("/search/feed.atom?q=dem+hoi").data)

    entries = [entry.text for entry in feed.findall("a:entry/a:title", ATOM)]
    (itself,) = feed.findall("a:link[@rel='self']", ATOM)
    assert entries == ["Xòe vòng đêm hội"]
    assert itself.get("href").endswith("/search/feed.atom?q=dem+hoi")


def test_a_feed_never_tells_its_reader_more_than_a_visitor_may_see(client, world, sign_in):
    sign_in(Role.ADMIN)

    assert world[2].id not in client.get("/search/feed.atom?q=xoe").text


def test_the_results_stand_on_the_map(client, world):
    page = client.get("/search?q=xoe&view=map")

    assert 'aria-label="Mường Sang: 1 tư liệu"' in page.text
    assert re.search(r'href="/search\?q=xoe&amp;place=[^"]+"', page.text)


def test_a_mistake_is_shown_where_it_is(client, world):
    page = client.get("/search?q=xoe+%28khan")

    assert "Dấu ngoặc đơn chưa đóng" in page.text
    assert '<p class="typed">xoe <mark>(</mark>khan</p>' in page.text


def test_a_search_is_kept_found_again_and_let_go(client, world, sign_in):
    sign_in(Role.RESEARCHER)
    client.post("/account/searches", data={"name": "Đêm hội", "query": "q=dem+hoi&page=3"})

    page = client.get("/account/searches")
    forget = re.search(r"/account/searches/[0-9a-f-]+/forget", page.text)[0]
    client.post(forget)

    assert 'href="/search?q=dem+hoi">Đêm hội</a>' in page.text
    assert "Đêm hội" not in client.get("/account/searches").text


def test_a_search_kept_twice_is_one_with_the_new_name(client, world, sign_in):
    sign_in(Role.TEACHER)
    for name in ("Cũ", "Mới"):
        client.post("/account/searches", data={"name": name, "query": "q=xoe"})

    page = client.get("/account/searches").text

    assert ("Mới</a>" in page, "Cũ</a>" in page) == (True, False)


def test_nobody_lets_go_what_another_keeps(client, world, sign_in, engines):
    teacher = sign_in(Role.TEACHER)
    client.post("/account/searches", data={"name": "Của cô", "query": "q=xoe"})
    page = client.get("/account/searches").text
    forget = re.search(r"/account/searches/[0-9a-f-]+/forget", page)[0]
    client.post("/sign-out")
    sign_in(Role.RESEARCHER)
    client.post(forget)

    with engines.db.reading() as session:
        assert [kept.name for kept in searches_of(session, teacher.id)] == ["Của cô"]


def test_a_visitor_keeps_nothing(client, world):
    asked = client.post("/account/searches", data={"name": "x", "query": "q=xoe"})

    assert asked.status_code == 302
    assert "/sign-in" in asked.headers["Location"]


def test_the_advanced_form_leads_to_the_search_that_it_writes(client, world):
    page = client.get("/search/advanced?q=xoe")
    led = client.get("/search/advanced?go=1&all=xoe&none=non&from=1990&kind=image")

    assert 'value="xoe"' in page.text
    assert led.headers["Location"] == "/search?q=xoe+-non&kind=image&from=1990"


def test_a_program_reads_everything_piece_by_piece(client, engines):
    many = [an_item(f"Xòe {n}") for n in range(25)]
    stored(engines, *many, find=True)

    read, address = [], "/api/v1/search?q=xoe&type=item&limit=7&cursor=*"
    while address:
        answer = client.get(address).json
        read += [hit["id"] for hit in answer["hits"]["hits"]]
        following = answer["links"].get("next")
        address = following and f"{urlsplit(following).path}?{urlsplit(following).query}"

    assert sorted(read) == sorted(item.id for item in many)
    assert answer["hits"]["total"] == 25


def test_a_cursor_that_is_none_is_refused(client, world):
    assert client.get("/api/v1/search?cursor=%F0%9F%92%83").status_code == 422
