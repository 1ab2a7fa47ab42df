"""The room of sheets and the change of a search result, as an officer uses them."""

import io
import re

import pytest

from archive.bulk.models import Round
from archive.catalogue.models import Item
from archive.indexing.indexer import Indexer
from archive.permissions import Role
from archive.records import ItemKind, Link, Name, PlaceRecord, Preset, record_of
from archive.sheets.names import names_for
from archive.sheets.reading import read_sheet
from tests.makers import an_agent, an_item, seen_by, stored
from tests.makers_sheets import a_csv, exported, without_versions, work_off

ROWS = [
    ["tiêu đề", "số kiểm kê", "bộ sưu tập", "lạ"],
    ["Xòe ở bản Hìn", "K 1", "", "x"],
    ["Xòe ở bản Mòng", "K 2", "Không có bộ này", "x"],
]


def send(client, rows, **fields):
    data = {"sheet": (io.BytesIO(a_csv(rows)), "bảng.csv"), "action": "create", **fields}
    answer = client.post("/desk/sheets", data=data, content_type="multipart/form-data")
    return answer.headers["Location"]


def items(engines):
    with engines.db.reading() as session:
        return [record_of(row.record) for row in session.query(Item).order_by(Item.sort_key)]


def newest_round(engines):
    with engines.db.reading() as session:
        return session.query(Round).order_by(Round.made_at.desc()).first()


def test_a_sheet_goes_from_dry_run_to_drafts_and_back(client, engines, sign_in):
    sign_in(Role.OFFICER)
    before = exported(engines)

    address = send(client, ROWS)
    page = client.get(address).get_data(as_text=True)
    run = client.post(f"{address}/start").headers["Location"]
    work_off(engines)
    made = [(one.title["vi"][0], one.status.value, one.owner) for one in items(engines)]
    done = client.get(run).get_data(as_text=True)
    client.post(f"{run}/undo")
    work_off(engines)

    assert 'href="#c-C3"' in page
    assert 'id="c-C3"' in page
    assert "lạ" in page
    assert made == [("Xòe ở bản Hìn", "draft", "officer")]
    assert "Hoàn tác cả lần này" in done
    assert without_versions(exported(engines)) == without_versions(before)


def test_a_column_that_is_not_known_is_given_its_place_on_the_page(client, engines, sign_in):
    sign_in(Role.OFFICER)
    address = send(client, [["tiêu đề", "ghi chú của tôi"], ["Xòe", "Đêm hội."]])

    mapping = ["title@vi", "description@vi"]
    client.post(address, data={"target": mapping, "action": "create"})
    client.post(f"{address}/start")
    work_off(engines)

    assert items(engines)[0].description == {"vi": ["Đêm hội."]}


def test_what_is_no_sheet_is_refused_on_the_page(client, sign_in):
    sign_in(Role.OFFICER)
    data = {"sheet": (io.BytesIO(b"%PDF"), "a.pdf"), "action": "create"}

    answer = client.post("/desk/sheets", data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "Đây không phải bảng tính" in answer.get_data(as_text=True)


def test_a_sheet_is_its_senders_and_its_reviewers(client, sign_in, app, engines):
    sign_in(Role.OFFICER, "mot")
    address = send(client, ROWS)
    sign_in(Role.OFFICER, "hai")

    assert client.get(address).status_code == 404
    sign_in(Role.REVIEWER)
    assert client.get(address).status_code == 200


def test_template_and_export_are_sheets_that_are_read_again(client, engines, sign_in):
    sign_in(Role.OFFICER)
    stored(engines, an_item("Xòe", inventory_number="=1"))

    template = read_sheet(client.get("/desk/sheets/template.xlsx").data, "a.xlsx")
    export = read_sheet(client.get("/desk/sheets/export.csv").data, "a.csv")

    assert "tiêu đề@vi" in template.headers
    assert [row.cells[0] for row in template.rows] == ["ví dụ"]
    assert export.rows[0].cells[1] == "=1"


@pytest.fixture
def found(engines, sign_in):
    """Three published objects that a search finds, one of them for schools; a person."""
    sign_in(Role.OFFICER)
    kind = ItemKind.OBJECT
    stored(engines, an_agent("Lò Văn Mẫu", id="mau"), find=True)
    stored(
        engines,
        an_item("Khăn piêu một", kind=kind),
        an_item("Khăn piêu hai", kind=kind),
        an_item("Khăn piêu ba", kind=kind, access=seen_by("school")),
        an_item("Cái khèn", kind=kind),
        find=True,
    )


def change(client, query, **said):
    names = ("target", "operation", "find", "value")
    data = {"query": query, **{name: [said.get(name, "")] for name in names}}
    return client.post("/desk/bulk", data=data).headers["Location"]


def test_a_search_result_is_changed_whole_and_taken_back_whole(client, engines, found):
    before = exported(engines)

    preview = change(
        client, "q=piêu", target="agents", operation="add", value="Lò Văn Mẫu (người dệt)"
    )
    page = client.get(preview).get_data(as_text=True)
    run = client.post(f"{preview}/start").headers["Location"]
    work_off(engines)
    Indexer(engines).drain()
    after = {one.title["vi"][0]: one.agents for one in items(engines)}
    client.post(f"{run}/undo")
    work_off(engines)

    assert re.search(r">3</b>\s*<span>tư liệu sẽ đổi", page)
    assert after["Khăn piêu hai"] == (Link(id="mau", role="weaver"),)
    assert after["Cái khèn"] == ()
    assert without_versions(exported(engines)) == without_versions(before)


def test_opening_items_wider_asks_for_consent_and_closing_holds_at_once(client, engines, found):
    wider = change(client, "q=piêu", target="access", operation="set", value="Công khai")

    refused = client.post(f"{wider}/start").headers["Location"]
    allowed = client.post(f"{wider}/start", data={"widen": "1"}).headers["Location"]
    work_off(engines)
    Indexer(engines).drain()
    closed = change(client, "q=piêu", target="access", operation="set", value="Riêng cán bộ")
    client.post(f"{closed}/start")
    work_off(engines)

    assert (refused, allowed.startswith("/desk/rounds/")) == (wider, True)
    presets = {one.title["vi"][0]: one.access.see.preset for one in items(engines)}
    assert presets["Khăn piêu ba"] is Preset.STAFF
    assert (
        client.application.test_client()
        .get("/search?q=piêu")
        .get_data(as_text=True)
        .count("piêu một")
        == 0
    )


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (
            {"target": "title@vi", "operation": "find", "find": "piêu", "value": "Piêu"},
            "Khăn Piêu một",
        ),
        ({"target": "title@vi", "operation": "set", "value": "Một tên"}, "Một tên"),
    ],
)
def test_words_in_texts_are_replaced(client, engines, found, said, title):
    preview = change(client, "q=piêu", **said)

    client.post(f"{preview}/start")
    work_off(engines)

    assert title in [one.title["vi"][0] for one in items(engines)]


def test_a_value_that_means_nothing_is_said_before_anything_is_done(client, engines, found):
    preview = change(client, "q=piêu", target="rights", operation="set", value="của tôi")

    page = client.get(preview).get_data(as_text=True)

    assert "không có trong danh sách" in page
    assert "/start" not in page
    assert newest_round(engines).state.value == "ready"


def test_a_name_that_a_former_unit_shares_means_the_one_of_today(engines):
    names = (Name(language="vi", text="Phường Mẫu"),)
    stored(
        engines,
        PlaceRecord(id="xua", slug="xua", names=names, valid_to="2025-06-30"),
        PlaceRecord(id="nay", slug="nay", names=names, valid_from="2025-07-01"),
    )

    with engines.db.reading() as session:
        book = names_for(session, None).book("places")

    assert book.find("phường mẫu") == "nay"
    assert not book.is_ambiguous("Phường Mẫu")
    assert book.find(book.written("xua")) == "xua"
    assert book.find("Phường Mẫu · xua") == "xua"
