"""The query language, as every engine behind SearchIndex answers it."""

import random

import pytest

from index import Query
from index.errors import (
    SearchError,
    SearchSyntaxError,
    SearchTooLargeError,
)
from tests.makers_index import a_library, filled, found

# -------------------------------------------------------------- query language


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        pytest.param("xòe khăn", {"2"}, id="all-words"),
        pytest.param("xòe OR khèn", {"1", "2", "4"}, id="or"),
        pytest.param("xòe AND vòng", {"1"}, id="and"),
        pytest.param("xòe NOT khăn", {"1"}, id="not"),
        pytest.param("khăn -xòe", {"3"}, id="minus"),
        pytest.param("NOT khăn", {"1", "4"}, id="only-not"),
        pytest.param('"đêm hội"', {"1"}, id="phrase"),
        pytest.param('"hội đêm"', set(), id="phrase-in-another-order"),
        pytest.param("“dem hoi”", {"1"}, id="phrase-without-marks"),
        pytest.param("(vòng OR piêu) khăn", {"3"}, id="parentheses"),
        pytest.param("title:khăn", {"2", "3"}, id="title"),
        pytest.param("tựa:khăn", {"2", "3"}, id="title-in-vietnamese"),
        pytest.param("tiêu đề:khăn", {"2", "3"}, id="a-prefix-of-two-words"),
        pytest.param("-xòe nhan đề:khăn", {"3"}, id="a-prefix-of-two-words-behind-another"),
        pytest.param("mô-tả:khăn", {"2", "3"}, id="text-in-vietnamese"),
        pytest.param("năm:1960..1976", {"1", "2"}, id="years"),
        pytest.param("year:[1976 TO *]", {"2", "3"}, id="years-open"),
        pytest.param("year:>=2000", {"3"}, id="years-from"),
        pytest.param("năm:1961 xòe", {"1"}, id="one-year"),
        pytest.param("loại:video", {"1"}, id="facet"),
        pytest.param("loại:video năm:1961", {"1"}, id="facet-and-year"),
        pytest.param("(loại:video năm:1961) OR khèn", {"1", "4"}, id="unscored-or-scored"),
        pytest.param("điệu:khen-mong", {"4"}, id="element"),
        pytest.param("kh*", {"2", "3", "4"}, id="prefix"),
        pytest.param("*oe", {"1", "2"}, id="suffix"),
        pytest.param("k?ăn", {"2", "3"}, id="one-letter"),
        pytest.param("xeo~", {"1", "2"}, id="swapped-letters"),
        pytest.param("pieeu~2", {"3"}, id="two-edits"),
        pytest.param("xòe ?", {"1", "2"}, id="a-question"),
        pytest.param("Thổi: “khèn” (đêm, xuân)!", {"4"}, id="plain-text-with-signs"),
    ],
)
def test_the_query_language_finds_exactly(index, typed, ids):
    filled(index, a_library())

    assert set(found(index, typed)) == {f"item:{each}" for each in ids}


@pytest.mark.parametrize(
    ("typed", "reason", "position"),
    [
        pytest.param('khăn "piêu', "unclosed-quote", 5, id="quote"),
        pytest.param("(khăn piêu", "unclosed-parenthesis", 0, id="parenthesis"),
        pytest.param("khăn) piêu", "unopened-parenthesis", 4, id="stray-parenthesis"),
        pytest.param("khăn OR", "nothing-after", 5, id="or"),
        pytest.param("AND khăn", "nothing-before", 0, id="and"),
        pytest.param("khăn NOT", "nothing-after", 5, id="not"),
        pytest.param("năm:lâu", "not-a-year", 4, id="year"),
        pytest.param("năm:1990..1980", "range-backwards", 4, id="range"),
    ],
)
def test_a_mistake_is_shown_where_it_is(index, typed, reason, position):
    with pytest.raises(SearchSyntaxError) as refused:
        index.search(Query(typed))

    assert (refused.value.reason, refused.value.position) == (reason, position)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("xòe " * 10_000, id="ten-thousand-words"),
        pytest.param("x" * 1_000_000, id="a-megabyte"),
        pytest.param("*a*b*c*d*e*f*g*h*", id="stars"),
        pytest.param(" ".join(["a*b"] * 50), id="patterns"),
        pytest.param("(" * 60 + "a" + ")" * 60, id="nesting"),
    ],
)
def test_what_nobody_types_is_refused(index, typed):
    with pytest.raises(SearchTooLargeError):
        index.search(Query(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "*a*b*c*",
        "\x00\x01\x02",
        "(a+)+$",
        "a{1,99999}",
        "\ud800xòe",
        "* * *",
        "?",
        "~",
        ":",
        "-",
        "…",
    ],
)
def test_odd_text_is_answered(index, typed):
    filled(index, a_library())

    assert index.search(Query(typed)).total >= 0


def test_no_text_ever_raises_anything_else(index):
    chance = random.Random(3)
    filled(index, a_library())
    for _ in range(300):
        text = "".join(
            chance.choices('xòe kh*?~"()[]:-+AND OR NOT năm:title:1950..\\/^&|\x00ꪜ', k=25)
        )

        try:
            index.search(Query(text))
        except SearchError as error:
            assert error.code in {"search-syntax", "search-too-large"}  # noqa: PT017
