"""media.identify: what a file truly is, whatever it is called."""

import os
import struct

import pytest

from media.errors import BrokenFileError, UnsupportedCodecError, UnsupportedFormatError
from media.extract import describe
from media.formats import FORMATS, sniff
from media.identify import identify
from media.limits import Ceilings
from tests.makers_captions import an_eaf
from tests.makers_media import (
    a_heic,
    a_jpeg,
    a_pdf,
    a_png,
    a_png_bomb,
    a_sound,
    a_video,
    a_vtt,
    a_wav,
    an_amr,
    an_image,
    an_mp4,
    an_srt,
    written,
)

MAKERS = {
    "jpeg": a_jpeg,
    "png": a_png,
    "tiff": lambda: an_image("TIFF"),
    "webp": lambda: an_image("WEBP"),
    "gif": lambda: an_image("GIF"),
    "heic": a_heic,
    "avif": lambda: an_image("AVIF"),
    "jp2": lambda: an_image("JPEG2000"),
    "bmp": lambda: an_image("BMP"),
    "wav": a_wav,
    "flac": lambda: a_sound("flac", "flac"),
    "mp3": a_sound,
    "m4a": lambda: a_sound("ipod", "aac"),
    "ogg": lambda: a_sound("ogg", "vorbis"),
    "opus": lambda: a_sound("ogg", "libopus", rate_hz=48000),
    "aiff": lambda: a_sound("aiff", "pcm_s16be"),
    "mp4": an_mp4,
    "mov": lambda: a_video("mov"),
    "mkv": lambda: a_video("matroska"),
    "webm": lambda: a_video("webm", "libvpx"),
    "avi": lambda: a_video("avi", "mpeg4"),
    "3gp": lambda: a_video("3gp", "mpeg4"),
    "asf": lambda: a_video("asf", "wmv2"),
    "mpg": lambda: a_video("mpeg", "mpeg1video", rate=25, width=176, height=144),
    "mts": lambda: a_video("mpegts"),
    "amr": an_amr,
    "pdf": a_pdf,
    "vtt": a_vtt,
    "srt": an_srt,
    "eaf": an_eaf,
    "txt": "Mời nhau vào vòng xòe.\nInh lả ơi.\n".encode,
}


@pytest.mark.parametrize("key", FORMATS)
def test_each_accepted_format_is_recognised_by_its_content(tmp_path, key):
    known = FORMATS[key]
    path = written(tmp_path, "nameless", MAKERS[key]())

    found = identify(path, f"name{known.extensions[0]}")

    assert (found.format, found.kind, found.media_type) == (key, known.kind, known.media_type)
    assert found.warnings == ()
    assert found.puid


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        pytest.param(b"<?xml version='1.0'?><svg xmlns='x'/>", "svg", id="svg"),
        pytest.param(b"<!DOCTYPE html><script>", "html", id="html"),
        pytest.param(b"8BPS" + bytes(40), "psd", id="photoshop"),
        pytest.param(b"PK\x03\x04" + bytes(40), "zip", id="zip"),
        pytest.param(b"MZ" + bytes(100), "executable", id="program"),
        pytest.param(b"#EXTM3U\nfile:///etc/passwd\n", "text", id="playlist"),
        pytest.param(b"\x07\x91\x12" * 40, "unknown", id="noise"),
    ],
)
def test_other_formats_are_refused_with_a_guess(tmp_path, data, guess):
    path = written(tmp_path, "a.mp4", data)

    with pytest.raises(UnsupportedFormatError) as refused:
        identify(path, "a.mp4")

    assert refused.value.guess == guess


def test_a_wrong_extension_is_a_warning_and_no_refusal(tmp_path):
    path = written(tmp_path, "upload", a_png())

    found = identify(path, "ảnh.jpg")

    assert (found.format, found.extension) == ("png", ".png")
    assert [(w.code, w.detail) for w in found.warnings] == [("extension-mismatch", ".jpg is png")]


def test_a_container_with_sound_alone_is_a_sound(tmp_path):
    path = written(tmp_path, "a.mkv", a_sound("matroska", "aac"))

    found = identify(path, "a.mkv")

    assert (found.kind, found.media_type, found.extension) == ("sound", "audio/x-matroska", ".mka")


def test_an_empty_file_is_broken_because_it_is_empty(tmp_path):
    path = written(tmp_path, "a.jpg", b"")

    with pytest.raises(BrokenFileError) as refused:
        identify(path, "a.jpg")

    assert refused.value.reason == "empty"


@pytest.mark.parametrize("key", ["jpeg", "png", "webp", "wav", "aiff", "mp4", "mov", "avi", "mkv"])
def test_a_file_cut_in_the_middle_is_refused_as_truncated(tmp_path, key):
    whole = MAKERS[key]() if key not in ("jpeg", "png") else _large(key)
    path = written(tmp_path, "cut", whole[: len(whole) * 6 // 10])

    with pytest.raises(BrokenFileError) as refused:
        identify(path, f"cut{FORMATS[key].extensions[0]}")

    assert refused.value.reason in ("truncated", "damaged")


def _large(key):
    return an_image({"jpeg": "JPEG", "png": "PNG"}[key], width=600, height=400)


def test_a_streamed_wav_without_a_length_is_accepted(tmp_path):
    whole = bytearray(a_wav())
    whole[4:8] = struct.pack("<I", 0xFFFFFFFF)
    path = written(tmp_path, "a.wav", bytes(whole))

    assert identify(path, "a.wav").format == "wav"


def test_a_picture_above_the_ceiling_is_refused_before_its_pixels_are_made(tmp_path):
    path = written(tmp_path, "bomb.png", a_png_bomb(30_000))

    with pytest.raises(BrokenFileError) as refused:
        identify(path, "bomb.png")

    assert (refused.value.reason, refused.value.detail) == ("too-large", "30000 x 30000 pixels")


def test_ceilings_can_be_lowered(tmp_path):
    path = written(tmp_path, "a.png", a_png(64, 48))

    with pytest.raises(BrokenFileError) as refused:
        identify(path, "a.png", Ceilings(pixels=1000))

    assert refused.value.reason == "too-large"


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(100), id="png"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(100), id="jpeg"),
        pytest.param(b"%PDF-1.7\n" + bytes(100), id="pdf"),
        pytest.param(b"RIFF\x00\x00\x00\x00WAVE" + bytes(100), id="wav"),
        pytest.param(b"\x00\x00\x00\x18ftypisom" + bytes(100), id="mp4"),
        pytest.param(b"fLaC" + bytes(100), id="flac"),
        pytest.param(b"ID3\x04" + bytes(100), id="mp3"),
        pytest.param(b"II*\x00\x08\x00\x00\x00" + bytes(100), id="tiff"),
    ],
)
def test_a_signature_alone_is_not_believed(tmp_path, head):
    path = written(tmp_path, "a.bin", head)

    with pytest.raises(BrokenFileError):
        identify(path, "a.bin")


def test_two_gigabytes_of_nothing_behind_a_film_cost_no_time(tmp_path):
    path = written(tmp_path, "a.mp4", an_mp4())
    os.truncate(path, 2 << 30)

    found = identify(path, "a.mp4")

    assert (found.format, found.size_bytes) == ("mp4", 2 << 30)


@pytest.mark.parametrize("start", range(0, 16, 5))
def test_sniffing_needs_only_bytes(start):
    assert sniff(bytes(range(start, start + 30))) not in FORMATS


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(a_sound("ipod", "aac"), "audio", id="sound"),
        pytest.param(an_mp4(), "video", id="picture"),
    ],
)
def test_what_no_decoder_knows_is_not_called_damaged(tmp_path, data, kind):
    path = written(tmp_path, "la.mp4", with_unknown_codec(data, kind))

    with pytest.raises(UnsupportedCodecError) as refused:
        identify(path, "la.mp4")

    assert (refused.value.code, refused.value.kind) == ("unsupported-codec", kind)


def test_a_film_whose_sound_alone_is_unknown_is_taken_with_its_facts(tmp_path):
    path = written(tmp_path, "la.mp4", with_unknown_codec(a_video(), "audio"))

    described = describe(path, "la.mp4")

    assert [notice.code for notice in described.warnings] == ["stream-undecodable"]
    assert (described.width_px, described.video_codec) == (160, "h264")


def with_unknown_codec(data, kind):
    """Return an MP4 whose sample entry names a codec that nobody has, as AC-4 is to FFmpeg."""
    entry, setup = {"audio": (b"mp4a", b"esds"), "video": (b"avc1", b"avcC")}[kind]
    return data.replace(entry, b"zzzz").replace(setup, b"free")
