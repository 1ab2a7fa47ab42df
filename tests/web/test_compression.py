"""What is sent compressed, and what a browser may keep."""

import gzip

import pytest

from archive.app import HERE
from archive.assets import Assets
from tests.makers import an_item, stored

ASSETS = Assets(HERE / "static")
GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def item(engines):
    return stored(engines, an_item(description={"vi": ["Một đoạn lời dài. " * 200]}), find=True)


def static(client, address, **headers):
    """Ask for a static file and let go of it, as a server does."""
    return client.get(address, headers=headers, buffered=True)


def test_a_page_is_compressed_for_who_can_take_it(client, item):
    plain = client.get(f"/items/{item.id}")

    packed = client.get(f"/items/{item.id}", headers=GZIP)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert b"<html" in gzip.decompress(packed.data)


@pytest.mark.parametrize("asked", ["", "br", "gzip;q=0", "identity"])
def test_who_cannot_take_it_gets_it_plain(client, asked):
    answer = client.get("/about", headers={"Accept-Encoding": asked})

    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/api/v1/items", "/feed.atom"])
def test_data_is_compressed_like_pages(client, engines, item, path):
    stored(engines, *(an_item(f"Mục {n}") for n in range(5)), find=True)

    answer = client.get(path, headers=GZIP)

    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")


def test_a_compressed_answer_has_a_weak_tag_that_still_saves_sending(client, item):
    address = f"/api/v1/items/{item.id}"
    first = client.get(address, headers=GZIP)

    again = client.get(address, headers={**GZIP, "If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"].startswith('W/"')
    assert (again.status_code, again.data) == (304, b"")


def test_a_short_answer_is_not_worth_it(client):
    answer = client.get("/healthz", headers=GZIP)

    assert "Content-Encoding" not in answer.headers


def test_two_answers_of_one_page_differ_in_length(client, item):
    lengths = {len(client.get(f"/items/{item.id}", headers=GZIP).data) for _ in range(12)}

    assert len(lengths) > 1


def test_a_built_file_is_compressed_once_and_kept_for_ever(client):
    address = ASSETS.url("app.css")
    plain = static(client, address)

    packed = static(client, address, **GZIP)
    again = static(client, address, **GZIP, **{"If-None-Match": packed.headers["ETag"]})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert again.status_code == 304


def test_a_drawing_is_kept_for_ever_under_its_digest_alone(client):
    with_digest = static(client, ASSETS.url("art/band.svg"))
    with_another = static(client, "/static/art/band.svg?v=0000000000")

    assert "immutable" in with_digest.headers["Cache-Control"]
    assert with_another.headers["Cache-Control"] == "no-cache"
    assert with_another.headers["ETag"]


def test_a_range_of_a_static_file_is_one_of_its_plain_bytes(client):
    whole = static(client, ASSETS.url("app.css")).data

    answer = static(client, ASSETS.url("app.css"), **GZIP, Range="bytes=0-99")

    assert (answer.status_code, answer.data) == (206, whole[:100])
    assert "Content-Encoding" not in answer.headers


def test_a_font_is_sent_as_it_is(client):
    answer = static(client, ASSETS.url("lora-latin.woff2"), **GZIP)

    assert "Content-Encoding" not in answer.headers
    assert "immutable" in answer.headers["Cache-Control"]
