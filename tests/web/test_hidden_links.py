"""What is public may point to what is hidden: the pointer tells nobody of it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from archive.catalogue import renditions
from archive.catalogue.saving import SYSTEM, Save, save
from archive.engines import open_engines
from archive.indexing.indexer import Indexer
from archive.records import (
    CollectionRecord,
    EventRecord,
    Link,
    ListRecord,
    Name,
    NameStatus,
    Narrative,
    PlaceRecord,
    Status,
    TermRecord,
)
from archive.schema import create_tables
from archive.settings import Settings
from tests.makers import (
    a_community,
    a_file,
    an_agent,
    an_element,
    an_item,
    seen_by,
    stored,
)
from tests.web.access_world import AGENT, ITEM, MARK, World, make_world, routes, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.records import Record

# A steward's and a member's tokens are those of the other community.
FILTERED = {"element", "people", "place", "instrument", "collection", "agent"}
OUTSIDERS = ("visitor", "teacher", "officer", "reviewer", "admin")
SECRET_FILE = "zzzzzzzzz0"
KINDS = ("agent", "place", "event", "community", "collection", "element", "term", "item", "list")
OPEN = ITEM  # the addresses of the world are those of the public records here
CLOSED = seen_by("community", "congdongba")


def _named(kind: str) -> dict[str, object]:
    names = (
        Name(language="vi", text=f"{MARK}ten{kind}", status=NameStatus.PREFERRED),
        Name(language="en", text=f"{MARK}khac{kind}"),
    )
    return {
        "id": f"{MARK}{kind}",
        "slug": f"{MARK}slug{kind}",
        "names": names,
        "access": CLOSED,
        "status": Status.PUBLISHED,
    }


def hidden_records() -> list[Record]:
    """Return one record of each kind that only another community may know."""
    community = a_community().model_copy(update=_named("community"))
    return [
        an_agent(**_named("agent")),
        PlaceRecord(kind="commune", latitude=21.3, longitude=104.0, **_named("place")),
        EventRecord(**_named("event")),
        community,
        CollectionRecord(**_named("collection")),
        an_element(**_named("element")),
        TermRecord(scheme="instruments", **_named("term")),
        ListRecord(members=(Link(id="dieu-mo"),), **_named("list")),
        an_item(
            f"{MARK}tenitem",
            id=f"{MARK}item",
            access=CLOSED,
            files=(a_file(f"{MARK}teprieng.jpg", id=SECRET_FILE),),
        ),
    ]


def open_records() -> list[Record]:
    """Return public records that point to every hidden one."""
    to = {
        kind: Link(id=f"{MARK}{kind}", name=f"{MARK}ten{kind}", role="performer") for kind in KINDS
    }
    loose = a_file(f"{MARK}tep.jpg", access=seen_by("staff"), label={"vi": [f"{MARK}nhan"]})
    public = {"status": Status.PUBLISHED, "names": (Name(language="vi", text="Mở"),)}
    return [
        an_element(
            "Điệu mở",
            id="dieu-mo",
            slug="dieu-mo",
            places=(to["place"],),
            terms=(to["term"],),
            related=(to["element"],),
            creators=(to["agent"],),
            peoples=(f"{MARK}term",),
        ),
        CollectionRecord(id="sumo", slug=AGENT, items=(OPEN, f"{MARK}item"), **public),
        an_agent(
            "Người mở", id=AGENT, slug=AGENT, taught_by=(f"{MARK}agent",), places=(to["place"],)
        ),
        EventRecord(
            id=AGENT,
            slug=AGENT,
            places=(to["place"],),
            elements=(to["element"],),
            agents=(to["agent"],),
            **public,
        ),
        PlaceRecord(
            id=AGENT, slug=AGENT, within=f"{MARK}place", merged_from=(f"{MARK}place",), **public
        ),
        TermRecord(id=AGENT, slug=AGENT, scheme="instruments", broader=f"{MARK}term", **public),
        an_item(
            "Xòe mở",
            id=OPEN,
            elements=(to["element"], Link(id="dieu-mo")),
            event=f"{MARK}event",
            places=(to["place"],),
            agents=(to["agent"],),
            peoples=(f"{MARK}term",),
            communities=(f"{MARK}community",),
            terms=(to["term"],),
            notices=(f"{MARK}term",),
            collections=(f"{MARK}collection",),
            relations=(to["item"],),
            narratives=(Narrative(voice=to["agent"], text={"vi": ["Lời kể"]}),),
            files=(loose,),
            cover=loose.id,
        ),
    ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Make an archive whose public records point to hidden ones."""
    settings = Settings(data=tmp_path_factory.mktemp("kho"), secret_key="tests").completed()
    engines = open_engines(settings)
    create_tables(engines.db)
    made = make_world(engines)
    *nouns, item = open_records()
    stored(engines, *hidden_records(), *nouns)
    # The history shows what came in with the second version.
    stored(engines, an_item("Xòe mở", id=OPEN))
    save(engines, Save(item, "Nối", base_version=1), by=SYSTEM)
    Indexer(engines).drain()
    with engines.db.writing() as session:
        renditions.enqueue(session, SECRET_FILE, "image")
    yield made
    engines.close()


FURTHER = (
    "/search?q=xoe",
    "/search?q=mo&type=element",
    "/api/v1/search?q=xoe",
    "/api/v1/search",
    "/vocabulary.ttl",
    "/vocabulary.ttl?hidden=1",
    "/desk/vocabulary?scheme=instruments",
    "/desk/vocabulary?type=element",
    "/desk/vocabulary/element/dieu-mo",
    f"/desk/vocabulary/term/{AGENT}",
    "/desk/vocabulary/term/new",
    f"/api/v1/collections/{AGENT}",
    "/api/v1/elements/dieu-mo",
    f"/collections/{AGENT}",
    "/elements/dieu-mo",
    *(f"/desk/{kind}/{AGENT}" for kind in ("agent", "event", "place")),
    "/desk/collection/sumo",
    f"/desk/items/{OPEN}/history",
)


def _readable(answer: bytes) -> str:
    """Return an answer as text; of a workbook every part, unpacked."""
    if not answer.startswith(b"PK"):
        return answer.decode()
    with zipfile.ZipFile(io.BytesIO(answer)) as book:
        return "\n".join(book.read(part).decode() for part in book.namelist())


@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_pointer_does_not_tell_what_it_points_to(world: World, name: str) -> None:
    asked = {url for _, url in routes(world.app, "GET")} | set(FURTHER)

    told = [
        (url, words)
        for url in sorted(asked)
        if (words := _marked(_readable(said(world.get(name, url))), url, name))
    ]

    assert told == []


def _marked(text: str, url: str, name: str) -> set[str]:
    found = set(re.findall(rf"{MARK}[a-z]+", text))
    if name in {"officer", "reviewer", "admin"}:
        found -= {f"{MARK}tep", f"{MARK}nhan"}  # a file of the staff's own
    if url.startswith("/desk/"):
        # A form keeps the pointers that it does not name, by ids that say nothing.
        found -= {f"{MARK}{kind}" for kind in KINDS}
    return {word for word in found if word not in url and word != AGENT}


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ["/search", "/api/v1/search"])
def test_a_hidden_name_finds_nothing(world: World, name: str, kind: str, address: str) -> None:
    filters = {"term": ("instrument", "people")}.get(kind, (kind,))
    asked = [f"?{name}={MARK}{kind}" for name in filters if name in FILTERED]
    for query in (f"?q={MARK}ten{kind}", f"?q={MARK}khac{kind}", *asked):
        text = world.get(name, address + query + "&type=item").get_data(as_text=True)

        assert f"/items/{OPEN}" not in text, query


@pytest.mark.parametrize("name", ["officer", "reviewer", "admin"])
@pytest.mark.parametrize("kind", ["element", "term"])
def test_a_hidden_entry_of_the_vocabulary_is_not_edited(world: World, name: str, kind: str) -> None:
    url = f"/desk/vocabulary/{kind}/{MARK}{kind}"

    page, saved = world.get(name, url), world.clients[name].post(url, data={"names.text": "x"})

    assert page.status_code == saved.status_code == (403 if name == "officer" else 404)


def test_a_hidden_name_that_is_typed_means_nothing_known(world: World) -> None:
    form = {
        "title.lang": "vi",
        "title.text": "Xòe",
        "base_version": "2",
        "agents-0-role": "performer",
    }

    answers = [
        said(
            world.clients["officer"].post(
                f"/desk/items/{OPEN}", data={**form, "agents-0-name": name}
            )
        )
        for name in (f"{MARK}tenagent", "khongcoaicaca")
    ]

    assert b"agents-0-name" in answers[0]
    assert answers[0].replace(f"{MARK}tenagent".encode(), b"khongcoaicaca") == answers[1]
