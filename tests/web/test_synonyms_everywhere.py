"""Every process that answers knows the names of the vocabulary, not only the one that indexes."""

from contextlib import closing

import pytest

from archive.app import create_app
from archive.engines import open_engines
from archive.records import Link, Name, NameStatus
from tests.makers import an_element, an_item, stored


@pytest.fixture
def other_client(engines):
    """A client of the archive as the web process has it: another one indexes."""
    with closing(open_engines(engines.settings)) as others:
        yield create_app(engines=others).test_client()


def a_dance(*names):
    first, *others = (Name(language="vi", text=name) for name in names)
    first = first.model_copy(update={"status": NameStatus.PREFERRED})
    return an_element(id="kham-khen", slug="kham-khen", names=(first, *others))


def test_a_search_is_widened_where_nothing_is_indexed(engines, other_client):
    item = an_item("Đêm hội", elements=(Link(id="kham-khen"),))
    stored(engines, a_dance("Khắm khen", "Nắm tay"), item, find=True)

    answer = other_client.get("/api/v1/search?q=nam+tay").json

    assert [one["id"] for one in answer["concepts"]] == ["kham-khen"]
    assert item.id in [hit["id"] for hit in answer["hits"]["hits"]]


def test_a_name_given_later_is_known_without_a_restart(engines, other_client):
    before = other_client.get("/api/v1/search?q=cam+tay").json["concepts"]

    stored(engines, a_dance("Khắm khen", "Cầm tay"), find=True)

    assert before == []
    assert other_client.get("/api/v1/search?q=cam+tay").json["concepts"] != []
