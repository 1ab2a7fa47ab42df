"""Writers of one object wait for each other, threads and processes alike, and lose nothing."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from media.errors import LockTimeoutError
from media.stores.locks import locks_at
from tests.makers_ocfl import BY, a_repository, folder_of, judged, memory_folder

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = 15

WRITER = f"""
import sys
from pathlib import Path
from tests.makers_ocfl import BY, a_repository
repository = a_repository(Path(sys.argv[1]))
for number in range({VERSIONS}):
    name = f"{{sys.argv[2]}}-{{number}}"
    repository.new_version("item:1", add={{name: name.encode()}}, **BY)
"""

HOLDER = """
import sys
from pathlib import Path
from media.stores.locks import locks_at
with locks_at(Path(sys.argv[1])).hold("one"):
    print("held", flush=True)
    sys.stdin.read()
"""


def started(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder():
    """Give a folder in memory: locks do not ask for a medium."""
    yield from memory_folder()


def test_two_processes_that_write_one_object_lose_no_version(folder):
    repository = a_repository(folder)
    repository.create("item:1", {"record.json": b"1"}, **BY)

    writers = [started(WRITER, str(folder), name) for name in ("one", "two")]
    ends = [writer.communicate(timeout=120)[0] for writer in writers]

    head = repository.head("item:1")
    names = {f"{who}-{number}" for who in ("one", "two") for number in range(VERSIONS)}
    assert ends == ["", ""]
    assert head.number == 1 + 2 * VERSIONS
    assert {*head.files} == {"record.json", *names}
    assert repository.verify("item:1") == ()
    assert judged(folder_of(repository, "item:1")) == {"W004"}


def test_threads_that_write_one_object_lose_no_version(folder):
    repository = a_repository(folder)
    repository.create("item:1", {"record.json": b"1"}, **BY)

    def write(name):
        for number in range(5):
            repository.new_version("item:1", add={f"{name}{number}": b"x"}, **BY)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert repository.head("item:1").number == 21
    assert len(repository.head("item:1").files) == 21


def test_objects_made_at_once_in_one_new_folder_are_all_there(tmp_path):
    repository = a_repository(tmp_path)
    ready = threading.Barrier(8)

    def write(number):
        ready.wait()
        repository.storage.commit(f"ab/cd/{number}", {"a": b"%d" % number})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [entry.name for entry in repository.storage.entries("ab/cd")] == [*"01234567"]


def test_a_lock_of_another_process_is_waited_for_only_so_long(tmp_path):
    locks = locks_at(tmp_path / "lock")
    holder = started(HOLDER, str(tmp_path / "lock"))
    holder.stdout.readline()

    with pytest.raises(LockTimeoutError) as caught:
        locks.take("one", timeout_s=0.05)
    with locks.hold("another", timeout_s=0.05):
        holder.communicate("", timeout=30)

    assert caught.value.name == "one"
    with locks.hold("one", timeout_s=5):
        assert holder.returncode == 0


def test_a_lock_of_another_thread_is_waited_for_only_so_long(tmp_path):
    locks, seen = locks_at(tmp_path / "lock"), []

    def wait():
        try:
            locks.take("one", timeout_s=0.05)
        except LockTimeoutError as error:
            seen.append(error.timeout_s)

    with locks.hold("one"):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()

    assert seen == [0.05]


def test_a_killed_process_leaves_no_lock(tmp_path):
    holder = started(HOLDER, str(tmp_path / "lock"))
    (tmp_path / "lock").touch()
    holder.stdout.readline()

    holder.kill()
    holder.communicate()

    with locks_at(tmp_path / "lock").hold("one", timeout_s=5):
        pass
