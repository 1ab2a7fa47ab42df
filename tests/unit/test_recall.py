"""What the reference tools say, as the comparison takes it."""

from tests.load._references import read
from tests.load._tools import Told


def test_utf_8_that_a_tool_took_for_western_letters_counts_as_it_was_written():
    for_western = "Xòe vòng ở Mường Lò".encode().decode("latin-1")

    said = read(Told(exiftool={"ID3v1:Title": for_western}))

    assert said["title"] == [for_western, "Xòe vòng ở Mường Lò"]


def test_western_letters_that_are_no_utf_8_stay_as_the_tool_says_them():
    assert read(Told(exiftool={"ID3v1:Title": "Café"}))["title"] == ["Café"]
