"""Parts of a picture out of its tiles: the pixels that Pillow would draw, and honest damage."""

import io
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from media import pictures, regions
from media.derive import tiles
from media.iiif import Version, asked
from media.iiif_errors import BrokenPyramidError
from media.pyramid import open_pyramid

PICTURE = (1900, 1300)


def a_smooth_picture():
    """Return a picture whose colours tell the place, so that a shift is seen."""
    x, y = np.meshgrid(np.linspace(0, 1, PICTURE[0]), np.linspace(0, 1, PICTURE[1]))
    waves = np.stack([np.sin(9 * x + 2 * y), np.cos(7 * y - x), np.sin(5 * (x + y))], axis=-1)
    return Image.fromarray((127.5 + 110 * waves).astype(np.uint8))


def cut(picture, path):
    """Write a picture as the pyramid that renditions have."""
    whole = pictures.vips().Image.new_from_memory(picture.tobytes(), *picture.size, 3, "uchar")
    tiles.write_pyramid(whole.copy(interpretation="srgb"), path)
    return path


@pytest.fixture(scope="module")
def picture():
    """The picture itself."""
    return a_smooth_picture()


@pytest.fixture(scope="module")
def pyramid(picture, tmp_path_factory):
    """The picture as a pyramid."""
    return cut(picture, tmp_path_factory.mktemp("pyramid") / "tiles.tif")


def what(region="full", size="max", rotation="0", quality="default", form="png"):
    return asked(Version.THREE, PICTURE, (region, size, rotation, quality, form))


def drawn(path, *parts, **named):
    return Image.open(io.BytesIO(regions.draw(regions.tiles(path, PICTURE), what(*parts, **named))))


def differs_by(one, other):
    """Return the mean difference of two pictures in grey levels of 255."""
    assert one.size == other.size
    return float(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean())


@pytest.mark.parametrize(
    ("region", "size"),
    [
        ("0,0,512,512", "512,512"),
        ("512,512,1024,768", "512,384"),
        ("37,41,333,777", "333,777"),
        ("1388,900,512,400", "256,200"),
        ("1,1,1898,1298", "600,410"),
        ("700,300,1100,900", "91,75"),
        ("1895,1295,5,5", "^40,40"),
        ("full", "119,81"),
        ("0,0,1900,2", "300,1"),
    ],
)
def test_a_part_has_the_pixels_that_pillow_draws(picture, pyramid, region, size):
    asked_for = what(region, size)
    box = asked_for.box
    part = (box.x, box.y, box.x + box.width, box.y + box.height)

    found = drawn(pyramid, region, size)

    assert differs_by(found, picture.resize(asked_for.size, Image.Resampling.BICUBIC, part)) < 3


@pytest.mark.parametrize("rotation", ["90", "180", "270", "!0", "!90"])
def test_mirrored_first_and_then_turned_clockwise(picture, pyramid, rotation):
    wanted = picture.resize((380, 260), Image.Resampling.BICUBIC)
    if rotation.startswith("!"):
        wanted = wanted.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    wanted = wanted.rotate(-int(rotation.lstrip("!")), expand=True)

    assert differs_by(drawn(pyramid, size="380,260", rotation=rotation), wanted) < 3


def test_a_turned_picture_is_clear_at_its_corners(pyramid):
    found = drawn(pyramid, size="190,130", rotation="30")

    assert found.mode == "RGBA"
    assert (
        found.getpixel((0, 0))[3],
        found.getpixel((found.width // 2, found.height // 2))[3],
    ) == (
        0,
        255,
    )


@pytest.mark.parametrize(("quality", "mode"), [("gray", "L"), ("bitonal", "L")])
def test_a_quality_takes_the_colour_away(pyramid, quality, mode):
    found = drawn(pyramid, size="190,130", quality=quality)

    assert found.mode == mode
    if quality == "bitonal":
        assert {value for _, value in found.getcolors()} == {0, 255}


@pytest.mark.parametrize(
    ("form", "name"),
    [("jpg", "JPEG"), ("webp", "WEBP"), ("gif", "GIF"), ("tif", "TIFF"), ("jp2", "JPEG2000")],
)
def test_each_format_is_what_it_says(pyramid, form, name):
    found = drawn(pyramid, size="190,130", form=form)

    assert (found.format, found.size) == (name, (190, 130))


def test_a_stored_tile_goes_out_undecoded(pyramid):
    wanted = what("1024,0,512,512", "512,512", form="jpg")
    held = open_pyramid(pyramid)
    with held.opened() as descriptor:
        stored = held.tile(descriptor, 0, 2, 0)

    assert regions.draw(regions.tiles(pyramid, PICTURE), wanted) == stored


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_pyramid_cut_short_is_told(pyramid, tmp_path, share):
    data = pyramid.read_bytes()
    torn = tmp_path / "torn.tif"
    torn.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(BrokenPyramidError):
        regions.draw(regions.tiles(torn, PICTURE), what(size="400,"))


def test_flipped_bytes_are_told_or_drawn_but_crash_nothing(pyramid, tmp_path):
    data = pyramid.read_bytes()
    random = np.random.default_rng(3)
    refused = 0
    for number in range(60):
        torn = bytearray(data)
        # Half of them where the directories are: a pyramid's are at its end.
        start = 0 if number % 2 else len(data) - 2000
        for at in random.integers(start, len(data), 4):
            torn[at] ^= int(random.integers(1, 256))
        path = tmp_path / f"{number}.tif"
        path.write_bytes(torn)
        try:
            regions.draw(regions.tiles(path, PICTURE), what("100,100,900,900", "300,300"))
        except BrokenPyramidError:
            refused += 1

    assert refused > 10


def test_a_pyramid_written_anew_is_read_anew(picture, tmp_path):
    path = cut(picture, tmp_path / "tiles.tif")
    before = regions.draw(regions.tiles(path, PICTURE), what(size="190,130"))
    cut(picture.transpose(Image.Transpose.ROTATE_180), tmp_path / "new.tif")
    (tmp_path / "new.tif").replace(path)

    assert regions.draw(regions.tiles(path, PICTURE), what(size="190,130")) != before


def test_many_ask_at_once_and_each_gets_its_own(pyramid):
    parts = [f"{50 * (n % 20)},{30 * (n % 17)},{300 + n},{200 + n}" for n in range(60)]
    alone = [drawn(pyramid, part, "^150,100").tobytes() for part in parts]

    with ThreadPoolExecutor(8) as crowd:
        together = list(crowd.map(lambda part: drawn(pyramid, part, "^150,100").tobytes(), parts))

    assert together == alone
