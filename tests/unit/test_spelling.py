"""Did you mean, and patterns that cannot blow up."""

import time

import pytest

from index.engines.matching import edits
from index.glob import GlobPattern
from index.spelling import Lexicon, suggestion, within_one_edit

LEXICON = Lexicon(
    {
        "hat/s": 3,
        "hats": 1,
        "xoe/f": 9,
        "xoe/s": 1,
        "khăn": 5,
        "khăm/s": 3,
        "piêu": 4,
        "thai/s": 7,
        "an": 2,
    }
)


@pytest.mark.parametrize(
    ("words", "total", "offered"),
    [
        pytest.param(["xoef"], 0, "xòe", id="telex"),
        pytest.param(["xoef"], 50, "xòe", id="telex-even-with-results"),
        pytest.param(["khawms", "khan"], 0, "khắm khan", id="what-is-known-stays"),
        pytest.param(["hats", "xoef"], 2, "hát xòe", id="raw-beside-raw"),
        pytest.param(["meof", "xoef"], 0, "mèo xòe", id="unknown-beside-raw"),
        pytest.param(["festivals", "xoef"], 0, "festivals xòe", id="no-syllable-beside-raw"),
        pytest.param(["meof"], 0, None, id="unknown-alone"),
        pytest.param(["hats", "piêu"], 2, None, id="known-beside-known"),
        pytest.param(["piue"], 0, "piêu", id="swapped-letters"),
        pytest.param(["thaii"], 0, "thái", id="one-letter-more"),
        pytest.param(["thaii"], 1, None, id="something-found"),
        pytest.param(["khan/r"], 0, None, id="marks-are-never-doubted"),
        pytest.param(["xoe"], 0, None, id="known-without-marks"),
        pytest.param(["zzzz"], 0, None, id="nothing-near"),
        pytest.param([], 0, None, id="no-words"),
    ],
)
def test_another_spelling_is_offered_where_it_helps(words, total, offered):
    assert suggestion(words, total, LEXICON) == offered


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("xoe", "xoe", True),
        ("xoe", "xo", True),
        ("xoe", "xeo", True),
        ("xoe", "xoa", True),
        ("xoe", "hoa", False),
        ("xoe", "xoeng", False),
        ("", "a", True),
    ],
)
def test_one_edit_is_one_letter_or_two_swapped(one, other, near):
    assert within_one_edit(one, other) is near
    assert within_one_edit(other, one) is near


def test_edits_are_counted():
    assert [edits(*pair) for pair in (("khan", "khan"), ("khan", "kan"), ("khan", "thăm"))] == [
        0,
        1,
        3,
    ]


@pytest.mark.parametrize(
    ("pattern", "word", "fits"),
    [
        ("xo*", "xoe", True),
        ("*oe", "xoe", True),
        ("x*e", "xe", True),
        ("x?e", "xoe", True),
        ("x?e", "xe", False),
        ("*a*b*", "cab", True),
        ("*a*b*", "cba", False),
        ("a*a", "a", False),
        ("xoe", "xoe", True),
        ("*", "", True),
    ],
)
def test_a_pattern_fits_whole_words(pattern, word, fits):
    assert GlobPattern(pattern).matches(word) is fits


def test_no_pattern_takes_long():
    pattern, word = GlobPattern("*a" * 20 + "b"), "a" * 64
    began = time.perf_counter()

    fitting = sum(pattern.matches(word) for _ in range(200))

    assert (fitting, time.perf_counter() - began < 2) == (0, True)
