"""media.elan: an ELAN file goes in and comes out with equal tiers, times and everything else."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from pympi import Elan

from media import elan, elan_writing
from media.errors import BadCaptionsError
from media.tiers import Segment, Tier, TierKind, spans_of
from tests.makers_captions import EAF, an_eaf

if TYPE_CHECKING:
    from pathlib import Path


def tiers() -> tuple[Tier, ...]:
    """Return the tiers of the made document."""
    return elan.tiers_of(elan.parsed(an_eaf()))


def as_pympi(data: bytes, folder: "Path") -> Elan.Eaf:
    """Return a document as pympi reads it."""
    path = folder / f"{len(list(folder.iterdir()))}.eaf"
    path.write_bytes(data)
    return Elan.Eaf(str(path))


def test_tiers_keep_ids_references_languages_and_kinds():
    assert [(one.id, one.kind, one.language, one.parent, one.label) for one in tiers()] == [
        ("loi@LVM", TierKind.TRANSCRIPT, "blt", "", "Lò Văn Mẫu"),
        ("dịch", TierKind.TRANSLATION, "vi", "loi@LVM", ""),
        ("động tác", TierKind.MOVEMENT, "", "", ""),
    ]
    assert [one.text for one in tiers()[0].segments] == ["ꪵꪠ ꪶꪣ", "ꪢꪱ <cười>"]


def test_a_slot_without_value_stays_so_and_is_drawn_between_its_neighbours():
    first, second = tiers()[0].segments

    assert (first.start_ms, first.end_ms, second.start_ms) == (0, None, None)
    assert [spans_of(tiers())[key] for key in ("a1", "a2")] == [(0, 2000), (2000, 4000)]


def test_references_share_the_time_of_their_parent():
    spans = spans_of(tiers())

    assert [spans[key] for key in ("a3", "a4", "a5")] == [(0, 2000), (2000, 3000), (3000, 4000)]


def test_what_nobody_changed_comes_out_equal_to_the_last_attribute():
    out = elan_writing.write(tiers(), an_eaf())

    assert etree.canonicalize(out.decode()[38:]) == etree.canonicalize(EAF[38:])


def test_pympi_reads_equal_tiers_times_and_types_before_and_after(tmp_path):
    before = as_pympi(an_eaf(), tmp_path)
    after = as_pympi(elan_writing.write(tiers(), an_eaf()), tmp_path)

    assert after.tiers == before.tiers
    assert after.timeslots == before.timeslots
    for part in (
        "linguistic_types",
        "locales",
        "languages",
        "constraints",
        "controlled_vocabularies",
    ):
        assert getattr(after, part) == getattr(before, part)
    assert (after.media_descriptors, after.properties) == (
        before.media_descriptors,
        before.properties,
    )


def test_a_change_touches_the_changed_annotation_alone(tmp_path):
    first, *others = tiers()
    a1, a2 = first.segments
    changed = replace(first, segments=(replace(a1, text="mới"), replace(a2, end_ms=4500)))

    after = as_pympi(elan_writing.write((changed, *others), an_eaf()), tmp_path)

    a1_slots, a2_slots = (after.tiers["loi@LVM"][0][key] for key in ("a1", "a2"))
    assert a1_slots[:3] == ("ts1", "ts2", "mới")
    assert [after.timeslots[slot] for slot in a2_slots[:2]] == [None, 4500]
    assert after.get_annotation_data_for_tier("động tác") == [(4000, 5125, "nâng khăn")]


def test_new_and_dropped_segments_and_tiers_are_written(tmp_path):
    first, translated, steps = tiers()
    first = replace(first, segments=(first.segments[1], Segment("a9", 6000, 7000, "thêm")))
    translated = replace(translated, segments=(*translated.segments[2:],))
    fresh = Tier("translation en", TierKind.TRANSLATION, "en", parent="loi@LVM")
    fresh = replace(fresh, segments=(Segment("a10", text="more", parent="a9"),))

    out = elan_writing.write((first, translated, steps, fresh), an_eaf())

    after = as_pympi(out, tmp_path)
    assert set(after.tiers["loi@LVM"][0]) == {"a2", "a9"}
    assert after.tiers["dịch"][1] == {"a5": ("a2", "vào vòng", None, None)}
    assert after.tiers["translation en"][1] == {"a10": ("a9", "more", None, None)}
    assert elan.tiers_of(elan.parsed(out))[3] == fresh


def test_tiers_without_a_document_make_one_that_pympi_reads(tmp_path):
    lines = (
        Tier("lời", TierKind.TRANSCRIPT, "vi", segments=(Segment("a1", 0, 1500, "x\x0by"),)),
        Tier("tt", TierKind.TRANSCRIPT, "vi", segments=(Segment("a2", None, None, "chưa rõ giờ"),)),
    )

    out = elan_writing.write(lines)

    assert as_pympi(out, tmp_path).get_annotation_data_for_tier("lời") == [(0, 1500, "xy")]
    assert [one.id for one in elan.tiers_of(elan.parsed(out))] == ["lời", "tt"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(EAF.replace("<ANN", "<!DOCTYPE x><ANN", 1), "doctype", id="doctype"),
        pytest.param(
            EAF.replace("<ANN", '<!DOCTYPE x [<!ENTITY e "ha"><!ENTITY f "&e;&e;">]><ANN', 1),
            "doctype",
            id="entities",
        ),
        pytest.param(EAF[:-40], "not well-formed XML", id="cut"),
        pytest.param("<a>" * 400 + "</a>" * 400, "not well-formed XML", id="deep"),
        pytest.param("<TIER/>", "no ANNOTATION_DOCUMENT", id="another root"),
        pytest.param(EAF.replace('REF2="ts4"', 'REF2="ts9"'), "no time slot ts9", id="slot"),
        pytest.param(EAF.replace('VALUE="5125"', 'VALUE="-1"'), "TIME_VALUE", id="value"),
        pytest.param(EAF.replace('VALUE="5125"', 'VALUE="3999"'), "a6 ends", id="ends before"),
        pytest.param(EAF.replace('"a6"', '"a1"'), "two annotations called a1", id="twice"),
        pytest.param(EAF.replace('PARENT_REF="loi@LVM"', 'PARENT_REF="x"'), "no tier x", id="tier"),
        pytest.param(EAF.replace('ANNOTATION_REF="a1"', 'ANNOTATION_REF="zz"'), "a3", id="parent"),
        pytest.param(EAF.replace('"milliseconds"', '"PAL-frames"'), "time-units", id="units"),
    ],
)
def test_what_breaks_the_format_is_refused_with_its_place(data, reason):
    with pytest.raises(BadCaptionsError, match=reason) as refused:
        elan.tiers_of(elan.parsed(data.encode()))

    assert refused.value.line >= 1
