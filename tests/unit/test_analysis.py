"""Tokens: Vietnamese, Tai Viet, Mông and English, and the ways in which they are typed."""

import json
from pathlib import Path

import pytest

from index.analysis import english, hmong, keyboard, lunar, numbers, prepare, tai_viet, tokens
from index.analysis.ordering import sort_key
from index.analysis.vietnamese import exact, folded, spelled

VOCABULARY = Path(__file__).resolve().parents[3] / "shared" / "domain" / "vocabulary.json"
# Names that stand written in both scripts; the third column says where.
ATTESTED = dict(
    line.split("\t")[:2]
    for line in Path(__file__).with_name("tai_attested.tsv").read_text("utf-8").splitlines()[1:]
)
SAME_FOLDED = [
    ("xòe", "xoè"),
    ("xòe", "xoe"),
    ("khắm khăn mơi lảu", "kham khan moi lau"),
    ("H’Mông", "Hmông"),
    ("đổn hôn", "don hon"),
    ("mỹ thuật", "mĩ thuật"),
    ("lễ hội Hết Chá", "le hoi het cha"),
    ("ꪄꪴ꪿ꪙ", "ꪄꪴꪙꫀ"),
    ("ꪎ꫁ꪺꪉ", "ꪎꪺꪉꫂ"),
    ("ꪀꪚꪾ", "ꪀꪾꪚ"),
    ("ꪹꪣꪉ ꪢ꫁ꪺꪥ", "Mường Muổi"),
    ("ꪜꪸꪫ", "piêu"),
    ("ꪹꪎ꫁ ꪀ꫁ꪮꪣ", "xửa cỏm"),
]
APART = [("cầu mưa", "cầu mùa"), ("bản", "bạn"), ("mơ", "mo"), ("Tày", "Thái")]


def folds(text):
    return [token.folded for token in tokens(prepare(text))]


def exacts(text):
    return [token.exact for token in tokens(prepare(text))]


def skeletons(text):
    """Give the keys of each syllable, whichever script it is written in."""
    found = tokens(prepare(text))
    return [set(token.keys) or {tai_viet.latin_key(token.folded)} for token in found]


def meet(one, other):
    if folds(one) == folds(other):
        return True
    left, right = skeletons(one), skeletons(other)
    return len(left) == len(right) and all(a & b for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize(("one", "other"), SAME_FOLDED)
def test_two_ways_of_writing_meet(one, other):
    assert meet(one, other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_the_exact_stream_keeps_different_words_apart(one, other):
    assert exacts(one) != exacts(other)


def test_the_cases_are_those_of_the_vocabulary():
    if not VOCABULARY.is_file():
        pytest.skip("there is no ../shared/domain/vocabulary.json beside the repository")

    cases = json.loads(VOCABULARY.read_text("utf-8"))["analysis_tests"]

    assert [tuple(pair) for pair in cases["must_match_folded"]] == SAME_FOLDED
    # The last pair differs by a capital alone, which synonyms tell apart and not the tokens.
    assert [tuple(pair) for pair in cases["exact_must_separate"]] == [*APART, ("hoa", "Hoa")]


@pytest.mark.parametrize("tavt", ATTESTED)
def test_attested_tai_viet_shares_its_skeleton_with_tai_in_latin_letters(tavt):
    assert meet(tavt, ATTESTED[tavt].split(" / ")[0])


def test_the_attested_are_those_of_the_vocabulary():
    if not VOCABULARY.is_file():
        pytest.skip("there is no ../shared/domain/vocabulary.json beside the repository")

    rows = json.loads(VOCABULARY.read_text("utf-8"))["tavt_attested"]

    assert {row["tavt"]: row["latin"] for row in rows} == ATTESTED


@pytest.mark.parametrize("word", ["hòa", "hoà", "HÒA", "ho\u0300a", "hoa\u0300"])
def test_a_tone_mark_is_the_same_wherever_it_stands(word):
    assert exacts(word) == ["hoa/f"]


@pytest.mark.parametrize(
    "word",
    [
        "hòa",
        "xòe",
        "quý",
        "giữa",
        "thủy",
        "đường",
        "mùa",
        "khuya",
        "nghĩa",
        "của",
        "gìn",
        "khỏe",
        "ạ",
    ],
)
def test_an_exact_form_is_written_as_a_reader_expects(word):
    assert spelled(exact(word)) == word


@pytest.mark.parametrize(
    ("word", "form"),
    [("mỹ", "mi"), ("quý", "qui"), ("tay", "tay"), ("Thúy", "thuy"), ("ý", "i"), ("yên", "yen")],
)
def test_a_final_y_is_an_i_only_where_both_are_written(word, form):
    assert folded(word) == form


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("xòe-khăn", ["xoe", "khan"], id="hyphen-between-words"),
        pytest.param("H-mông", ["hmong"], id="hyphen-after-one-letter"),
        pytest.param("a\u200bb c\x00d", ["a", "b", "c", "d"], id="unprinted"),
        pytest.param("ꪹꪣꪉꪢ꫁ꪺꪥ", ["ꪹꪣꪉ", "ꪢꪺꪥ"], id="tai-viet-unspaced"),
        pytest.param("ꪼꪕ123xòe", ["ꪼꪕ", "123xoe"], id="scripts-side-by-side"),
        pytest.param("ລາວ", ["ລາ", "າວ"], id="lao-in-pairs"),
        pytest.param("𖬌𖬣𖬵 𖬃𖬥", ["𖬌𖬣𖬵", "𖬃𖬥"], id="pahawh"),
        pytest.param("ꪰꪀꪱ", ["ꪰ", "ꪀꪱ"], id="unparsed-tai-viet"),
    ],
)
def test_text_is_cut_at_words_and_syllables(text, cut):
    assert folds(text) == cut


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        pytest.param("ꪄꪴꪙꫀ", "ꪄꪴ꪿ꪙ", id="tone-after-the-syllable"),
        pytest.param("ꪹꪹꪀ", "ꪵꪀ", id="two-letters-for-one-vowel"),
        pytest.param("ꪀꪚꪾ", "ꪀꪾꪚ", id="vowel-after-the-final"),
    ],
)
def test_tai_viet_has_one_canonical_spelling(written, canonical):
    assert tai_viet.canonical(written) == canonical


def test_offsets_are_those_of_the_prepared_text():
    text = prepare("Điệu ꪹꪣꪉꪢ꫁ꪺꪥ và H’Mông")

    found = [text[token.start : token.end] for token in tokens(text)]

    assert found == ["Điệu", "ꪹꪣꪉ", "ꪢ꫁ꪺꪥ", "và", "H’Mông"]


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("xoef", "xòe"),
        ("khawn", "khăn"),
        ("khawms", "khắm"),
        ("khaw1m", "khắm"),
        ("ddieeuj", "điệu"),
        ("dduowngf", "đường"),
        ("nguoiwf", "người"),
        ("viejet", "việt"),
        ("xoe2", "xòe"),
        ("kha8n", "khăn"),
        ("thai1", "thái"),
        ("duong9", "đuong"),
        ("nguoi72", "người"),
    ],
)
def test_raw_typing_is_read_as_the_keys_meant(raw, meant):
    assert meant in [spelled(form) for form in keyboard.readings(raw)]


@pytest.mark.parametrize("word", ["khan", "xòe", "ꪜꪸꪫ", "1960", "pang"])
def test_a_plain_word_has_no_other_reading(word):
    assert keyboard.readings(word) == ()


@pytest.mark.parametrize(
    ("word", "plain"),
    [("hmôngz", "hmông"), ("hmoob", "hmoo"), ("lênhx", "lênh"), ("tsik", "tsi"), ("hmông", None)],
)
def test_a_hmong_tone_letter_is_taken_off(word, plain):
    assert hmong.without_tone_letter(word) == plain


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (6, ("sáu",)),
        (10, ("mười",)),
        (15, ("mười lăm",)),
        (21, ("hai mươi mốt", "hai mươi một")),
        (36, ("ba mươi sáu",)),
    ],
)
def test_numbers_are_said_as_in_vietnamese(number, said):
    assert numbers.number_words(number) == said


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("hội mùng 10 tháng Giêng ở bản", [(10, 1)], id="mùng"),
        pytest.param("mong muoi thang gieng", [(10, 1)], id="without-marks"),
        pytest.param("14/7 âm lịch và rằm tháng 8", [(14, 7), (15, 8)], id="two"),
        pytest.param("ngày 23 tháng Chạp", [(23, 12)], id="chạp"),
        pytest.param("ngày 2 tháng 9", [], id="a-solar-day"),
        pytest.param("mùng 40 tháng Giêng, tháng", [], id="no-day"),
    ],
)
def test_lunar_days_are_recognised(text, days):
    found = lunar.lunar_days(tokens(prepare(text)))

    assert [(each.day, each.month) for each in found] == days


def test_english_is_brought_to_its_stem():
    assert [english.stem(word) for word in ("dances", "weaving", "scarves")] == [
        "danc",
        "weav",
        "scarv",
    ]


@pytest.mark.parametrize(
    "ordered",
    [
        pytest.param(["a", "ă", "â", "b", "c", "d", "đ", "e", "ê"], id="letters"),
        pytest.param(["ma", "mà", "mả", "mã", "má", "mạ"], id="tones"),
        pytest.param(["bản 9", "bản 10", "bảng"], id="numbers"),
        pytest.param(["“Dệt”", "đan", "Êm"], id="quotes-and-capitals"),
        pytest.param(["xòe", "ꪀꪱ", "ꪼꪀ", "ꪁꪱ"], id="tai-viet-prevowel-after-its-consonant"),
    ],
)
def test_titles_are_ordered_as_readers_expect(ordered):
    assert sorted(sorted(ordered), key=sort_key) == ordered
