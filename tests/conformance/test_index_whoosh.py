"""The Whoosh engine behind SearchIndex: scores of stock Whoosh, writers and readers."""

import random

import pytest
from whoosh import query as stock
from whoosh.index import open_dir
from whoosh.scoring import BM25F
from whoosh.util.filelock import FileLock

from index import Batch, Query
from index.engines.whoosh.engine import WhooshIndex
from index.engines.whoosh.executor import Executor
from index.errors import IndexLockedError
from index.plan import AllOf, AnyOf, Phrase, Term
from index.values import State
from tests.makers_index import a_document, found, numbered

WORDS = [f"w{number}" for number in range(25)]
FIELDS = ("title_folded", "text_folded", "text_exact")


@pytest.fixture
def index(tmp_path):
    return WhooshIndex(tmp_path / "index")


# ------------------------------------------------------------------ stock Whoosh


def test_scores_are_those_of_stock_whoosh(tmp_path, monkeypatch, is_long):
    monkeypatch.setattr("index.engines.whoosh.writing.MERGED_TOGETHER", 3)
    different, checks = [], 0
    for seed in range(20 if is_long else 2):
        chance = random.Random(seed)
        snapshot, folder = _a_corpus(chance, tmp_path / str(seed))
        with open_dir(str(folder)).searcher(weighting=BM25F(B=0.75, K1=1.2)) as other:
            for ours, theirs in (_a_node(chance) for _ in range(100 if is_long else 50)):
                checks += 1
                if _scores(snapshot, ours) != _stock_scores(other, theirs):
                    different.append((seed, ours))

    assert different == []
    assert checks == (2_000 if is_long else 100)


def _a_corpus(chance, folder):
    """Write a random corpus in random batches; some of its segments are merged."""
    index = WhooshIndex(folder)
    for batch in range(chance.randint(1, 9)):
        documents = [_worded(chance, f"item:{batch}-{n}") for n in range(chance.randint(1, 40))]
        index.apply(Batch(documents, seq=batch))
    return index._reader.snapshot(), index._folders.current()


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
