"""Rights in plain words."""

from __future__ import annotations

import pytest

from archive.catalogue.rights import (
    all_rights,
    allows,
    find_right,
    plain_words,
    right_label,
    rights_that_allow,
)


def test_the_recommended_licence_stands_first_in_the_form():
    assert all_rights()[0].id == "CC BY-NC 4.0"


@pytest.mark.parametrize("right", all_rights(), ids=lambda right: right.id)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_right_answers_in_both_languages(right, language):
    words = plain_words(right.id, language)

    assert words.answer.endswith(".")
    assert len(words.uses) == 6
    assert all(use.answer for use in words.uses)


def test_sentences_stay_short():
    sentences = [
        sentence for right in all_rights() for sentence in right.answer["vi"].split(".") if sentence
    ]

    assert max(len(sentence.split()) for sentence in sentences) <= 25


@pytest.mark.parametrize(
    ("key", "use", "allowed"),
    [
        pytest.param("CC BY 4.0", "commercial", True, id="by may be sold"),
        pytest.param("CC BY-NC 4.0", "commercial", False, id="nc may not"),
        pytest.param("CC BY-NC 4.0", "teach", True, id="nc may be taught"),
        pytest.param("CC BY-ND 4.0", "adapt", False, id="nd may not be changed"),
        pytest.param("CC BY-NC-ND 4.0", "share", True, id="nc-nd may be shared"),
        pytest.param("CC0 1.0", "adapt", True, id="cc0 is free"),
        pytest.param("InC", "share", False, id="in copyright: ask"),
        pytest.param("InC-EDU", "teach", True, id="educational use"),
        pytest.param("InC-EDU", "commercial", False, id="educational use is not trade"),
        pytest.param("CNE", "teach", False, id="not evaluated: ask"),
        pytest.param(None, "teach", False, id="nothing said: ask"),
    ],
)
def test_a_use_is_allowed_only_where_the_right_says_so(key, use, allowed):
    assert allows(key, use) is allowed


def test_an_item_without_a_right_says_to_ask():
    words = plain_words(None)

    assert words.badge == "ask"
    assert words.answer.startswith("Hãy hỏi trước")
    assert words.uses[0].permission == "yes"


def test_the_credit_line_is_quoted():
    words = plain_words("CC BY-NC 4.0", "vi", credit_line="Đội xòe bản Hìn")

    assert words.credit == "Ghi “Đội xòe bản Hìn”."
    assert words.conditions == ("Ghi nguồn", "Không nhằm kiếm lời")


@pytest.mark.parametrize(
    "address",
    [
        "http://rightsstatements.org/vocab/InC/1.0/",
        "https://rightsstatements.org/vocab/InC/1.0/",
        "https://rightsstatements.org/vocab/InC/1.0",
    ],
)
def test_a_right_is_found_by_its_address(address):
    right = find_right(address)

    assert right is not None
    assert right.id == "InC"


def test_an_unknown_right_keeps_its_words():
    assert find_right("own rules") is None
    assert right_label("own rules") == "own rules"


def test_rights_are_found_by_what_they_allow():
    teachable = rights_that_allow("teach")

    assert {"CC BY 4.0", "CC BY-NC-ND 4.0", "InC-EDU", "PDM 1.0"} <= set(teachable)
    assert "InC" not in teachable
