"""What a query names, on every SearchIndex: its page, what is linked to it, what it includes."""

import pytest

from index import Query
from index.synonyms import SynonymTable
from tests.makers_index import PUBLIC, a_document, a_group, filled, found

TABLE = SynonymTable(
    [
        a_group("element:khen", "Chế tác khèn Mông", facet="element"),
        a_group("instrument:khen", "Khèn Mông", "qeej", facet="instrument"),
        a_group("people:mong", "Mông", outdated=("Mèo",), facet="people"),
        a_group("instrument:trong", "Trống", facet="instrument"),
        a_group(
            "place:huyen", "Huyện Quỳnh Nhai", facet="place", narrower=("place:xa", "place:khac")
        ),
        a_group("place:xa", "Xã Quỳnh Nhai", facet="place"),
        a_group("place:khac", "Xã Mường Giôn", facet="place"),
        a_group("list:hai", "Hai điệu", narrower=("element:mot", "element:khen")),
        a_group("element:mot", "Xòe vòng", facet="element"),
    ]
)


@pytest.fixture
def knowing(index):
    index.synonyms = TABLE
    return index


def linked(identifier, title, **facets):
    return a_document(identifier, title, facets={key: (value,) for key, value in facets.items()})


def test_what_is_linked_to_a_named_thing_is_found_whatever_its_words(knowing):
    filled(knowing, [linked("item:1", "Bốn người", element="mot"), a_document("item:2", "Xòe")])

    assert found(knowing, "xòe vòng") == ["item:1"]
    assert found(knowing, "xòe vòng", exact=True) == []


def test_a_segment_is_not_found_for_what_its_recording_is_linked_to(knowing):
    facets = {"element": ("mot",)}
    segment = a_document("segment:f:1", text="một bước", group="item:1", start_s=3.0, facets=facets)
    filled(knowing, [linked("item:1", "Bốn người", element="mot"), segment])

    (hit,) = knowing.search(Query("xòe vòng")).hits

    assert (hit.matched_ids, hit.start_s) == (("item:1",), None)


def test_the_page_of_what_a_question_is_about_is_found(knowing):
    page = a_document("element:mot", "Xòe vòng")
    filled(knowing, [page, a_document("item:1", "Xòe chậm", text="vòng quanh nhà văn hóa cũ")])

    assert set(found(knowing, "xòe vòng quanh nhà văn hóa cũ")) == {"item:1", "element:mot"}


def test_the_page_of_what_is_only_mentioned_stands_behind_the_answers(knowing):
    page = a_document("place:xa", "Xã mới")
    both = a_document("item:1", "Đua thuyền Quỳnh Nhai")
    filled(knowing, [page, both, a_document("item:2", "Đua ngựa")])

    assert found(knowing, "đua thuyền xã quỳnh nhai") == ["item:1", "place:xa"]


def test_an_old_place_finds_what_stands_there_now_and_says_so(knowing):
    filled(knowing, [linked("item:1", "Ba thuyền", place="xa"), a_document("place:xa", "Xã mới")])

    results = knowing.search(Query("huyện quỳnh nhai"))

    assert [hit.id for hit in results.hits] == ["place:xa", "item:1"]
    assert results.widened[0].to == ("Xã Quỳnh Nhai", "Xã Mường Giôn")


def test_a_list_leads_to_all_its_members(knowing):
    filled(
        knowing, [linked("item:1", "Ống tre", element="khen"), a_document("element:mot", "Vòng")]
    )

    assert set(found(knowing, "hai điệu")) == {"item:1", "element:mot"}


@pytest.mark.parametrize("typed", ["khèn Mèo", "khen meo", "KHÈN MÈO"])
def test_an_outdated_name_is_understood_within_another_name(knowing, typed):
    filled(knowing, [linked("item:1", "Sáu ống", instrument="khen")])

    results = knowing.search(Query(typed))

    assert ([hit.id for hit in results.hits], results.concepts[:1]) == (
        ["item:1"],
        ("instrument:khen",),
    )
    assert not any("Mèo" in label for each in results.widened for label in each.to)


def test_among_marked_words_one_without_marks_means_itself(knowing):
    assert knowing.search(Query("trong lễ hội")).concepts == ()
    assert knowing.search(Query("trong le hoi")).concepts == ("instrument:trong",)


@pytest.mark.parametrize(
    "typed", ["cách làm giấy của nhà", "lam giay cua nha", "how to make paper of the house"]
)
def test_little_words_may_be_missing(index, typed):
    filled(index, [a_document("item:1", "Nhà làm giấy; make house paper")])

    results = index.search(Query(typed))

    assert ([hit.id for hit in results.hits], results.relaxed) == (["item:1"], False)


def test_what_has_more_of_the_words_comes_first(index):
    some = a_document("item:1", text="khăn thổ cẩm xòe " * 5)
    every = a_document("item:2", text="một khăn xòe thổ cẩm nhuộm chàm treo ở trên nhà sàn")
    filled(index, [some, every])

    assert found(index, "khăn xòe thổ cẩm nhuộm chàm") == ["item:2", "item:1"]


def test_tai_typed_in_latin_letters_is_completed_to_tai_viet(index):
    titles = (("blt-Tavt", "ꪹꪣꪉ ꪢ꫁ꪺꪥ"), ("blt-Latn", "Mường Muổi"))
    filled(index, [a_document("place:1", titles=titles)])

    offers = [offer.text for offer in index.complete("mường mu", PUBLIC)]

    assert offers == ["Mường Muổi", "ꪹꪣꪉ ꪢ꫁ꪺꪥ"]


def test_an_item_does_not_offer_again_the_name_of_what_it_shows(index):
    item = a_document("item:1", "Năm người", aliases=(("vi", "Xòe vòng"),))
    filled(index, [a_document("element:1", "Xòe vòng"), item])

    assert [offer.id for offer in index.complete("xòe", PUBLIC)] == ["element:1"]


def test_a_thing_is_offered_by_its_name_in_the_language_of_the_page(index):
    titles = (("en", "Thuận Châu Commune"), ("vi", "Xã Thuận Châu"))
    filled(index, [a_document("place:1", titles=titles)])

    assert index.complete("thuan ch", PUBLIC, "vi")[0].text == "Xã Thuận Châu"
    assert index.complete("thuan ch", PUBLIC, "en")[0].text == "Thuận Châu Commune"
