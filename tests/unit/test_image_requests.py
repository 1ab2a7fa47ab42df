"""What the parts of an image's address mean: section 4 of the Image API 3.0 and 2.1."""

import pytest

from media.iiif import FREE, MAX_AREA, Bounds, Box, Version, asked, canonical
from media.iiif_errors import (
    BadFormatError,
    BadQualityError,
    BadRegionError,
    BadRotationError,
    BadSizeError,
)
from media.iiif_info import info, scale_factors

TWO, THREE = Version.TWO, Version.THREE
PICTURE = (6000, 4000)


def read(region="full", size="max", rotation="0", last="default.jpg", *, api=THREE, **about):
    quality, _, form = last.partition(".")
    picture = about.get("picture", PICTURE)
    return asked(api, picture, (region, size, rotation, quality, form), about.get("bounds", FREE))


@pytest.mark.parametrize(
    ("region", "box"),
    [
        ("full", Box(0, 0, 6000, 4000)),
        ("square", Box(1000, 0, 4000, 4000)),
        ("10,20,30,40", Box(10, 20, 30, 40)),
        ("5990,3990,100,100", Box(5990, 3990, 10, 10)),
        ("pct:50,50,50,50", Box(3000, 2000, 3000, 2000)),
        ("pct:41.6,7.5,40,70", Box(2496, 300, 2400, 2800)),
        ("pct:0,0,0.001,0.001", Box(0, 0, 1, 1)),
    ],
)
def test_a_region_is_a_box_within_the_picture(region, box):
    assert read(region, "^64,64").box == box


@pytest.mark.parametrize(
    "region",
    [
        *("", "FULL", "0,0,0,10", "0,0,10,0", "6000,0,1,1", "0,4000,1,1", "-1,0,5,5", "1,2,3"),
        *(
            "1.5,0,5,5",
            "pct:0,0,0,50",
            "pct:100,0,5,5",
            "pct:-1,0,5,5",
            "1,2,3,4,5",
            "pct:1,1,1,nan",
        ),
        *("٣,0,5,5", " 0,0,5,5", "0,0,5,5\n", "9999999999,0,1,1"),
    ],
)
def test_a_region_that_names_no_pixel_is_refused(region):
    with pytest.raises(BadRegionError):
        read(region)


@pytest.mark.parametrize(
    ("size", "given"),
    [
        ("600,", (600, 400)),
        (",400", (600, 400)),
        ("pct:10", (600, 400)),
        ("300,400", (300, 400)),
        ("!600,600", (600, 400)),
        ("!9000,400", (600, 400)),
        ("1,", (1, 1)),
        ("pct:0.001", (1, 1)),
    ],
)
@pytest.mark.parametrize("api", [TWO, THREE])
def test_a_size_is_given_in_both_versions(api, size, given):
    assert read(size=size, api=api).size == given


@pytest.mark.parametrize(
    "size",
    [
        "",
        "full",
        "0,",
        ",0",
        "0,0",
        "pct:0",
        ",",
        "!0,5",
        "!5,",
        "1.5,",
        "^",
        "^^5,",
        "5,6,7",
        "max,",
    ],
)
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(BadSizeError):
        read(size=size)


@pytest.mark.parametrize("size", ["200,", ",200", "pct:200", "200,200", "101,100"])
def test_only_a_caret_enlarges(size):
    with pytest.raises(BadSizeError):
        read("0,0,100,100", size)

    found = read("0,0,100,100", f"^{size}")

    assert found.is_upscaled
    assert canonical(THREE, found).split("/")[1].startswith("^")


def test_version_two_enlarges_without_and_knows_no_caret():
    assert read("0,0,100,100", "200,", api=TWO).size == (200, 200)
    with pytest.raises(BadSizeError):
        read(size="^200,", api=TWO)


@pytest.mark.parametrize("size", ["^99999,", "^16001,1", "^pct:1000"])
def test_nothing_grows_without_end(size):
    with pytest.raises(BadSizeError):
        read(size=size)


@pytest.mark.parametrize("rotation", ["", "-90", "361", "!", "90!", "a", "1e2", "+1", "٩٠"])
def test_a_rotation_that_is_no_number_of_degrees_is_refused(rotation):
    with pytest.raises(BadRotationError):
        read(rotation=rotation)


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (("full", "max", "0", "default.jpg"), "full/max/0/default.jpg"),
        (("0,0,6000,4000", "max", "0", "color.jpg"), "full/max/0/default.jpg"),
        (("9,9,300,200", "300,200", "0", "color.jpg"), "9,9,300,200/max/0/default.jpg"),
        (("pct:0,0,50,50", "300,", "360", "gray.png"), "0,0,3000,2000/300,200/0/gray.png"),
        (("full", "!600,600", "!22.50", "bitonal.gif"), "full/600,400/!22.5/bitonal.gif"),
        (("0,0,9,9", "^18,", "090", "default.webp"), "0,0,9,9/^18,18/90/default.webp"),
    ],
)
def test_the_same_pixels_have_one_address(parts, path):
    assert canonical(THREE, read(*parts)) == path


@pytest.mark.parametrize(
    ("size", "path"),
    [("max", "full"), ("full", "full"), ("600,400", "600,"), ("600,401", "600,401")],
)
def test_version_two_has_its_own_canonical_sizes(size, path):
    assert canonical(TWO, read(size=size, api=TWO)) == f"full/{path}/0/default.jpg"


@pytest.mark.parametrize(
    ("region", "size"), [("7,9,501,333", "77,"), ("pct:3,3,33,33", "!50,60"), ("square", "max")]
)
@pytest.mark.parametrize("api", [TWO, THREE])
def test_a_canonical_address_is_its_own(api, region, size):
    first = read(region, size, "!0", "gray.png", api=api)
    parts = canonical(api, first).split("/")

    assert read(*parts, api=api) == first


def test_the_last_part_names_a_quality_and_a_format():
    with pytest.raises(BadQualityError):
        read(last="native.jpg")
    with pytest.raises(BadFormatError):
        read(last="default.exe")


def test_who_gets_a_smaller_picture_gets_no_part_of_it_finer():
    bounds = Bounds(1500)

    assert read(bounds=bounds).size == (1500, 1000)
    assert read("0,0,400,400", bounds=bounds).size == (100, 100)
    for size in ("1502,", "pct:50", "^3000,"):
        with pytest.raises(BadSizeError):
            read(size=size, bounds=bounds)
    with pytest.raises(BadSizeError):
        read("0,0,400,400", "400,", bounds=bounds)


def test_the_largest_width_is_the_one_that_is_told():
    given = {read(picture=(wide, 90), bounds=Bounds(2048)).size[0] for wide in range(2049, 9000)}

    assert given == {2048}


def test_a_description_promises_what_is_given():
    told = info(THREE, "https://kho.example/iiif/3/a", PICTURE, Bounds(1500))

    assert (told["maxWidth"], told["maxHeight"]) == (1500, 1500)
    assert "tiles" not in told
    sizes = [read(size=f"{one['width']},{one['height']}").size for one in told["sizes"]]
    assert max(max(size) for size in sizes) == 1500


@pytest.mark.parametrize("version", [THREE, TWO])
def test_a_smaller_picture_gives_every_size_that_it_advertises_and_asks_for_no_tiles(version):
    bounds = Bounds(1500)
    told = info(version, "https://kho.example/iiif/a", PICTURE, bounds)
    level = told["profile"] if version is THREE else told["profile"][0]
    features = told["extraFeatures"] if version is THREE else told["profile"][1]["supports"]

    assert "level0" in level
    # A viewer that finds one of these cuts tiles of its own, at scales that are refused.
    assert not {"sizeByW", "sizeByWh"} & set(features)
    for one in told["sizes"]:
        width, height = one["width"], one["height"]
        assert read(size=f"{width},{height}", bounds=bounds).size == (width, height)


def test_a_very_large_picture_tells_its_largest_area():
    picture = (15_000, 10_000)

    told = info(THREE, "https://kho.example/iiif/3/a", picture)
    width, height = read(picture=picture).size

    assert told["maxArea"] == MAX_AREA
    assert width * height <= MAX_AREA
    assert told["tiles"][0]["scaleFactors"] == scale_factors(picture) == [1, 2, 4, 8, 16, 32]
