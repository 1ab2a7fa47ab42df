"""media.embed: a copy has the catalogue's words inside, and the original's pixels and samples."""

import io

import mutagen
import pytest
from PIL import Image

from media.embed import FORMATS, Words, embedded
from media.extract import describe
from tests.makers_media import a_jpeg, a_sound, a_video, a_wav, an_image, written

WORDS = Words(
    title={"vi": "Xòe khăn <Mường La>", "en": "Scarf dance"},
    description={"vi": "Đội xòe bản Áng & khách"},
    creators=("Lò Văn Lả", "Cầm Thị Chiêu"),
    keywords=("xòe", "khăn piêu"),
    rights="Được phép dùng",
    rights_url="https://rightsstatements.org/vocab/NoC-OKLR/1.0/",
    date="1994-05",
    place="Mường La",
    identifier="https://example.org/items/7k3m9x2pq",
)


def copy_of(data, key):
    copy = embedded(io.BytesIO(data), len(data), key, WORDS)
    assert copy is not None
    told = copy.size_bytes
    content = io.BufferedReader(copy).read()
    assert len(content) == told
    return content


def pixels(data):
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGBA").tobytes()


PICTURES = {
    "jpeg": lambda: a_jpeg(description="A camera's own", xmp="<dc:format>old</dc:format>"),
    "png": lambda: an_image("PNG", width=40, height=30),
    "tiff": lambda: an_image("TIFF", width=40, height=30),
    "webp": lambda: an_image("WEBP", width=40, height=30),
}


@pytest.mark.parametrize("key", PICTURES)
def test_a_picture_says_what_the_catalogue_says(tmp_path, key):
    data = PICTURES[key]()

    content = copy_of(data, key)

    found = describe(written(tmp_path, f"a.{key}", content), f"a.{key}")
    assert (found.title, found.creators, found.keywords) == (
        "Xòe khăn <Mường La>",
        WORDS.creators,
        WORDS.keywords,
    )
    assert (found.description, found.copyright) == ("Đội xòe bản Áng & khách", "Được phép dùng")
    assert found.raw["xmp"]["dc:title"]["en"] == "Scarf dance"
    assert pixels(content) == pixels(data)


def test_a_copy_of_a_copy_has_one_packet():
    once = copy_of(PICTURES["jpeg"](), "jpeg")

    twice = copy_of(once, "jpeg")

    assert twice == once


SOUNDS = {
    "mp3": ("mp3", "libmp3lame"),
    "flac": ("flac", "flac"),
    "m4a": ("ipod", "aac"),
}


@pytest.mark.parametrize("key", SOUNDS)
def test_a_sound_says_what_the_catalogue_says_and_keeps_its_other_tags(tmp_path, key):
    form, codec = SOUNDS[key]
    data = a_sound(form, codec, tags={"title": "old", "album": "Xòe"})

    content = copy_of(data, key)

    found = describe(written(tmp_path, f"a.{key}", content), f"a.{key}")
    assert found.tags["album"] == ("Xòe",)
    if key == "m4a":  # its own atoms stay, the words stand in XMP
        assert found.raw["xmp"]["dc:creator"] == list(WORDS.creators)
    else:
        assert (found.title, found.captured) == ("Xòe khăn <Mường La>", "1994-05")
        assert found.creators == WORDS.creators
    before = mutagen.File(io.BytesIO(data)).info.length
    assert mutagen.File(io.BytesIO(content)).info.length == pytest.approx(before, abs=0.1)


def test_a_wav_keeps_its_samples_and_gains_an_info_list(tmp_path):
    data = a_wav(0.5, 8000)

    content = copy_of(data, "wav")

    found = describe(written(tmp_path, "a.wav", content), "a.wav")
    assert (found.title, found.captured, found.duration_s) == (
        "Xòe khăn <Mường La>",
        "1994-05",
        0.5,
    )
    assert content[8 : len(data)] == data[8:]


def test_a_film_is_untouched_up_to_the_box_behind_it(tmp_path):
    data = a_video()

    content = copy_of(data, "mp4")

    assert content.startswith(data)
    found = describe(written(tmp_path, "a.mp4", content), "a.mp4")
    assert found.raw["xmp"]["dc:subject"] == list(WORDS.keywords)


@pytest.mark.parametrize("key", sorted(FORMATS))
@pytest.mark.parametrize("data", [b"", b"RIFF", bytes(64), b"\xff\xd8" + bytes(64)], ids=str)
def test_what_is_not_built_as_it_should_be_raises_nothing(key, data):
    copy = embedded(io.BytesIO(data), len(data), key, WORDS)

    assert copy is None or copy.size_bytes > 0


def test_a_copy_can_be_read_from_the_middle():
    data = PICTURES["png"]()
    whole = copy_of(data, "png")
    copy = embedded(io.BytesIO(data), len(data), "png", WORDS)

    copy.seek(20)

    assert io.BufferedReader(copy).read(40) == whole[20:60]
