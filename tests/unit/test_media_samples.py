"""Real files of strangers: each is described or refused with a reason, and in bounded time.

The expected values were read by hand from the files' bytes and from their makers' own notes.
"""

import resource

import pytest

from media.errors import BrokenFileError, FileRefusedError, UnsupportedFormatError
from media.inspect import inspect
from media.sandbox import Sandbox


@pytest.fixture(scope="module")
def all_of_them(samples):
    started_s = worked_s()
    found = {one.path.rpartition("/")[2]: one for one in inspect([samples])}
    return found, worked_s() - started_s


def worked_s():
    """Return the seconds of work of ended children; what waits too long the sandbox refuses."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def test_each_sample_is_described_or_refused_with_a_reason(all_of_them):
    found, spent_s = all_of_them

    assert len(found) > 100
    assert all(one.accepted or (one.reason and one.detail) for one in found.values())
    assert {one.reason for one in found.values()} == {
        "",
        "unsupported-format",
        "unsupported-codec",
        "broken-file",
    }
    assert 1 < spent_s < 60


def test_no_sample_that_is_taken_in_fails_to_be_read(all_of_them):
    found, _ = all_of_them

    codes = {
        (name, warning.code)
        for name, one in found.items()
        if one.accepted and one.description
        for warning in one.description.warnings
        if warning.code.endswith(("-failed", "-unreadable"))
    }

    assert codes == set()


EXPECTED = {
    "Pillow--iptc.jpg": {
        "captured": "2006-07-08T21:14:45",
        "camera_model": "N70-1",
        "place_names": ("Budapest", "Hungary"),
        "width_px": 640,
    },
    "Pillow--ifd_tag_type.tiff": {
        "camera_make": "FLIR",
        "bit_depth": 16,
        "captured": "2019-10-02T15:12:43",
    },
    "Pillow--rot3mir0.avif": {"orientation": 7, "width_px": 427, "height_px": 640},
    "av1-avif--hato.profile2.12bpc.yuv422.monochrome.no-cdef.no-restoration.avif": {
        "bit_depth": 12,
        "width_px": 3082,
    },
    "metadata-extractor-images--IMG_2927.HEIC": {
        "camera_model": "iPhone 11 Pro",
        "captured": "2020-05-04T18:39:11-04:00",
        "icc_profile": "Display P3",
        "lens": "iPhone 11 Pro back triple camera 4.25mm f/1.8",
    },
    "metadata-extractor-images--Canon_PowerShot_G11.jpg": {
        "captured": "2010-11-12T07:37:32",
        "width_px": 3648,
        "height_px": 2736,
    },
    "image-tiff--seq-1c-12b-hpredict-47c39b31.tiff": {"bit_depth": 12, "width_px": 16},
    "wavefile--6-channel-16-bit-48kHz-mono-fromScratch.wav": {
        "channels": 6,
        "rate_hz": 48000,
        "bit_depth": 16,
    },
    "music-metadata--My_Baby_Boy.webm": {
        "kind": "sound",
        "title": "My Baby Boy",
        "creators": ("theAngelcy",),
        "captured": "2014",
        "audio_codec": "opus",
    },
    "mediafile--date_with_slashes.ogg": {"captured": "2005-06-05"},
    "tinytag--mpeg4_desc_cmt.m4a": {"description": "test description"},
    "format-corpus--xdcam-hd-1080p30.mov": {
        "video_codec": "mpeg2video",
        "pixel_aspect": 1.3333,
        "captured": "2012-11-16T18:55:46Z",
    },
    "ExoPlayer--roadtrip-vp92-10bit.webm": {"format": "mkv", "video_codec": "vp9", "bit_depth": 10},
    "tinytag--grouping.wma": {"kind": "sound", "title": "some title", "audio_codec": "wmav2"},
    "Pillow--g4_orientation_7.tif": {"width_px": 88, "height_px": 590, "orientation": 7},
    "format-corpus--509284.pdf": {"pages": 20, "captured": "2003-07-08T10:41:51-07:00"},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_known_values_are_read(all_of_them, name):
    found = all_of_them[0][name].description

    assert {key: getattr(found, key) for key in EXPECTED[name]} == EXPECTED[name]


REFUSED = {
    "file-type--fixture-Leica-M10.dng": {
        "captured": "2017-01-05T17:54:40",
        "camera_model": "LEICA M10",
        "width_px": 5984,
        "orientation": 6,
    },
    "ExoPlayer--non-motion-photo-shortened.jpg": {
        "camera_model": "Pixel 4 XL",
        "captured": "2021-01-08T12:31:43Z",
        "icc_profile": "sRGB IEC61966-2.1",
    },
    "metadata-extractor-images--c-m1-559dcf17d281e285b7f09f943b9706de.png": {
        "captured": "2004-08-09T21:17:36Z",
        "width_px": 9,
    },
    "music-metadata--issue-133.m4a": {"duration_s": 154.343, "rate_hz": 44100},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_tells_what_its_headers_say(all_of_them, name):
    found = all_of_them[0][name]

    assert not found.accepted
    assert {key: getattr(found.description, key) for key in REFUSED[name]} == REFUSED[name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        pytest.param(
            "Pillow--timeout-c8efc3fded6426986ba867a399791bae544f59bc.psd", "psd", id="psd"
        ),
        pytest.param("ExoPlayer--mail.svg", "svg", id="svg"),
        pytest.param("tinytag--ilbm.aiff", "iff", id="picture called aiff"),
        pytest.param("file-type--fixture-Leica-M10.dng", "dng", id="raw"),
        pytest.param("ExoPlayer--non-motion-photo-shortened.jpg", "truncated", id="cut jpeg"),
        pytest.param("format-corpus--balloon_trunc1.jp2", "damaged", id="cut jp2"),
        pytest.param("tinytag--zero_value_properties.aiff", "truncated", id="cut aiff"),
        pytest.param("pymediainfo--sample.mkv", "truncated", id="cut mkv"),
    ],
)
def test_bad_files_are_refused_with_the_right_reason(all_of_them, name, reason):
    assert all_of_them[0][name].detail == reason


def test_heads_of_samples_are_read_or_refused_but_never_stop_the_sandbox(
    samples, tmp_path, is_long
):
    paths = sorted(path for path in samples.iterdir() if path.stat().st_size > 300)
    outcomes = set()
    with Sandbox() as sandbox:
        for path in paths if is_long else paths[::3]:
            data = path.read_bytes()
            for share in (0.02, 0.5, 0.97):
                cut = tmp_path / "cut"
                cut.write_bytes(data[: int(len(data) * share)])
                outcomes.add(_outcome(sandbox, cut, path.name))

    assert outcomes <= {"read", "unsupported-format", "broken-file"}


def _outcome(sandbox, path, name):
    try:
        sandbox.describe(path, name)
    except (BrokenFileError, UnsupportedFormatError, FileRefusedError) as error:
        return error.code
    return "read"
