"""The Whoosh engine killed at any moment, and with each of its files harmed."""

import os
import random
import select
import shutil
import signal
import time

import pytest

from index import Batch, Query
from index.engines.whoosh.engine import WhooshIndex
from index.errors import IndexDamagedError
from index.values import State
from tests.makers_index import a_document, numbered


@pytest.fixture
def index(tmp_path):
    return WhooshIndex(tmp_path / "index")


# ------------------------------------------------------------------------ kills

REBUILT_EVERY = 7


def documents_at(seq):
    """Make what the writer below has written after so many changes."""
    rebuilt = seq - seq % REBUILT_EVERY
    return [
        a_document(f"item:{s}-{n}", "Xòe" if s <= rebuilt else "Xòe " * n)
        for s in range(1, seq + 1)
        for n in range(1, 6)
    ]


def writes_for_ever(folder, acknowledge):
    """Commit change after change, with merges and rebuilds, and say when each is done."""
    index = WhooshIndex(folder)
    seq = index.applied_seq
    acknowledge(seq)
    while True:
        seq += 1
        if seq % REBUILT_EVERY == 0:
            index.rebuild(documents_at(seq), seq)
        else:
            batch = [a_document(f"item:{seq}-{n}", "Xòe " * n) for n in range(1, 6)]
            index.apply(Batch(batch, seq=seq))
        acknowledge(seq)


# Python 3.12 warns of a fork beside threads; the child here starts none.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_kill_at_any_moment_loses_nothing_acknowledged(index, tmp_path, is_long):
    chance, wrong = random.Random(4), []
    for kill in range(200 if is_long else 10):
        acknowledged = _killed_after(chance.random() * 0.4, tmp_path / "index")
        seq = index.applied_seq
        expected = [(each.id, each.digest) for each in documents_at(seq)]
        fresh = WhooshIndex(tmp_path / "index")
        if (
            fresh.state is not State.OK
            or seq not in {acknowledged, acknowledged + 1}
            or fresh.applied_seq != seq
            or fresh.check(expected)
            or fresh.search(Query("xòe", limit=0)).total != len(expected)
        ):
            wrong.append((kill, acknowledged, seq, fresh.faults, fresh.check(expected)[:3]))

    assert wrong == []
    assert index.applied_seq > 10


def _killed_after(seconds, folder):
    """Let a child write for a while, kill it, and give the last change that it acknowledged."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            writes_for_ever(folder, lambda seq: os.write(tell, b"%d\n" % seq))
        finally:
            os._exit(1)
    os.close(tell)
    select.select([told], [], [], 60)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with os.fdopen(told) as lines:
        said = lines.read().split()
    assert ended == -signal.SIGKILL
    return int(said[-1])


# ----------------------------------------------------------------------- damage


def truncated(path):
    path.write_bytes(path.read_bytes()[:-7])


def halved(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path):
    path.write_bytes(b"")


def flipped(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(bytes(data))


def misnumbered(path):
    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def deleted(path):
    path.unlink()


HARMS = [truncated, halved, emptied, flipped, misnumbered, deleted]
FILES = ["0001/*.toc", "0001/*.flat", "CURRENT"]


def filled(index):
    index.apply(Batch(numbered(1), seq=1))
    index.apply(Batch([a_document("item:khan", "Khăn")], seq=2))


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("pattern", FILES)
def test_damage_is_seen_said_and_repaired(index, tmp_path, harm, pattern):
    filled(index)
    harm(min((tmp_path / "index").glob(pattern)))

    damaged = WhooshIndex(tmp_path / "index")
    answer = damaged.search(Query("xòe"))
    assert (damaged.state, answer.state, damaged.applied_seq) == (State.DEGRADED, State.DEGRADED, 0)
    with pytest.raises(IndexDamagedError):
        damaged.apply(Batch(numbered(3), seq=3))
    damaged.rebuild(numbered(4), 4)

    assert (damaged.state, damaged.applied_seq) == (State.OK, 4)
    assert WhooshIndex(tmp_path / "index").search(Query("xòe")).total == 10


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("pattern", FILES)
def test_a_running_process_sees_the_damage_and_answers_with_what_is_left(
    index, tmp_path, harm, pattern
):
    filled(index)
    before = index.search(Query("xòe")).total
    harm(min((tmp_path / "index").glob(pattern)))

    answer = index.search(Query("xòe OR khăn", facets=("generation",)))

    assert (before, answer.state, index.state) == (10, State.DEGRADED, State.DEGRADED)
    assert answer.total in {1, 10, 11}
    assert index.applied_seq == 0
    index.rebuild(numbered(4), 4)
    assert (index.state, index.search(Query("xòe")).total) == (State.OK, 10)


@pytest.mark.parametrize("pattern", ["0001/*.toc", "CURRENT"])
def test_what_only_names_the_segments_may_be_lost_without_losing_an_answer(
    index, tmp_path, pattern
):
    filled(index)
    whole = index.search(Query("xòe OR khăn"))
    min((tmp_path / "index").glob(pattern)).unlink()

    assert index.search(Query("xòe OR khăn")).hits == whole.hits


def test_the_other_segments_answer_when_one_is_lost(index, tmp_path):
    filled(index)
    min((tmp_path / "index" / "0001").glob("*.flat"), key=lambda path: path.stat().st_size).unlink()

    damaged = WhooshIndex(tmp_path / "index")

    assert (damaged.search(Query("xòe")).total, damaged.search(Query("khăn")).total) == (10, 0)


def test_a_file_put_back_is_taken_up_again(index, tmp_path):
    filled(index)
    path = min((tmp_path / "index" / "0001").glob("*.flat"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    harmed = index.state
    path.write_bytes(whole)

    assert (harmed, index.state, index.applied_seq) == (State.DEGRADED, State.OK, 2)


@pytest.mark.parametrize("pattern", FILES)
def test_any_flipped_byte_is_seen(index, tmp_path, is_long, pattern):
    filled(index)
    path = min((tmp_path / "index").glob(pattern))
    whole, chance, unseen = path.read_bytes(), random.Random(2), []
    places = range(len(whole))

    for at in places if is_long else chance.sample(places, min(40, len(whole))):
        for mask in (1, 0x10, 0x80) if is_long else (1,):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])
            damaged = WhooshIndex(tmp_path / "index")
            if damaged.search(Query("xòe")).state is State.OK:
                unseen.append((at, mask))

    assert unseen == []


@pytest.mark.parametrize("pattern", FILES)
def test_any_truncation_is_seen(index, tmp_path, is_long, pattern):
    filled(index)
    path = min((tmp_path / "index").glob(pattern))
    whole, chance, unseen = path.read_bytes(), random.Random(2), []
    places = range(len(whole))

    for length in places if is_long else chance.sample(places, min(30, len(whole))):
        path.write_bytes(whole[:length])
        if WhooshIndex(tmp_path / "index").search(Query("xòe")).state is State.OK:
            unseen.append(length)

    assert unseen == []


@pytest.mark.parametrize("version", ["ANALYSIS_VERSION", "FORMAT_VERSION"])
def test_an_index_of_another_version_is_to_be_rebuilt(index, tmp_path, monkeypatch, version):
    index.apply(Batch(numbered(1), seq=1))

    monkeypatch.setattr(f"index.engines.whoosh.toc.{version}", 99)

    assert WhooshIndex(tmp_path / "index").state is State.DEGRADED


def test_an_index_that_is_gone_under_a_searcher_is_not_said_to_be_well(index, tmp_path):
    index.apply(Batch([a_document("item:1", "Xòe vòng")], seq=1))
    before = index.search(Query("xoe"))

    shutil.rmtree(tmp_path / "index")
    first, second = index.search(Query("xoe")), index.search(Query("xoe"))

    assert (before.total, before.state) == (1, State.OK)
    assert (first.state, second.state) == (State.DEGRADED, State.DEGRADED)
    with pytest.raises(IndexDamagedError):
        index.apply(Batch([a_document("item:2", "Xòe khăn")], seq=2))
