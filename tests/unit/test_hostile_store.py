"""Stores and saves that lie, race or repeat themselves: nothing else is lost or opened by them."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from archive.app import create_app
from archive.catalogue import journal, tightenings
from archive.catalogue.queries import item_record
from archive.catalogue.saving import SYSTEM, Save, save, save_many
from archive.catalogue.tightenings import Tightening
from archive.db import now
from archive.engines import open_engines
from archive.errors import NameTakenError, StaleVersionError
from archive.indexing.indexer import Indexer
from archive.preserve.backup import backup
from archive.preserve.rebuild import rebuild
from archive.preserve.reconcile import reconcile
from archive.records import Status, read_record
from archive.settings import Settings
from media.errors import MissingObjectError
from tests.makers import a_file, an_account, an_element, an_item, seen_by, stored

if TYPE_CHECKING:
    from pathlib import Path

    from archive.engines import Engines

HIDDEN, FORGED = "hhhhhhhhh0", "0000000000"
ABOUT: dict[str, Any] = {"message": "x", "user": ("x", "urn:x"), "created": now()}


def forge(engines: Engines, content: bytes, *, object_id: str = f"urn:kho:item:{FORGED}") -> None:
    """Put an object into the store whose record.json nobody of ours wrote."""
    files = {"record.json": content, "events.jsonl": b"{}\n"}
    engines.repository.create(object_id, files, **ABOUT)


def forged(**said: Any) -> bytes:
    """Return the record.json of a public item with something said otherwise."""
    return json.dumps({**an_item("Giả", id=FORGED).to_json(), **said}).encode()


def test_a_record_that_names_another_one_does_not_take_its_place(engines: Engines) -> None:
    stored(engines, an_item("Riêng", id=HIDDEN, access=seen_by("staff")))
    forge(engines, forged(id=HIDDEN))

    done = rebuild(engines)

    assert done.unreadable == [f"urn:kho:item:{FORGED}"]
    with engines.db.reading() as session:
        kept, doubtful = item_record(session, HIDDEN), item_record(session, FORGED)
    assert (kept.title, kept.access) == ({"vi": ["Riêng"]}, seen_by("staff"))
    assert (doubtful.status, doubtful.access) == (Status.DRAFT, seen_by("staff"))


def test_the_bytes_of_a_file_are_not_opened_by_another_item_that_names_it(engines: Engines) -> None:
    photo = a_file("rieng.jpg", size_bytes=5)
    hidden = an_item(id=HIDDEN, access=seen_by("staff"), files=(photo,))
    save(engines, Save(hidden, "x", masters={photo.master_path: b"rieng"}), by=SYSTEM)
    forge(engines, forged(files=[photo.model_dump(mode="json")]))

    done = rebuild(engines)

    client = create_app(engines=engines).test_client()
    assert client.get(f"/files/{photo.id}/original").status_code == 404
    assert len(done.unreadable) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": "item", "id": ' + b"[" * 100_000,
        forged(date={"edtf": "1998", "year_from": 10**30}),
        forged(version=10**30),
        forged(title={"vi": [1]}),
        forged(access={"see": {"preset": "all"}}),
        forged(access={"see": {"preset": "staff"}, "take": {"preset": "public"}}),
        forged(files=[{"id": "x"}]),
        forged(type="nothing"),
        forged(former_ids=["\ud800"]),
    ],
    ids=[
        *("empty", "list", "null", "not-utf-8", "deep", "deep-inside", "huge-year", "huge-version"),
        *("wrong-type", "unknown-access", "crossed-grades", "broken-file", "kind", "surrogate"),
    ],
)
def test_a_record_that_cannot_be_read_keeps_no_other_away(engines: Engines, content: bytes) -> None:
    stored(engines, an_item("Còn đây", id=HIDDEN))
    forge(engines, content)

    rebuild(engines)

    client = create_app(engines=engines).test_client()
    assert client.get(f"/items/{HIDDEN}").status_code == 200
    if b"10000000000" not in content or b"version" not in content:
        assert client.get(f"/items/{FORGED}").status_code in {200, 404}


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b"[1]", b"{}", forged(id=HIDDEN)],
    ids=["deep", "list", "empty", "another's"],
)
def test_an_old_version_that_cannot_be_read_does_not_stop_the_index(
    engines: Engines, content: bytes
) -> None:
    forge(engines, content)
    engines.repository.new_version(
        f"urn:kho:item:{FORGED}", add={"record.json": forged()}, expected=1, **ABOUT
    )
    rebuild(engines)
    with engines.db.reading() as session:
        record = item_record(session, FORGED)

    changed = record.model_copy(update={"title": {"vi": ["Tên mới"]}})
    save(engines, Save(changed, "x", base_version=record.version), by=SYSTEM)
    Indexer(engines).drain()

    client = create_app(engines=engines).test_client()
    assert FORGED in client.get("/search?q=ten+moi").get_data(as_text=True)


def test_a_withdrawn_record_that_the_database_lost_stays_withdrawn(engines: Engines) -> None:
    forge(engines, forged(status="withdrawn"))
    with journal_left(engines, f"urn:kho:item:{FORGED}"):
        done = reconcile(engines)

    assert done.recovered == [f"urn:kho:item:{FORGED}"]
    with engines.db.reading() as session:
        assert item_record(session, FORGED).status is Status.WITHDRAWN


def journal_left(engines: Engines, object_id: str) -> Any:
    """Note an object as being written, as a process that was killed leaves it."""
    return journal.entry(engines.journal, object_id)


def test_a_record_is_saved_once_in_a_bulk(engines: Engines) -> None:
    item = an_item()

    with pytest.raises(NameTakenError):
        save_many(engines, [Save(item, "x"), Save(item, "y")], by=SYSTEM)

    with pytest.raises(MissingObjectError):
        engines.repository.head(item.object_id)
    assert journal.left_over(engines.journal) == []


def test_two_that_make_the_same_record_do_not_overwrite_each_other(engines: Engines) -> None:
    item = an_item("Người đến trước")
    stored(engines, item)

    with pytest.raises(StaleVersionError):
        save(engines, Save(an_item("Người đến sau", id=item.id), "x"), by=SYSTEM)

    with engines.db.reading() as session:
        assert item_record(session, item.id).title == {"vi": ["Người đến trước"]}


def test_an_object_that_the_database_does_not_know_is_not_overwritten(engines: Engines) -> None:
    forge(engines, forged())

    with pytest.raises(StaleVersionError):
        save(engines, Save(an_item(id=FORGED), "x"), by=SYSTEM)

    assert read_record(engines.repository.read(f"urn:kho:item:{FORGED}", "record.json"))


def test_a_save_that_ends_while_the_journal_is_read_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "urn%3Akho%3Aitem%3Ax").symlink_to(tmp_path / "gone")

    assert journal.left_over(tmp_path) == []


def test_what_a_data_folder_holds_is_its_owners_alone(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        settings = Settings(data=tmp_path / "kho").completed()
        engines = open_engines(settings)
        from archive.schema import create_tables

        create_tables(engines.db)
        an_account(engines, "admin")
        backup(engines, tmp_path / "backup")
        engines.close()
    finally:
        os.umask(umask)

    modes = {
        path: stat.S_IMODE((tmp_path / path).stat().st_mode)
        for path in ("kho", "kho/secret_key", "backup", "backup/kho-copy.db")
    }
    assert modes == {
        "kho": 0o700,
        "kho/secret_key": 0o600,
        "backup": 0o700,
        "backup/kho-copy.db": 0o600,
    }


def test_processes_that_start_together_keep_one_secret(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        made = [pool.submit(lambda: Settings(data=tmp_path).completed()) for _ in range(40)]
        secrets = {one.result().secret_key for one in made}

    assert len(secrets) == 1
    assert secrets != {""}
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_no_control_character_breaks_the_feed(engines: Engines) -> None:
    text = "Xòe\x0b vòng\x1b\x00 \ufffe"
    record = read_record(json.dumps({**an_item(id=FORGED).to_json(), "title": {"vi": [text]}}))
    element = an_element(f"Điệu{text}", id="dieu", slug="dieu")
    stored(engines, record, element)
    client = create_app(engines=engines).test_client()

    feed = ET.fromstring(client.get("/feed.atom").get_data())

    assert "Xòe vòng" in ET.tostring(feed, encoding="unicode")
    assert element.names[0].text == "ĐiệuXòe vòng"


def test_two_logs_of_tightenings_close_what_either_of_them_closed(
    engines: Engines, tmp_path: Path
) -> None:
    stored(engines, an_item("Một", id=HIDDEN), an_item("Hai", id=FORGED))
    closed = {"see": {"preset": "staff"}}
    for path, item in ((engines.settings.data, HIDDEN), (tmp_path / "khác", FORGED)):
        tightenings.note(path, Tightening(f"urn:kho:item:{item}", 2, "published", closed))

    rebuild(engines, logs=[tightenings.path_in(tmp_path / "khác")])

    client = create_app(engines=engines).test_client()
    assert [client.get(f"/items/{item}").status_code for item in (HIDDEN, FORGED)] == [404, 404]


def test_a_restore_takes_nothing_from_the_log_that_is_there(
    engines: Engines, tmp_path: Path
) -> None:
    own, other = engines.settings.data, tmp_path / "sao"
    tightenings.note(own, Tightening("urn:kho:item:a", 2, "draft"))
    for name in ("b", "c"):
        tightenings.note(other, Tightening(f"urn:kho:item:{name}", 2, "draft"))

    tightenings.take_over(own, tightenings.path_in(other))
    tightenings.take_over(own, tightenings.path_in(other))

    said = [entry.object_id for entry in tightenings.read(tightenings.path_in(own))]
    assert said == ["urn:kho:item:a", "urn:kho:item:b", "urn:kho:item:c"]
