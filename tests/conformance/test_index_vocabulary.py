"""The starter vocabulary searched as people type: the right thing first, on every SearchIndex."""

import functools

import pytest

from archive.vocabulary.starter import load_starter
from archive.vocabulary.synonyms import guard_pairs, starter_groups
from index import Batch, Query
from index.synonyms import SynonymGroup, SynonymTable
from tests.makers_index import PUBLIC, a_document, an_index


@functools.cache
def groups():
    return tuple(_group(group) for group in starter_groups(load_starter()))


@functools.cache
def table():
    return SynonymTable(groups(), guard_pairs(starter_groups(load_starter())))


def _group(group):
    shown = tuple((language, text) for language, text, is_shown in group.labels if is_shown)
    hidden = tuple((language, text) for language, text, is_shown in group.labels if not is_shown)
    return SynonymGroup(group.concept_id, shown[:2], shown[2:], hidden)


@pytest.fixture(scope="module", params=["memory", "whoosh"])
def index(request, tmp_path_factory):
    opened = an_index(request.param, tmp_path_factory.mktemp("vocabulary"), table())
    documents = [
        a_document(group.id, type="element", titles=group.preferred, aliases=group.variants)
        for group in groups()
    ]
    opened.apply(Batch(documents, seq=1))
    return opened


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("khăm khen", "element:xoe-kham-khen"),
        ("nam tay", "element:xoe-kham-khen"),
        ("unity dance", "element:vu-dieu-ket-doan"),
        ("vu dieu ket doan", "element:vu-dieu-ket-doan"),
        ("xoè vỗ tay", "element:xoe-om-lom"),
        ("scarf dance", "element:xoe-nhom-khan"),
        ("cầu mưa", "element:f-cau-mua-thai"),
        ("cầu mùa", "element:f-cau-mua-khomu"),
        ("tết xip xi thái trắng", "element:f-xip-xi"),
        ("cách làm giấy người mông", "element:c-giay-mong"),
        ("beeswax batik", "element:c-ve-sap-ong"),
        ("piêu scarf motifs", "element:c-theu-pieu"),
        ("gourd lute", "term:i-tinh-tau"),
        ("new rice festival Ngoc Chien", "element:f-com-moi"),
        ("La Ha pang a", "element:f-pang-a"),
        ("ꪼꪕ ꪒꪾ", "people:thai"),
        ("6 điệu xòe cổ", "list:xoe-six"),
    ],
)
def test_what_is_meant_comes_first(index, typed, first):
    assert index.search(Query(typed)).hits[0].id == first


@pytest.mark.parametrize("typed", ["xoe", "xòe", "XOÈ", "xoè"])
def test_any_spelling_of_xoe_finds_the_same(index, typed):
    answer = index.search(Query(typed, limit=100))

    assert {hit.id for hit in answer.hits} >= {"element:xoe-vong", "element:unesco-xoe"}
    assert answer.total == index.search(Query("xòe")).total


@pytest.mark.parametrize(("typed", "offered"), [("xoef", "xòe"), ("xoef khawn", "xòe khăn")])
def test_raw_typing_is_understood(index, typed, offered):
    assert index.search(Query(typed)).suggestion == offered


@pytest.mark.parametrize("typed", ["khèn mèo", "khen meo"])
def test_the_outdated_name_finds_the_instrument_and_is_not_said(index, typed):
    answer = index.search(Query(typed))

    assert "term:i-khen-mong" in {hit.id for hit in answer.hits}
    assert "mèo" not in {label.lower() for each in answer.widened for label in each.to}


def test_tai_viet_is_found_and_completed(index):
    answer = index.search(Query("ꪜꪸꪫ"))

    assert {hit.id for hit in answer.hits} == {"term:k-khan-pieu", "element:c-theu-pieu"}
    assert index.complete("ꪜꪸ", PUBLIC)[0].text == "ꪜꪸꪫ"


def test_an_old_district_finds_its_communes(index):
    answer = index.search(Query("quynh nhai", limit=3))

    assert {"place:huyen-quynh-nhai", "place:xa-quynh-nhai"} <= {hit.id for hit in answer.hits}
