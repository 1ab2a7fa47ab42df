"""A repository keeps every version of an object, on the disk and in memory alike."""

import hashlib
import io
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from media import open_repository
from media.errors import (
    BrokenObjectError,
    DivergedObjectError,
    ExistingObjectError,
    InvalidObjectIdError,
    InvalidPathError,
    MissingFileError,
    MissingObjectError,
    MissingTrashError,
    MissingVersionError,
    NaiveInstantError,
    StaleVersionError,
    UnknownStorageError,
    UnusableRootError,
)
from media.ocfl import User
from tests.makers_ocfl import BY, MADE, a_repository, a_shape, folder_of, judged, root_is_valid


@pytest.fixture(params=["file", "memory"])
def repository(request, tmp_path):
    url = f"file://{tmp_path / 'store'}" if request.param == "file" else "memory://"
    return open_repository(url, tmp_path, ballast_bytes=0)


@pytest.fixture
def on_disk(tmp_path):
    return a_repository(tmp_path)


def staged(repository, data=b"the picture"):
    return repository.stage(io.BytesIO(data))


def test_what_was_put_in_comes_out(repository):
    files = {"record.json": b"{}", "masters/1/Xòe khăn.jpg": staged(repository)}

    made = repository.create("item:1", files, **BY)

    assert made == repository.head("item:1")
    assert (made.object_id, made.number, made.created) == ("item:1", 1, MADE)
    assert (made.message, made.user) == ("made for a test", User("Lò Thị Ả", BY["user"][1]))
    assert repository.read("item:1", "masters/1/Xòe khăn.jpg") == b"the picture"
    stored = made.files["masters/1/Xòe khăn.jpg"]
    assert stored.sha256 == hashlib.sha256(b"the picture").hexdigest()
    assert stored.size_bytes == 11


def test_a_new_version_carries_the_rest_forward(repository):
    repository.create("item:1", {"record.json": b"1", "a": b"a", "b": b"b"}, **BY)

    made = repository.new_version("item:1", add={"record.json": b"2"}, remove=["b"], **BY)

    assert made == repository.head("item:1")
    assert [*made.files] == ["a", "record.json"]
    assert repository.read("item:1", "record.json") == b"2"
    assert repository.read("item:1", "record.json", 1) == b"1"
    assert [*repository.version("item:1", 1).files] == ["a", "b", "record.json"]
    assert [version.number for version in repository.versions("item:1")] == [1, 2]


def test_content_that_is_there_already_is_not_stored_again(repository):
    repository.create("item:1", {"a": b"same", "b": staged(repository, b"same")}, **BY)

    again = staged(repository, b"same")
    made = repository.new_version("item:1", add={"c": again, "a": b"other"}, **BY)

    assert made.files["c"].content_path == made.files["b"].content_path == "v1/content/a"
    assert not again.path.exists()


def test_a_version_may_change_nothing_but_the_message(repository):
    repository.create("item:1", {"a": b"a"}, **BY)

    made = repository.new_version("item:1", **{**BY, "message": "đã xem lại"})

    assert (made.number, made.message, [*made.files]) == (2, "đã xem lại", ["a"])
    assert repository.verify("item:1", warnings=True) == tuple(
        fault for fault in repository.verify("item:1", warnings=True) if fault.code == "W004"
    )


def test_an_object_exists_once(repository):
    repository.create("item:1", {"a": b"1"}, **BY)

    with pytest.raises(ExistingObjectError):
        repository.create("item:1", {"a": b"2"}, **BY)

    assert repository.read("item:1", "a") == b"1"


def test_a_writer_that_saw_an_older_version_is_refused(repository):
    repository.create("item:1", {"a": b"1"}, **BY)
    repository.new_version("item:1", add={"a": b"2"}, expected=1, **BY)

    with pytest.raises(StaleVersionError) as caught:
        repository.new_version("item:1", add={"a": b"3"}, expected=1, **BY)

    assert (caught.value.expected, caught.value.found) == (1, 2)
    assert repository.read("item:1", "a") == b"2"


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        pytest.param(lambda r: r.head("item:none"), MissingObjectError, id="head"),
        pytest.param(lambda r: r.verify("item:none"), MissingObjectError, id="verify"),
        pytest.param(lambda r: r.repair("item:none"), MissingObjectError, id="repair"),
        pytest.param(lambda r: r.purge("item:none"), MissingObjectError, id="purge"),
        pytest.param(lambda r: r.new_version("item:none", **BY), MissingObjectError, id="new"),
        pytest.param(lambda r: r.version("item:1", 9), MissingVersionError, id="version"),
        pytest.param(lambda r: r.open("item:1", "a", 9), MissingVersionError, id="open version"),
        pytest.param(lambda r: r.open("item:1", "none"), MissingFileError, id="open"),
        pytest.param(lambda r: r.local_path("item:1", "none"), MissingFileError, id="path"),
        pytest.param(
            lambda r: r.new_version("item:1", remove=["none"], **BY), MissingFileError, id="remove"
        ),
        pytest.param(lambda r: r.restore("none"), MissingTrashError, id="restore"),
        pytest.param(lambda r: r.create("", {}, **BY), InvalidObjectIdError, id="empty id"),
        pytest.param(lambda r: r.create("a\ud800", {}, **BY), InvalidObjectIdError, id="bad id"),
        pytest.param(
            lambda r: r.create("item:2", {}, **{**BY, "created": datetime(2026, 1, 1)}),  # noqa: DTZ001
            NaiveInstantError,
            id="naive instant",
        ),
    ],
)
def test_each_reason_to_refuse_has_its_error(repository, ask, error):
    repository.create("item:1", {"a": b"1"}, **BY)

    with pytest.raises(error):
        ask(repository)


@pytest.mark.parametrize(
    "path", ["", "/a", "a/", "a//b", ".", "a/../b", "a/./b", "record.json/x", "a\x00b", "a\ud800"]
)
def test_a_path_that_the_specification_forbids_is_refused(repository, path):
    with pytest.raises(InvalidPathError):
        repository.create("item:1", {"record.json": b"", path: b"1"}, **BY)

    assert not repository.exists("item:1")


def test_a_new_path_may_not_be_part_of_one_carried_forward(repository):
    repository.create("item:1", {"a/b": b"1"}, **BY)

    with pytest.raises(InvalidPathError):
        repository.new_version("item:1", add={"a": b"2"}, **BY)


@pytest.mark.parametrize(
    "name",
    [
        "con.jpg",
        'a<b>:"|?*\\.jpg',
        "trailing. ",
        "dòng\nmới.jpg",
        "ả" * 150 + ".jpg",
        "ꪵꪮ꪿ꪒ.jpg",
    ],
)
def test_a_name_that_some_file_system_cannot_hold_is_kept_all_the_same(on_disk, name):
    made = on_disk.create("item:1", {f"masters/{name}": b"1"}, **BY)

    assert [*made.files] == [f"masters/{name}"]
    assert on_disk.read("item:1", f"masters/{name}") == b"1"
    assert judged(folder_of(on_disk, "item:1")) == {"W004"}


def test_names_that_differ_only_by_case_or_accent_form_do_not_meet(on_disk):
    names = {"A.jpg": b"1", "a.jpg": b"2", "h\u00f2a.jpg": b"3", "ho\u0300a.jpg": b"4"}

    made = on_disk.create("item:1", names, **BY)

    folded = {file.content_path.casefold() for file in made.files.values()}
    assert len(folded) == 4
    assert {name: on_disk.read("item:1", name) for name in names} == names


def test_instants_are_kept_in_utc(repository):
    vietnam = datetime(2026, 1, 1, 7, 0, tzinfo=timezone(timedelta(hours=7)))

    made = repository.create("item:1", {}, **{**BY, "created": vietnam})

    assert made.created.isoformat() == "2026-01-01T00:00:00+00:00"
    assert repository.head("item:1") == made


@pytest.mark.parametrize("object_id", ["item:4k2", "Xòe/ngựa nước", "a" * 300, "ꪼꪕ", "%20", "."])
def test_every_identifier_is_found_again(repository, object_id):
    repository.create(object_id, {"a": b"1"}, **BY)

    assert [*repository.object_ids()] == [object_id]
    assert repository.exists(object_id)
    assert repository.verify_root() == ()


def test_the_reference_validator_accepts_the_whole_root(on_disk, tmp_path):
    with on_disk.bulk() as batch:
        for number in range(20):
            batch.create(f"item:{number}", {"record.json": b"%d" % number}, **BY)
    for number in range(0, 20, 3):
        on_disk.new_version(f"item:{number}", add={"a/b": b"x"}, remove=["record.json"], **BY)
    on_disk.purge("item:4")

    assert root_is_valid(tmp_path / "store")
    assert judged(folder_of(on_disk, "item:3")) == {"W004"}


def test_the_store_says_how_it_is_laid_out(on_disk, tmp_path):
    root = tmp_path / "store"
    config = root / "extensions/0003-hash-and-id-n-tuple-storage-layout/config.json"

    on_disk.create("item:1", {}, **BY)

    assert (root / "0=ocfl_1.1").read_bytes() == b"ocfl_1.1\n"
    assert json.loads(config.read_bytes())["tupleSize"] == 2
    digest = hashlib.sha256(b"item:1").hexdigest()
    assert (root / digest[:2] / digest[2:4] / "item%3a1" / "inventory.json").is_file()


def test_a_root_is_opened_again_as_it_is(on_disk, tmp_path):
    on_disk.create("item:1", {"a": b"1"}, **BY)

    again = open_repository(tmp_path / "store", tmp_path, ballast_bytes=0)

    assert again.read("item:1", "a") == b"1"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        pytest.param({"letter.txt": b""}, "letter.txt", id="somebody's folder"),
        pytest.param({"0=ocfl_1.1": b"ocfl_1.0\n"}, "E080", id="broken declaration"),
        pytest.param({"0=ocfl_1.1": b"ocfl_1.1\n"}, "layout", id="no layout"),
    ],
)
def test_a_folder_that_is_no_root_of_ours_is_refused(tmp_path, files, reason):
    (tmp_path / "store").mkdir()
    for name, data in files.items():
        (tmp_path / "store" / name).write_bytes(data)

    with pytest.raises(UnusableRootError, match=reason):
        a_repository(tmp_path)


def test_an_address_of_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(UnknownStorageError):
        open_repository("gopher://store", tmp_path)


def test_a_purged_object_waits_and_comes_back_whole(repository):
    repository.create("item:1", {"a": b"1"}, **BY)
    repository.new_version("item:1", add={"a": b"2"}, **BY)

    purged = repository.purge("item:1", reason="hai người đã đồng ý")

    assert [*repository.object_ids()] == []
    assert [*repository.purged()] == [purged]
    assert (purged.object_id, purged.reason) == ("item:1", "hai người đã đồng ý")
    repository.restore(purged.name)
    assert [version.number for version in repository.versions("item:1")] == [1, 2]
    assert repository.verify("item:1") == ()


def test_an_erased_object_is_gone(repository):
    repository.create("item:1", {"a": b"1"}, **BY)
    purged = repository.purge("item:1")

    repository.erase(purged.name)

    assert [*repository.purged()] == []


def test_objects_are_copied_version_by_version(repository, tmp_path):
    repository.create("item:1", {"a": b"1", "long": staged(repository, bytes(100_000))}, **BY)
    target = a_repository(tmp_path / "backup")

    first = target.copy_from(repository, "item:1")
    repository.new_version("item:1", add={"a": b"2"}, **BY)
    second = target.copy_from(repository, "item:1")

    assert (first.versions, second.versions) == (1, 1)
    assert target.copy_from(repository, "item:1").versions == 0
    assert target.versions("item:1") == repository.versions("item:1")
    assert target.verify("item:1") == ()


def test_a_copy_with_another_history_is_not_written_over(repository, tmp_path):
    target = a_repository(tmp_path / "backup")
    repository.create("item:1", {"a": b"1"}, **BY)
    target.create("item:1", {"a": b"other"}, **BY)

    with pytest.raises(DivergedObjectError):
        target.copy_from(repository, "item:1")


def test_damaged_content_is_not_copied(on_disk, tmp_path):
    on_disk.create("item:1", {"a": b"1"}, **BY)
    on_disk.local_path("item:1", "a").write_bytes(b"2")

    with pytest.raises(BrokenObjectError):
        a_repository(tmp_path / "backup").copy_from(on_disk, "item:1")


def test_within_a_batch_its_own_objects_can_be_read(on_disk):
    with on_disk.bulk() as batch:
        batch.create("item:1", {"a": staged(batch, b"1")}, **BY)
        batch.new_version("item:1", add={"b": batch.read("item:1", "a") + b"2"}, **BY)

    assert on_disk.read("item:1", "b") == b"12"


def test_a_batch_that_fails_leaves_nothing_of_itself(on_disk, tmp_path):
    def fail():
        with on_disk.bulk() as batch:
            batch.create("item:1", {"a": b"1"}, **BY)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert [*on_disk.object_ids()] == []
    assert [*(tmp_path / "stage").iterdir()] == []
    on_disk.create("item:1", {"a": b"2"}, **BY)


def test_a_batch_without_syncfs_syncs_file_by_file(on_disk, monkeypatch):
    monkeypatch.setattr("media.stores.durable._SYNCFS", None)

    with on_disk.bulk() as batch:
        for number in range(3):
            batch.create(f"item:{number}", {"a": b"1"}, **BY)
        batch.new_version("item:1", add={"a": b"2"}, **BY)

    assert sorted(on_disk.object_ids()) == ["item:0", "item:1", "item:2"]
    assert on_disk.read("item:1", "a") == b"2"


def test_objects_made_by_others_are_read_verified_and_carried_on(on_disk):
    folder = folder_of(on_disk, "urn:kho:item:1")
    a_shape(2, pattern="v00{}").write(folder)

    made = on_disk.new_version("urn:kho:item:1", add={"b": staged(on_disk, b"b")}, **BY)

    assert made.number == 3
    assert (folder / "v003" / "content" / "b").is_file()
    assert on_disk.verify("urn:kho:item:1") == ()
    assert judged(folder) == {"W001"}


def test_utc_is_what_the_inventory_says(on_disk):
    on_disk.create("item:1", {}, **{**BY, "created": datetime(2026, 5, 1, tzinfo=UTC)})

    inventory = json.loads((folder_of(on_disk, "item:1") / "inventory.json").read_bytes())

    assert inventory["versions"]["v1"]["created"] == "2026-05-01T00:00:00Z"
