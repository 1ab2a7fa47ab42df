"""A SearchIndex on disk, killed at every call by which a commit changes the disk."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from index import Batch, Query
from index.engines.whoosh.engine import WhooshIndex
from index.values import State
from tests.makers_index import a_document

CHANGING = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "shutil.rmtree",
    "open",
    "os.truncate",
}
KILLED = 9
OLD = [a_document(f"item:{n}", "Xòe") for n in range(6)]
NEW = [a_document(f"item:{n}", "Khăn") for n in range(4, 9)]


def apply(index):
    index.apply(Batch(NEW, ["item:0"], seq=20))


def rebuild(index):
    index.rebuild([*OLD[1:4], *NEW], 20)


def old_index(folder):
    """Make an index of several segments, so that the next commit merges them."""
    index = WhooshIndex(folder)
    for seq, document in enumerate(OLD, 1):
        index.apply(Batch([document], seq=seq))


def no_index(folder):
    """Make nothing."""


def contents(index):
    return {
        word: {hit.id for hit in index.search(Query(word, limit=99)).hits}
        for word in ("xòe", "khăn")
    }


BEFORE = {"xòe": {document.id for document in OLD}, "khăn": set()}
AFTER = {"xòe": {f"item:{n}" for n in (1, 2, 3)}, "khăn": {f"item:{n}" for n in range(4, 9)}}
FIRST = {"xòe": set(), "khăn": AFTER["khăn"]}


# Python 3.12 warns of a fork beside threads; the child here starts none and ends by itself.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize(
    ("made", "change", "states"),
    [
        pytest.param(old_index, apply, [(6, BEFORE), (20, AFTER)], id="apply-and-merge"),
        pytest.param(old_index, rebuild, [(6, BEFORE), (20, AFTER)], id="rebuild"),
        pytest.param(
            no_index, apply, [(0, {"xòe": set(), "khăn": set()}), (20, FIRST)], id="first"
        ),
    ],
)
def test_a_kill_at_every_change_of_the_disk_leaves_the_old_or_the_new(
    tmp_path, monkeypatch, made, change, states
):
    monkeypatch.setattr("index.engines.whoosh.writing.MERGED_TOGETHER", 5)
    made(tmp_path / "made")
    wrong, at, ended = [], 0, False
    while not ended:
        at += 1
        folder = tmp_path / f"killed-{at}"
        if (tmp_path / "made").exists():
            shutil.copytree(tmp_path / "made", folder)
        ended = _killed_at(at, folder, change) != KILLED
        wrong += _amiss(at, folder, states, must_be_new=ended)

    assert wrong == []
    assert at > 8


def _amiss(at, folder, states, *, must_be_new):
    index = WhooshIndex(folder)
    seen = (index.applied_seq, contents(index))
    if must_be_new and seen != states[1]:
        return [(at, "not done", seen)]
    if index.state is not State.OK or seen not in states:
        # A first commit may die before there is anything; the archive then rebuilds.
        return [] if states[0][0] == 0 and seen == states[0] else [(at, index.faults, seen)]
    index.apply(Batch([a_document("item:more", "Piêu")], seq=30))
    return [] if index.applied_seq == 30 else [(at, "no longer writable", seen)]


def _killed_at(number: int, folder: Path, change) -> int:
    """Run a change in a child that dies at its so-and-so-manieth call that changes the disk."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [number]

    def count(event, arguments):
        if event in CHANGING and str(folder) in str(arguments[0]) and _writes(event, arguments):
            left[0] -= 1
            if left[0] == 0:
                os._exit(KILLED)

    fsync = os.fsync

    def counted_fsync(handle):
        count("os.rename", (str(folder),))
        fsync(handle)

    os.fsync = counted_fsync
    sys.addaudithook(count)
    try:
        change(WhooshIndex(folder))
    finally:
        os._exit(0)


def _writes(event, arguments):
    return event != "open" or bool(set(str(arguments[1])) & set("wax+"))
