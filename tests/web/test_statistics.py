"""The yearly report counts what its reader may see, on a page and in tables."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from archive.permissions import Role
from archive.records import Link
from archive.uses.models import Use, UseCount
from tests.makers import a_community, a_file, an_element, an_item, seen_by, stored


@pytest.fixture
def holdings(engines):
    """Two items of 2025, one of 2026 at Tết, and one of a community that staff may not see."""
    element = stored(engines, an_element("=Xòe vòng"))
    video = a_file("a.mp4", kind="video", technical={"duration_s": 5400.0})
    links = {"elements": (Link(id=element.id),), "languages": ("blt-Latn",)}
    old, new = datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 12, 31, 17, 30, tzinfo=UTC)
    first = stored(engines, an_item("Một", kind="video", files=(video,), published_at=old, **links))
    stored(engines, an_item("Hai", published_at=old, access=seen_by("school")))
    stored(engines, an_item("Ba", published_at=new, **links))
    community = stored(engines, a_community())
    kin = seen_by("community", community.id)
    hidden = stored(engines, an_item("Kín", published_at=old, access=kin, **links))
    with engines.db.writing() as session:
        for item, count in ((first, 7), (hidden, 100)):
            session.add(UseCount(item_id=item.id, day="2026-02-01", use=Use.VIEW, count=count))
    return element


def table(client, query=""):
    body = client.get(f"/desk/statistics.csv{query}").get_data().decode("utf-8-sig")
    return {(row[0], row[1]): row[2] for row in csv.reader(io.StringIO(body))}


def test_a_year_is_counted_as_the_calendar_of_vietnam_has_it(client, sign_in, holdings):
    sign_in(Role.OFFICER)

    counts = table(client)

    years = {name: count for (group, name), count in counts.items() if group == "Theo năm công bố"}
    assert years == {"2025": "2", "2026": "1"}


def test_what_its_reader_may_not_see_is_not_counted(client, sign_in, holdings):
    sign_in(Role.OFFICER)

    counts = table(client)

    assert counts["Chung", "Tư liệu đã công bố"] == "3"
    assert counts["Chung", "Lượt xem"] == "7"
    assert counts["Theo di sản", "'=Xòe vòng"] == "2"
    assert counts["Theo người được xem", "Trường học"] == "1"
    assert ("Theo người được xem", "Cộng đồng") not in counts


def test_hours_kinds_and_languages_of_one_year(client, sign_in, holdings):
    sign_in(Role.OFFICER)

    counts = table(client, "?year=2025")

    assert counts["Số giờ ghi âm, ghi hình", "Video"] == "1.5"
    assert counts["Theo loại tư liệu", "Video"] == "1"
    assert [count for (group, _), count in counts.items() if group == "Theo ngôn ngữ"] == ["1"]
    assert counts["Chung", "Lượt xem"] == "0"


def test_the_workbook_holds_numbers_and_no_formula(client, sign_in, holdings):
    sign_in(Role.OFFICER)

    book = load_workbook(io.BytesIO(client.get("/desk/statistics.xlsx").get_data()))

    cells = {row[1].value: row[2].value for row in book.active.iter_rows(min_row=2)}
    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert (cells["=Xòe vòng"], cells["Tư liệu đã công bố"]) == (2, 3)
    assert kinds == {"s", "n"}


@pytest.mark.parametrize("role", [Role.TEACHER, Role.STEWARD])
def test_the_report_is_for_the_desk(client, sign_in, role):
    sign_in(role)

    assert client.get("/desk/statistics").status_code == 403


def test_the_page_asks_the_same_for_three_items_and_for_thirty(
    client, engines, sign_in, holdings, statements
):
    sign_in(Role.OFFICER)
    client.get("/desk/statistics")
    statements.clear()
    page = client.get("/desk/statistics?year=2025").get_data(as_text=True)
    for_few = len(statements)
    for number in range(27):
        stored(engines, an_item(f"Thêm {number}", published_at=datetime(2025, 5, 5, tzinfo=UTC)))
    statements.clear()

    client.get("/desk/statistics?year=2025")

    assert "Thống kê năm 2025" in page
    assert len(statements) == for_few
