"""The whole catalogue on PostgreSQL: set up, upload, publish, find, rebuild, many at once."""

import threading
from itertools import pairwise

import pytest
from sqlalchemy import select

from archive.audit.models import AuditEvent, Change
from archive.audit.service import hash_of
from archive.catalogue import tightenings
from archive.catalogue.items import service as items
from archive.catalogue.models import Item
from archive.catalogue.saving import SYSTEM, Save, save
from archive.engines import open_engines
from archive.errors import StaleVersionError
from archive.indexing.indexer import Indexer, index_once
from archive.permissions import Role
from archive.preserve.rebuild import rebuild
from archive.schema import is_current, upgrade
from archive.setting_up.service import set_up
from archive.settings import Settings
from tests.makers import a_community, an_element, an_item, seen_by, stored
from tests.makers_intake import OFFICER, in_form, the_item, work_off
from tests.makers_media import a_jpeg

pytestmark = pytest.mark.postgres
ROOMS = [
    *("/", "/search?q=xoe", "/search?kind=image&sort=-date", "/elements", "/people", "/places"),
    *("/map", "/calendar", "/collections", "/events", "/communities", "/about", "/feed.atom"),
    *("/sitemap.xml", "/api/v1/items", "/api/v1/elements", "/desk", "/desk/tasks"),
    *("/healthz", "/readyz"),
]


@pytest.fixture
def engines(tmp_path, postgres_url):
    chosen = Settings(data=tmp_path / "kho", database_url=postgres_url, secret_key="tests only")
    opened = open_engines(chosen.completed())
    upgrade(opened.db)
    tightenings.begin(chosen.data)
    yield opened
    opened.close()


@pytest.fixture
def photograph(client, engines, sign_in):
    """A photograph that an officer sent in by the page, described and published."""
    sign_in(Role.OFFICER)
    form = in_form((a_jpeg(iptc={5: "Xòe vòng", 80: "Lò Văn Mẫu"}), "xoe.jpg"))
    answer = client.post("/desk/upload", data=form, headers={"Accept": "application/json"})
    item = the_item(engines, answer.json["results"][0]["href"].rsplit("/", 1)[1])
    about = {"rights": "CC BY-NC 4.0", "description": {"vi": ["Ảnh mẫu."]}}
    changed = item.model_copy(update=about)
    described = items.save_description(engines, changed, base_version=item.version, by=OFFICER)
    published = items.publish(engines, described, by=OFFICER)
    work_off(engines)
    Indexer(engines).drain()
    return published


@pytest.mark.whole
def test_an_archive_is_set_up_on_it(engines):
    done = set_up(engines)
    Indexer(engines).drain()

    again = set_up(engines)

    assert is_current(engines.db)
    assert (done.vocabulary > 500, again.vocabulary) == (True, 0)
    assert not index_once(engines)


def test_a_photograph_goes_all_the_way(client, photograph):
    found = client.get("/api/v1/search?q=xoe vong").json["hits"]["hits"]
    picture = client.get(f"/files/{photograph.files[0].id}/thumb-320.jpg")

    assert [hit["id"] for hit in found] == [photograph.id]
    assert picture.status_code == 200


def test_every_room_opens(client, engines, photograph):
    stored(engines, an_element(), a_community(), find=True)

    opened = {path: client.get(path, follow_redirects=True).status_code for path in ROOMS}

    assert {path: status for path, status in opened.items() if status != 200} == {}


def test_a_stale_save_is_noticed(engines):
    record = stored(engines, an_item())
    save(engines, Save(record, "first", base_version=1), by=SYSTEM)

    with pytest.raises(StaleVersionError):
        save(engines, Save(record, "second", base_version=1), by=SYSTEM)


@pytest.fixture
def vietnamese(tmp_path, postgres_cluster):
    """Engines on a database that compares texts as Vietnamese readers do."""
    options = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'vi'"
    with postgres_cluster.database(options) as url:
        opened = open_engines(Settings(data=tmp_path / "vi", database_url=url).completed())
        upgrade(opened.db)
        yield opened
        opened.close()


def test_names_are_sorted_by_our_keys_whatever_the_collation(vietnamese):
    titles = ["Đàn tính", "Dân ca", "Éo lả", "Xòe ổn", "Xoè", "Áo cóm", "aó", "Zít", "ꪎꪷ", "Ổi"]
    stored(vietnamese, *(an_item(title) for title in titles))

    with vietnamese.db.reading() as session:
        rows = session.scalars(select(Item.sort_key).order_by(Item.sort_key)).all()

    assert rows == sorted(rows)


def test_hidden_items_stay_hidden(client, engines):
    stored(engines, an_item("Xòe kín", access=seen_by("staff")), find=True)

    assert client.get("/api/v1/search?q=xoe kin").json["hits"]["total"] == 0


def test_everything_comes_back_from_the_store(client, engines, photograph):
    with engines.db.reading() as session:
        before = session.scalars(select(Item.record)).all()

    done = rebuild(engines)
    Indexer(engines).drain()

    with engines.db.reading() as session:
        assert session.scalars(select(Item.record)).all() == before
    assert done.unreadable == []
    assert client.get("/api/v1/search?q=xoe").json["hits"]["total"] == 1


def test_many_savers_leave_no_gap_and_one_chain(engines):
    stored(engines, an_item())
    seen = []

    def save_some():
        for _ in range(8):
            stored(engines, an_item())
            with pytest.raises(ZeroDivisionError):
                save(engines, Save(an_item(), "fails", after=lambda *_: 1 / 0), by=SYSTEM)

    savers = [threading.Thread(target=save_some) for _ in range(4)]
    for saver in savers:
        saver.start()
    while any(saver.is_alive() for saver in savers):
        with engines.db.reading() as session:
            seen.append(session.scalars(select(Change.seq).order_by(Change.seq)).all())

    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in seen)
    with engines.db.reading() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
        changes = session.scalars(select(Change.seq).order_by(Change.seq)).all()
    assert changes == list(range(1, 34))
    assert [event.hash for event in events] == [hash_of(event) for event in events]
    assert all(b.previous_hash == a.hash for a, b in pairwise(events))
