"""Random corpora: every engine behind SearchIndex answers as the model does, to the byte."""

import dataclasses
import random

from index import Batch, Query
from tests.makers_index import (
    RANDOM_TABLE,
    a_random_document,
    a_random_query,
    an_index,
    rounded,
)

SEEDS = 6
LONG_SEEDS = 250
QUERIES = 60


def grown(chance, *indexes):
    """Apply the same random batches to each index."""
    for seq in range(1, chance.randint(3, 14)):
        documents = [
            a_random_document(chance, chance.randrange(60)) for _ in range(chance.randint(1, 12))
        ]
        deletes = [f"item:{chance.randrange(60)}" for _ in range(chance.randint(0, 4))]
        for index in indexes:
            index.apply(Batch(documents, deletes, seq))


def test_a_random_corpus_is_searched_as_by_the_model(seed, tmp_path, monkeypatch):
    chance = random.Random(seed)
    # Few documents a tier, so that random corpora are merged as large ones are.
    monkeypatch.setattr("index.engines.whoosh.writing.MERGED_TOGETHER", 3)
    model, engine = (an_index(name, tmp_path, RANDOM_TABLE) for name in ("memory", "whoosh"))
    grown(chance, model, engine)

    for _ in range(QUERIES):
        query = a_random_query(chance)

        assert rounded(engine.search(query)) == rounded(model.search(query)), query


def test_a_random_corpus_is_completed_as_by_the_model(seed, tmp_path):
    chance = random.Random(seed)
    model, engine = (an_index(name, tmp_path, RANDOM_TABLE) for name in ("memory", "whoosh"))
    grown(chance, model, engine)

    for typed in ("x", "xo", "kha", "khắ", "m", "hoa m", "ꪜ", "zz"):
        for tokens in (frozenset({"public"}), frozenset({"school"}), frozenset()):
            assert engine.complete(typed, tokens) == model.complete(typed, tokens), typed


def test_what_a_viewer_may_not_know_changes_nothing(seed, engine_name, tmp_path):
    chance = random.Random(seed)
    documents = [a_random_document(chance, number) for number in range(50)]
    tokens = frozenset({"public"})
    known = [document for document in documents if document.is_visible_to(tokens)]
    whole = an_index(engine_name, tmp_path / "whole", RANDOM_TABLE)
    part = an_index(engine_name, tmp_path / "part", RANDOM_TABLE)
    for seq in range(5):
        whole.apply(Batch(documents[seq * 10 : seq * 10 + 10], seq=seq))
    part.apply(Batch(known, seq=4))

    for _ in range(QUERIES):
        query = dataclasses.replace(a_random_query(chance), tokens=tokens)

        assert whole.search(query) == part.search(query), query
        assert whole.complete(query.text, tokens) == part.complete(query.text, tokens)


def test_rebuilding_changes_no_answer(engine_name, tmp_path):
    chance = random.Random(7)
    index = an_index(engine_name, tmp_path, RANDOM_TABLE)
    documents = {d.id: d for d in (a_random_document(chance, n) for n in range(60))}
    for seq, document in enumerate(documents.values(), 1):
        index.apply(Batch([document], seq=seq))
    before = index.search(Query("xòe khăn", facets=("kind", "place")))

    index.rebuild(documents.values(), 60)

    assert rounded(index.search(Query("xòe khăn", facets=("kind", "place")))) == rounded(before)
    assert index.check((d.id, d.digest) for d in documents.values()) == ()


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        count = LONG_SEEDS if metafunc.config.getoption("--long") else SEEDS
        metafunc.parametrize("seed", range(count), ids=lambda seed: f"seed-{seed}")
