"""A disk that is really full loses nothing, and the ballast leaves room for the database."""

import io
import sqlite3
import subprocess

import pytest

from media.errors import StorageFullError
from tests.makers_ocfl import BY, a_repository, root_is_valid

BALLAST = 1 << 20


@pytest.fixture
def small_disk(tmp_path):
    """Mount a file system of 12 MiB in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting a small tmpfs needs root; the injected full disk covers the rest")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def filled(repository):
    """Write until the disk is full; return what was acknowledged and the error."""
    acknowledged = []
    while True:
        try:
            staged = repository.stage(io.BytesIO(bytes(200_000) + b"%d" % len(acknowledged)))
            repository.create(f"item:{len(acknowledged)}", {"a": staged, "b": b"b" * 9000}, **BY)
        except StorageFullError as error:
            return acknowledged, error
        acknowledged.append(f"item:{len(acknowledged)}")


def test_what_was_acknowledged_before_the_disk_was_full_is_there(small_disk):
    repository = a_repository(small_disk, BALLAST)

    acknowledged, error = filled(repository)

    assert len(acknowledged) > 20
    assert error.free_bytes < 300_000
    assert sorted(repository.object_ids()) == sorted(acknowledged)
    assert root_is_valid(small_disk / "store")
    repository.sweep(older_than_s=-1)
    assert [*(small_disk / "stage").iterdir()] == []


def test_the_database_can_still_commit_when_the_disk_is_full(small_disk):
    repository = a_repository(small_disk, BALLAST)
    database = sqlite3.connect(small_disk / "kho.db", isolation_level=None)
    database.execute("create table task (state text)")
    assert (small_disk / "ballast.bin").stat().st_blocks * 512 >= BALLAST

    filled(repository)

    assert not (small_disk / "ballast.bin").exists()
    database.execute("insert into task values (?)", ["the disk is full" * 1000])
    assert database.execute("select count(*) from task").fetchone() == (1,)
    database.close()


def test_the_ballast_is_laid_in_again_once_there_is_room(small_disk):
    repository = a_repository(small_disk, BALLAST)
    acknowledged, _ = filled(repository)

    for object_id in acknowledged:
        repository.erase(repository.purge(object_id).name)
    repository.sweep(older_than_s=-1)

    assert (small_disk / "ballast.bin").stat().st_size == BALLAST
    repository.create("item:again", {"a": bytes(1 << 20)}, **BY)


def test_a_batch_that_finds_the_disk_full_can_be_done_again(small_disk):
    repository = a_repository(small_disk)

    def write(size_bytes):
        with repository.bulk() as batch:
            for number in range(20):
                batch.create(f"item:{number}", {"a": b"%d" % number * size_bytes}, **BY)

    with pytest.raises(StorageFullError):
        write(1 << 20)

    assert [*repository.object_ids()] == []
    write(1000)
    assert len([*repository.object_ids()]) == 20
    assert root_is_valid(small_disk / "store")
