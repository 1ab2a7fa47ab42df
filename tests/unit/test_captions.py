"""media.captions: WebVTT and SubRip, read forgivingly and written strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.captions import Cue, decode, parse, write_srt, write_vtt
from media.errors import BadCaptionsError

CUES = (
    Cue(1.0, 2.5, "Mời nhau vào vòng xòe", "1"),
    Cue(3.0, 3661.25, "ꪻꪬꪉ & <b>\nInh lả ơi", "2"),
)


def test_what_is_written_as_vtt_is_read_again():
    assert parse(write_vtt(CUES)).cues == CUES


def test_what_is_written_as_srt_is_read_again():
    plain = (CUES[0],)

    assert parse(write_srt(plain)).cues == plain


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**7),
            st.integers(0, 10**6),
            st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40),
        ),
        max_size=8,
    )
)
def test_any_cue_survives_vtt(entries):
    cues = sorted(
        (
            Cue(start / 1000, (start + length) / 1000, text.strip() or "x")
            for start, length, text in entries
        ),
        key=lambda cue: (cue.start_s, cue.end_s),
    )

    again = parse(write_vtt(cues)).cues

    assert [(c.start_s, c.end_s) for c in again] == [(c.start_s, c.end_s) for c in cues]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("WEBVTT\n\n00:01.000 --> 00:02.000\nX", id="no hours"),
        pytest.param("WEBVTT - tên\n\n00:00:01.000 --> 00:00:02.000 align:start\nX", id="settings"),
        pytest.param("\ufeffWEBVTT\r\n\r\n00:00:01.000 --> 00:00:02.000\r\nX\r\n", id="BOM, CRLF"),
        pytest.param(
            "WEBVTT\n\nNOTE bỏ qua\n\nSTYLE\n::cue{}\n\n00:01.000 --> 00:02.000\n<v Lả>X</v>",
            id="notes, styles, voices",
        ),
        pytest.param("1\n00:00:01,000 --> 00:00:02,000\n<i>X</i>", id="srt"),
        pytest.param("00:00:01,0 --> 00:00:02,00\nX", id="srt without numbers, short fractions"),
        pytest.param("1\n00:00:01,000 --> 00:00:02,000\n{\\an8}X\x00", id="srt with position"),
    ],
)
def test_odd_but_common_forms_are_read(text):
    cues = parse(text).cues

    assert [(cue.start_s, cue.end_s, cue.text) for cue in cues] == [(1.0, 2.0, "X")]


def test_a_block_that_is_no_cue_is_passed_over_with_a_notice():
    parsed = parse("1\n00:00:01,000 --> 00:00:02,000\nX\n\nrác\n\n")

    assert (len(parsed.cues), parsed.notices[0].code) == (1, "cue-skipped")


def test_a_cue_that_ends_before_it_starts_is_passed_over():
    parsed = parse("WEBVTT\n\n00:05.000 --> 00:02.000\nX\n\n00:06.000 --> 00:07.000\nY")

    assert [cue.text for cue in parsed.cues] == ["Y"]


def test_text_without_a_timing_line_is_refused():
    with pytest.raises(BadCaptionsError):
        parse("chỉ là chữ\n\nkhông có giờ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_old_encodings_are_read(encoding):
    text, notices = decode("1\nxoè".encode(encoding, errors="replace"))

    assert text.startswith("1\nxo")
    assert bool(notices) == (encoding in ("utf-16", "cp1258"))
