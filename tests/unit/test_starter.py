"""The starter vocabulary: its numbers, its honesty about sources, its inner consistency."""

from __future__ import annotations

import dataclasses
import re

import pytest

from archive.vocabulary.checks import problems_of
from archive.vocabulary.starter import Starter, load_starter

SIX = [
    "xoe-kham-khen",
    "xoe-moi-lau",
    "xoe-pha-xi",
    "xoe-nhom-khan",
    "xoe-don-hon",
    "xoe-om-lom",
]


@pytest.fixture(scope="module")
def starter() -> Starter:
    return load_starter()


def element(starter: Starter, slug: str):
    return next(each for each in starter.elements if each.id == slug)


@pytest.mark.parametrize(
    ("family", "count"),
    [
        pytest.param("six-dances", 6, id="six dances"),
        pytest.param("festivals", 32, id="festivals and rites"),
        pytest.param("crafts", 24, id="crafts"),
        pytest.param("related-dances", 11, id="related dances"),
        pytest.param("works", 5, id="old works"),
        pytest.param("scripts", 5, id="scripts and manuscripts"),
    ],
)
def test_the_families_are_complete(starter, family, count):
    assert len(starter.elements_of(family)) == count


def test_the_gazetteer_knows_75_units_200_before_them_and_12_districts(starter):
    units = starter.units

    assert len(units) == 75
    assert len(starter.former_districts) == 12
    assert sum(len(unit.merged_from) for unit in units) == 200
    assert sum(unit.unchanged for unit in units) == 7
    assert {unit.valid_from for unit in units} == {"2025-07-01"}


def test_thirteen_peoples_stand_in_the_list_and_one_is_not_identified(starter):
    unknown = [people.id for people in starter.peoples if not people.is_identified]

    assert len(starter.peoples) == 13
    assert unknown == ["thirteenth"]


def test_every_entry_names_a_source_or_says_that_none_was_found(starter):
    entries = [*starter.elements, *starter.terms, *starter.peoples, *starter.places]

    unsourced = {entry.id for entry in entries if not entry.is_sourced}

    assert all(entry.sources for entry in entries)
    assert unsourced == {"c-chan-dem", "c-bong-soi", "c-ruou-can", "p-hat-tom"}


def test_nothing_contradicts_itself(starter):
    assert problems_of(starter) == ()


def test_a_reference_that_leads_nowhere_is_reported(starter):
    dance = dataclasses.replace(starter.elements[0], related=("no-such-dance",))
    broken = dataclasses.replace(starter, elements=(dance, *starter.elements[1:]))

    problems = problems_of(broken)

    assert any("no-such-dance" in problem for problem in problems)


def test_a_slug_that_stands_twice_is_reported(starter):
    broken = dataclasses.replace(starter, peoples=(*starter.peoples, starter.peoples[0]))

    problems = problems_of(broken)

    assert "people thai stands 2 times" in problems


def test_the_six_ancient_dances_are_a_sourced_list_with_a_competitor(starter):
    known, other = starter.lists

    assert [member.element for member in known.members] == SIX
    assert other.id == "xoe-six-alt"
    assert [member.element for member in other.members] == [
        "xoe-kham-khen",
        "xoe-om-lom",
        "xoe-non",
        "xoe-nhom-khan",
        None,
        "xoe-sap",
    ]
    assert known.note
    assert other.note


def test_the_unity_dance_is_a_work_with_living_authors_outside_of_the_six(starter):
    work = element(starter, "vu-dieu-ket-doan")

    assert (work.kind, work.work_type) == ("work", "choreography")
    assert work.has_living_authors
    assert work.authors[0].name == "Tòng Thị Phóng"
    assert work.part_of is None
    assert all(
        member.element != "vu-dieu-ket-doan" for each in starter.lists for member in each.members
    )


def test_outdated_names_of_peoples_are_search_keys_only(starter):
    outdated = [
        name for people in starter.peoples for name in people.names if name.reason == "outdated"
    ]

    assert {"Mèo", "Xá", "Mán"} <= {name.text for name in outdated}
    assert not any(name.is_shown for name in outdated)


def test_the_dances_have_no_spelling_in_tai_viet(starter):
    dances = [each for each in starter.elements if each.id.startswith("xoe-")]

    tai_viet = [
        name.text
        for dance in dances
        for name in dance.names
        if re.search("[\uaa80-\uaadf]", name.text)
    ]

    assert tai_viet == []


def test_plausible_spellings_are_never_shown(starter):
    dance = element(starter, "xoe-nhom-khan")

    shown = {name.text.casefold() for name in dance.names if name.is_shown}
    hidden = {name.text for name in dance.names if not name.is_shown}

    assert "tung khăn" in shown
    assert "tossing scarves" in hidden
    assert "aluminum towel" not in shown | hidden


def test_statements_without_a_source_stand_apart(starter):
    rite = element(starter, "f-gau-tao")

    assert rite.occasion == {}
    assert rite.unverified["occasion"]["en"] == "First lunar month"
    assert rite.occasion_rules == ()
    assert rite.unverified_rules[0].calendar == "lunar"


@pytest.mark.parametrize(
    ("slug", "decision", "date"),
    [
        pytest.param("unesco-xoe", "16.COM 8.B.48", "2021-12-15", id="UNESCO"),
        pytest.param("f-het-cha", "1877/QĐ-BVHTTDL", "2015-06-08", id="Hết Chá"),
        pytest.param("f-pang-a", "266/QĐ-BVHTTDL", "2018-01-30", id="Pang A"),
        pytest.param("f-mang-ma", "2727/QĐ-BVHTTDL", "2020-09-30", id="Mạng Ma"),
    ],
)
def test_inscriptions_stand_with_their_elements(starter, slug, decision, date):
    inscribed = element(starter, slug).inscriptions[0]

    assert (inscribed.decision, inscribed.date) == (decision, date)


def test_fifteen_national_entries_are_joined_and_the_inferred_one_says_so(starter):
    national = [
        inscription
        for each in starter.elements
        for inscription in each.inscriptions
        if inscription.list == "national"
    ]

    assert len(national) == 15
    assert [each.id for each in national if each.is_inferred] == ["n-caumua"]


def test_a_doubtful_commune_code_is_marked(starter):
    ward = next(place for place in starter.places if place.id == "phuong-chieng-an")

    assert not ward.code_is_certain
    assert "03667" in ward.note["vi"]


def test_points_lie_in_or_near_the_province(starter):
    points = [place for place in starter.places if place.latitude is not None]

    assert len(points) == 75 + 12 + 1
    assert all(20.5 < place.latitude < 22.1 for place in points)
    assert all(103.1 < place.longitude < 105.1 for place in points)
    assert all(place.point_note for place in points)


def test_rights_hold_twelve_statements_and_eight_licences_in_two_languages(starter):
    families = [right.family for right in starter.rights]

    assert families.count("rights-statement") == 12
    assert families.count("licence") == 8
    assert all(set(right.label) == set(right.answer) == {"vi", "en"} for right in starter.rights)


def test_schemes_hold_the_six_legal_types_and_the_label_codes(starter):
    types = {term.notation for term in starter.terms_of("ich-types")}

    assert types == {"oral", "performing", "custom", "festival", "knowledge", "craft"}
    assert len(starter.terms_of("unesco-domains")) == 5
    assert len(starter.terms_of("tk-labels")) == 20
    assert len(starter.terms_of("instruments")) == 16 + 4
