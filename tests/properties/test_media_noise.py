"""Noise and damage: whatever bytes come, there is a Description or a reason."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.captions import parse
from media.errors import BadCaptionsError, FileRefusedError
from media.extract import describe
from media.extract.clean import json_value, text
from media.extract.dates import edtf, pdf_date
from media.extract.iptc import from_photoshop
from media.extract.iptc import parse as parse_iptc
from media.extract.xmp import parse as parse_xmp
from media.formats import sniff
from media.sandbox import Sandbox
from tests.makers_media import (
    a_heic,
    a_jpeg,
    a_pdf,
    a_png,
    a_sound,
    a_video,
    a_vtt,
    a_wav,
    an_image,
    an_mp4,
    written,
)

WHOLE = {
    "a.jpg": lambda: a_jpeg(gps=(21.3, 103.9, 600), iptc={80: "Lò"}, xmp="<dc:title>X</dc:title>"),
    "a.png": a_png,
    "a.tif": lambda: an_image("TIFF"),
    "a.webp": lambda: an_image("WEBP"),
    "a.gif": lambda: an_image("GIF"),
    "a.heic": a_heic,
    "a.avif": lambda: an_image("AVIF"),
    "a.jp2": lambda: an_image("JPEG2000"),
    "a.bmp": lambda: an_image("BMP"),
    "a.wav": lambda: a_wav(info={"INAM": "X"}, bext={"description": "Y"}),
    "a.mp3": a_sound,
    "a.flac": lambda: a_sound("flac", "flac"),
    "a.opus": lambda: a_sound("ogg", "libopus", rate_hz=48000),
    "a.mp4": an_mp4,
    "a.mkv": lambda: a_video("matroska"),
    "a.avi": lambda: a_video("avi", "mpeg4"),
    "a.pdf": a_pdf,
    "a.vtt": a_vtt,
}


@given(st.binary(max_size=400))
def test_any_bytes_are_sniffed(data):
    assert sniff(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_parsed_as_iptc_and_xmp(data):
    assert isinstance(parse_iptc(b"\x1c\x02" + data), dict)
    assert isinstance(from_photoshop(b"8BIM\x04\x04" + data), dict)
    assert isinstance(parse_xmp(b"<x:xmpmeta>" + data), dict)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_nothing(value):
    assert len(edtf(value)) <= 25
    assert len(pdf_date("D:" + value)) <= 25


@given(st.text(max_size=200))
def test_any_text_is_captions_or_refused(value):
    try:
        parsed = parse(value)
    except BadCaptionsError:
        return
    assert all(cue.end_s >= cue.start_s for cue in parsed.cues)


@given(st.one_of(st.binary(max_size=99), st.text(max_size=99), st.floats(), st.none()))
def test_any_value_becomes_json(value):
    import json

    json.dumps(json_value({"a": [value, (value,)]}), allow_nan=False)
    assert "\x00" not in text(value)


@pytest.mark.parametrize("head", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WAVE"])
@given(st.data())
def test_noise_behind_a_signature_is_refused(tmp_path_factory, head, data):
    noise = head + data.draw(st.binary(min_size=1, max_size=200))
    path = written(tmp_path_factory.getbasetemp(), "noise.bin", noise)

    assert _outcome(path) in ("read", "unsupported-format", "broken-file")


def _outcome(path):
    try:
        describe(path, path.name)
    except FileRefusedError as error:
        return error.code
    return "read"


def mutant(data: bytes, seed: int) -> bytes:
    """Return `data` with some bytes changed, cut out or doubled."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(out))
        act = chance.random()
        if act < 0.6:
            out[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif act < 0.8:
            del out[at : at + chance.randint(1, 64)]
            out = out or bytearray(b"\x00")
        else:
            out[at:at] = out[at : at + chance.randint(1, 64)]
    return bytes(out)


@pytest.mark.parametrize("name", WHOLE)
def test_mutants_never_stop_the_sandbox(tmp_path, name, is_long):
    whole = WHOLE[name]()
    outcomes = set()
    with Sandbox() as sandbox:
        for seed in range(600 if is_long else 25):
            path = written(tmp_path, "mutant", mutant(whole, seed))
            try:
                sandbox.describe(path, name)
                outcomes.add("read")
            except FileRefusedError as error:
                outcomes.add(f"{error.code} {getattr(error, 'reason', '')}")

    assert not {outcome for outcome in outcomes if "crash" in outcome or "time" in outcome}
