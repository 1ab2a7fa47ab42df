"""media.extract of sound and film: tags, RIFF, bext, streams, turn, chapters, place."""

import io

import av
import pytest

from media.extract import describe
from media.extract.timed import gps
from media.values import Gps
from tests.makers_media import a_sound, a_video, a_wav, an_image, an_mp4, written


def described(tmp_path, name, data):
    return describe(written(tmp_path, name, data), name)


def test_a_wav_tells_its_length_rate_and_depth(tmp_path):
    found = described(tmp_path, "a.wav", a_wav(1.5, 8000))

    assert (found.duration_s, found.rate_hz, found.channels, found.bit_depth) == (1.5, 8000, 1, 16)
    assert found.audio_codec == "pcm_s16le"


def test_riff_info_is_read(tmp_path):
    info = {"INAM": "Khắp Thái", "IART": "Lò Văn Lả", "ICRD": "1994", "ICMT": "Băng 12"}

    found = described(tmp_path, "a.wav", a_wav(info=info))

    assert (found.title, found.creators, found.captured) == ("Khắp Thái", ("Lò Văn Lả",), "1994")
    assert found.description == "Băng 12"


def test_the_broadcast_chunk_is_read(tmp_path):
    bext = {
        "description": "Hội xòe",
        "originator": "Đài Sơn La",
        "date": "1994-05-06",
        "time": "10:11:12",
    }

    found = described(tmp_path, "a.wav", a_wav(bext=bext))

    assert (found.description, found.creators) == ("Hội xòe", ("Đài Sơn La",))
    assert found.captured == "1994-05-06T10:11:12"


@pytest.mark.parametrize(
    ("name", "format_name", "codec"),
    [
        pytest.param("a.mp3", "mp3", "libmp3lame", id="ID3"),
        pytest.param("a.flac", "flac", "flac", id="Vorbis comments in FLAC"),
        pytest.param("a.opus", "ogg", "libopus", id="Vorbis comments in Ogg"),
        pytest.param("a.m4a", "ipod", "aac", id="MP4"),
    ],
)
def test_tags_have_one_set_of_names(tmp_path, name, format_name, codec):
    tags = {"title": "Inh lả ơi", "artist": "Lò Văn Lả", "album": "Xòe", "date": "1994"}
    rate_hz = 48000 if codec == "libopus" else 44100

    found = described(tmp_path, name, a_sound(format_name, codec, rate_hz=rate_hz, tags=tags))

    assert (found.title, found.creators, found.captured) == ("Inh lả ơi", ("Lò Văn Lả",), "1994")
    assert found.tags["album"] == ("Xòe",)


def test_id3_chapters_and_cover_are_read(tmp_path):
    from mutagen.id3 import APIC, CHAP, CTOC, ID3, TIT2

    path = written(tmp_path, "a.mp3", a_sound())
    tags = ID3()
    tags.add(TIT2(text=["Băng"]))
    tags.add(CTOC(element_id="toc", flags=3, child_element_ids=["c1"], sub_frames=[]))
    tags.add(CHAP(element_id="c1", start_time=0, end_time=500, sub_frames=[TIT2(text=["Mở"])]))
    tags.add(APIC(mime="image/png", type=3, data=an_image("PNG")))
    tags.save(path)

    found = describe(path, "a.mp3")

    assert [(c.start_s, c.end_s, c.title) for c in found.chapters] == [(0.0, 0.5, "Mở")]
    assert (found.cover.media_type, found.cover.width_px) == ("image/png", 64)


def test_a_flac_of_24_bits_says_so(tmp_path):
    import numpy as np

    out = io.BytesIO()
    with av.open(out, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=48000, layout="mono")
        stream.codec_context.format = "s32"
        wave = (np.arange(4800) % 99 * 2**22).astype(np.int32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(wave, format="s32", layout="mono")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    assert described(tmp_path, "a.flac", out.getvalue()).bit_depth == 24


def test_a_film_tells_size_rate_codecs_and_turn(tmp_path):
    found = described(tmp_path, "a.mp4", an_mp4(rotation=90, duration_s=1.0, rate=10))

    assert (found.width_px, found.height_px, found.rotation_deg) == (160, 90, 90)
    assert found.shown_size == (90, 160)
    assert (found.video_codec, found.audio_codec, found.frame_rate) == ("h264", "aac", 10.0)
    assert found.duration_s == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turn_is_told_clockwise(tmp_path, turn):
    assert described(tmp_path, "a.mp4", an_mp4(rotation=turn)).rotation_deg == turn


def test_the_place_of_a_phone_is_read(tmp_path):
    tags = {"location": "+21.3270+103.9090+612.000/"}

    found = described(tmp_path, "a.mp4", a_video("mp4", tags=tags))

    assert found.gps == Gps(21.327, 103.909, 612.0)


@pytest.mark.parametrize("value", ["", "Sơn La", "+99.0+103.9/", "+21.3"])
def test_what_is_no_place_is_none(value):
    assert gps({"location": (value,)}) is None


def test_the_creation_time_of_a_film_is_read(tmp_path):
    found = described(tmp_path, "a.mp4", an_mp4(tags={"creation_time": "2019-05-04T03:02:01Z"}))

    assert found.captured == "2019-05-04T03:02:01Z"


def test_a_clock_that_was_never_set_is_no_date(tmp_path):
    found = described(tmp_path, "a.mp4", an_mp4(tags={"creation_time": "1970-01-01T00:00:00Z"}))

    assert found.captured == ""
