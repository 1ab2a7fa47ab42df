"""Feed, sitemap, robots, oEmbed, health: public things only, in the forms that their rules name."""

import json
from xml.etree import ElementTree as ET

import pytest

from archive.exchange import sitemap
from archive.exchange.queries import public_addresses
from tests.makers import a_file, an_element, an_item, seen_by, stored
from tests.makers_reading import give_renditions

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_holds_the_newest_public_items(client, engines):
    shown, hidden = an_item("Mới vào"), an_item("Kín", access=seen_by("school", know="public"))
    stored(engines, shown, hidden)

    feed = ET.fromstring(client.get("/feed.atom").data)

    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Mới vào"]
    assert feed.findtext(f"{ATOM}updated").endswith("Z")


def test_the_sitemap_names_every_public_page(client, engines):
    item, hidden = an_item(), an_item(access=seen_by("staff"))
    stored(engines, item, hidden, an_element(slug="kham-khen"))

    index = ET.fromstring(client.get("/sitemap.xml").data)
    parts = [place.text.removeprefix("http://localhost") for place in index.iter(f"{MAP}loc")]
    pages = [place.text for part in parts for place in _places(client, part)]

    assert f"http://localhost/items/{item.id}" in pages
    assert "http://localhost/elements/kham-khen" in pages
    assert f"http://localhost/items/{hidden.id}" not in pages


def _places(client, part):
    return ET.fromstring(client.get(part).data).iter(f"{MAP}loc")


def test_the_parts_of_a_large_sitemap_join_without_gap_or_overlap(engines, monkeypatch):
    stored(engines, *(an_item() for _ in range(7)))
    monkeypatch.setattr(sitemap, "LARGEST", 3)
    parts = sitemap.parts({"item": 7})

    with engines.db.reading() as session:
        found = [
            one.key
            for part in parts
            for one in public_addresses(session, "item", skip=part.skip, most=3)
        ]

    assert len(parts) == 3
    assert len(found) == len(set(found)) == 7


@pytest.mark.parametrize("name", ["item-0", "item-x", "nothing-1", "item", "item--1"])
def test_no_other_part_exists(client, name):
    assert client.get(f"/sitemap/{name}.xml").status_code == 404


def test_robots_find_the_sitemap(client):
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_browsers_learn_to_search(client):
    described = ET.fromstring(client.get("/opensearch.xml").data)

    url = next(described.iter("{http://a9.com/-/spec/opensearch/1.1/}Url"))
    assert url.get("template") == "http://localhost/search?q={searchTerms}"


def test_oembed_gives_title_and_picture(client, engines):
    file = a_file()
    item = stored(engines, an_item("Xòe vòng", files=(file,)))
    give_renditions(engines, file)

    said = json.loads(client.get(f"/oembed?url=http://localhost/en/items/{item.id}").data)

    assert (said["version"], said["type"], said["title"]) == ("1.0", "link", "Xòe vòng")
    assert said["thumbnail_url"] == f"http://localhost/files/{file.id}/thumb-320.jpg"


@pytest.mark.parametrize("access", [seen_by("staff"), seen_by("school", know="public")])
def test_oembed_knows_nothing_of_what_is_not_public(client, engines, sign_in, access):
    item = stored(engines, an_item(access=access))
    sign_in("admin")

    assert client.get(f"/oembed?url=/items/{item.id}").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("", 400, id="no address"),
        pytest.param("?url=https://example.org/else", 404, id="an address of others"),
        pytest.param("?url=/items/x&format=xml", 501, id="a format not spoken"),
        pytest.param("?url=/items/x&format=yaml", 400, id="no format of oEmbed"),
    ],
)
def test_oembed_refuses_in_the_format_of_programs(client, query, status):
    answer = client.get(f"/oembed{query}")

    assert (answer.status_code, answer.json["status"]) == (status, status)
    assert answer.content_type == "application/problem+json"


def test_a_living_process_says_so_without_a_statement(client, statements):
    assert client.get("/healthz").text == "ok\n"
    assert statements == []


def test_readiness_names_each_part(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "store": "ok", "index": "ok"}


def test_a_database_that_does_not_answer_makes_it_unready(client, engines, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def refuse():
        raise OperationalError("SELECT 1", {}, OSError())  # noqa: TRY003 - the driver's own arguments

    monkeypatch.setattr(engines.db, "ping", refuse)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["database"]) == (503, "unavailable")
