"""Dossiers of living heritage: what is counted, for whom, and the sheet in three forms."""

import csv
import io

import docx
import pypdfium2
import pytest

from archive.permissions import Role
from archive.records import Link, Name, NameStatus
from tests.makers import a_community, a_file, an_element, an_item, seen_by, stored


@pytest.fixture
def element(engines):
    names = (
        Name(language="vi", text="Xòe vòng", status=NameStatus.PREFERRED),
        Name(language="blt-Tavt", text="ꪵꪮ꪿ ꪶꪫꪉ"),
    )
    made = an_element(names=names, slug="xoe-vong", meaning={"vi": ["Mừng mùa mới, ở bản Hìn."]})
    return stored(engines, made)


def photographs(count, **said):
    return tuple(a_file(f"{number}.jpg", **said) for number in range(count))


def fill(engines, element, *files, **said):
    links = (Link(id=element.id),)
    return stored(engines, an_item("Tư liệu", files=files, elements=links, **said))


def a_video(seconds):
    return a_file("a.mp4", kind="video", technical={"duration_s": seconds})


def text(answer):
    return answer.get_data(as_text=True)


def checks(client):
    body = client.get("/desk/dossiers/xoe-vong/sheet.csv").get_data().decode("utf-8-sig")
    rows = csv.reader(io.StringIO(body))
    return {row[0]: row[1] for row in rows if row[0][0] in "✓✗"}


def test_what_is_there_and_what_lacks_is_counted(client, engines, sign_in, element):
    sign_in(Role.OFFICER)
    fill(engines, element, *photographs(3, label={"vi": ["Vòng xòe"]}), *photographs(8))
    fill(engines, element, a_video(440.0))

    found = checks(client)

    assert found["✗ 10 ảnh có chú thích"].startswith("mới 3 trên 10. ")
    assert found["✗ Video 10 phút"].startswith("mới 7:20 trên 10:00. ")
    assert found["✓ Giá trị"].startswith("Nghị định 215/2025/NĐ-CP")
    assert found["✗ Thời gian"].startswith("chưa ghi. ")


def test_enough_is_enough(client, engines, sign_in, element):
    sign_in(Role.OFFICER)
    fill(engines, element, *photographs(10, label={"vi": ["Vòng xòe"]}))
    fill(engines, element, a_video(600.0))

    found = checks(client)

    assert found["✓ 10 ảnh có chú thích"].startswith("10. ")
    assert found["✓ Video 10 phút"].startswith("10:00. ")


def test_what_its_reader_may_not_see_is_not_counted(client, engines, sign_in, element):
    community = stored(engines, a_community())
    before = {"label": {"vi": ["Kín"]}}
    access = seen_by("community", community.id)
    sign_in(Role.OFFICER)
    empty = checks(client)

    fill(engines, element, *photographs(10, **before), a_video(900.0), access=access)

    assert checks(client) == empty


def test_the_page_says_who_asks_and_leads_to_where_it_is_added(client, sign_in, element):
    sign_in(Role.REVIEWER)

    page, all_of_them = (
        text(client.get("/desk/dossiers/xoe-vong")),
        text(client.get("/desk/dossiers")),
    )

    assert "https://hethongphapluat.com/nghi-dinh-215-2025" in page
    assert f'href="/desk/vocabulary/element/{element.id}"' in page
    assert 'href="/desk/upload"' in page
    assert 'href="/desk/dossiers/xoe-vong">Xòe vòng' in all_of_them


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_sheet_reads_in_vietnamese_and_tai_viet(client, sign_in, element, form):
    sign_in(Role.OFFICER)

    first, again = (client.get(f"/desk/dossiers/xoe-vong/sheet.{form}").data for _ in range(2))

    read = {"docx": words_of_docx, "pdf": words_of_pdf}[form](first)
    assert "Phiếu kiểm kê di sản văn hóa phi vật thể" in read
    assert "Mừng mùa mới, ở bản Hìn." in read
    assert "ꪵꪮ꪿ꪶꪫꪉ" in read.replace(" ", "")  # in a PDF a space is only a distance
    assert first == again


def words_of_docx(data):
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(data):
    document = pypdfium2.PdfDocument(data)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


def test_many_elements_ask_no_more_than_few(client, engines, sign_in, element, statements):
    sign_in(Role.OFFICER)
    fill(engines, element, *photographs(1))
    client.get("/desk/dossiers")
    statements.clear()
    client.get("/desk/dossiers")
    for_one = len(statements)
    for number in range(6):
        other = stored(engines, an_element(f"Điệu {number}"))
        fill(engines, other, *photographs(1))
    statements.clear()

    client.get("/desk/dossiers")

    assert len(statements) == for_one
