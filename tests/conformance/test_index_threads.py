"""Eight threads that search the Whoosh engine while it commits, merges and is built anew."""

import itertools
import random
import threading

from index import Batch
from index.engines.memory import MemoryIndex
from tests.makers_index import (
    RANDOM_TABLE,
    a_random_document,
    a_random_query,
    an_index,
    rounded,
)

THREADS = 8
QUERIES = 1_000
SAMPLE = 40


def test_eight_threads_get_the_answers_of_some_commit_and_never_an_older_one(
    tmp_path, monkeypatch, is_long
):
    monkeypatch.setattr("index.engines.whoosh.writing.MERGED_TOGETHER", 3)
    changes = _Changes(200 if is_long else 12)
    crowd = _Crowd(an_index("whoosh", tmp_path, RANDOM_TABLE), QUERIES if is_long else SAMPLE)

    crowd.start()
    changes.write_to(crowd.engine)
    crowd.join()

    assert [found for each in crowd.seen for found in _wrong(each, changes.answers)] == []
    assert min(map(len, crowd.seen)) >= crowd.each


def _wrong(seen, answers):
    """Give the answers that are of no commit, or of one before what the thread saw last."""
    last = 0
    for query, results in seen:
        commits = (at for at in range(last, len(answers)) if answers[at][query] == results)
        last = next(commits, None)
        if last is None:
            yield query, results
            return


def _queries():
    """Make queries of all kinds that find something among sixty random documents."""
    chance = random.Random(5)
    model = MemoryIndex(RANDOM_TABLE)
    model.apply(Batch([a_random_document(chance, n) for n in range(60)], seq=1))
    kinds = (a_random_query(chance) for _ in itertools.count())
    return list(itertools.islice((one for one in kinds if model.search(one).total), 12))


QUERIED = _queries()


class _Changes:
    """Hold random changes, and what the model answers before all and after each of them."""

    def __init__(self, count):
        self.chance, self.count = random.Random(6), count
        self.made, self.documents = [], {}
        model = MemoryIndex(RANDOM_TABLE)
        self.answers = [[rounded(model.search(query)) for query in QUERIED]]
        for seq in range(1, count + 1):
            batch = self._batch(seq)
            model.apply(batch)
            self.made.append((batch, list(self.documents.values())))
            self.answers.append([rounded(model.search(query)) for query in QUERIED])

    def write_to(self, engine):
        """Apply each change; every ninth is a rebuild."""
        for batch, whole in self.made:
            engine.rebuild(whole, batch.seq) if batch.seq % 9 == 0 else engine.apply(batch)

    def _batch(self, seq):
        upserts = [a_random_document(self.chance, self.chance.randrange(60)) for _ in range(8)]
        kept = {each.id for each in upserts}
        deletes = [f"item:{self.chance.randrange(60)}" for _ in range(2)]
        deletes = [each for each in deletes if each not in kept]
        self.documents |= {each.id: each for each in upserts}
        self.documents = {key: each for key, each in self.documents.items() if key not in deletes}
        return Batch(upserts, deletes, seq)


class _Crowd:
    """Search from many threads at once, and keep each answer."""

    def __init__(self, engine, each):
        self.engine, self.each = engine, each
        self.done = threading.Event()
        self.seen = [[] for _ in range(THREADS)]
        self.threads = [threading.Thread(target=self._search, args=(n,)) for n in range(THREADS)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def join(self):
        """Let the threads end when each has searched often enough."""
        self.done.set()
        for thread in self.threads:
            thread.join()

    def _search(self, number):
        order = itertools.cycle(random.Random(number).sample(range(len(QUERIED)), len(QUERIED)))
        for at, query in enumerate(order):
            if at >= self.each and self.done.is_set():
                return
            try:
                found = rounded(self.engine.search(QUERIED[query]))
            except Exception as error:  # noqa: BLE001 - an error in a thread is a wrong answer
                found = error
            self.seen[number].append((query, found))


def test_the_check_of_the_threads_knows_a_wrong_answer():
    right, wrong = object(), object()

    assert list(_wrong([(0, right), (0, wrong)], [[right]])) == [(0, wrong)]
    assert list(_wrong([(0, wrong), (0, right)], [[right], [wrong]])) == [(0, right)]
