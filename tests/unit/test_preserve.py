"""The store is verified, rebuilt from, backed up and restored; nothing opens that was closed."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from archive.access import Viewer, may_view, tokens
from archive.accounts.queries import all_users
from archive.catalogue import journal, tightenings
from archive.catalogue.models import ROWS, AccessToken, Item, Label, LinkRow, Revision
from archive.catalogue.saving import SYSTEM, Save, _write_object, save
from archive.engines import Engines, open_engines
from archive.errors import StaleVersionError
from archive.indexing.indexer import Indexer, index_once
from archive.permissions import Role
from archive.preserve.accounts_copy import take_copy
from archive.preserve.backup import BackupTargetError, backup, restore
from archive.preserve.queries import oldest_checked_first
from archive.preserve.rebuild import rebuild
from archive.preserve.reconcile import reconcile
from archive.preserve.verify import verify
from archive.records import ItemRecord, Link, Status, record_of
from index.values import Query
from media.errors import UnusableRootError
from tests.makers import (
    a_community,
    a_file,
    an_account,
    an_agent,
    an_element,
    an_item,
    seen_by,
    stored,
)
from tests.makers_ocfl import folder_of, root_is_valid

if TYPE_CHECKING:
    from archive.records import Record

_TABLES = (*ROWS.values(), Label, LinkRow, AccessToken, Revision)


def kept(engines: Engines, item: ItemRecord, content: bytes = b"byte" * 500) -> ItemRecord:
    """Save an item with one master of the given bytes."""
    staged = engines.repository.stage(io.BytesIO(content))
    file = a_file("anh.jpg", sha256=staged.sha256, size_bytes=staged.size_bytes)
    record = item.model_copy(update={"files": (file,)})
    saved = save(engines, Save(record, "made", masters={file.master_path: staged}), by=SYSTEM)
    assert isinstance(saved, ItemRecord)
    return saved


def changed(engines: Engines, record: Record, **values: Any) -> Record:
    """Save a record again with other values."""
    new = record.model_copy(update=values)
    return save(engines, Save(new, "changed", base_version=record.version), by=SYSTEM)


def rows(engines: Engines) -> dict[str, list[Any]]:
    """Return everything that the catalogue's tables hold, in a comparable form."""
    with engines.db.reading() as session:
        return {
            table.__tablename__: sorted(
                str([value for name, value in row._mapping.items() if name not in _UNCOMPARED])
                for row in session.execute(select(table.__table__))
            )
            for table in _TABLES
        }


# Numbers that a database gives by itself, and when an object was last looked at.
_UNCOMPARED = {"checked_at"}


def without_ids(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Leave the running numbers of labels and links out of a comparison."""
    return {
        name: sorted(text.split(", ", 1)[1] for text in texts)
        if name in {"label", "link"}
        else texts
        for name, texts in found.items()
    }


@pytest.fixture
def filled(engines: Engines) -> Engines:
    """Give an archive with every kind of access, with versions, people and a community."""
    community = stored(engines, a_community(linh="member"))
    element, agent = stored(engines, an_element()), stored(engines, an_agent())
    links = {"elements": (Link(id=element.id),), "agents": (Link(id=agent.id, role="performer"),)}
    first = kept(engines, an_item("Công khai", **links))
    changed(engines, first, description={"vi": ["Lần hai."]})
    kept(engines, an_item("Trường học", access=seen_by("school", take="staff")))
    kept(engines, an_item("Cộng đồng", access=seen_by("community", community.id)))
    kept(engines, an_item("Bản nháp", status=Status.DRAFT))
    kept(engines, an_item("Đã rút", status=Status.WITHDRAWN))
    return engines


def lose_database_and_index(engines: Engines) -> Engines:
    """Close an archive, remove its database and its index, and open it again."""
    engines.close()
    data = engines.settings.data
    for path in data.glob("kho.db*"):
        path.unlink()
    shutil.rmtree(data / "index", ignore_errors=True)
    return open_engines(engines.settings)


def found(engines: Engines, words: str) -> set[str]:
    """Return the types of what is found: the item, and the dance that it shows."""
    return {hit.type for hit in engines.index.search(Query(words)).hits}


def test_rebuild_brings_back_every_row_from_the_store_alone(filled: Engines) -> None:
    before = without_ids(rows(filled))
    again = lose_database_and_index(filled)

    done = rebuild(again)

    assert without_ids(rows(again)) == before
    assert done.unreadable == []
    assert found(again, "công khai") == {"item", "element"}
    again.close()


def test_rebuild_brings_back_accounts_from_the_nightly_copy(filled: Engines) -> None:
    an_account(filled, Role.OFFICER, "canbo")
    take_copy(filled)
    again = lose_database_and_index(filled)

    rebuild(again)

    with again.db.reading() as session:
        assert [user.username for user in all_users(session)] == ["canbo"]
    again.close()


def test_rebuild_without_the_log_of_tightenings_opens_for_staff_only(filled: Engines) -> None:
    tightenings.path_in(filled.settings.data).unlink(missing_ok=True)
    again = lose_database_and_index(filled)

    done = rebuild(again)

    with again.db.reading() as session:
        items = [record_of(row.record) for row in session.scalars(select(Item))]
    assert not done.had_log
    assert not any(may_view(Viewer(), item) for item in items)
    again.close()


def test_an_object_that_cannot_be_read_becomes_a_staff_only_draft(filled: Engines) -> None:
    tightenings.begin(filled.settings.data)
    with filled.db.reading() as session:
        item = session.scalars(select(Item).where(Item.title == "Công khai")).one()
    place = folder_of(filled.repository, f"urn:kho:item:{item.id}")
    for path in place.rglob("record.json"):
        path.write_bytes(b"{")
    again = lose_database_and_index(filled)

    done = rebuild(again)

    with again.db.reading() as session:
        row = session.get_one(Item, item.id)
    assert done.unreadable == [f"urn:kho:item:{item.id}"]
    assert row.status is Status.DRAFT
    assert tokens(Viewer()).isdisjoint({"staff"})
    again.close()


def test_verify_finds_a_flipped_byte_of_a_master(filled: Engines) -> None:
    master = next(filled.settings.data.glob("store/**/masters/**/anh.jpg"))
    content = bytearray(master.read_bytes())
    content[7] ^= 1
    master.write_bytes(content)

    found = verify(filled)

    assert not found.is_sound
    assert {code for _, code, _ in found.faults} == {"E092"}


def test_verify_finds_an_object_that_is_gone(filled: Engines) -> None:
    with filled.db.reading() as session:
        item = session.scalars(select(Item)).first()
    assert item is not None
    shutil.rmtree(folder_of(filled.repository, f"urn:kho:item:{item.id}"))

    found = verify(filled)

    assert not found.is_sound
    assert [object_id for object_id, _ in found.unchecked] == [f"urn:kho:item:{item.id}"]


def test_a_store_that_is_gone_is_not_replaced_by_an_empty_one(filled: Engines) -> None:
    store = filled.settings.data / "store"
    filled.close()
    store.rename(filled.settings.data / "elsewhere")

    with pytest.raises(UnusableRootError, match="no store is here"):
        open_engines(filled.settings)

    assert not store.exists() or not list(store.iterdir())


def test_verify_within_a_time_looks_at_the_oldest_check_first(filled: Engines) -> None:
    verify(filled, seconds=60)
    newest = kept(filled, an_item("Chưa kiểm tra"))

    with filled.db.reading() as session:
        first = oldest_checked_first(session)[0]
    assert first == ("item", newest.id, 1)


def test_verify_looks_at_its_time_before_each_object(
    filled: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count()
    monkeypatch.setattr("archive.preserve.verify.monotonic", lambda: next(ticks))

    first = verify(filled, seconds=3)
    rest = verify(filled, seconds=10_000)

    assert first.checked == 2
    assert (first.left, rest.left) == (rest.checked - 2, 0)


def test_the_whole_store_is_valid_to_the_reference_validator(filled: Engines) -> None:
    assert root_is_valid(filled.settings.data / "store")


def test_a_backup_restores_to_the_same_archive(filled: Engines, tmp_path: Path) -> None:
    before = without_ids(rows(filled))
    done = backup(filled, tmp_path / "usb")
    other = open_engines(
        dataclasses.replace(
            filled.settings, data=tmp_path / "new", database_url="", storage_url="", index_url=""
        ).completed()
    )

    restore(other, tmp_path / "usb")
    rebuild(other)

    assert done.is_sound
    assert without_ids(rows(other)) == before
    other.close()


def test_a_second_backup_copies_only_what_is_new(filled: Engines, tmp_path: Path) -> None:
    backup(filled, tmp_path / "usb")
    kept(filled, an_item("Mới thêm"))

    done = backup(filled, tmp_path / "usb")

    assert (done.copied, done.is_sound) == (1, True)


def test_a_backup_into_the_data_folder_is_refused(filled: Engines) -> None:
    with pytest.raises(BackupTargetError):
        backup(filled, filled.settings.data / "backup")


def test_what_was_closed_after_a_backup_stays_closed_after_its_restore(
    filled: Engines, tmp_path: Path
) -> None:
    item = kept(filled, an_item("Sẽ khép lại"))
    backup(filled, tmp_path / "usb")
    changed(filled, item, access=seen_by("staff"))
    other = open_engines(
        dataclasses.replace(
            filled.settings, data=tmp_path / "new", database_url="", storage_url="", index_url=""
        ).completed()
    )

    restore(other, tmp_path / "usb")
    rebuild(other, logs=[tightenings.path_in(filled.settings.data)])

    with other.db.reading() as session:
        again = record_of(session.get_one(Item, item.id).record)
    assert not may_view(Viewer(), again)
    other.close()


def test_a_half_saved_change_is_rolled_forward_at_the_start(engines: Engines) -> None:
    item = kept(engines, an_item("Trước"))
    new = item.model_copy(update={"title": {"vi": ["Sau"]}, "version": 2})
    _cut_off_after_the_object(engines, new)

    done = reconcile(engines)

    with engines.db.reading() as session:
        assert session.get_one(Item, item.id).title == "Sau"
    assert done.rolled_forward == [item.object_id]


def test_an_unknown_published_object_comes_back_as_a_draft(engines: Engines) -> None:
    item = an_item("Chưa ai biết", version=1)
    _cut_off_after_the_object(engines, item)

    done = reconcile(engines)

    with engines.db.reading() as session:
        assert session.get_one(Item, item.id).status is Status.DRAFT
    assert done.recovered == [item.object_id]


def _cut_off_after_the_object(engines: Engines, record: ItemRecord) -> None:
    """Leave what a save leaves that is killed between the object and the rows."""
    what = Save(record, "cut off", base_version=record.version - 1 or None)
    _write_object(engines.repository, what, record, SYSTEM)
    with contextlib.suppress(KeyboardInterrupt), journal.entry(engines.journal, record.object_id):
        raise KeyboardInterrupt


def test_a_stale_save_overwrites_nothing(engines: Engines) -> None:
    item = kept(engines, an_item("Một"))
    changed(engines, item, title={"vi": ["Hai"]})

    with pytest.raises(StaleVersionError):
        changed(engines, item, title={"vi": ["Ba"]})

    with engines.db.reading() as session:
        assert session.get_one(Item, item.id).title == "Hai"


def test_a_damaged_index_rebuilds_by_itself(filled: Engines) -> None:
    Indexer(filled).drain()
    filled.index.close()
    filled.__dict__.pop("index")
    for path in (filled.settings.data / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(b"broken")

    while index_once(filled):
        pass

    assert found(filled, "công khai") == {"item", "element"}
