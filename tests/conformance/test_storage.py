"""Every store behind the Storage protocol keeps bytes in the same way."""

import hashlib
import io
import threading

import pytest

from media.errors import (
    ExistingFolderError,
    MissingKeyError,
    MissingTrashError,
    StagedFileChangedError,
    StreamTooLongError,
)
from media.storage import Discarded, Entry, Storage
from media.stores import open_storage
from media.stores.batch import DiskBatch
from media.stores.disk import DiskStorage
from media.stores.memory import MemoryStorage

STORES = {DiskStorage: "disk", DiskBatch: "batch of a disk", MemoryStorage: "memory"}


@pytest.fixture(params=STORES, ids=STORES.values())
def store(request, tmp_path):
    url = "memory://" if request.param is MemoryStorage else tmp_path / "store"
    opened: Storage = open_storage(url, tmp_path, ballast_bytes=0)
    if request.param is DiskBatch:
        with opened.batch() as batch:
            yield batch
    else:
        yield opened


def keep(store, data):
    return store.stage(io.BytesIO(data))


def test_a_staged_file_has_its_length_and_digest(store):
    staged = keep(store, b"xoe" * 700_000)

    assert staged.size_bytes == 2_100_000
    assert staged.sha256 == hashlib.sha256(b"xoe" * 700_000).hexdigest()
    assert staged.path.read_bytes() == b"xoe" * 700_000


def test_staging_tells_how_far_it_is(store):
    seen = []

    store.stage(io.BytesIO(bytes(2_500_000)), progress=seen.append)

    assert seen == [1 << 20, 2 << 20, 2_500_000]


def test_a_stream_longer_than_its_limit_leaves_nothing(store, tmp_path):
    with pytest.raises(StreamTooLongError) as caught:
        store.stage(io.BytesIO(bytes(11)), limit_bytes=10)

    assert caught.value.limit_bytes == 10
    assert list((tmp_path / "stage").iterdir()) == []


def test_a_stream_that_breaks_off_leaves_nothing(store, tmp_path):
    class Broken:
        def read(self, size=-1, /):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.stage(Broken())

    assert list((tmp_path / "stage").iterdir()) == []


def test_an_unstaged_file_is_gone(store):
    staged = keep(store, b"a")

    store.unstage(staged)

    assert not staged.path.exists()


def test_a_committed_folder_is_there_with_all_its_files(store):
    store.commit("ab/cd/one", {"deep/er/a.txt": keep(store, b"staged"), "b": b"", "é ữ.txt": b"u"})

    assert store.read("ab/cd/one/deep/er/a.txt") == b"staged"
    assert store.read("ab/cd/one/é ữ.txt") == b"u"
    assert store.sizes(["ab/cd/one/b", "ab/cd/one/none"]) == {"ab/cd/one/b": 0}


def test_a_staged_file_is_gone_once_it_is_in_the_store(store):
    staged = keep(store, b"a")

    store.commit("one", {"a": staged})

    assert store.read("one/a") == b"a"
    assert not staged.path.exists()


def test_nothing_is_written_over_a_folder_that_is_there(store):
    store.commit("one", {"a": b"1"})
    assert store.read("one/a") == b"1"
    staged = keep(store, b"2")

    def overwrite():
        store.commit("one", {"a": staged})
        store.read("one/a")  # A batch writes when somebody looks.

    with pytest.raises(ExistingFolderError):
        overwrite()
    assert staged.path.exists()


def test_a_staged_file_that_changed_is_refused(store):
    staged = keep(store, b"abc")
    staged.path.write_bytes(b"ab")

    with pytest.raises(StagedFileChangedError):
        store.commit("one", {"a": staged})

    assert not store.exists("one/a")


def test_heads_are_replaced_with_the_folder_that_they_name(store):
    store.commit("one", {"head": b"1", "v1/a": b"1"})

    store.commit("one/v2", {"a": b"2"}, {"one/head": b"2"})

    assert (store.read("one/head"), store.read("one/v2/a")) == (b"2", b"2")


def test_a_small_file_can_be_replaced_alone(store):
    store.commit("one", {"head": b"1"})

    store.replace({"one/head": b"2", "one/new": b"3"})

    assert (store.read("one/head"), store.read("one/new")) == (b"2", b"3")


def test_an_open_file_can_be_sought_in(store):
    store.commit("one", {"a": b"0123456789"})

    with store.open("one/a") as file:
        file.seek(4)

        assert file.read(3) == b"456"


@pytest.mark.parametrize("key", ["none", "one/none", "one/a/b", "one"])
def test_a_key_without_a_file_is_missing(store, key):
    store.commit("one", {"a": b""})

    with pytest.raises(MissingKeyError):
        store.read(key)
    assert not store.exists(key)


def test_entries_come_by_name_and_kind(store):
    store.commit("one", {"b": b"", "a/x": b"", "c/y": b""})

    assert store.entries("one") == (Entry("a", "folder"), Entry("b", "file"), Entry("c", "folder"))
    assert store.entries("none") == ()


def test_a_local_path_is_given_for_files_alone(store):
    store.commit("one", {"a": b"1"})

    path = store.local_path("one/a")

    assert path is None or path.read_bytes() == b"1"
    assert store.local_path("one/none") is None


def test_a_discarded_folder_waits_in_the_trash_and_comes_back(store):
    store.commit("ab/cd/one", {"a": b"12345"})

    found = store.discard("ab/cd/one", {"why": "thử"})

    assert store.entries("ab") == ()
    assert [*store.trash()] == [found]
    assert (found.key, found.note, found.size_bytes) == ("ab/cd/one", {"why": "thử"}, 5)
    assert isinstance(store.restore(found.name), Discarded)
    assert store.read("ab/cd/one/a") == b"12345"
    assert [*store.trash()] == []


def test_an_erased_folder_is_gone_for_ever(store):
    store.commit("one", {"a": b"1"})
    found = store.discard("one", {})

    store.erase(found.name)

    assert [*store.trash()] == []
    with pytest.raises(MissingTrashError):
        store.restore(found.name)


def test_nothing_is_restored_over_a_folder_made_meanwhile(store):
    store.commit("one", {"a": b"1"})
    found = store.discard("one", {})
    store.commit("one", {"a": b"2"})

    with pytest.raises(ExistingFolderError):
        store.restore(found.name)

    assert store.read("one/a") == b"2"


def test_what_is_not_there_cannot_be_discarded(store):
    with pytest.raises(MissingKeyError):
        store.discard("none", {})


@pytest.mark.parametrize("name", ["none", "../store", ""])
def test_the_trash_knows_only_its_own_names(store, name):
    with pytest.raises(MissingTrashError):
        store.erase(name)


def test_a_sweep_removes_what_was_left_and_keeps_what_is_young(store):
    staged = keep(store, b"a")

    assert store.sweep(older_than_s=3600) == 0
    assert staged.path.exists()
    assert store.sweep(older_than_s=-1) == 1
    assert not staged.path.exists()


def test_a_thread_may_take_its_own_lock_again_and_others_wait(store):
    order = []

    def other():
        with store.lock("one"):
            order.append("other")

    thread = threading.Thread(target=other)
    with open_lock(store), open_lock(store):
        thread.start()
        order.append("first")
    store.free_bytes()
    if isinstance(store, DiskBatch):
        store.flush()
    thread.join(timeout=10)

    assert order == ["first", "other"]


def open_lock(store):
    return store.lock("one")


def test_a_batch_keeps_what_was_committed_in_it(store):
    with store.batch() as batch:
        for number in range(5):
            batch.commit(f"ab/{number}", {"a": b"%d" % number})

    assert [store.read(f"ab/{number}/a") for number in range(5)] == [b"0", b"1", b"2", b"3", b"4"]
