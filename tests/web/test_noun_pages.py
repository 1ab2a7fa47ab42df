"""The pages of heritage, people, places and sets: names, sources, links, and real counts."""

import re

import pytest

from archive.catalogue.saving import SYSTEM, Save, save
from archive.indexing.indexer import Indexer
from archive.records import (
    DateValue,
    ItemKind,
    Link,
    Name,
    NameStatus,
    PlaceRecord,
    Source,
    Status,
)
from archive.records.nouns import Inscription
from archive.vocabulary.loading import starter_records
from tests.makers import a_community, an_agent, an_element, an_item, seen_by, stored
from tests.makers_reading import (
    a_collection,
    a_list,
    a_place,
    a_term,
    an_event,
    many_items,
)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_an_element_shows_its_names_but_never_the_hidden_ones(client, engines):
    names = (
        Name(language="vi", text="Khắm khen", status=NameStatus.PREFERRED),
        Name(language="blt-Tavt", text="ꪄꪾ ꪵꪄꪙ"),
        Name(language="vi", text="tên cũ không dùng", status=NameStatus.HIDDEN),
    )
    stored(engines, an_element(id="e1", slug="kham-khen", names=names))

    page = client.get("/elements/kham-khen").text

    assert '<span lang="blt-Tavt">ꪄꪾ ꪵꪄꪙ</span>' in page
    assert "tên cũ không dùng" not in page


def test_an_element_shows_its_sources_and_inscriptions(client, engines):
    element = an_element(
        slug="xoe",
        sources=(
            Source(text="Một cuốn sách, 2015"),
            Source(text="Báo", url="https://example.org/x"),
        ),
        inscriptions=(Inscription(list="national", decision="1877/QĐ-BVHTTDL", date="2015-06-08"),),
    )
    stored(engines, element)

    page = client.get("/elements/xoe").text

    assert "Một cuốn sách, 2015" in page
    assert 'href="https://example.org/x"' in page
    assert "1877/QĐ-BVHTTDL · 08/06/2015" in page


def test_the_dances_stand_as_a_list_with_its_sources(client, engines):
    listed = a_list(
        "xoe-six",
        "Sáu điệu xòe cổ",
        "xoe-mot",
        note={"vi": ["Nguồn khác kể khác."]},
        sources=(Source(text="Một nguồn"),),
    )
    stored(engines, an_element("Điệu một", id="xoe-mot", slug="xoe-mot"), listed)

    page = client.get("/elements").text

    assert page.index("Sáu điệu xòe cổ</h2>") < page.index("Nguồn khác kể khác.")
    assert "Một nguồn" in page


def test_the_unity_dance_stands_beside_the_list_and_not_on_it(client, engines):
    listed = a_list("xoe-six", "Sáu điệu xòe cổ", "xoe-mot")
    unity = an_element(
        "Vũ điệu kết đoàn", id="vu-dieu-ket-doan", slug="vu-dieu-ket-doan", kind="work"
    )
    stored(engines, an_element("Điệu một", id="xoe-mot", slug="xoe-mot"), unity, listed)

    strip = client.get("/").text.split('class="dances"')[1].split("</ul>")[0]

    assert strip.index("Điệu một") < strip.index("Vũ điệu kết đoàn")
    assert "không phải một trong sáu" in client.get("/").text


@pytest.mark.parametrize(
    ("record", "address"),
    [
        pytest.param(an_agent("Người ấy", id="n", slug="nguoi"), "/people/nguoi", id="person"),
        pytest.param(a_place("xa", "Xã ấy"), "/places/xa", id="place"),
        pytest.param(an_event("hoi", "Hội ấy"), "/events/hoi", id="event"),
        pytest.param(a_collection("bo", "Bộ ấy"), "/collections/bo", id="collection"),
        pytest.param(a_term("i-dan", "Đàn ấy"), "/terms/i-dan", id="term"),
    ],
)
def test_a_page_shows_the_items_that_point_to_it(client, engines, record, address):
    field = {
        "agent": {"agents": (Link(id=record.id, role="dancer"),)},
        "place": {"places": (Link(id=record.id),)},
        "event": {"event": record.id},
        "collection": {"collections": (record.id,)},
        "term": {"terms": (Link(id=record.id),)},
    }[record.type]
    stored(engines, record, an_item("Bản ghi ở đây", **field), an_item("Bản ghi nơi khác"))

    page = client.get(address).text

    assert "Bản ghi ở đây" in page
    assert "Bản ghi nơi khác" not in page


def test_a_community_never_lists_its_members(client, engines):
    community = stored(engines, a_community("Bản Mẫu", thanhvien="member"))

    page = client.get(f"/communities/{community.id}").text

    assert "Bản Mẫu" in page
    assert "thanhvien" not in page


def test_a_former_commune_counts_for_the_unit_of_today(client, engines):
    former = a_place("xa-cu", "Xã cũ", valid_to="2025-06-30")
    unit = a_place("xa-moi", "Xã mới", merged_from=("xa-cu",))
    stored(
        engines,
        former,
        unit,
        an_item(places=(Link(id="xa-cu"),)),
        an_item(places=(Link(id="xa-moi"),)),
    )

    assert "Xã mới (2)" in text_of(client.get("/map"))
    assert "Xã mới: 2 tư liệu" in client.get("/map").text


def test_a_former_district_leads_on_to_the_units_of_today(client, engines):
    stored(
        engines,
        a_place("huyen-cu", "Huyện cũ", kind="district", valid_to="2025-06-30"),
        a_place("xa-cu", "Xã cũ", within="huyen-cu", valid_to="2025-06-30"),
        a_place("xa-moi", "Xã mới", merged_from=("xa-cu",)),
        a_place("ban-ay", "Bản ấy", kind="village", within="xa-moi"),
        a_place("xa-khac", "Xã khác"),
        an_item("Ghi trước đây", places=(Link(id="xa-cu"),)),
        an_item("Ghi hôm nay", places=(Link(id="ban-ay"),)),
        an_item("Ghi nơi khác", places=(Link(id="xa-khac"),)),
    )

    page = client.get("/places/huyen-cu")

    assert re.search(r'Nay là</dt>\s*<dd>\s*<a href="/places/xa-moi"', page.text)
    assert "Xã khác" not in page.text
    assert [title in page.text for title in ("Ghi trước đây", "Ghi hôm nay")] == [True, True]
    assert "Ghi nơi khác" not in page.text
    assert "Chưa có tư liệu nào" not in page.text


def test_a_district_of_the_vocabulary_leads_on_to_its_five_units(client, engines):
    known = {one.id: one for one in starter_records() if isinstance(one, PlaceRecord)}
    units = [one for one in known.values() if "huyen-yen-chau" in _districts_of(one, known)]
    communes = [known[commune] for unit in units for commune in unit.merged_from]
    stored(engines, known["huyen-yen-chau"], *communes, *units)

    page = text_of(client.get("/places/huyen-yen-chau"))

    told = page.partition("Nay là")[2].partition("Ghi ở")[0]
    assert set(re.findall(r"Xã \w+ \w+", told)) == {
        *("Xã Yên Châu", "Xã Chiềng Hặc", "Xã Yên Sơn", "Xã Lóng Phiêng", "Xã Phiêng Khoài"),
    }


def _districts_of(unit, known):
    return {known[commune].within for commune in unit.merged_from if commune in known}


def test_counts_are_of_what_the_viewer_may_know(client, engines, sign_in):
    element = an_element("Điệu một", id="xoe-mot", slug="xoe-mot")
    links = {"elements": (Link(id="xoe-mot"),)}
    stored(engines, element, an_item(**links), an_item("Kín", **links, access=seen_by("school")))

    visitor = text_of(client.get("/elements"))
    sign_in("teacher")

    assert "1 tư liệu" in visitor
    assert "2 tư liệu" in text_of(client.get("/elements"))


@pytest.mark.parametrize(
    "address",
    [
        "/elements/kin",
        "/people/kin",
        "/places/kin",
        "/events/kin",
        "/collections/kin",
        "/terms/kin",
    ],
)
def test_what_may_not_be_known_has_no_page(client, engines, address):
    hidden = {"access": seen_by("staff")}
    stored(
        engines,
        an_element(id="kin", slug="kin", **hidden),
        an_agent(id="kin", slug="kin", **hidden),
        a_place("kin", **hidden),
        an_event("kin", **hidden),
        a_collection("kin", **hidden),
        a_term("kin", **hidden),
    )

    assert client.get(address).status_code == 404


def test_a_draft_has_no_page(client, engines):
    stored(engines, an_element(slug="nhap", status=Status.DRAFT))

    assert client.get("/elements/nhap").status_code == 404


def test_an_id_leads_to_the_slug(client, engines):
    stored(engines, an_agent(id="abc", slug="lo-van-a"))

    answer = client.get("/people/abc")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/people/lo-van-a")


def test_a_name_that_two_languages_share_stands_once(client, engines):
    names = (
        Name(language="en", text="Holding hands", status=NameStatus.PREFERRED),
        Name(language="vi", text="Khắm khen", status=NameStatus.PREFERRED),
        Name(language="blt-Latn", text="khắm khen"),
    )
    stored(engines, an_element(id="e1", slug="kham-khen", names=names))

    head = client.get("/en/elements/kham-khen").text.split("</header>")[-2]

    assert head.casefold().count("khắm khen") == 1


def test_a_person_of_whom_only_the_name_is_known_has_no_empty_box(client, engines):
    stored(engines, an_agent("Lò Văn Mẫu", slug="lo-van-mau"))

    assert '<aside class="side"' not in client.get("/people/lo-van-mau").text


def test_items_compared_come_before_the_way_to_choose_others(client, engines):
    first, second = an_item("Bản một"), an_item("Bản hai")
    stored(engines, first, second)

    page = client.get(f"/compare?item={first.id}&item={second.id}").text

    assert 'class="compared compared-2"' in page
    assert page.index("compared-2") < page.index("<table") < page.index('name="item"')


def test_the_search_finds_all_that_a_collection_counts(client, engines):
    named, naming = an_item("Được nêu"), an_item("Tự nêu", collections=("bo-mau",))
    stored(engines, named, naming, a_collection(items=(named.id,)), find=True)

    page = client.get("/collections/bo-mau").text
    found = client.get("/search?collection=bo-mau").text

    assert "2 tư liệu" in page
    assert all(f"/items/{item.id}" in text for item in (named, naming) for text in (page, found))


def test_the_search_forgets_what_a_collection_let_go(client, engines):
    item = an_item("Được nêu")
    collection = stored(engines, item, a_collection(items=(item.id,)), find=True)
    emptied = collection.model_copy(update={"items": ()})
    save(engines, Save(emptied, "Bớt", base_version=1), by=SYSTEM)
    Indexer(engines).drain()

    assert item.id not in client.get("/search?collection=bo-mau").text


def test_a_collection_keeps_its_own_order(client, engines):
    items = [an_item(f"Tư liệu {n}") for n in range(3)]
    stored(engines, *items, a_collection(items=tuple(item.id for item in reversed(items))))

    page = client.get("/collections/bo-mau").text

    assert page.index("Tư liệu 2") < page.index("Tư liệu 1") < page.index("Tư liệu 0")


@pytest.mark.parametrize(
    ("words", "season"),
    [
        pytest.param("Mùng 10 tháng Giêng âm lịch (10/1)", "Theo âm lịch", id="lunar"),
        pytest.param("31/8 – 2/9", "Theo dương lịch", id="solar"),
        pytest.param("Mùa xuân", "Theo mùa", id="season"),
        pytest.param("", "Nguồn chưa nói rõ khi nào", id="unsaid"),
    ],
)
def test_a_festival_stands_where_its_sources_put_it(client, engines, words, season):
    occasion = {"occasion": {"vi": [words]}} if words else {}
    stored(engines, an_element("Hội mẫu", kind="festival", slug="hoi", **occasion))

    page = text_of(client.get("/calendar"))

    assert season in page
    assert words in page


def test_items_are_compared_fact_by_fact(client, engines):
    first = an_item("Một", inventory_number="A-1")
    second = an_item("Hai", inventory_number="B-2", kind=ItemKind.VIDEO)
    hidden = an_item("Ba", access=seen_by("staff"))
    stored(engines, first, second, hidden)

    page = client.get(f"/compare?item=/items/{first.id}&item={second.id}&item={hidden.id}").text

    assert '<td class="changed">A-1</td><td class="changed">B-2</td>' in page
    assert "Ba</h2>" not in page


@pytest.mark.parametrize(
    ("address", "most"),
    [
        pytest.param("/", 12, id="home"),
        pytest.param("/map", 6, id="map"),
        pytest.param("/elements", 8, id="elements"),
        pytest.param("/people", 4, id="people"),
        pytest.param("/collections", 4, id="collections"),
        pytest.param("/elements/dieu-1", 12, id="element"),
        pytest.param("/places/xa-1", 12, id="place"),
    ],
)
def test_a_page_takes_few_statements_however_many_items(client, engines, statements, address, most):
    many_items(engines, 60)
    statements.clear()

    assert client.get(address).status_code == 200
    assert len(statements) <= most, "\n".join(statements)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/search", "/map", "/calendar", "/compare", "/lessons", "/about", "/accessibility"),
        *("/elements", "/people", "/places", "/events", "/communities", "/collections", "/help"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_empty_archive_has_every_page(client, prefix, address):
    assert client.get(prefix + address).status_code == 200


def test_an_event_shows_its_date(client, engines):
    stored(engines, an_event(date=DateValue(edtf="2024-03-18", as_written="18/3/2024")))

    assert "18/03/2024" in client.get("/events/hoi-mau").text
