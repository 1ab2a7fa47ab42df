"""Snippets: the right piece, the right marks, no markup."""

import pytest

from index import planning
from index.snippets import Marking, beginning, marked_ranges, snippet
from index.synonyms import SynonymTable
from index.values import Query
from tests.makers_index import a_group

TABLE = SynonymTable([a_group("element:kham-khen", "khắm khen", "nắm tay")])


def marking(text, **asked):
    return planning.plan(Query(text, **asked), TABLE).marking


def marked(text, query, language="vi", **asked):
    ranges = marked_ranges(text, marking(query, **asked), language)
    return [text[start:end] for start, end in ranges]


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        pytest.param("Điệu xòe và XOÈ", "xoe", ["xòe", "XOÈ"], id="without-marks"),
        pytest.param("Mỹ thuật", "mĩ", ["Mỹ"], id="y-and-i"),
        pytest.param("Chữ ꪜꪸꪫ cổ", "piêu", ["ꪜꪸꪫ"], id="tai-viet-by-latin"),
        pytest.param("khăn piêu", "ꪜꪸꪫ", ["piêu"], id="latin-by-tai-viet"),
        pytest.param("khăn, khám, kha", "kh*n", ["khăn"], id="pattern"),
        pytest.param(
            "nắm tay và tay khắm khen", "nam tay", ["nắm tay", "tay", "khắm khen"], id="synonym"
        ),
        pytest.param("đêm hội, hội đêm", '"đêm hội"', ["đêm hội"], id="phrase"),
        pytest.param("vui ở đây", "xoe", [], id="nothing"),
    ],
)
def test_what_the_query_is_about_is_marked(text, query, words):
    assert marked(text, query) == words


def test_english_is_marked_by_its_stem():
    assert marked("Weavers weave; weaving", "weaves", "en") == ["weave", "weaving"]


def test_an_exact_search_marks_the_spelling_alone():
    assert marked("xòe xoè xoé", "xòe", exact=True) == ["xòe", "xoè"]


def test_the_piece_with_most_different_words_is_shown():
    text = "xòe " + "vui " * 60 + "xòe khăn piêu " + "vui " * 60

    shown = snippet((("vi", text),), marking("xoe khan pieu"), 60)

    assert [shown.text[a:b] for a, b in shown.ranges] == ["xòe", "khăn", "piêu"]
    assert (len(shown.text) <= 60, shown.starts_inside, shown.ends_inside) == (True, True, True)


def test_the_best_text_is_shown_with_its_language():
    texts = (("vi", "vui vẻ"), ("en", "the xoe circle"))

    shown = snippet(texts, marking("xoe"))

    assert (shown.language, shown.text, shown.ranges) == ("en", "the xoe circle", ((4, 7),))


def test_decomposed_text_is_shown_composed():
    shown = snippet((("vi", "xo\u0300e"),), marking("xoe"))

    assert (shown.text, shown.ranges) == ("xòe", ((0, 3),))


def test_a_text_without_marks_has_no_snippet_but_a_beginning():
    texts = (("vi", "  "), ("vi", "Một đêm hội " * 40))

    assert snippet(texts, marking("xoe")) is None
    assert beginning(texts, 30).text == "Một đêm hội Một đêm hội Một"


def test_an_empty_marking_says_so():
    assert Marking().is_empty
    assert not marking("xoe").is_empty
