"""Damage to any file of an object is found, and what has a second copy is cured."""

import random
import shutil

import pytest

from media.errors import BrokenObjectError
from media.ocfl.inventory import read_sidecar
from tests.makers_ocfl import BY, a_repository, folder_of, judged

FLIPS, TRUNCATIONS = 40, 8


@pytest.fixture
def repository(tmp_path):
    made = a_repository(tmp_path)
    made.create("item:1", {"record.json": b'{"title": "X\xc3\xb2e"}' * 40, "m/a.jpg": b"p"}, **BY)
    made.new_version("item:1", add={"record.json": b'{"title": "2"}', "m/b.jpg": b"q" * 999}, **BY)
    return made


def files_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def damaged(data, seed):
    """Give versions of a file with one byte changed, or cut short."""
    chance = random.Random(seed)
    for at in chance.sample(range(len(data)), min(len(data), FLIPS)):
        yield data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    for length in chance.sample(range(len(data)), min(len(data), TRUNCATIONS)):
        yield data[:length]


def says_the_same(path, one, other):
    """Tell whether a sidecar still gives the same digest: case and line end do not matter."""
    return path.suffix == ".sha256" and read_sidecar(one) == read_sidecar(other)


def test_every_changed_byte_and_every_cut_is_found(repository):
    for path in files_of(folder_of(repository, "item:1")):
        data = path.read_bytes()
        for changed in damaged(data, path.name):
            if not says_the_same(path, data, changed):
                path.write_bytes(changed)
                assert repository.verify("item:1"), (path, changed)
        path.write_bytes(data)

    assert repository.verify("item:1") == ()


def test_every_missing_file_is_found(repository):
    for path in files_of(folder_of(repository, "item:1")):
        data = path.read_bytes()
        path.unlink()
        found = repository.verify("item:1", warnings=True)
        path.write_bytes(data)

        assert {fault.code for fault in found} - {"W004"}, path


def test_without_digests_only_the_structure_is_looked_at(repository):
    repository.local_path("item:1", "m/b.jpg").write_bytes(b"damaged")

    assert repository.verify("item:1", digests=False) == ()
    assert [fault.code for fault in repository.verify("item:1")] == ["E092"]


def test_a_file_that_cannot_be_read_is_a_fault(repository, monkeypatch):
    path = repository.local_path("item:1", "m/b.jpg")
    opened = type(path).open

    class Broken:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def read(self, _size):
            raise OSError(5, "Input/output error")

    def fail(self, *arguments, **options):
        return Broken() if self == path else opened(self, *arguments, **options)

    monkeypatch.setattr(type(path), "open", fail)

    assert [fault.code for fault in repository.verify("item:1")] == ["E092"]


@pytest.mark.parametrize(
    "name",
    [
        "inventory.json",
        "inventory.json.sha256",
        "v2/inventory.json",
        "v2/inventory.json.sha256",
        "0=ocfl_object_1.1",
    ],
)
@pytest.mark.parametrize("how", ["flip", "cut", "missing"])
def test_what_has_a_second_copy_is_cured(repository, name, how):
    folder = folder_of(repository, "item:1")
    path = folder / name
    before = {p.relative_to(folder): p.read_bytes() for p in files_of(folder)}
    data = path.read_bytes()
    path.write_bytes({"flip": bytes([data[0] ^ 1]) + data[1:], "cut": data[:9]}.get(how, b""))
    if how == "missing":
        path.unlink()

    done = repository.repair("item:1")

    assert [one.action.partition("-")[2] for one in done] == ["restored"]
    assert {p.relative_to(folder): p.read_bytes() for p in files_of(folder)} == before
    assert judged(folder) == {"W004"}


def test_a_sound_object_needs_no_repair(repository):
    assert repository.repair("item:1") == ()


def test_an_older_inventory_is_never_taken_for_the_newest(repository):
    folder = folder_of(repository, "item:1")
    for path in (folder / "inventory.json", folder / "v2" / "inventory.json"):
        path.write_bytes(b"{}")

    with pytest.raises(BrokenObjectError):
        repository.head("item:1")
    with pytest.raises(BrokenObjectError):
        repository.repair("item:1")
    assert (folder / "v2").is_dir()


def without_its_last_step(repository):
    """Leave the object as a writer does that is stopped after its first rename."""
    folder = folder_of(repository, "item:1")
    for name in ("inventory.json", "inventory.json.sha256"):
        shutil.copy(folder / "v1" / name, folder / name)
    return folder


def test_a_whole_half_version_is_rolled_forward(repository):
    without_its_last_step(repository)
    assert repository.head("item:1").number == 1

    done = repository.repair("item:1")

    assert [(one.action, one.path) for one in done] == [("rolled-forward", "v2")]
    assert repository.head("item:1").number == 2
    assert repository.verify("item:1") == ()


def test_a_half_version_with_damage_goes_to_the_trash(repository):
    folder = without_its_last_step(repository)
    (folder / "v2" / "content" / "m" / "b.jpg").write_bytes(b"half")

    done = repository.repair("item:1")

    assert [(one.action, one.path) for one in done] == [("dropped", "v2")]
    assert repository.head("item:1").number == 1
    assert repository.verify("item:1") == ()
    assert [found.note["kind"] for found in repository.storage.trash()] == ["half-version"]
    assert [*repository.purged()] == []


def test_a_new_version_puts_a_half_one_right_first(repository):
    without_its_last_step(repository)

    made = repository.new_version("item:1", add={"c": b"c"}, **BY)

    assert made.number == 3
    assert {"c", "m/b.jpg"} <= {*made.files}
    assert repository.verify("item:1") == ()


@pytest.mark.parametrize("copies", [0, 1, 2])
def test_a_walk_meets_objects_that_lost_their_inventories(repository, copies):
    long_id = "item:" + "x" * 200
    repository.create(long_id, {"a": b"1"}, **BY)
    folder = folder_of(repository, long_id)
    for path in (folder / "inventory.json", folder / "v1" / "inventory.json")[:copies]:
        path.write_bytes(b"\xff")

    found = [*repository.object_ids()]

    assert len(found) == 2
    assert (long_id in found) == (copies < 2)


def test_an_object_at_the_wrong_place_is_found(repository):
    folder = folder_of(repository, "item:1")
    wrong = repository.storage.root / "00" / "00" / folder.name
    wrong.parent.mkdir(parents=True)
    shutil.copytree(folder, wrong)
    (repository.storage.root / "00" / "11").mkdir()
    (repository.storage.root / "00" / "stray.txt").touch()

    found = {(fault.code, fault.path) for fault in repository.verify_root()}

    assert found == {
        ("E083", f"00/00/{folder.name}"),
        ("E073", "00/11"),
        ("E072", "00/stray.txt"),
    }


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("0=ocfl_1.0", b"ocfl_1.0\n", "E076", id="two declarations"),
        pytest.param("0=ocfl_1.1", b"", "E080", id="broken declaration"),
        pytest.param("0=ocfl_1.1", None, "E069", id="no declaration"),
        pytest.param("ocfl_layout.json", None, "E070", id="no layout"),
        pytest.param("extensions/stray.txt", b"", "E112", id="file among extensions"),
        pytest.param("extensions/own/config.json", b"", "W016", id="unregistered extension"),
    ],
)
def test_a_fault_of_the_root_is_found(repository, name, data, code):
    path = repository.storage.root / name
    path.parent.mkdir(exist_ok=True)
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)

    assert [fault.code for fault in repository.verify_root()] == [code]


def test_a_fault_says_what_the_specification_asks(repository):
    repository.local_path("item:1", "m/b.jpg").write_bytes(b"damaged")

    (fault,) = repository.verify("item:1")

    assert fault.path == "v2/content/m/b.jpg"
    assert fault.clause == "The content at each path of the manifest has the digest given."
    assert fault.source == "https://ocfl.io/1.1/spec/#E092"
