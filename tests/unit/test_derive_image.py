"""media.derive of pictures and documents: sizes, colours, turn, and what is left out."""

import io

import pytest
from PIL import Image, ImageCms

from media.derive import derive
from media.derive.plan import plan
from media.extract import describe
from media.values import Description, Kind, RenditionPlan
from tests.makers_media import a_heic, a_jpeg, a_pdf, a_picture, an_image, written


def made_of(tmp_path, name, data):
    """Return ({name: Made}, folder) of every step that the plan asks for."""
    source = written(tmp_path, name, data)
    folder = tmp_path / "made"
    steps = plan(describe(source, name))
    return {made.name: made for step in steps for made in derive(step, source, folder)}, folder


def opened(folder, name):
    with Image.open(folder / name) as image:
        image.load()
        return image


def test_a_large_photograph_gets_every_width_and_type(tmp_path):
    made, folder = made_of(tmp_path, "a.jpg", a_jpeg(2400, 1600))

    pictures = {
        f"{stem}.{extension}"
        for stem in ("thumb-320", "thumb-640", "page-1280", "page-2048")
        for extension in ("avif", "webp", "jpg")
    }
    assert set(made) == pictures | {"tiles.tif"}
    assert [made[f"page-{w}.jpg"].height_px for w in (1280, 2048)] == [853, 1365]
    assert {name: (folder / name).stat().st_size for name in made} == {
        name: one.size_bytes for name, one in made.items()
    }


@pytest.mark.parametrize(
    ("width", "stems"),
    [
        pytest.param(200, {"thumb-320": 200}, id="smaller than the smallest"),
        pytest.param(320, {"thumb-320": 320}, id="just the smallest"),
        pytest.param(1000, {"thumb-320": 320, "thumb-640": 640, "page-1280": 1000}, id="between"),
    ],
)
def test_nothing_is_enlarged(tmp_path, width, stems):
    made, _ = made_of(tmp_path, "a.png", an_image("PNG", width=width, height=90))

    assert {name.split(".")[0]: one.width_px for name, one in made.items()} == stems


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_stands_upright(tmp_path, orientation):
    made, folder = made_of(tmp_path, "a.jpg", a_jpeg(64, 48, orientation=orientation))

    expected = (48, 64) if orientation >= 5 else (64, 48)
    assert opened(folder, "thumb-320.jpg").size == expected
    assert (made["thumb-320.jpg"].width_px, made["thumb-320.jpg"].height_px) == expected


def test_a_turned_heic_is_turned_once(tmp_path):
    _, folder = made_of(tmp_path, "a.heic", a_heic(64, 48, orientation=6))

    assert opened(folder, "thumb-320.jpg").size == (48, 64)


def test_no_metadata_and_no_place_goes_into_a_rendition(tmp_path):
    title = "<dc:title>Bí mật</dc:title>"

    made, folder = made_of(
        tmp_path, "a.jpg", a_jpeg(gps=(21.3, 103.9, 600), xmp=title, iptc={80: "Lò Văn Lả"})
    )

    for name in made:
        data = (folder / name).read_bytes()
        assert b"Exif" not in data
        assert "Bí mật".encode() not in data
        assert "Lò Văn Lả".encode() not in data


def test_colours_are_brought_to_srgb(tmp_path):
    # A profile whose red and green are exchanged shows whether profiles are applied at all.
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = lab.replace(b"rXYZ", b"tmp0").replace(b"gXYZ", b"rXYZ").replace(b"tmp0", b"gXYZ")
    red = io.BytesIO()
    Image.new("RGB", (40, 40), (255, 0, 0)).save(red, "PNG", icc_profile=swapped)

    _, folder = made_of(tmp_path, "a.png", red.getvalue())

    shown = opened(folder, "thumb-320.jpg").convert("RGB").getpixel((20, 20))
    assert shown[1] > shown[0]


@pytest.mark.parametrize(
    ("mode", "format_name"),
    [
        pytest.param("1", "TIFF", id="1-bit"),
        pytest.param("L", "PNG", id="grey"),
        pytest.param("LA", "PNG", id="grey with alpha"),
        pytest.param("P", "GIF", id="palette"),
        pytest.param("RGBA", "PNG", id="alpha"),
        pytest.param("CMYK", "JPEG", id="CMYK JPEG"),
        pytest.param("CMYK", "TIFF", id="CMYK TIFF"),
        pytest.param("YCbCr", "TIFF", id="YCbCr TIFF"),
        pytest.param("LAB", "TIFF", id="LAB TIFF"),
        pytest.param("F", "TIFF", id="float TIFF"),
    ],
)
def test_every_kind_of_pixel_is_shown(tmp_path, mode, format_name):
    made, folder = made_of(tmp_path, "a.bin", an_image(format_name, mode=mode))

    assert set(made) == {"thumb-320.avif", "thumb-320.webp", "thumb-320.jpg"}
    assert opened(folder, "thumb-320.jpg").mode in ("L", "RGB")


def test_sixteen_bits_of_grey_keep_their_shades(tmp_path):
    out = io.BytesIO()
    grey = Image.linear_gradient("L").resize((64, 64))
    grey.convert("I").point(lambda value: value * 257).convert("I;16").save(out, "TIFF")

    _, folder = made_of(tmp_path, "a.tif", out.getvalue())

    low, high = opened(folder, "thumb-320.jpg").getextrema()
    assert low < 12
    assert high > 243


def test_what_is_transparent_lies_on_white_in_jpeg_and_stays_so_in_webp(tmp_path):
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")

    _, folder = made_of(tmp_path, "a.png", out.getvalue())

    assert opened(folder, "thumb-320.jpg").getpixel((9, 9)) == (255, 255, 255)
    assert opened(folder, "thumb-320.webp").mode == "RGBA"


def test_a_scan_above_forty_megapixels_is_read_in_strips(tmp_path):
    out = io.BytesIO()
    a_picture(8000, 5200).save(out, "TIFF")

    made, _ = made_of(tmp_path, "scan.tif", out.getvalue())

    assert (made["page-2048.jpg"].width_px, made["page-2048.jpg"].height_px) == (2048, 1331)


def test_making_again_replaces_and_leaves_nothing_else(tmp_path):
    first, folder = made_of(tmp_path, "a.png", an_image("PNG"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    again, _ = made_of(tmp_path, "a.png", an_image("PNG"))

    assert again == first
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_pages_of_a_pdf_come_first_page_first(tmp_path):
    source = written(tmp_path, "a.pdf", a_pdf(pages=60))

    steps = plan(describe(source, "a.pdf"))

    assert [step.name for step in steps[:3]] == ["pdf-page-1", "pdf-pages-2-11", "pdf-pages-12-21"]
    assert steps[-1].name == "pdf-pages-42-50"


def test_pages_of_a_pdf_are_drawn(tmp_path):
    made, folder = made_of(tmp_path, "a.pdf", a_pdf(pages=2))

    assert made["pdf-page-2.jpg"].width_px == 1280
    assert {"thumb-320.webp", "pdf-page-1.webp"} <= set(made)
    dark, light = opened(folder, "pdf-page-2.jpg").convert("L").getextrema()
    assert (dark < 60, light) == (True, 255)


def test_a_plan_survives_json():
    description = Description(
        Kind.VIDEO, "mp4", "video/mp4", ".mp4", width_px=1920, height_px=1080, duration_s=60.0
    )

    steps = plan(description)

    assert [RenditionPlan.from_dict(step.as_dict()) for step in steps] == list(steps)
    assert [step.name for step in steps] == ["poster", "video-360p", "video-720p"]
    assert [step.cost_s for step in steps] == sorted(step.cost_s for step in steps)
