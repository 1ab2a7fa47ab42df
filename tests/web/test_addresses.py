"""Whole addresses never follow what the asker says the archive is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from archive.app import create_app
from archive.cli import main
from archive.engines import open_engines
from archive.exchange.addresses import is_ours
from archive.last_port import note_port
from archive.settings import Settings
from tests.makers import PASSWORD, an_account, an_element, an_item, stored

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from archive.engines import Engines

FOREIGN = ("xau.example", "xau.example:8000", "8.8.8.8", "user@xau.example", "x/../xau.example")
ITEM = "0123456789"
ADDRESSES = (
    "/",
    "/search?q=mau",
    f"/items/{ITEM}",
    f"/items/{ITEM}?format=json",
    f"/items/{ITEM}?format=jsonld",
    f"/items/{ITEM}?format=ris",
    "/feed.atom",
    "/en/feed.atom",
    "/sitemap.xml",
    "/sitemap/pages.xml",
    "/sitemap/item-1.xml",
    "/robots.txt",
    "/opensearch.xml",
    f"/oembed?url=/items/{ITEM}",
    "/vocabulary.ttl",
    f"/compare?item={ITEM}",
    "/api/v1",
    "/api/v1/",
    "/api/v1/items?limit=1",
    f"/api/v1/items/{ITEM}",
    "/api/v1/search?q=mau",
    "/api/v1/openapi.json",
    "//items//x",
    "/elements//dieu-mau",
    "/desk",
    "/items",
)


@pytest.fixture
def filled(engines: Engines) -> Engines:
    """Put an item and an element into the archive."""
    stored(engines, an_element(id="dieu-mau", slug="dieu-mau"), an_item(id=ITEM), an_item())
    return engines


@pytest.mark.sampled(4)
@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_foreign_host_is_not_repeated(filled, client: FlaskClient, address: str, host: str):
    answer = client.get(address, environ_overrides={"HTTP_HOST": host})

    assert answer.status_code < 500
    said = answer.get_data(as_text=True) + str(answer.headers)
    assert "xau.example" not in said
    assert "8.8.8.8" not in said


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_setting_goes_before_what_was_asked(filled: Engines, address: str) -> None:
    settings = Settings(
        data=filled.settings.data, secret_key="tests", base_url="https://kho.example/xoe"
    ).completed()
    engines = open_engines(settings)
    client = create_app(engines=engines).test_client()

    answer = client.get(address, environ_overrides={"HTTP_HOST": "127.0.0.1:8000"})

    assert "127.0.0.1" not in answer.get_data(as_text=True) + str(answer.headers)
    engines.close()


def test_a_one_time_link_leads_to_no_foreign_host(engines: Engines, client: FlaskClient) -> None:
    an_account(engines, "admin", "quantri")
    client.post("/sign-in", data={"username": "quantri", "password": PASSWORD})

    client.set_cookie("kho", client.get_cookie("kho").value, domain="xau.example")
    lying = {"HTTP_HOST": "xau.example", "SERVER_PORT": "8123"}

    answer = client.post("/desk/users/quantri/link", environ_overrides=lying)
    asked = client.post("/desk/users/quantri/link", headers={"X-Forwarded-Host": "xau.example"})

    assert "http://localhost:8123/welcome/" in answer.get_data(as_text=True)
    assert "xau.example" not in asked.get_data(as_text=True)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8123",
        "127.0.0.1:8000",
        "[::1]:8000",
        "192.168.1.20",
        "bao-tang",
        "kho.local",
        "kho.lan:8000",
    ],
)
def test_a_name_of_this_machine_or_its_network_is_believed(host: str) -> None:
    assert is_ours(host)


@pytest.mark.parametrize("host", [*FOREIGN, "", "kho.local.xau.example", "a b", "local\nhost"])
def test_a_name_that_anybody_may_own_is_not_believed(host: str) -> None:
    assert not is_ours(host)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/desk", "/desk"),
        ("//xau.example/", "/"),
        ("/\\xau.example", "/"),
        ("/\t/xau.example", "/"),
        ("https:xau.example", "/"),
        ("https://xau.example/", "/"),
        ("javascript:alert(1)", "/"),
        (" //xau.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
    ],
)
def test_signing_in_leads_to_this_site_alone(engines, client, address: str, expected: str) -> None:
    an_account(engines, "teacher", "co-giao")

    answer = client.post(
        "/sign-in",
        query_string={"next": address},
        data={"username": "co-giao", "password": PASSWORD},
    )

    assert answer.headers["Location"] == expected
    assert "a=b" not in answer.headers.getlist("Set-Cookie")


@pytest.mark.parametrize(
    ("env", "port", "expected"),
    [
        ({}, None, "http://localhost:8000/welcome/"),
        ({}, 8123, "http://localhost:8123/welcome/"),
        ({"KHO_BASE_URL": "https://kho.example/"}, 8123, "https://kho.example/welcome/"),
    ],
    ids=["never served", "served at 8123", "by setting"],
)
def test_a_printed_link_leads_where_the_archive_is_served(
    engines: Engines, tmp_path: Path, env: dict[str, str], port: int | None, expected: str
) -> None:
    an_account(engines, "teacher", "co-giao")
    data = engines.settings.data
    if port is not None:
        note_port(data, port)

    done = CliRunner().invoke(
        main, ["user", "reset", "co-giao"], env={"KHO_DATA": str(data), **env}
    )

    assert done.output.startswith(expected), done.output
