"""Captions and annotations leave in every form, and only to those who may see their file."""

import json

import pytest
from lxml import etree

from archive.preserve.rebuild import rebuild
from media import elan
from media.sandbox import Limits, Sandbox
from media.tiers import Segment, Tier
from tests.makers import a_file, an_item, seen_by, stored
from tests.makers_captions import EAF, an_eaf
from tests.makers_intake import taken_in, the_item
from tests.makers_media import an_mp4, an_srt

FORMS = ("captions.vtt", "captions.srt", "annotations.eaf", "annotations.jsonld")


@pytest.fixture
def recording(engines):
    """A draft of a video beside which an ELAN file was taken in by its name."""
    video = taken_in(engines, an_mp4(), "xoe-1.mp4")
    taken_in(engines, an_eaf(), "xoe-1.eaf")
    return the_item(engines, video.item_id)


def test_an_elan_file_goes_in_by_its_name_and_comes_out_equal(client, engines, sign_in, recording):
    sign_in("officer")
    file = recording.files[1]

    answer = client.get(f"/files/{file.id}/annotations.eaf")

    assert (file.role, file.format, len(file.tiers)) == ("captions", "eaf", 3)
    assert etree.canonicalize(answer.data.decode()[38:]) == etree.canonicalize(EAF[38:])
    assert 'filename="xoe-1.eaf"' in answer.headers["Content-Disposition"]


def test_an_elan_file_comes_out_equal_after_a_rebuild(client, engines, sign_in, recording):
    rebuild(engines)
    sign_in("officer")

    answer = client.get(f"/files/{recording.files[1].id}/annotations.eaf")

    assert elan.tiers_of(elan.parsed(answer.data)) == elan.tiers_of(elan.parsed(an_eaf()))


def test_a_strangers_document_is_parsed_in_the_sandbox_alone(
    client, engines, sign_in, recording, monkeypatch
):
    sign_in("officer")
    monkeypatch.setattr(elan, "parsed", None)  # of this process; a child has its own

    answer = client.get(f"/files/{recording.files[1].id}/annotations.eaf")

    assert etree.canonicalize(answer.data.decode()[38:]) == etree.canonicalize(EAF[38:])


def test_an_original_that_the_limits_end_still_gives_its_tiers(
    client, engines, sign_in, recording, monkeypatch
):
    sign_in("officer")
    monkeypatch.setitem(vars(engines), "sandbox", Sandbox(limits=Limits(wall_s=0.0)))

    answer = client.get(f"/files/{recording.files[1].id}/annotations.eaf")

    found, sent = (elan.tiers_of(elan.parsed(data)) for data in (answer.data, an_eaf()))
    assert [(one.id, one.segments) for one in found] == [(one.id, one.segments) for one in sent]
    assert b"CONTROLLED_VOCABULARY" not in answer.data


def test_each_tier_comes_alone_with_the_times_of_its_parent(client, sign_in, recording):
    sign_in("officer")
    stem = f"/files/{recording.files[1].id}"

    vtt = client.get(f"{stem}/captions.vtt?tier=1").text
    notes = json.loads(client.get(f"{stem}/annotations.jsonld?tier=2").text)
    alone = elan.tiers_of(elan.parsed(client.get(f"{stem}/annotations.eaf?tier=1").data))

    assert "00:00:03.000 --> 00:00:04.000\nvào vòng" in vtt
    (item,) = notes["items"]
    assert item["target"]["source"].endswith(f"/items/{recording.id}")
    assert item["target"]["selector"]["value"] == "t=4.000,5.125"
    assert next((one.start_ms, one.end_ms) for one in alone[0].segments) == (0, 2000)
    assert client.get(f"{stem}/captions.vtt?tier=9").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_a_restricted_caption_file_of_a_public_item_leaks_in_no_form(
    client, engines, sign_in, form
):
    tiers = (Tier("captions", segments=(Segment("c1", 0, 1000, "vào vòng"),)),)
    words = a_file("x.vtt", kind="captions", role="captions", access=seen_by("staff"), tiers=tiers)
    stored(engines, an_item(kind="video", files=(words,)))

    hidden = client.get(f"/files/{words.id}/{form}")
    missing = client.get(f"/files/0000000000/{form}")
    sign_in("officer")
    seen = client.get(f"/files/{words.id}/{form}")

    assert (hidden.status_code, missing.status_code, seen.status_code) == (404, 404, 200)
    assert "vào vòng" not in hidden.text
    assert "vào vòng" in seen.text
    assert "no-store" in seen.headers["Cache-Control"]


def test_a_plain_text_is_a_transcript_without_times(engines):
    video = taken_in(engines, an_mp4(), "xoe-2.mp4")

    taken_in(engines, "Câu một\r\n\r\nCâu hai\n".encode(), "xoe-2.txt")

    (tier,) = the_item(engines, video.item_id).files[1].tiers
    assert (tier.kind, tier.language) == ("transcript", "vi")
    assert [(one.text, one.start_ms) for one in tier.segments] == [
        ("Câu một", None),
        ("Câu hai", None),
    ]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        pytest.param(
            EAF.replace("<ANN", "<!DOCTYPE x><ANN", 1).encode(),
            "xoe-3.eaf",
            "bad-captions",
            id="doctype",
        ),
        pytest.param(an_eaf()[:-200], "xoe-3.eaf", "bad-captions", id="cut"),
        pytest.param(b"a,b\n1,2\n", "xoe-3.csv", "unsupported-format", id="another text"),
        pytest.param(an_srt(), "alone.srt", "captions-alone", id="alone"),
    ],
)
def test_what_cannot_be_read_is_kept_aside_with_its_reason(engines, data, name, reason):
    taken_in(engines, an_mp4(), "xoe-3.mp4")

    outcome = taken_in(engines, data, name)

    assert (outcome.outcome, outcome.reason) == ("refused", reason)
