"""media.extract of PDF and caption files."""

import pytest

from media.errors import BrokenFileError
from media.extract import describe
from tests.makers_media import a_pdf, a_vtt, an_srt, written


def test_a_pdf_tells_fields_pages_and_text(tmp_path):
    path = written(tmp_path, "a.pdf", a_pdf("Xoe", pages=3, title="Tap chi", author="Lo Van La"))

    found = describe(path, "a.pdf")

    assert (found.title, found.creators, found.pages) == ("Tap chi", ("Lo Van La",), 3)
    assert found.captured == "2024-02-12T09:30:00+07:00"
    assert found.text.split("\f") == ["Xoe 1", "Xoe 2", "Xoe 3"]


def test_a_pdf_without_a_page_is_broken(tmp_path):
    path = written(tmp_path, "a.pdf", b"%PDF-1.4\n%%EOF\n")

    with pytest.raises(BrokenFileError):
        describe(path, "a.pdf")


def test_captions_tell_text_length_and_language(tmp_path):
    found = describe(written(tmp_path, "a.vtt", a_vtt()), "a.vtt")

    assert (found.text, found.duration_s) == ("Mời nhau vào vòng xòe\nInh lả ơi", 4.0)
    assert found.language == "vi"


def test_subrip_is_read_as_well(tmp_path):
    found = describe(written(tmp_path, "a.srt", an_srt()), "a.srt")

    assert (found.kind, found.duration_s) == ("captions", 4.0)
