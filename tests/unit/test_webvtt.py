"""media.webvtt: settings, voices, notes and styles go in and come out."""

import pytest

from media import webvtt
from media.tiers import Segment, Tier, spans_of

WHOLE = """WEBVTT
Kind: captions
Language: vi

STYLE
::cue { color: gold }

REGION
id:duoi

NOTE người dịch: Lò Thị Mẫu

mở đầu
00:00:01.000 --> 00:00:02.500 line:0 position:20% align:start
<v Lò Văn Lả>Mời nhau vào <b>vòng</b>

00:00:03.000 --> 01:01:01.250
Inh lả &amp; &lt;ơi

NOTE hết
"""


def read(text: str) -> Tier:
    """Return the tier of a text."""
    return webvtt.read(text)[0]


def test_a_file_with_everything_comes_out_as_it_went_in():
    tier = read(WHOLE)

    assert webvtt.write_vtt(tier, spans_of([tier])) == WHOLE


def test_what_a_cue_says_is_read_into_its_parts():
    first, second = read(WHOLE).segments

    assert (first.text, first.voice, first.label) == ("Mời nhau vào vòng", "Lò Văn Lả", "mở đầu")
    assert first.settings == "line:0 position:20% align:start"
    assert (second.start_ms, second.end_ms, second.text) == (3000, 3_661_250, "Inh lả & <ơi")


@pytest.mark.parametrize(
    ("markup", "text", "written"),
    [
        pytest.param("<v Lả>Cũ</v>", "Mới", "<v Lả>Mới", id="a changed text keeps its voice"),
        pytest.param("<font color=red>Cũ</font>", "Cũ", "Cũ", id="no tag that VTT knows not"),
        pytest.param("<00:02.000>a <c.vang>b</c>", "a b", "<00:02.000>a <c.vang>b</c>", id="times"),
    ],
)
def test_tags_are_written_where_they_still_say_the_same(markup, text, written):
    voice = "Lả" if markup.startswith("<v") else ""
    tier = Tier(
        "x", language="", segments=(Segment("c1", 0, 1000, text, voice=voice, markup=markup),)
    )

    assert webvtt.write_vtt(tier, spans_of([tier])).split("\n")[3] == written


def test_subrip_keeps_its_tags_and_places():
    text = (
        "1\n00:00:01,000 --> 00:00:02,000  X1:10 Y1:20\n<i>Xòe</i>\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Ơi\n"
    )
    tier = read(text)

    assert webvtt.write_srt(tier, spans_of([tier])) == text
    assert webvtt.write_vtt(tier, spans_of([tier])).endswith("00:00:04.000\nƠi\n")


def test_what_has_no_time_is_left_out():
    tier = Tier("x", segments=(Segment("c1", text="chưa có giờ"), Segment("c2", 0, 1, "có")))

    assert "chưa có giờ" not in webvtt.write_vtt(tier, spans_of([tier]))
