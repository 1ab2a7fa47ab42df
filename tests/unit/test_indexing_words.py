"""What is searchable of a record beside its texts, and where a former place lives on."""

import pytest

from archive.indexing.documents import Surroundings, documents_of
from archive.indexing.successors import successors
from archive.indexing.wording import wording_of
from archive.records import (
    ItemKind,
    ItemRecord,
    Link,
    Name,
    NameStatus,
    PlaceRecord,
    Status,
    TermRecord,
)
from archive.vocabulary.loading import starter_records


def said(record):
    return " ".join(text for _, text in wording_of(record))


def starter(record_type, identifier):
    records = (one for one in starter_records() if one.type == record_type)
    return next(one for one in records if one.id == identifier)


def a_place(identifier, **given):
    name = Name(language="vi", text=given.pop("name", identifier), status=NameStatus.HIDDEN)
    return PlaceRecord(id=identifier, slug=identifier, names=(name,), **given)


@pytest.mark.parametrize(
    "asked", ["video", "lớp 6", "THCS", "âm nhạc", "grade 7", "học sinh"], ids=str
)
def test_a_teacher_finds_an_item_by_its_kind_level_and_subject(asked):
    item = ItemRecord(id="1", kind=ItemKind.VIDEO, levels=("lower-secondary",), subjects=("music",))

    assert asked in said(item)


def test_the_words_stand_in_the_document_of_the_record():
    item = ItemRecord(
        id="1", kind=ItemKind.SOUND, status=Status.PUBLISHED, title={"vi": ["Nhịp trống"]}
    )

    (document,) = documents_of(item, Surroundings())

    assert ("vi", "ghi âm, âm thanh, bản thu") in document.text


def test_an_element_is_found_by_its_movement_its_decision_and_its_authors():
    assert "vỗ tay chứ không nắm tay" in said(starter("element", "xoe-om-lom"))
    assert "16.COM 8.B.48 2021-12-15" in said(starter("element", "unesco-xoe"))
    assert "Hoàng Việt Cường" in said(starter("element", "vu-dieu-ket-doan"))


def test_what_only_marks_a_record_is_not_searched():
    assert "có" not in said(starter("element", "nom-dao")).split()


def test_a_term_is_found_by_its_scheme():
    assert "nhạc cụ" in said(TermRecord(id="i", slug="i", scheme="instruments"))


def test_a_former_unit_lives_on_where_it_was_taken_in():
    places = [
        a_place("huyen", name="Quỳnh Nhai", valid_to="2025-06-30"),
        a_place("old-1", within="huyen", valid_to="2025-06-30"),
        a_place("old-2", within="huyen", valid_to="2025-06-30"),
        a_place("old-3", within="huyen", valid_to="2025-06-30"),
        a_place("large", merged_from=("old-1", "old-2")),
        a_place("xa", name="Quỳnh Nhai", merged_from=("old-3",)),
    ]

    found = successors(places)

    assert found == {
        "huyen": ("xa", "large"),
        "old-1": ("large",),
        "old-2": ("large",),
        "old-3": ("xa",),
    }


def test_a_province_that_stands_is_no_former_unit():
    places = [
        a_place("tinh"),
        a_place("old", within="tinh", valid_to="2025-06-30"),
        a_place("new", within="tinh", merged_from=("old",)),
    ]

    assert successors(places) == {"old": ("new",)}


def test_an_item_is_found_by_the_kind_of_what_it_shows():
    item = ItemRecord(
        id="1",
        status=Status.PUBLISHED,
        title={"vi": ["Vải phơi gió"]},
        elements=(Link(id="c-nhuom-cham"),),
        terms=(Link(id="k-xin"),),
    )
    around = Surroundings(kinds={"c-nhuom-cham": "craft"}, schemes={"k-xin": "costumes"})

    (document,) = documents_of(item, around)

    assert {("vi", "nghề thủ công"), ("vi", "trang phục")} <= set(document.text)


def test_the_kind_of_what_is_hidden_is_not_told():
    item = ItemRecord(
        id="1", status=Status.PUBLISHED, title={"vi": ["Vải"]}, elements=(Link(id="secret"),)
    )
    hidden = {("element", "secret"): frozenset({"staff"})}
    around = Surroundings(kinds={"secret": "craft"}, known_by=hidden)

    (document,) = documents_of(item, around)

    assert ("vi", "nghề thủ công") not in document.text
