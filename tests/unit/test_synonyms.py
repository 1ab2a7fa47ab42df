"""Synonyms from the vocabulary's names, judged with the index that uses them."""

from __future__ import annotations

import pytest

from archive.vocabulary.starter import load_starter
from archive.vocabulary.synonyms import guard_pairs, starter_groups, synonym_group
from index import synonyms as index
from index.analysis import prepare, tokens

GROUPS = starter_groups(load_starter())
TABLE = index.SynonymTable(
    [
        index.SynonymGroup(
            id=group.concept_id,
            preferred=tuple((language, text) for language, text, shown in group.labels if shown),
            outdated=tuple((language, text) for language, text, shown in group.labels if not shown),
        )
        for group in GROUPS
    ],
    guard_pairs(GROUPS),
)


def concepts(query: str) -> dict[str, set[str]]:
    """Return the concepts that a query is widened by, each with the labels it adds."""
    text = prepare(query)
    return {
        found.group: {label.text.casefold() for label in found.labels}
        for found in TABLE.expansions(text, tokens(text), "vi")
        if found.group
    }


def named(query: str) -> set[str]:
    return {concept.partition(":")[2] for concept in concepts(query)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ỏm lọm tốp mư", "vòng tròn vỗ tay"),
        ("khắm khen", "nắm tay"),
        ("phá xí", "bổ bốn"),
        ("nhôm khăn", "tung khăn"),
        ("vũ điệu kết đoàn", "unity dance"),
        ("khèn Mông", "qeej"),
        ("Thuận Châu", "Mường Muổi"),
        ("Mèo", "Mông"),
    ],
)
def test_two_names_of_one_thing_lead_to_the_same_concept(one, other):
    assert named(one) & named(other)


@pytest.mark.parametrize(
    ("word", "concept"),
    [
        ("tay", "tay"),
        ("mường", "huyen-muong-la"),
        ("mường", "muong"),
        ("hoa", "hoa"),
        ("đoàn kết", "vu-dieu-ket-doan"),
        ("lao động", "dao"),
        ("công an", "i-trong"),
        ("cong an", "i-trong"),
        ("mo", "f-mo-muong"),
        ("moi", "f-moi"),
        ("xe máy", "unesco-xoe"),
        ("xã hội", "xinhmun"),
        ("đôi tai", "thai"),
    ],
)
def test_everyday_words_are_not_widened(word, concept):
    assert concept not in named(word)


@pytest.mark.parametrize(
    ("query", "concept"),
    [
        ("xoè vỗ tay", "xoe-om-lom"),
        ("vu dieu ket doan", "vu-dieu-ket-doan"),
        ("nhạc xòe vòng trống chiêng", "i-chieng"),
        ("ꪼꪕ ꪒꪾ", "thai"),
        ("tết xip xi thái trắng", "f-xip-xi"),
        ("cách làm giấy người mông", "c-giay-mong"),
        ("khèn mèo", "mong"),
        ("video xòe bản nà và yên châu", "huyen-yen-chau"),
        ("beeswax batik", "c-ve-sap-ong"),
        ("piêu scarf motifs", "c-theu-pieu"),
        ("gourd lute", "i-tinh-tau"),
        ("new rice festival Ngoc Chien", "f-com-moi"),
        ("La Ha pang a", "f-pang-a"),
        ("6 điệu xòe cổ", "xoe-six"),
        ("six ancient xoe dances", "xoe-six"),
    ],
)
def test_judged_queries_name_their_concepts(query, concept):
    assert concept in named(query)


def test_no_everyday_word_is_added_to_a_query():
    added = set().union(*concepts("drum").values())

    assert "trống" in added
    assert "công" not in added


def test_outdated_names_are_understood_and_never_added():
    assert "mông" in concepts("Mèo")["people:mong"]
    assert "mèo" not in concepts("Mông")["people:mong"]


def test_names_that_are_not_shown_say_so():
    mong = next(group for group in GROUPS if group.concept_id == "people:mong")

    assert ("vi", "Mèo", False) in mong.labels
    assert mong.labels[0] == ("vi", "Mông", True)


def test_a_single_syllable_is_guarded_with_and_without_its_marks():
    group = synonym_group("term:x", "term", [("vi", "Trống", True), ("vi", "Cống", True)])

    assert group.guarded == ("cong", "cống")
