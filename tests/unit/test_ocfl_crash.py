"""A writer that is killed, or meets a full disk, at any call that changes the disk loses nothing.

Each call is one case: mkdir, open, write (whole and half), fsync, link, rename, replace, unlink,
rmdir, syncfs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from media.errors import StorageFullError
from tests.makers_crashes import SCENARIOS, Counter, counting, full_disk_at
from tests.makers_ocfl import a_repository, memory_folder, root_is_valid

ROOT = Path(__file__).resolve().parents[2]


def restarted(folder):
    """Open a store as a start of the application does."""
    repository = a_repository(folder)
    repository.sweep(older_than_s=-1)
    for object_id in repository.object_ids():
        repository.repair(object_id)
    return repository


def contents(repository):
    """Return every version of every object, file by file."""
    return {
        object_id: [
            {path: repository.read(object_id, path, version.number) for path in version.files}
            for version in repository.versions(object_id)
        ]
        for object_id in repository.object_ids()
    }


def faults(repository):
    found = {f for object_id in repository.object_ids() for f in repository.verify(object_id)}
    return found | set(repository.verify_root())


def killed_everywhere(folder, scenario):
    done = subprocess.run(
        [sys.executable, "-m", "tests.makers_crashes", folder, scenario],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def check(folder, before, after):
    """Compare what a restart finds with what had been acknowledged and what was being done."""
    repository = restarted(folder)
    found = contents(repository)
    for object_id in {*before, *after, *found}:
        old, new, now = (state.get(object_id) for state in (before, after, found))
        if now is None:
            assert old is None or new is None
        else:
            assert now == max(old or [], new or [], key=len)[: len(now)]
            assert len(now) >= min(len(old or [0]), len(new or [0]))
    assert faults(repository) == set()
    assert root_is_valid(folder / "store")
    assert [*(folder / "stage").iterdir()] == []


@pytest.fixture
def folder():
    """Give a folder in memory: a kill does not ask for a medium."""
    yield from memory_folder()


@pytest.mark.sampled(2)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_writer_killed_at_any_call_loses_nothing(scenario, folder):
    deaths = killed_everywhere(folder, scenario)

    before = contents(a_repository(folder / "start"))
    after = contents(restarted(folder / str(deaths + 1)))
    assert deaths > 5
    assert before != after
    for at in range(1, deaths + 1):
        check(folder / str(at), before, after)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_disk_full_at_any_call_leaves_nothing_half_written(scenario, folder):
    prepare, act = SCENARIOS[scenario]
    prepare(a_repository(folder / "start"))
    calls = filled(folder, "all", act, 0)

    before = contents(a_repository(folder / "start"))
    after = contents(restarted(folder / "all"))
    for at in range(1, calls + 1):
        filled(folder, str(at), act, at)
        check(folder / str(at), before, after)


def filled(folder, name, act, at):
    """Do it on a disk that is full from one call on; return how many calls there were."""
    shutil.copytree(folder / "start", folder / name)
    repository = a_repository(folder / name)
    with counting(full_disk_at(at) if at else Counter(0, lambda: None)) as counter:
        try:
            act(repository)
        except StorageFullError:
            assert at
    return counter.count
