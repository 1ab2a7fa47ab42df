"""What stands beside the usual paths: Matroska's elements, records declared as LONG, profiles."""

import struct
import zlib

import pytest
from mutagen.id3 import ID3, TIT2
from PIL import ImageCms

from media.errors import FileRefusedError
from media.extract import containers, describe, matroska
from media.extract.dates import edtf
from media.extract.pdfprofile import pdf_profile
from tests.makers_media import a_video, written


def an_element(number, body):
    """Return an EBML element: its id, its size in eight bytes, its content."""
    head = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return head + (1 << 56 | len(body)).to_bytes(8, "big") + body


def a_tag(level, *pairs, track=0):
    """Return a Matroska tag of one level with its names and values."""
    simple = [
        an_element(0x67C8, an_element(0x45A3, name.encode()) + an_element(0x4487, text.encode()))
        for name, text in pairs
    ]
    targets = an_element(0x68CA, bytes([level])) + an_element(0x63C5, bytes([track]))
    return an_element(0x7373, an_element(0x63C0, targets) + b"".join(simple))


def a_matroska(*tags):
    """Return the headers of a film of 90 seconds, without a picture in it."""
    moment = (1_700_000_000 - 978_307_200) * 1_000_000_000
    info = an_element(0x2AD7B1, (1_000_000).to_bytes(4, "big"))
    info += an_element(0x4489, struct.pack(">d", 90_000.0))
    info += an_element(0x4461, moment.to_bytes(8, "big")) + an_element(0x7BA9, "Hội xòe".encode())
    size = an_element(0xB0, b"\x07\x80") + an_element(0xBA, b"\x04\x38")
    track = an_element(0x83, b"\x01") + an_element(0x86, b"V_MPEG4/ISO/AVC")
    track += an_element(0xE0, size) + an_element(0x23E383, (40_000_000).to_bytes(4, "big"))
    body = an_element(0x1549A966, info) + an_element(0x1654AE6B, an_element(0xAE, track))
    body += an_element(0x1F43B675, b"pictures") + an_element(0x1254C367, b"".join(tags))
    head = an_element(0x1A45DFA3, an_element(0x4282, b"matroska"))
    return head + an_element(0x18538067, body)


def test_a_film_cut_behind_its_headers_still_says_what_it_is(tmp_path):
    with pytest.raises(FileRefusedError) as refused:
        describe(written(tmp_path, "a.mkv", a_matroska()), "a.mkv")

    said = refused.value.said
    assert (said["title"], said["captured"]) == ("Hội xòe", "2023-11-14T22:13:20Z")
    assert (said["width_px"], said["height_px"], said["duration_s"]) == (1920, 1080, 90.0)
    assert (said["video_codec"], said["frame_rate"]) == ("h264", 25.0)


def test_every_value_of_a_tag_is_kept_and_levels_are_told_apart(tmp_path):
    tags = (
        a_tag(50, ("TITLE", "Băng 12"), ("ARTIST", "Đội Mường")),
        a_tag(30, ("TITLE", "Inh lả ơi"), ("ARTIST", "Lò Văn Lả"), ("ARTIST", "Cầm Vui")),
        a_tag(30, ("TITLE", "Tiếng Thái"), track=7),
        a_tag(30, ("BPS", "128000"), ("_STATISTICS_TAGS", "BPS")),
    )

    said = matroska.read(written(tmp_path, "a.mkv", a_matroska(*tags)))

    assert said.tags["title"] == ("Inh lả ơi",)
    assert said.tags["artist"] == ("Lò Văn Lả", "Cầm Vui")
    assert (said.tags["album"], said.tags["albumartist"]) == (("Băng 12",), ("Đội Mường",))
    assert "bps" not in said.tags


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_no_cut_of_the_elements_breaks_the_walk(tmp_path, cut):
    whole = a_matroska(a_tag(50, ("TITLE", "Băng 12")))

    said = matroska.read(written(tmp_path, "a.mkv", whole[:cut]))

    assert set(said.tags) <= {"title", "creation_time"}


def test_a_recording_tells_the_tags_of_its_elements(samples):
    name = "music-metadata--My_Baby_Boy.webm"

    said = describe(samples / name, name)

    assert (said.title, said.creators) == ("My Baby Boy", ("theAngelcy",))
    assert (said.tags["album"], said.tags["tracknumber"]) == (("Exit Inside",), ("2",))


@pytest.mark.parametrize("order", ["II", "MM"])
@pytest.mark.filterwarnings("ignore:Metadata Warning")
def test_iptc_that_a_tiff_declares_as_numbers_is_read(tmp_path, order):
    said = [(5, b"Xoe"), (80, b"Lo Van La"), (25, b"khan")]
    record = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in said
    )
    record += bytes(-len(record) % 4)

    found = describe(written(tmp_path, "a.tif", a_tiff_of(record, order)), "a.tif")

    assert (found.title, found.creators, found.keywords) == ("Xoe", ("Lo Van La",), ("khan",))


def a_tiff_of(record, order):
    """Return a TIFF of one grey pixel with an IPTC record declared as LONG."""
    form = "<" if order == "II" else ">"
    entries = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (278, 1), (279, 1)]
    directory = struct.pack(f"{form}H", len(entries) + 1)
    directory += b"".join(struct.pack(f"{form}HHII", tag, 4, 1, one) for tag, one in entries)
    directory += struct.pack(f"{form}HHII", 33723, 4, len(record) // 4, 12) + bytes(4)
    head = order.encode() + struct.pack(f"{form}HI", 42, 12 + len(record))
    return head + b"\x80\x00\x00\x00" + record + directory


def test_the_profile_of_a_pdf_is_found_packed_or_not(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    packed = zlib.compress(profile)
    plain = b"%PDF-1.4\n1 0 obj\n<< /N 3 >>\nstream\n" + profile + b"\nendstream"
    deflated = b"%PDF-1.4\n1 0 obj\n<< /N 3 /Filter /FlateDecode >>\nstream\r\n" + packed

    assert pdf_profile(written(tmp_path, "a.pdf", plain)) == profile
    assert pdf_profile(written(tmp_path, "b.pdf", deflated)) == profile
    assert pdf_profile(written(tmp_path, "c.pdf", deflated.replace(b"/N 3", b"/X 3"))) == b""


def test_a_burst_of_pictures_tells_when_it_was_made(samples):
    assert containers.heif_created(samples / "pillow_heif--bird_burst.heic").startswith(
        "2018-03-09"
    )


def test_monkeys_audio_behind_a_tag_is_read(tmp_path):
    path = tmp_path / "a.ape"
    path.write_bytes(b"")
    tag = ID3()
    tag.add(TIT2(encoding=3, text="Hội xòe"))
    tag.save(path)
    head = b"MAC " + struct.pack("<H", 3990) + bytes(50)
    head += struct.pack("<IIIHHI", 44_100, 44_100, 3, 16, 2, 44_100)
    path.write_bytes(path.read_bytes() + head + bytes(400))

    with pytest.raises(FileRefusedError) as refused:
        describe(path, "a.ape")

    said = refused.value.said
    assert (said["title"], said["duration_s"], said["channels"]) == ("Hội xòe", 3.0, 2)
    assert said["audio_codec"] == "ape"


def test_a_clock_without_its_noughts_is_read():
    assert edtf("Fri Jul 31 19:55:0 2009") == "2009-07-31T19:55:00"


def test_an_avi_keeps_the_words_of_its_info_under_their_own_names(tmp_path):
    data = a_video("avi", tags={"title": "Hội xòe", "artist": "Lò Văn Lả"})

    said = describe(written(tmp_path, "a.avi", data), "a.avi")

    assert said.raw["info"]["title"] == "Hội xòe"
    assert (said.title, said.creators) == ("Hội xòe", ("Lò Văn Lả",))
