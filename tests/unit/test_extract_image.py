"""media.extract of pictures: Exif, IPTC, XMP, ICC, GPS, depth and turn."""

import io
import zlib

import pytest
from PIL import Image, ImageCms

from archive.catalogue.prefill import Matches, prefilled
from media.extract import describe
from media.extract.dates import edtf, pdf_date
from media.extract.exif import user_comment
from media.extract.iptc import from_photoshop
from media.extract.xmp import extended, in_bytes, parse
from media.values import Description, Gps, Notice
from tests.makers_media import (
    a_heic,
    a_jpeg,
    a_picture,
    an_image,
    iptc_records,
    photoshop_block,
    written,
    xmp_packet,
)

TITLE = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Vòng xòe</rdf:li></rdf:Alt></dc:title>'


def described(tmp_path, name, data):
    return describe(written(tmp_path, name, data), name)


def test_exif_says_when_where_and_with_what(tmp_path):
    found = described(tmp_path, "a.jpg", a_jpeg(gps=(21.327, -103.909, 612.5), orientation=6))

    assert found.captured == "2024-02-12T09:30:00+07:00"
    assert found.gps == Gps(21.327, -103.909, 612.5)
    assert (found.camera_make, found.camera_model) == ("Kho", "Xoe 1")
    assert (found.width_px, found.height_px, found.orientation) == (64, 48, 6)
    assert found.shown_size == (48, 64)


def test_a_description_survives_json(tmp_path):
    found = described(tmp_path, "a.jpg", a_jpeg(gps=(21.3, 103.9, 600), xmp=TITLE))

    assert Description.from_dict(found.as_dict()).as_dict() == found.as_dict()


def test_words_come_from_xmp_before_iptc_before_exif(tmp_path):
    data = a_jpeg(
        xmp=TITLE, iptc={5: "Tên cũ", 80: ["Lò Văn Lả", "Cà Thị Hoan"]}, artist="Someone else"
    )

    found = described(tmp_path, "a.jpg", data)

    assert found.title == "Vòng xòe"
    assert found.creators == ("Lò Văn Lả", "Cà Thị Hoan")


def test_keywords_of_all_standards_are_joined(tmp_path):
    subject = (
        "<dc:subject><rdf:Bag><rdf:li>xòe</rdf:li><rdf:li>khăn</rdf:li></rdf:Bag></dc:subject>"
    )

    found = described(tmp_path, "a.jpg", a_jpeg(xmp=subject, iptc={25: ["khăn", "Mường La"]}))

    assert found.keywords == ("xòe", "khăn", "Mường La")


def test_what_a_camera_writes_into_every_picture_comes_after_a_persons_words(tmp_path):
    data = a_jpeg(description="OLYMPUS DIGITAL CAMERA", iptc={120: "Hội xòe"})

    assert described(tmp_path, "a.jpg", data).description == "Hội xòe"


def test_what_a_camera_writes_into_every_picture_fills_no_form(tmp_path):
    found = described(tmp_path, "a.jpg", a_jpeg(description="OLYMPUS DIGITAL CAMERA"))

    assert found.description == "OLYMPUS DIGITAL CAMERA"
    assert "description" not in prefilled(found, "a.jpg", Matches())


def test_heic_tells_the_turn_that_its_library_hides(tmp_path):
    found = described(tmp_path, "a.heic", a_heic(64, 48, orientation=6))

    assert (found.width_px, found.height_px, found.orientation) == (64, 48, 6)
    assert found.shown_size == (48, 64)


def test_the_profile_is_named(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    found = described(tmp_path, "a.jpg", a_jpeg(icc=profile))

    assert "sRGB" in found.icc_profile


@pytest.mark.parametrize(
    ("format_name", "mode", "depth"),
    [
        pytest.param("TIFF", "I;16", 16, id="16-bit grey TIFF"),
        pytest.param("TIFF", "1", 1, id="1-bit TIFF"),
        pytest.param("PNG", "I;16", 16, id="16-bit grey PNG"),
        pytest.param("JPEG2000", "RGB", 8, id="JPEG 2000"),
    ],
)
def test_the_bits_of_a_sample_are_read(tmp_path, format_name, mode, depth):
    picture = Image.new(mode, (32, 20))
    out = io.BytesIO()
    picture.save(out, format_name)

    assert described(tmp_path, "a", out.getvalue()).bit_depth == depth


def test_pages_of_a_tiff_and_frames_of_a_gif_are_counted(tmp_path):
    more = [a_picture(20, 20, (0, 90, 0)), a_picture(20, 20, (0, 0, 90))]

    tiff = described(tmp_path, "a.tif", an_image("TIFF", save_all=True, append_images=more))
    gif = described(tmp_path, "a.gif", an_image("GIF", save_all=True, append_images=more))

    assert (tiff.pages, gif.frames) == (3, 3)


def test_xmp_is_found_in_an_unpacked_png_profile(tmp_path):
    packet = xmp_packet(TITLE).encode()
    profile = f"\nxmp\n{len(packet):8}\n{packet.hex()}\n".encode()
    body = b"Raw profile type xmp\x00\x00" + zlib.compress(profile)
    png = an_image("PNG")
    chunk = len(body).to_bytes(4, "big") + b"zTXt" + body
    chunk += zlib.crc32(b"zTXt" + body).to_bytes(4, "big")

    found = described(tmp_path, "a.png", png[:33] + chunk + png[33:])

    assert found.title == "Vòng xòe"


@pytest.mark.parametrize(
    ("rdf", "name", "value"),
    [
        pytest.param("<dc:title>Bare</dc:title>", "dc:title", "Bare", id="bare text"),
        pytest.param(
            "<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>",
            "dc:creator",
            ["A", "B"],
            id="sequence",
        ),
        pytest.param(
            '<dc:title><rdf:Alt><rdf:li xml:lang="vi">Xòe</rdf:li></rdf:Alt></dc:title>',
            "dc:title",
            {"vi": "Xòe"},
            id="language alternative",
        ),
        pytest.param(
            '<photoshop:City rdf:parseType="Resource"><xmp:A>1</xmp:A></photoshop:City>',
            "photoshop:City",
            {"xmp:A": "1"},
            id="resource",
        ),
    ],
)
def test_every_form_of_rdf_is_read(rdf, name, value):
    assert parse(xmp_packet(rdf).encode())[name] == value


def test_properties_written_as_attributes_are_read():
    packet = xmp_packet("").replace('rdf:about=""', 'rdf:about="" xmp:CreateDate="2001-02-03"')

    assert parse(packet.encode()) == {"xmp:CreateDate": "2001-02-03"}


def test_a_cut_packet_is_read_as_far_as_it_goes():
    packet = xmp_packet(TITLE).encode()

    assert parse(packet[: packet.index(b"</rdf:Description>")])["dc:title"]


def test_an_entity_bomb_expands_to_nothing():
    bomb = (
        b'<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + xmp_packet("<dc:title>&b;</dc:title>").encode().partition(b"?>")[2]
    )

    assert parse(bomb).get("dc:title", "") in ("", "&b;")


def test_extended_xmp_is_put_together_from_its_segments():
    packet = xmp_packet(TITLE).encode()
    half = len(packet) // 2
    head = b"http://ns.adobe.com/xmp/extension/\x00" + b"A" * 32 + len(packet).to_bytes(4, "big")
    later = head + half.to_bytes(4, "big") + packet[half:]
    sooner = head + bytes(4) + packet[:half]

    assert [parse(found)["dc:title"] for found in extended([later, sooner])] == [
        {"x-default": "Vòng xòe"}
    ]


def test_several_packets_are_all_found():
    both = xmp_packet(TITLE).encode() + b"\x00" * 9 + xmp_packet("<xmp:A>1</xmp:A>").encode()

    assert len(list(in_bytes(both))) == 2


def test_iptc_split_over_two_segments_is_joined(tmp_path):
    block = photoshop_block({25: ["xòe"], 120: "Hội xòe " * 40})
    head, cut = b"Photoshop 3.0\x00", len(block) // 2
    first, second = block[:cut], head + block[cut:]
    jpeg = a_jpeg()
    segments = b"".join(
        b"\xff\xed" + (len(part) + 2).to_bytes(2, "big") + part for part in (first, second)
    )

    found = described(tmp_path, "a.jpg", jpeg[:2] + segments + jpeg[2:])

    assert found.keywords == ("xòe",)
    assert found.description == ("Hội xòe " * 40).strip()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_iptc_is_read_in_its_charset(encoding):
    data = iptc_records({80: "André"}, encoding)
    block = b"8BIM\x04\x04\x00\x00" + len(data).to_bytes(4, "big") + data

    assert from_photoshop(block) == {"By-line": ["André"]}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"ASCII\0\0\0Hello", "Hello", id="ascii"),
        pytest.param(b"UNICODE\0" + "Xòe".encode("utf-16-le"), "Xòe", id="little-endian"),
        pytest.param(b"UNICODE\0" + "Xoe".encode("utf-16-be"), "Xoe", id="big-endian"),
        pytest.param(bytes(8) + "Xòe".encode(), "Xòe", id="undefined"),
        pytest.param(bytes(8), "", id="empty"),
    ],
)
def test_user_comments_are_read_by_their_code(data, text):
    assert user_comment(data) == text


@pytest.mark.parametrize(
    ("written_as", "value"),
    [
        pytest.param("2024:02:12 09:30:00", "2024-02-12T09:30:00", id="exif"),
        pytest.param("2024-02-12T09:30:00.25+07:00", "2024-02-12T09:30:00+07:00", id="xmp"),
        pytest.param("2024-02-12T02:30:00.000000Z", "2024-02-12T02:30:00Z", id="utc"),
        pytest.param("2024-02-12T09:30", "2024-02-12T09:30:00", id="no seconds"),
        pytest.param("1994", "1994", id="year"),
        pytest.param("1994-05", "1994-05", id="month"),
        pytest.param("19940506", "1994-05-06", id="compact"),
        pytest.param("19940000", "1994", id="iptc without month and day"),
        pytest.param("1994:05:00 00:00:00", "1994-05", id="unknown day"),
        pytest.param("0000:00:00 00:00:00", "", id="zeros"),
        pytest.param("    :  :     :  :  ", "", id="blanks"),
        pytest.param("2023:02:30 10:00:00", "", id="30 February"),
        pytest.param("2023:13:01", "", id="month 13"),
        pytest.param("2017:08:21 15:08:70", "2017-08-21", id="second 70"),
        pytest.param("yesterday", "", id="words"),
    ],
)
def test_dates_become_edtf_as_precise_as_they_were(written_as, value):
    assert edtf(written_as) == value


def test_a_date_that_cannot_be_is_dropped_with_a_notice(tmp_path):
    found = described(tmp_path, "a.jpg", a_jpeg(captured="2023:02:30 10:00:00"))

    assert found.captured == ""
    assert Notice("date-nonsense", "2023:02:30 10:00:00") in found.warnings


@pytest.mark.parametrize(
    ("written_as", "value"),
    [
        pytest.param("D:20240212093000+07'00'", "2024-02-12T09:30:00+07:00", id="with zone"),
        pytest.param("D:20240212", "2024-02-12", id="day"),
        pytest.param("D:2024", "2024", id="year"),
        pytest.param("20240212093000Z", "2024-02-12T09:30:00Z", id="utc"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_pdf_dates_become_edtf(written_as, value):
    assert pdf_date(written_as) == value


def test_long_values_are_cut_and_marked(tmp_path):
    long = f"<dc:description>{'xòe ' * 5000}</dc:description>"

    found = described(tmp_path, "a.jpg", a_jpeg(xmp=long))

    assert found.description.endswith("…[cut]")
    assert len(str(found.raw)) < 250_000
