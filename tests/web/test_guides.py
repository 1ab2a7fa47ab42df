"""The help comes from the documents, and from nowhere else."""

import re

import pytest

from archive.guides.pages import all_guides, guide


@pytest.fixture
def docs(tmp_path):
    for path, text in {
        "tutorials/teacher.md": "# Bài đầu\n\nXem [tải lên](../guides/officers/upload.md#buoc).\n",
        "guides/officers/upload.md": "# Tải lên\n\n| a |\n|---|\n| <script>x</script> |\n",
        "guides/officers/upload.en.md": "# Upload\n\n[First](../../tutorials/a.en.md)\n",
        "reference/formats.md": "# Formats\n",
        "decisions/0001-x.md": "# Not help\n",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def test_the_help_groups_guides_by_their_readers(client):
    page = client.get("/help").text

    readers = ("Bắt đầu từng bước", "cán bộ", "thầy cô", "người nghiên cứu", "quản trị máy chủ")
    headings = re.findall(r'<h2 id="shelf-[^>]*>([^<]+)</h2>', page)
    assert all(word in heading for word, heading in zip(readers, headings, strict=True))
    officers = page[page.index("Dành cho cán bộ") : page.index("Dành cho thầy cô")]
    assert "/help/guides/officers/dates" in officers
    assert "operators" not in officers


def test_tutorials_come_before_guides(docs):
    assert [one.title for one in all_guides(docs)] == ["Bài đầu", "Tải lên"]


def test_links_between_files_are_links_between_pages(docs):
    assert 'href="../guides/officers/upload#buoc"' in guide("tutorials/teacher", docs).html


def test_an_english_reader_gets_the_english_page_where_there_is_one(docs):
    assert [one.title for one in all_guides(docs, "en")] == ["Bài đầu", "Upload"]
    assert guide("officers/upload", docs, "en").title == "Upload"
    assert 'href="../../tutorials/a"' in guide("officers/upload", docs, "en").html


def test_the_reference_is_served_and_not_listed(docs):
    assert guide("reference/formats", docs).title == "Formats"
    assert "Formats" not in [one.title for one in all_guides(docs)]


def test_raw_html_in_a_document_is_text(docs):
    assert "<script>" not in guide("guides/officers/upload", docs).html


def test_a_guide_is_found_without_its_folder(docs):
    assert guide("officers/upload", docs).title == "Tải lên"


@pytest.mark.parametrize(
    "path", ["../pyproject", "decisions/0001-x", "guides/../decisions/0001-x", "", "a/%2e%2e", "UP"]
)
def test_nothing_else_is_served(docs, path):
    assert guide(path, docs) is None


def test_an_unknown_page_is_not_there(client):
    assert client.get("/help/khong-co").status_code == 404
