"""Sheets are read as people see them, judged row by row, taken in once and taken back whole."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete

from archive.bulk import running
from archive.bulk.models import EntryState, Round
from archive.bulk.queries import entries_at
from archive.bulk.tasks import OPENERS
from archive.catalogue.models import Item, Revision
from archive.catalogue.saving import SYSTEM, Save, save
from archive.records import CollectionRecord, ItemKind, Link, Name, NameStatus, Status, record_of
from archive.sheets import service
from archive.sheets.applying import Action
from archive.sheets.columns import FIELDS, recognise
from archive.sheets.exporting import as_csv, as_xlsx
from archive.sheets.reading import SheetUnreadableError, read_sheet
from tests.makers import a_file, an_agent, an_element, an_item, seen_by, stored
from tests.makers_media import a_jpeg
from tests.makers_sheets import (
    a_csv,
    an_xlsx,
    counts,
    exported,
    imported,
    looked_at,
    received,
    undone,
    without_versions,
)

ROWS = [["Tiêu đề", "Ghi chú"], ["Xòe vòng ở bản Hìn", "đẹp lắm, thật"]]


def items(engines):
    with engines.db.reading() as session:
        return [record_of(row.record) for row in session.query(Item).order_by(Item.sort_key)]


@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        ("utf-8", "csv utf-8"),
        ("utf-8-sig", "csv utf-8"),
        ("utf-16", "csv utf-16"),
        ("utf-16-le", "csv utf-16"),
        ("utf-16-be", "csv utf-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_its_encoding_and_with_its_delimiter(encoding, form, delimiter):
    sheet = read_sheet(a_csv(ROWS, encoding, delimiter), "a.csv")

    assert (sheet.form, [sheet.headers, sheet.rows[0].cells]) == (form, [tuple(r) for r in ROWS])


def test_a_csv_of_old_windows_comes_out_composed():
    decomposed = "Tên,Nơi\nMẫu lễ hội,Mường La\n".replace("ẫ", "â\u0303").replace("ễ", "ê\u0303")
    decomposed = decomposed.replace("ộ", "ô\u0323").replace("ờ", "ơ\u0300")

    sheet = read_sheet(decomposed.encode("cp1258"), "a.csv")

    assert (sheet.form, sheet.rows[0].cells) == ("csv cp1258", ("Mẫu lễ hội", "Mường La"))


def test_an_xlsx_is_read_as_it_is_seen():
    row = ["0042", 42, 1234.5, date(1985, 2, 3), date(1985, 2, 1), "=1+1", True, 0.25, 7]
    content = an_xlsx([[f"c{n}" for n in range(9)], row], E2="mm/yyyy", H2="0%", I2="000")

    sheet = read_sheet(content, "a.xlsx")

    shown = ("0042", "42", "1234.5", "03/02/1985", "02/1985", "", "TRUE", "25%", "007")
    assert sheet.rows[0].cells == shown
    assert [(one.cell, one.code) for one in sheet.problems] == [("F2", "formula")]


def test_what_office_programs_write_is_read_by_its_cached_values_and_shared_strings():
    """LibreOffice writes shared strings, cached results and styles; so does Excel."""
    content = an_xlsx([["Tiêu đề", "Năm"], ["Xòe", "=1980+5"]])
    rewritten = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(rewritten, "w") as new:
        for part in old.namelist():
            text = (
                old.read(part).replace(b"<v></v>", b"<v>1985</v>").replace(b"<v />", b"<v>1985</v>")
            )
            new.writestr(part, text)

    sheet = read_sheet(rewritten.getvalue(), "a.xlsx")

    assert (sheet.rows[0].cells, sheet.problems) == (("Xòe", "1985"), ())


def _bomb():
    content = io.BytesIO(an_xlsx(ROWS))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        for number in range(4):
            parts.writestr(f"xl/media/{number}.bin", bytes(100 * 1024**2))
    return content.getvalue()


def _entities():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(an_xlsx(ROWS))) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + old.read(part))
    return content.getvalue()


@pytest.mark.parametrize(
    ("make", "name", "reason"),
    [
        pytest.param(_bomb, "a.xlsx", "too-large", id="zip bomb"),
        pytest.param(_entities, "a.xlsx", "xlsx", id="entities"),
        pytest.param(lambda: an_xlsx(ROWS)[:900], "a.xlsx", "xlsx", id="cut off"),
        pytest.param(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "old-excel", id="xls"),
        pytest.param(lambda: b'a,"b\n', "a.csv", "csv", id="open quote"),
        pytest.param(lambda: b"\n\n", "a.csv", "empty", id="empty"),
        pytest.param(lambda: b"a\xd2\xffb\x81", "a.csv", "encoding", id="no encoding"),
        pytest.param(lambda: b"%PDF-1.7", "a.pdf", "no-sheet", id="a PDF"),
    ],
)
def test_what_is_no_sheet_is_refused_with_the_reason(make, name, reason):
    with pytest.raises(SheetUnreadableError) as caught:
        read_sheet(make(), name)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("tiêu đề@vi", "title@vi"),
        ("dcterms:title@en", "title@en"),
        ("tên@blt-Tavt", "title@blt-Tavt"),
        ("TIEU DE", "title@vi"),
        ("dcterms:title ^^literal @fra", "title@fr"),
        ("dcterms:creator", "agents:creator"),
        ("dcterms:isPartOf", "collections"),
        ("collection[0]", "collections"),
        ("subject[1]", "terms"),
        ("mediatype", "kind"),
        ("identifier", "former_ids"),
        ("file", "files"),
        ("licenseurl", "rights"),
        ("cột lạ", "None"),
        ("tên@không phải", "None"),
    ],
)
def test_headers_of_several_houses_are_understood(header, target):
    assert str(recognise(header)) == target


def test_no_header_means_two_fields():
    seen = [
        (recognise(header).field, field.name)
        for field in FIELDS.values()
        for header in field.headers
    ]

    assert [pair for pair in seen if pair[0] != pair[1]] == []


@pytest.fixture
def archive(engines):
    """An archive with a dance, two people of one name, a collection and three items."""
    stored(
        engines, an_element("Khắm khen", id="kham-khen"), an_agent("Lò Văn Mẫu", id="lo-van-mau")
    )
    stored(
        engines,
        an_agent("Cầm Thị Mẫu", id="cam-1", slug="cam-1"),
        an_agent("Cầm Thị Mẫu", id="cam-2", slug="cam-2"),
    )
    name = Name(language="vi", text="Xòe xưa", status=NameStatus.PREFERRED)
    stored(engines, CollectionRecord(id="xoe-xua", status=Status.PUBLISHED, names=(name,)))
    kind = ItemKind.OBJECT  # which needs no file to be published
    stored(
        engines,
        an_item(
            "=1+1", kind=kind, inventory_number="BT 1", agents=(Link(id="cam-2", role="singer"),)
        ),
        an_item(
            "Xòe; vòng | hai \\ ba",
            kind=kind,
            inventory_number="BT 2",
            elements=(Link(id="kham-khen"),),
        ),
        an_item(
            "Người viết tay",
            kind=kind,
            inventory_number="BT 3",
            agents=(Link(name="Ai đó (người hát)"), Link(name="A;B", role="narrator")),
            files=(a_file("anh; mot.jpg"),),
            former_ids=("K|1", "K;2"),
            access=seen_by("school", take="staff"),
        ),
    )
    return engines


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_comes_back_without_a_change(archive, form):
    table = exported(archive)
    content = as_xlsx(table) if form == "xlsx" else b"".join(as_csv(table))

    plan = looked_at(archive, received(archive, content, Action.REPLACE, name=f"a.{form}"))

    assert (plan.counts()["same"], plan.every_problem) == (3, [])


def test_no_cell_of_an_export_runs_as_a_formula(archive):
    table = exported(archive)

    cells = load_workbook(io.BytesIO(as_xlsx(table))).active.iter_rows()

    assert {cell.data_type for row in cells for cell in row if cell.value} == {"s"}
    assert b"'=1+1" in b"".join(as_csv(table))


def test_every_bad_cell_is_named_with_what_to_do(archive):
    rows = [
        [
            "tiêu đề",
            "di sản",
            "ngày",
            "người",
            "bộ sưu tập",
            "ai được xem",
            "việc",
            "số kiểm kê",
            "lạ",
        ],
        ["Một", "Khắm khan", "", "", "", "", "", "", ""],
        ["Hai", "", "hôm kia", "", "", "", "", "", ""],
        ["Ba", "", "", "Cầm Thị Mẫu", "", "", "", "", ""],
        ["Bốn", "", "", "Lò Văn Mẫu (người hátt)", "", "", "", "", ""],
        ["Năm", "", "", "", "Xòe sưa", "", "", "", ""],
        ["Sáu", "", "", "", "", "Bạn bè", "", "", ""],
        ["Bảy", "", "", "", "", "", "xào nấu", "", ""],
        ["", "", "1985", "", "", "", "", "", ""],
        ["Chín", "", "", "", "", "", "", "BT 1", ""],
        ["Mười", "", "", "", "", "", "sửa", "BT 99", ""],
        ["Mười một", "Khắm khen", "khoảng 1985", "Bà Mới", "Xòe xưa", "Công khai", "", "BT 50", ""],
    ]

    plan = looked_at(archive, received(archive, a_csv(rows)))

    assert [(one.cell, one.code, one.near) for one in plan.every_problem] == [
        ("I1", "column-unknown", ""),
        ("B2", "not-known", "Khắm khen"),
        ("C3", "date-not-understood", ""),
        ("D4", "ambiguous", ""),
        ("D5", "role-unknown", "Người hát"),
        ("E6", "not-known", "Xòe xưa"),
        ("F7", "access-unknown", ""),
        ("G8", "action-unknown", ""),
        ("A9", "title-missing", ""),
        ("H10", "item-exists", ""),
        ("H11", "item-missing", ""),
        ("D12", "written-as-is", ""),
    ]
    assert (plan.counts()["bad"], plan.counts()["new"]) == (10, 1)


@pytest.mark.parametrize(
    ("action", "title", "people"),
    [
        (Action.UPDATE, ["Tên mới"], 1),
        (Action.APPEND, ["=1+1", "Tên mới"], 1),
        (Action.REPLACE, ["Tên mới"], 0),
    ],
)
def test_each_action_does_what_it_says(archive, action, title, people):
    content = a_csv([["số kiểm kê", "tên", "người"], ["BT 1", "Tên mới", ""]])

    imported(archive, content, action)

    changed = next(one for one in items(archive) if one.inventory_number == "BT 1")
    assert (changed.title["vi"], len(changed.agents), changed.version) == (title, people, 2)


def test_an_import_is_taken_back_whole_but_for_what_was_changed_since(archive):
    before = exported(archive)
    rows = [["số kiểm kê", "tên", "việc"], ["BT 1", "Đổi", "sửa"], ["BT 2", "Đổi", "sửa"]]
    found = imported(archive, a_csv([*rows, ["BT 7", "Mới", ""], ["BT 8", "Mới", ""]]))
    touched = next(one for one in items(archive) if one.inventory_number == "BT 8")
    changed = touched.model_copy(update={"former_ids": ("cũ 8",)})
    save(archive, Save(changed, "sửa tay", base_version=1), by=SYSTEM)

    left = undone(archive, found)

    after = [row for row in exported(archive) if "BT 8" not in row]
    assert left == {"undone": 3, "kept": 1}
    assert without_versions(after) == without_versions(before)
    with archive.db.reading() as session:
        kept = entries_at(session, found.id, EntryState.KEPT)
    assert [(one.title, one.reason) for one in kept] == [("Mới", "changed-since")]
    assert len(list(archive.repository.purged())) == 1


def test_what_was_saved_again_and_says_the_same_is_taken_back_too(archive):
    before = exported(archive)
    found = imported(archive, a_csv([["số kiểm kê", "tên"], ["BT 8", "Mới"]]))
    made = next(one for one in items(archive) if one.inventory_number == "BT 8")
    save(archive, Save(made, "lưu lại", base_version=1), by=SYSTEM)

    assert undone(archive, found) == {"undone": 1}
    assert exported(archive) == before


def test_what_has_lost_its_earlier_version_is_kept_and_said(archive):
    found = imported(archive, a_csv([["số kiểm kê", "tên", "việc"], ["BT 1", "Đổi", "sửa"]]))
    with archive.db.writing() as session:
        session.execute(delete(Revision).where(Revision.number == 1))

    assert undone(archive, found) == {"kept": 1}
    with archive.db.reading() as session:
        kept = entries_at(session, found.id, EntryState.KEPT)
    assert [one.reason for one in kept] == ["no-earlier-version"]


def test_an_import_that_is_cut_off_goes_on_and_doubles_nothing(archive, monkeypatch):
    rows = [["tên", "số kiểm kê"], *([f"Tên {n}", f"K {n}"] for n in range(12))]
    found = received(archive, a_csv(rows))
    plan = looked_at(archive, found)
    with archive.db.writing() as session:
        service.start(session, session.merge(found), plan, by=SYSTEM, queue=False)
    monkeypatch.setattr(running, "AT_ONCE", 5)

    def die(done):
        if done > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(archive, found.id, OPENERS[found.kind], die)
    halfway = counts(archive, found)
    with archive.db.writing() as session:  # as if the power went between the store and the journal
        session.query(running.RoundEntry).filter_by(state=EntryState.DONE).update(
            {"state": EntryState.WAITING, "version_after": None}
        )
    running.run(archive, found.id, OPENERS[found.kind], lambda _done: None)

    assert halfway == {"done": 10, "waiting": 2}
    assert counts(archive, found) == {"done": 12}
    with archive.db.reading() as session:
        assert session.query(Revision).filter(Revision.message == found.message).count() == 12


def test_files_come_along_by_name_and_never_from_outside_the_folder(archive, tmp_path):
    folder = tmp_path / "tep"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(a_jpeg())
    (tmp_path / "b.jpg").write_bytes(a_jpeg())
    content = a_csv([["tên", "tệp"], ["Một", "a.jpg"], ["Hai", "../b.jpg"], ["Ba", "c.jpg"]])
    sent = service.Received("a.csv", content, folder)
    found = service.receive(archive, sent, Action.CREATE, by=SYSTEM)
    plan = looked_at(archive, found)
    with archive.db.writing() as session:
        service.start(session, session.get(Round, found.id), plan, by=SYSTEM, queue=False)

    running.run(archive, found.id, OPENERS[found.kind], lambda _done: None)

    made = next(one for one in items(archive) if one.title.get("vi") == ["Một"])
    assert [(p.cell, p.code) for p in plan.every_problem] == [
        ("B3", "file-missing"),
        ("B4", "file-missing"),
    ]
    stored_bytes = archive.repository.read(made.object_id, made.files[0].master_path)
    assert stored_bytes == (folder / "a.jpg").read_bytes()


def test_a_sheet_opens_nothing_to_more_people_unless_somebody_says_so(archive):
    content = a_csv([["số kiểm kê", "ai được xem"], ["BT 3", "Công khai"]])

    shut = looked_at(archive, received(archive, content, Action.UPDATE))
    opened = looked_at(archive, received(archive, content, Action.UPDATE, widen=True))

    assert [one.code for one in shut.every_problem] == ["widening"]
    assert (opened.every_problem, opened.counts()["changed"]) == ([], 1)


def test_a_published_item_keeps_what_it_must_have(archive):
    content = a_csv([["số kiểm kê", "tên"], ["BT 1", ""]])

    plan = looked_at(archive, received(archive, content, Action.REPLACE))

    assert [(one.code, one.value) for one in plan.every_problem] == [("not-publishable", "title")]
