"""What every engine behind SearchIndex must do.

The engines are `memory` (the model) and `whoosh`. The Whoosh engine touches only internals
that whoosh3 3.54 and whoosh-reloaded 2.7.5 share; both packages install `whoosh`, so the second
has an environment of its own, which `bin/test` makes and test_other_whoosh.py runs these tests in.
"""

import pytest

from index import Batch, Query, open_index
from index.errors import (
    SequenceGapError,
    UnknownIndexUrlError,
)
from index.values import FacetCount, State
from tests.makers_index import PUBLIC, STAFF, a_document, filled, found

# ------------------------------------------------------------------ changes


def test_an_empty_index_finds_nothing_and_is_well(index):
    results = index.search(Query("xòe", facets=("kind",)))

    assert (results.total, results.hits, index.applied_seq) == (0, (), 0)
    assert index.state is State.OK


def test_a_batch_is_visible_when_apply_returns(index):
    index.apply(Batch([a_document("item:1", "Xòe vòng")], seq=4))

    assert found(index, "xòe") == ["item:1"]
    assert index.applied_seq == 4


def test_an_update_replaces_the_document(index):
    filled(index, [a_document("item:1", "Xòe vòng")])

    index.apply(Batch([a_document("item:1", "Khăn piêu")], seq=2))

    assert (found(index, "xòe"), found(index, "piêu")) == ([], ["item:1"])


def test_the_last_of_two_documents_of_one_id_wins(index):
    filled(index, [a_document("item:1", "Xòe vòng"), a_document("item:1", "Khăn piêu")])

    assert found(index) == ["item:1"]
    assert found(index, "xòe") == []


def test_a_deleted_document_is_gone_from_hits_counts_and_completion(index):
    filled(index, [a_document("item:1", "Xòe vòng", facets={"kind": ("video",)})])

    index.apply(Batch(deletes=["item:1", "item:unknown"], seq=2))

    results = index.search(Query("xòe", facets=("kind",)))
    assert (results.total, results.facets["kind"]) == (0, ())
    assert index.complete("xo", PUBLIC) == ()


def test_an_outdated_batch_is_ignored(index):
    filled(index, [a_document("item:1", "Xòe vòng")], seq=5)

    index.apply(Batch(deletes=["item:1"], seq=4))

    assert (found(index, "xòe"), index.applied_seq) == (["item:1"], 5)


def test_a_gap_in_the_sequence_is_refused(index):
    filled(index, [a_document("item:1", "Xòe vòng")], seq=5)

    with pytest.raises(SequenceGapError) as refused:
        index.apply(Batch(deletes=["item:1"], seq=9, after=7))

    assert (refused.value.applied, refused.value.after) == (5, 7)
    assert found(index, "xòe") == ["item:1"]


def test_a_rebuild_replaces_everything_and_reports_progress(index):
    filled(index, [a_document("item:1", "Xòe vòng")])
    told = []

    index.rebuild([a_document(f"item:{n}", "Khăn piêu") for n in range(5)], 9, told.append)

    assert (found(index, "xòe"), len(found(index, "piêu"))) == ([], 5)
    assert (index.applied_seq, told[-1]) == (9, 5)


def test_check_says_what_is_missing_stale_and_surplus(index):
    kept, stale, surplus = (a_document(f"item:{n}", "Xòe") for n in range(3))
    filled(index, [kept, stale, surplus])

    told = index.check([(kept.id, kept.digest), (stale.id, "0" * 32), ("item:9", "1" * 32)])

    assert [(each.id, each.kind) for each in told] == [
        ("item:1", "stale"),
        ("item:2", "surplus"),
        ("item:9", "missing"),
    ]


def test_an_unknown_url_is_refused():
    with pytest.raises(UnknownIndexUrlError):
        open_index("elastic://nowhere")


# ----------------------------------------------------------- facets, order, pages


def test_facets_are_counted_over_the_whole_result(index):
    kinds = ["video"] * 30 + ["image"] * 20
    filled(
        index, [a_document(f"item:{n}", "Xòe", facets={"kind": (k,)}) for n, k in enumerate(kinds)]
    )

    results = index.search(Query("xòe", facets=("kind", "place"), limit=3))

    assert results.facets["kind"] == (FacetCount("video", 30), FacetCount("image", 20))
    assert results.facets["place"] == ()


def test_a_facet_does_not_narrow_its_own_counts(index):
    pairs = [("video", "a"), ("video", "b"), ("image", "a"), ("sound", "b")]
    filled(
        index,
        [
            a_document(f"item:{n}", facets={"kind": (k,), "place": (p,)})
            for n, (k, p) in enumerate(pairs)
        ],
    )

    results = index.search(Query(filters={"kind": ("video",)}, facets=("kind", "place")))

    assert results.total == 2
    assert {each.value: each.count for each in results.facets["kind"]} == {
        "video": 2,
        "image": 1,
        "sound": 1,
    }
    assert {each.value: each.count for each in results.facets["place"]} == {"a": 1, "b": 1}


def test_values_of_one_facet_widen_and_facets_narrow(index):
    filled(
        index,
        [
            a_document("item:1", facets={"kind": ("video",), "place": ("a", "b")}),
            a_document("item:2", facets={"kind": ("image",), "place": ("b",)}),
            a_document("item:3", facets={"kind": ("sound",), "place": ("b",)}),
        ],
    )

    asked = {"kind": ("video", "image"), "place": ("b",)}

    assert set(found(index, filters=asked)) == {"item:1", "item:2"}


def test_years_are_counted_for_each_year_that_a_span_touches(index):
    filled(
        index,
        [
            a_document("item:1", year_from=1960),
            a_document("item:2", year_from=1960, year_to=1962),
            a_document("item:3"),
        ],
    )

    results = index.search(Query(year_from=1961, year_to=1990))

    assert [hit.id for hit in results.hits] == ["item:2"]
    assert results.years == ((1960, 2), (1961, 1), (1962, 1))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        pytest.param("title", "2134", id="title"),
        pytest.param("date", "3124", id="date"),
        pytest.param("-date", "2134", id="date-newest"),
        pytest.param("added", "1324", id="added"),
    ],
)
def test_results_are_sorted_and_unknown_values_come_last(index, sort, order):
    filled(
        index,
        [
            a_document("item:1", sort={"title": "Đám rước", "date": 2, "added": 9}),
            a_document("item:2", sort={"title": "Dệt vải", "date": 3, "added": 1}),
            a_document("item:3", sort={"title": "Êm", "date": 1, "added": 5}),
            a_document("item:4"),
        ],
    )

    assert found(index, sort=sort) == [f"item:{each}" for each in order]


def test_everything_is_read_piece_by_piece_whatever_comes_and_goes_meanwhile(index):
    filled(index, [a_document(f"item:{n}", "khăn") for n in range(10)])
    first = found(index, "khăn", sort="id", limit=4)

    gone, new = first[1], a_document("item:99", "khăn")
    index.apply(Batch(upserts=[new], deletes=[gone], seq=2))
    read = list(first)
    while piece := found(index, "khăn", sort="id", after=read[-1], limit=4):
        read += piece

    assert sorted(set(read) - {"item:99"}) == [f"item:{n}" for n in range(10)]
    assert len(read) == len(set(read))


def test_pages_follow_each_other_without_gap_or_repeat(index):
    filled(index, [a_document(f"item:{n}", "Xòe") for n in range(53)])

    pages = [found(index, "xòe", offset=start, limit=10) for start in range(0, 60, 10)]

    ids = [each for page in pages for each in page]
    assert (len(ids), len(set(ids)), len(pages[-1])) == (53, 53, 3)


# ----------------------------------------------------------------- groups, access


def test_files_and_segments_are_shown_with_their_item(index):
    filled(
        index,
        [
            a_document("item:1", "Xòe vòng"),
            a_document("segment:1a", text="vỗ tay", group="item:1", start_s=12.0),
            a_document("segment:1b", text="vỗ tay vỗ tay xòe", group="item:1", start_s=83.5),
        ],
    )

    inside = index.search(Query("vỗ tay"))
    both = index.search(Query("xòe"))

    assert (inside.total, inside.hits[0].group, inside.hits[0].type) == (1, "item:1", "segment")
    assert set(inside.hits[0].matched_ids) == {"segment:1a", "segment:1b"}
    assert (both.hits[0].id, both.hits[0].start_s) == ("item:1", 83.5)


def test_a_segment_counts_as_what_it_is_a_part_of(index):
    filled(
        index,
        [
            a_document("item:1", "Xòe vòng"),
            a_document("segment:1a", text="vỗ tay", group="item:1", facets={"type": ("item",)}),
        ],
    )

    results = index.search(Query("vỗ tay", types=("item",), facets=("type",)))

    assert (results.total, results.facets["type"]) == (1, (FacetCount("item", 1),))
    assert found(index, "vỗ tay", types=("segment",)) == ["segment:1a"]


def test_access_hides_from_hits_counts_completion_and_suggestion(index):
    secret = {"tokens": frozenset({"staff"}), "facets": {"kind": ("video",)}, "year_from": 1950}
    filled(index, [a_document("item:1", "Bí mật nghi lễ", **secret), a_document("item:2", "Gốm")])

    seen = index.search(Query("nghi lễ", tokens=PUBLIC, facets=("kind",)))
    doubted = index.search(Query("nghj", tokens=PUBLIC))

    assert (seen.total, seen.facets["kind"], seen.years) == (0, (), ())
    assert (index.complete("bí", PUBLIC), doubted.suggestion) == ((), None)
    assert found(index, "nghi lễ", tokens=STAFF) == ["item:1"]
    assert index.complete("bí", STAFF)[0].id == "item:1"


def test_a_titles_only_document_hides_from_those_who_see_the_whole(index):
    filled(
        index,
        [
            a_document("item:1", "Lễ kín", "toàn văn", tokens=frozenset({"staff"})),
            a_document(
                "item-name:1",
                "Lễ kín",
                type="item",
                group="item:1",
                hidden_from=frozenset({"staff"}),
            ),
        ],
    )

    assert found(index, "lễ kín", tokens=PUBLIC) == ["item-name:1"]
    assert found(index, "lễ kín", tokens=STAFF) == ["item:1"]
    assert found(index, "toàn văn", tokens=PUBLIC) == []


def test_groups_tightened_since_are_left_out_before_counting(index):
    filled(index, [a_document(f"item:{n}", "Xòe", facets={"kind": ("video",)}) for n in range(3)])

    results = index.search(Query("xòe", exclude=frozenset({"item:1"}), facets=("kind",)))

    assert (results.total, results.facets["kind"][0].count) == (2, 2)


def test_what_an_item_tells_of_a_dance_is_shown_with_it_and_hidden_with_the_item(index):
    told = a_document("shown:1:xoe", text="nâng khăn", group="element:xoe", owner="item:1")
    filled(index, [a_document("element:xoe", "Xòe"), told, a_document("item:1", "Nâng khăn")])

    before = index.search(Query("nâng khăn"))
    tightened = index.search(Query("nâng khăn", exclude=frozenset({"item:1"})))
    its_own = index.search(Query("xòe", exclude=frozenset({"item:1"})))

    assert [hit.group for hit in before.hits] == ["item:1", "element:xoe"]
    assert (tightened.total, its_own.total) == (0, 1)


@pytest.mark.parametrize("typed", ["Kệ 4/B-17", "kệ 4/b-17", '"Kệ 4/B-17"', "“Kệ 4/B-17”"])
def test_what_the_whole_query_numbers_stands_first_whatever_its_words_say(index, typed):
    others = [a_document(f"item:{n}", "Kệ 4 B 17, kệ 4 B 17") for n in range(20)]
    filled(index, [*others, a_document("item:shelved", "Trống", identifiers=("Kệ 4/B-17",))])

    assert found(index, typed)[0] == "item:shelved"
