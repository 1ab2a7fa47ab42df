"""Language tags and their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.languages import (
    direction,
    html_lang,
    in_order,
    is_valid_tag,
    known_tags,
    language_name,
    parse_tag,
    trap,
)
from archive.vocabulary.starter import load_starter


@pytest.mark.parametrize(
    ("tag", "vi", "en"),
    [
        ("vi", "Tiếng Việt", "Vietnamese"),
        ("blt-Tavt", "Tiếng Thái Đen, chữ Thái", "Tai Dam (Black Tai), Tai Viet script"),
        ("blt-Latn", "Tiếng Thái Đen, chữ La-tinh", "Tai Dam (Black Tai), Latin script"),
        ("twh", "Tiếng Thái Trắng (Tày Đón)", "Tai Dón (White Tai)"),
        ("hmn-VN", "Tiếng Mông (chữ Mông Việt Nam)", "Hmong (Vietnamese orthography)"),
        ("und-Tavt", "Tiếng Thái (chưa rõ nhánh), chữ Thái", None),
        ("th", "Tiếng Thái Lan", "Thai (Thailand)"),
        ("kjg", "Tiếng Khơ Mú", "Khmu"),
        ("xx-Qaaa", "xx-Qaaa", "xx-Qaaa"),
        ("not a tag", "not a tag", "not a tag"),
    ],
)
def test_a_tag_has_a_name(tag, vi, en):
    assert language_name(tag, "vi") == vi
    assert en is None or language_name(tag, "en") == en


def test_every_language_of_the_vocabulary_has_a_name():
    tags = [language.id for language in load_starter().languages]

    assert len(tags) >= 15
    assert all(language_name(tag) != tag for tag in tags)
    assert all(is_valid_tag(tag) for tag in tags)


def test_every_name_in_the_vocabulary_stands_in_a_known_language():
    starter = load_starter()
    entries = [*starter.elements, *starter.terms, *starter.peoples, *starter.places]

    tags = {name.language for entry in entries for name in entry.names}

    assert {tag for tag in tags if language_name(tag) == tag} == set()


@pytest.mark.parametrize(
    "tag", ["vi", "en-GB", "blt-Tavt", "zh-Hani-VN", "und-Tavt", "blt-x-mvat", "sl-rozaj-biske"]
)
def test_well_formed_tags_are_valid(tag):
    assert is_valid_tag(tag)
    assert html_lang(tag.upper()) == tag


@pytest.mark.parametrize("tag", ["", "v", "vi_VN", "tiếng Việt", "blt-", "-vi", "vi-vn-", "a" * 99])
def test_malformed_tags_are_not(tag):
    assert not is_valid_tag(tag)
    assert html_lang(tag) == "und"


@pytest.mark.parametrize("tag", ["kdr", "xkk", "tnu", "tnu-Latn"])
def test_codes_that_mean_another_language_are_traps(tag):
    assert not is_valid_tag(tag)
    assert trap(tag)
    assert trap(tag, "en")


@pytest.mark.parametrize(("tag", "way"), [("blt-Tavt", "ltr"), ("ar", "rtl"), ("ar-Latn", "ltr")])
def test_a_tag_has_a_direction(tag, way):
    assert direction(tag) == way


def test_tags_are_listed_vietnamese_and_english_first():
    assert in_order(["zz", "kjg", "blt-Latn", "en", "blt-Tavt", "vi"]) == (
        "vi",
        "en",
        "blt-Tavt",
        "blt-Latn",
        "kjg",
        "zz",
    )
    assert known_tags()[:5] == ("vi", "vi-Hani", "en", "blt", "blt-Tavt")


@given(st.text(max_size=80))
def test_any_text_has_some_name(text):
    assert language_name(text) == text or parse_tag(text)
