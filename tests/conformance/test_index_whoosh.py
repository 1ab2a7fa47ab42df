"""The Whoosh engine behind SearchIndex: scores of stock Whoosh, threads, kills and damage."""

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from whoosh import query as stock
from whoosh.index import open_dir
from whoosh.scoring import BM25F
from whoosh.util.filelock import FileLock

from index import Batch, Query
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.executor import Executor
from index.errors import IndexDamagedError, IndexLockedError
from index.plan import AllOf, AnyOf, Phrase, Term
from index.values import State
from tests.makers_index import a_document, found

ROOT = Path(__file__).resolve().parents[2]
WORDS = [f"w{number}" for number in range(25)]
FIELDS = ("title_folded", "text_folded", "text_exact")


@pytest.fixture
def index(tmp_path):
    return WhooshIndex(tmp_path / "index")


def numbered(generation, count=10):
    """Make documents that all bear one generation."""
    facets = {"generation": (str(generation),)}
    return [
        a_document(f"item:{n}", "Xòe", f"lần {generation}", facets=facets) for n in range(count)
    ]


# ------------------------------------------------------------------ stock Whoosh


def test_scores_are_those_of_stock_whoosh(index, tmp_path, is_long):
    chance = random.Random(11)
    for batch in range(5):
        index.apply(Batch([_worded(chance, f"item:{batch}-{n}") for n in range(30)], seq=batch))
    snapshot = index._reader.snapshot()

    with open_dir(str(tmp_path / "index" / "0001")).searcher(
        weighting=BM25F(B=0.75, K1=1.2)
    ) as other:
        for _ in range(2_000 if is_long else 100):
            ours, theirs = _a_node(chance)

            assert _scores(snapshot, ours) == _stock_scores(other, theirs), ours


def _worded(chance, identifier):
    text = " ".join(chance.choices(WORDS, k=chance.randint(3, 40)))
    return a_document(identifier, " ".join(chance.choices(WORDS, k=3)), text)


def _a_node(chance):
    (one, two), field, other = chance.sample(WORDS, 2), chance.choice(FIELDS), chance.choice(FIELDS)
    pairs = [
        (Term(field, one, 2.0), stock.Term(field, one, boost=2.0)),
        (
            AnyOf((Term(field, one), Term(other, two))),
            stock.Or([stock.Term(field, one), stock.Term(other, two)]),
        ),
        (
            AllOf((Term(field, one), Term(other, two))),
            stock.And([stock.Term(field, one), stock.Term(other, two)]),
        ),
        (Phrase(field, (one, two)), stock.Phrase(field, [one, two])),
    ]
    return chance.choice(pairs)


def _scores(snapshot, node):
    worth = {}
    for view in snapshot.views:
        matched = Executor(snapshot, view).run(node)
        scores = [] if matched.scores is None else matched.scores.tolist()
        for number, score in zip(matched.ids.tolist(), scores, strict=True):
            worth[view.data.ids[number]] = round(score, 4)
    return worth


def _stock_scores(searcher, node):
    return {hit["id"]: round(hit.score, 4) for hit in searcher.search(node, limit=None)}


# ----------------------------------------------------------- threads and processes


def test_searches_see_whole_commits_while_another_thread_writes(index, is_long):
    rounds, wrong = (400 if is_long else 25), []
    index.apply(Batch(numbered(0), seq=1))
    done = threading.Event()

    def look():
        while not done.is_set():
            results = index.search(Query("xòe", facets=("generation",)))
            counts = [(each.count) for each in results.facets["generation"]]
            if counts != [10] or len(results.hits) != 10:
                wrong.append((results.total, counts))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for seq in range(2, rounds):
        index.apply(Batch(numbered(seq), seq=seq))
    done.set()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert index.search(Query("xòe")).total == 10


def test_another_reader_sees_a_commit_at_once(index, tmp_path):
    reader = WhooshIndex(tmp_path / "index")
    index.apply(Batch(numbered(1), seq=1))
    before = found(reader, "xòe", limit=1)

    index.apply(Batch(deletes=[f"item:{n}" for n in range(10)], seq=2))

    assert (len(before), found(reader, "xòe"), reader.applied_seq) == (1, [], 2)


def test_a_segment_that_did_not_change_is_not_opened_again(index):
    index.apply(Batch(numbered(1), seq=1))
    first = index._reader.snapshot().views[0]

    index.apply(Batch([a_document("item:new", "Khăn")], seq=2))

    assert index._reader.snapshot().views[0] is first


def test_many_small_commits_are_merged(index):
    for seq in range(1, 41):
        index.apply(Batch([a_document(f"item:{seq}", "Xòe")], seq=seq))

    assert len(index._reader.snapshot().views) <= 12
    assert index.search(Query("xòe")).total == 40


def test_a_second_writer_is_told_to_come_again(index, tmp_path):
    index.apply(Batch(numbered(1), seq=1))
    lock = FileLock(str(tmp_path / "index" / "WRITELOCK"))
    lock.acquire(blocking=False)

    with pytest.raises(IndexLockedError):
        index.apply(Batch(numbered(2), seq=2))

    lock.release()


def test_searches_go_on_while_the_index_is_rebuilt(index):
    index.apply(Batch(numbered(1), seq=1))
    seen = []

    def documents():
        seen.append((index.state, index.search(Query("xòe")).total, index.applied_seq))
        yield a_document("item:1", "Khăn")

    index.rebuild(documents(), 2)

    assert seen == [(State.REBUILDING, 10, 1)]
    assert (found(index), index.state, index.applied_seq) == (["item:1"], State.OK, 2)


# ------------------------------------------------------------------------ kills

CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from index import Batch
from index.engines.whoosh.engine import WhooshIndex
from tests.makers_index import a_document
index = WhooshIndex(Path({folder!r}))
seq = index.applied_seq
print(seq, flush=True)
while True:
    seq += 1
    documents = [a_document(f"item:{{seq}}-{{n}}", "Xòe " * n) for n in range(5)]
    ids = [f"item:{{s}}-{{n}}" for s in range(1, seq + 1) for n in range(5)]
    if seq % 7 == 0:
        index.rebuild([a_document(id, "Xòe") for id in ids], seq)
    else:
        index.apply(Batch(documents, seq=seq))
    print(seq, flush=True)
"""


def test_a_kill_at_any_moment_loses_nothing_acknowledged(index, tmp_path, is_long):
    chance, wrong = random.Random(4), []
    for _ in range(200 if is_long else 8):
        acknowledged = _killed_after(chance.random() * 0.4, tmp_path / "index")
        fresh = WhooshIndex(tmp_path / "index")
        seq, total = fresh.applied_seq, fresh.search(Query("xòe", limit=0)).total
        # The first five of each batch: the one without a word in its title is found by nothing.
        sound = fresh.state is State.OK or not acknowledged
        if not sound or seq < acknowledged or total < seq * 4:
            wrong.append((acknowledged, seq, total, fresh.faults))

    assert wrong == []
    assert fresh.applied_seq > 0


def _killed_after(seconds, folder):
    code = CHILD.format(root=str(ROOT), folder=str(folder))
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    begun = child.stdout.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL)
    said, _ = child.communicate()
    return int((begun + said).split()[-1])


# ----------------------------------------------------------------------- damage


def truncated(path):
    path.write_bytes(path.read_bytes()[:-7])


def emptied(path):
    path.write_bytes(b"")


def flipped(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(bytes(data))


def deleted(path):
    path.unlink()


@pytest.mark.parametrize("harm", [truncated, emptied, flipped, deleted])
@pytest.mark.parametrize("pattern", ["0001/*.toc", "0001/*.flat", "CURRENT"])
def test_damage_is_seen_said_and_repaired(index, tmp_path, harm, pattern):
    index.apply(Batch(numbered(1), seq=1))
    index.apply(Batch([a_document("item:khan", "Khăn")], seq=2))
    harm(min((tmp_path / "index").glob(pattern)))

    damaged = WhooshIndex(tmp_path / "index")
    answer = damaged.search(Query("xòe"))
    assert (damaged.state, answer.state, damaged.applied_seq) == (State.DEGRADED, State.DEGRADED, 0)
    with pytest.raises(IndexDamagedError):
        damaged.apply(Batch(numbered(3), seq=3))
    damaged.rebuild(numbered(4), 4)

    assert (damaged.state, damaged.applied_seq) == (State.OK, 4)
    assert WhooshIndex(tmp_path / "index").search(Query("xòe")).total == 10


def test_any_flipped_byte_of_a_segment_is_seen(index, tmp_path, is_long):
    index.apply(Batch(numbered(1), seq=1))
    path = next((tmp_path / "index" / "0001").glob("*.flat"))
    whole = path.read_bytes()
    chance, unseen = random.Random(2), []

    for at in range(len(whole)) if is_long else chance.sample(range(len(whole)), 60):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        if WhooshIndex(tmp_path / "index").state is State.OK:
            unseen.append(at)

    assert unseen == []


def test_an_open_reader_goes_on_when_files_are_deleted_under_it(index, tmp_path):
    index.apply(Batch(numbered(1), seq=1))
    before = index.search(Query("xòe")).total

    next((tmp_path / "index" / "0001").glob("*.flat")).unlink()

    assert index.search(Query("xòe")).total == before


@pytest.mark.parametrize("version", ["ANALYSIS_VERSION", "FORMAT_VERSION"])
def test_an_index_of_another_version_is_to_be_rebuilt(index, tmp_path, monkeypatch, version):
    index.apply(Batch(numbered(1), seq=1))

    monkeypatch.setattr(f"index.engines.whoosh.toc.{version}", 99)

    assert WhooshIndex(tmp_path / "index").state is State.DEGRADED
