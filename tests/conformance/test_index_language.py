"""Vietnamese, Tai, Mông and English, synonyms and help, on every engine behind SearchIndex."""

import unicodedata

import pytest

from index import Query
from index.synonyms import SynonymTable
from index.values import Widening
from tests.makers_index import PUBLIC, a_document, a_group, a_library, filled, found

# ------------------------------------------------------------ Vietnamese and Tai


@pytest.mark.parametrize(
    "typed", ["xoe", "xòe", "xoè", "XOÈ", "Xòe", unicodedata.normalize("NFD", "xòe")]
)
def test_any_spelling_finds_the_word(index, typed):
    filled(index, [a_document("item:1", "Điệu xòe vòng"), a_document("item:2", "Khăn piêu")])

    assert found(index, typed) == ["item:1"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("cầu mưa", "item:rain", id="rain"),
        pytest.param("cầu mùa", "item:harvest", id="harvest"),
    ],
)
def test_the_exact_spelling_comes_first(index, typed, first):
    filled(index, [a_document("item:rain", "Lễ cầu mưa"), a_document("item:harvest", "Lễ cầu mùa")])

    assert found(index, typed)[0] == first
    assert found(index, typed, exact=True) == [first]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        pytest.param("Đổn hôn", "don hon", id="đ-is-d"),
        pytest.param("mỹ thuật", "mĩ thuật", id="y-and-i"),
        pytest.param("H’Mông", "Hmông", id="apostrophe"),
        pytest.param("H-mông", "hmong", id="hyphen"),
        pytest.param("Khèn A Lá", "a", id="one-letter"),
        pytest.param("Bản then của các", "của", id="no-stop-list"),
        pytest.param("sáu điệu xòe", "6 điệu", id="six-in-figures"),
        pytest.param("36 điệu", "ba mươi sáu điệu", id="thirty-six-in-words"),
        pytest.param("mùng 10 tháng Giêng", "10/1 âm lịch", id="lunar-day-in-figures"),
        pytest.param("10/1 âm lịch", "mồng mười tháng giêng", id="lunar-day-in-words"),
        pytest.param("15/7", "rằm tháng bảy", id="full-moon"),
        pytest.param("ꪹꪣꪉ ꪢ꫁ꪺꪥ", "Mường Muổi", id="tai-viet-by-latin"),
        pytest.param("Mường Muổi", "ꪹꪣꪉꪢ꫁ꪺꪥ", id="latin-by-tai-viet-unspaced"),
        pytest.param("ꪜꪸꪫ", "piêu", id="piêu"),
        pytest.param("ꪄꪴ꪿ꪙ", "ꪄꪴꪙꫀ", id="two-tone-conventions"),
        pytest.param("ພາສາລາວ", "ລາວ", id="lao"),
        pytest.param("𖬌𖬣𖬵 𖬃𖬥", "𖬌𖬣𖬵", id="pahawh"),
    ],
)
def test_writing_the_same_otherwise_finds_it(index, written, typed):
    filled(index, [a_document("item:1", text=f"… {written} …"), a_document("item:2", "Gốm")])

    assert found(index, typed) == ["item:1"]


def test_a_hmong_word_is_found_without_its_tone_letter(index):
    filled(index, [a_document("item:1", titles=(("mww", "Kênhx Hmôngz"),))])

    assert found(index, "hmông") == ["item:1"]


def test_english_is_found_by_its_stem(index):
    filled(index, [a_document("item:1", titles=(("en", "The weaving of scarves"),))])

    assert found(index, "scarf weave") == ["item:1"] or found(index, "weaves") == ["item:1"]


def test_a_title_weighs_more_than_a_name_and_a_name_more_than_text(index):
    filled(
        index,
        [
            a_document("item:text", "Một", "xòe"),
            a_document("item:name", "Hai", "vui", names=(("vi", "xòe"),)),
            a_document("item:title", "Xòe", "vui"),
        ],
    )

    assert found(index, "xòe") == ["item:title", "item:name", "item:text"]


@pytest.mark.parametrize("typed", ["khèn bè", "khen be", "Khèn Bè"])
def test_what_is_called_by_the_whole_query_comes_first(index, typed):
    names = (("en", "Free-reed mouth organ with fourteen pipes"),)
    filled(
        index,
        [
            a_document("item:craft", "Khèn bè làng", "khèn bè khèn bè khèn bè"),
            a_document("term:khen-be", "Khèn bè", titles=(("vi", "Khèn bè"), *names)),
        ],
    )

    assert found(index, typed) == ["term:khen-be", "item:craft"]


def test_words_side_by_side_come_first(index):
    filled(
        index,
        [
            a_document("item:apart", text="khăn của bà và piêu của cô"),
            a_document("item:beside", text="bà và cô của khăn piêu của"),
        ],
    )

    assert found(index, "khan pieu") == ["item:beside", "item:apart"]


def test_an_identifier_is_found_whole(index):
    filled(
        index, [a_document("item:4k2", "Xòe", identifiers=("BTSL 1234/5",)), a_document("item:2")]
    )

    assert found(index, "btsl1234/5") == ["item:4k2"]
    assert found(index, "4k2") == ["item:4k2"]
    assert found(index, "mã:BTSL1234/5") == ["item:4k2"]


def test_enough_of_many_words_will_do_and_any_if_there_is_no_better(index):
    filled(index, [a_document("item:1", "cách làm giấy"), a_document("item:2", "người Mông")])

    some = index.search(Query("cách làm giấy người mông"))
    loose = index.search(Query("giấy dó rừng"))

    assert ([hit.id for hit in some.hits], some.relaxed) == (["item:1"], False)
    assert ([hit.id for hit in loose.hits], loose.relaxed) == (["item:1"], True)


# ----------------------------------------------------------------- meaning and help

TABLE = SynonymTable(
    [
        a_group("element:kham-khen", "Khắm khen", "nắm tay", "holding hands"),
        a_group("instrument:khen", "Khèn Mông", "qeej", "khèn"),
        a_group("people:mong", "Mông", outdated=("Mèo",)),
        a_group("people:tay", "Tày"),
        a_group("festival:rain", "cầu mưa"),
        a_group("craft:textile", "nghề vải", narrower=("craft:pieu",)),
        a_group("craft:pieu", "thêu piêu"),
    ],
    must_not_expand=(("tay", "Tày"),),
)


@pytest.fixture
def knowing(index):
    index.synonyms = TABLE
    return index


def test_a_synonym_is_found_below_the_words_typed_and_told(knowing):
    filled(knowing, [a_document("item:1", "Điệu khắm khen"), a_document("item:2", "Trẻ nắm tay")])

    results = knowing.search(Query("nam tay"))

    assert {hit.id for hit in results.hits} == {"item:1", "item:2"}
    assert results.widened == (
        Widening("nam tay", ("Khắm khen", "holding hands"), "element:kham-khen"),
    )
    assert results.concepts == ("element:kham-khen",)


@pytest.mark.parametrize("asked", [{"exact": True}, {"expand": False}], ids=["exact", "unexpanded"])
def test_the_search_as_typed_is_not_widened(knowing, asked):
    filled(knowing, [a_document("item:1", "Khắm khen")])

    results = knowing.search(Query("nắm tay", **asked))

    assert (results.total, results.widened) == (0, ())


@pytest.mark.parametrize("typed", ["khèn mèo", "khen meo"])
def test_an_outdated_name_is_understood_and_never_said(knowing, typed):
    filled(knowing, [a_document("item:1", "Khèn Mông")])

    results = knowing.search(Query(typed))

    assert [hit.id for hit in results.hits] == ["item:1"]
    assert "Mèo" not in {label for each in results.widened for label in each.to}


@pytest.mark.parametrize("typed", ["tay", "cầu mùa"])
def test_what_means_something_else_is_not_widened(knowing, typed):
    filled(knowing, [a_document("item:1", "Tày"), a_document("item:2", "lễ cầu mưa")])

    assert knowing.search(Query(typed)).widened == ()


def test_a_broader_term_finds_the_narrower(knowing):
    filled(knowing, [a_document("item:1", "Bà thêu piêu")])

    assert found(knowing, "nghề vải") == ["item:1"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("xoef", "xòe", id="telex"),
        pytest.param("xoef khawn", "xòe khăn", id="telex-two-words"),
        pytest.param("xoe2", "xòe", id="vni"),
        pytest.param("piuê", "piêu", id="swapped"),
        pytest.param("khan", None, id="well-typed"),
    ],
)
def test_another_spelling_is_offered_and_never_forced(index, typed, offered):
    filled(index, a_library())

    assert index.search(Query(typed)).suggestion == offered


def test_completion_goes_on_from_any_word_and_names_concepts_first(index):
    filled(
        index,
        [
            a_document("item:1", "Ỏm lọm ở bản Nà"),
            a_document("element:om-lom", "Ỏm lọm tốp mư", aliases=(("vi", "Vòng tròn vỗ tay"),)),
            a_document("file:1", "lọm.mp4", group="item:1"),
        ],
    )

    offered = index.complete("lom", PUBLIC)

    assert [each.id for each in offered] == ["element:om-lom", "item:1"]
    assert index.complete("vỗ t", PUBLIC)[0].text == "Vòng tròn vỗ tay"
    assert index.complete("", PUBLIC) == ()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("khan", ["Khăn piêu", "Kháng"], id="a-whole-word-before-the-beginning-of-one"),
        pytest.param("xoef", ["Xòe vòng"], id="telex"),
        pytest.param("xoe2 v", ["Xòe vòng"], id="vni-half-done"),
        pytest.param("khawn", ["Khăn piêu", "Kháng"], id="telex-without-tone"),
        pytest.param("xoez", [], id="no-keys"),
    ],
)
def test_completion_goes_on_from_what_is_meant(index, typed, offered):
    filled(
        index,
        [
            a_document("term:khang", "Kháng"),
            a_document("term:khan-pieu", "Khăn piêu"),
            a_document("element:xoe-vong", "Xòe vòng"),
            *(a_document(f"item:{n}", facets={"people": ("khang",)}) for n in range(3)),
        ],
    )

    assert [each.text for each in index.complete(typed, PUBLIC)] == offered


def test_completion_offers_what_more_records_bear_first(index):
    filled(
        index,
        [
            a_document("term:khan-rare", "Khăn A"),
            a_document("term:khan-borne", "Khăn dài"),
            a_document("item:1", facets={"costumes": ("khan-borne",)}),
        ],
    )

    assert [each.text for each in index.complete("khan", PUBLIC)] == ["Khăn dài", "Khăn A"]


def test_a_search_that_shows_no_years_counts_none(index):
    filled(index, [a_document("item:1", "Xòe", year_from=1960)])

    assert index.search(Query("xòe")).years == ((1960, 1),)
    assert index.search(Query("xòe", years=False)).years == ()
