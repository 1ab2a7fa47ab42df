"""What the headers of refused and foreign files say: own walks over TIFF, PSD, MPEG and ASF."""

import io
import struct

import pytest

from media.errors import FileRefusedError
from media.extract import describe, ifd
from media.extract.dates import edtf
from tests.makers_media import a_heic, a_jpeg, a_png, a_sound, an_image, written


def told(tmp_path, name, data):
    """Return (code, description as JSON) of a file that is refused."""
    with pytest.raises(FileRefusedError) as refused:
        describe(written(tmp_path, name, data), name)
    return refused.value.code, refused.value.said or {}


def a_tiff(tags, *, order="<", exif=(), big=False):
    """Return a TIFF structure of ASCII and LONG tags, without pixels."""
    magic, wide, number = (43, 20, "Q") if big else (42, 12, "I")
    first = 16 if big else 8
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "H", magic)
    head += struct.pack(order + "HHQ", 8, 0, first) if big else struct.pack(order + "I", first)
    body = _directory([*tags, *([(0x8769, None)] if exif else [])], first, order, wide, number)
    if exif:
        at = first + len(body)
        body = _directory([*tags, (0x8769, at)], first, order, wide, number)
        body += _directory(exif, at, order, wide, number)
    return head + body


def _directory(tags, at, order, wide, number):
    count = "H" if wide == 12 else "Q"
    size = struct.calcsize(order + count) + len(tags) * wide + struct.calcsize(order + number)
    entries, data = b"", b""
    for tag, value in sorted(tags):
        if isinstance(value, str):
            text = value.encode() + b"\0"
            text += b"\0" * max(0, struct.calcsize(order + number) + 1 - len(text))
            entries += struct.pack(
                f"{order}HH{number}{number}", tag, 2, len(text), at + size + len(data)
            )
            data += text
        else:
            entries += struct.pack(f"{order}HH{number}", tag, 4, 1)
            entries += (
                struct.pack(order + number, value or 0)
                if order == "<"
                else struct.pack(f"{order}I", value or 0).ljust(
                    struct.calcsize(order + number), b"\0"
                )
            )
    return struct.pack(order + count, len(tags)) + entries + struct.pack(order + number, 0) + data


CAMERA = [(254, 0), (256, 6000), (257, 4000), (258, 14), (271, "Nikon"), (272, "D750"), (274, 6)]
TAKEN = [(0x9003, "1994:05:06 10:11:12")]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True], ids=["TIFF", "BigTIFF"])
def test_directories_are_walked_in_either_order(order, big):
    found = ifd.read(io.BytesIO(a_tiff(CAMERA, order=order, exif=TAKEN, big=big)))

    assert (found.main[256], found.main[271]) == (6000, b"Nikon")
    assert found.exif[0x9003] == b"1994:05:06 10:11:12"


def test_a_camera_raw_tells_its_camera_though_it_is_refused(tmp_path):
    data = b"IIU\0" + a_tiff(CAMERA, exif=TAKEN)[4:]  # Panasonic's own number after the order

    code, said = told(tmp_path, "a.rw2", data)

    assert (code, said["width_px"], said["bit_depth"]) == ("unsupported-format", 6000, 14)
    assert (said["camera_model"], said["orientation"]) == ("D750", 6)
    assert said["captured"] == "1994-05-06T10:11:12"


def test_directories_that_go_round_end():
    loop = b"II*\0" + struct.pack("<I", 8) + struct.pack("<HHHIII", 1, 256, 4, 1, 5, 8)

    assert len(ifd.read(io.BytesIO(loop)).pages) == 1


@pytest.mark.parametrize("data", [b"", b"II", b"II*\0\xff\xff\xff\xff", b"MM\0+" + bytes(12)])
def test_what_is_no_directory_is_empty(data):
    assert ifd.read(io.BytesIO(data)).pages == []


def test_photoshop_headers_are_read(tmp_path):
    data = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, 480, 640, 16, 3) + bytes(12)

    code, said = told(tmp_path, "a.psd", data)

    assert (code, said["width_px"], said["height_px"], said["bit_depth"]) == (
        "unsupported-format",
        640,
        480,
        16,
    )


CUT = {
    "jpeg": lambda: a_jpeg(400, 300, model="Pixel 4", description="Hoi xoe"),
    "png": lambda: a_png(400, 300),
    "webp": lambda: an_image("WEBP", width=400, height=300),
    "heic": lambda: a_heic(400, 300),
}


@pytest.mark.parametrize("key", CUT)
def test_a_cut_picture_tells_its_size(tmp_path, key):
    data = CUT[key]()

    code, said = told(tmp_path, f"a.{key}", data[: len(data) * 6 // 10])

    assert (code, said["width_px"], said["height_px"]) == ("broken-file", 400, 300)


def test_a_cut_jpeg_tells_its_camera_and_its_words(tmp_path):
    data = CUT["jpeg"]()

    _, said = told(tmp_path, "a.jpg", data[: len(data) * 7 // 10])

    assert (said["camera_model"], said["description"]) == ("Pixel 4", "Hoi xoe")


def test_foreign_sound_tells_its_length(tmp_path):
    code, said = told(tmp_path, "a.caf", a_sound("caf", "pcm_s16be", duration_s=2))

    assert (code, said["duration_s"], said["rate_hz"]) == ("unsupported-format", 2.0, 44100)


@pytest.mark.parametrize(
    ("written_as", "date"),
    [
        pytest.param("Mon, 9 Aug 2004 21:17:36 -0000", "2004-08-09T21:17:36Z", id="RFC 5322"),
        pytest.param("Mon Aug 09 21:17:36 2004", "2004-08-09T21:17:36", id="asctime"),
        pytest.param("06 May 1994", "1994-05-06", id="day alone"),
    ],
)
def test_dates_in_english_words_are_read(written_as, date):
    assert edtf(written_as) == date


def test_the_comment_of_a_gif_is_its_description(tmp_path):
    data = an_image("GIF", comment=b"Vong xoe")

    assert describe(written(tmp_path, "a.gif", data), "a.gif").description == "Vong xoe"
