"""The search page: every state an address, and nothing that may not be known."""

import re
import unicodedata

import pytest

from archive.catalogue.models import AccessToken
from archive.catalogue.saving import SYSTEM, Save, save
from archive.indexing.indexer import Indexer
from archive.records import Access, Audience, Link, Preset
from tests.makers import a_file, an_element, an_item, seen_by, stored
from tests.makers_reading import give_renditions, many_items


@pytest.fixture
def two_items(engines):
    element = an_element("Khắm khen", id="xoe-kham-khen", slug="xoe-kham-khen")
    first = an_item("Xòe vòng đêm hội", elements=(Link(id=element.id),))
    second = an_item("Dệt vải", description={"vi": ["Khung cửi dưới sàn nhà."]}, rights="CC0 1.0")
    stored(engines, element, first, second, find=True)
    return first, second


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


@pytest.mark.parametrize(
    "q",
    [
        pytest.param("xoe", id="without marks"),
        pytest.param("xòe", id="tone on the first vowel"),
        pytest.param("xoè", id="tone on the last vowel"),
        pytest.param("XÒE", id="capitals"),
        pytest.param(unicodedata.normalize("NFD", "xòe"), id="decomposed"),
    ],
)
def test_every_spelling_finds_the_dance(client, two_items, q):
    page = client.get("/search", query_string={"q": q})

    assert "1 kết quả" in text_of(page)
    assert f"/items/{two_items[0].id}" in page.text


def test_the_words_that_were_found_are_marked(client, two_items):
    page = client.get("/search?q=khung+cui")

    assert "<mark>Khung</mark> <mark>cửi</mark> dưới sàn nhà" in page.text


def test_a_dance_is_found_by_the_words_of_its_recordings_and_the_page_says_by_which(
    client, two_items
):
    page = client.get("/search?q=dem+hoi&type=element")

    assert "Có trong tư liệu: Xòe vòng đêm hội" in text_of(page)
    assert "<mark>đêm</mark> <mark>hội</mark>" in page.text
    assert 'href="/elements/xoe-kham-khen"' in page.text


def test_what_a_recording_tells_of_a_dance_is_hidden_with_it_at_once(client, two_items, engines):
    narrowed = two_items[0].model_copy(
        update={"access": Access(see=Audience(preset=Preset.STAFF)), "version": 1}
    )
    save(engines, Save(narrowed, "cho cán bộ", base_version=1), by=SYSTEM)

    before_indexing = client.get("/search?q=dem+hoi&type=element")
    Indexer(engines).drain()
    after_indexing = client.get("/search?q=dem+hoi&type=element")

    assert "/elements/xoe-kham-khen" not in before_indexing.text + after_indexing.text


def test_a_facet_is_a_link_to_the_narrowed_search(client, two_items):
    page = client.get("/search")

    assert 'href="/search?element=xoe-kham-khen"' in page.text
    assert "1 tư liệu" in text_of(client.get("/search?element=xoe-kham-khen"))


def test_a_chosen_value_is_a_chip_that_takes_it_away(client, two_items):
    page = client.get("/search?q=xoe&element=xoe-kham-khen")

    assert "Di sản: Khắm khen" in text_of(page)
    assert 'class="chip chip-on" href="/search?q=xoe"' in page.text


def test_htmx_gets_the_part_that_changes(client, two_items):
    part = client.get("/search?q=xoe", headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert f"/items/{two_items[0].id}" in part.text
    assert "HX-Request" in part.headers["Vary"]


def test_an_element_stands_under_its_own_sign(client, two_items):
    page = client.get("/search?q=kham+khen&type=element")

    line = page.text[page.text.index('class="line-card"') :]
    assert '<svg class="glyph" width="32"' in line[: line.index("</article>")]


@pytest.mark.parametrize(
    ("query", "is_offered"),
    [
        pytest.param("", False, id="no words"),
        pytest.param("q=xoe+vong", False, id="words of the title"),
        pytest.param("q=nang+khan", True, id="words of the captions"),
    ],
)
def test_a_passage_is_offered_only_where_its_words_were_asked_for(
    client, engines, query, is_offered
):
    cues = [
        {"start_s": 3.0, "end_s": 5.0, "text": "Tiếng trống"},
        {"start_s": 12.0, "end_s": 15.0, "text": "Nâng khăn mời rượu"},
    ]
    words = a_file("xoe.vi.vtt", kind="captions", role="captions", technical={"cues": cues})
    item = an_item("Xòe vòng", kind="video", files=(a_file("xoe.mp4", kind="video"), words))
    stored(engines, item, find=True)

    page = client.get(f"/search?{query}")

    assert f"/items/{item.id}" in page.text
    assert ("Xem từ 0:12" in page.text) == is_offered


def test_a_card_begins_in_the_readers_language(client, engines):
    texts = {"vi": ["Hàng người nâng khăn."], "en": ["A row of people raising scarves."]}
    stored(engines, an_item("Khăn", description=texts), find=True)

    assert "Hàng người nâng khăn." in client.get("/search").text
    assert "A row of people raising scarves." in client.get("/en/search").text


@pytest.mark.parametrize(("count", "said"), [(1, "1 item<"), (2, "2 items<")], ids=["one", "two"])
def test_items_are_counted_in_proper_english(client, engines, count, said):
    element = an_element("Khắm khen", slug="kham-khen")
    items = [an_item(f"Bản {n}", elements=(Link(id=element.id),)) for n in range(count)]
    stored(engines, element, *items)

    assert said in client.get("/en/elements").text


def test_no_hits_offer_a_way_on(client, two_items):
    page = client.get("/search?q=khongcogi")

    assert "Chưa có gì cho “khongcogi”" in page.text
    assert 'href="/elements"' in page.text


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('q="', id="an open quote"),
        pytest.param("q=" + "x " * 400, id="a very long query"),
        pytest.param("q=%ff%fe", id="bytes that are no text"),
        pytest.param("page=99999&from=abc&to=-4&sort=no&view=no&type=no&more=no", id="nonsense"),
        pytest.param("from=99999999999999999999", id="a year beyond all"),
        pytest.param("element=" + "x" * 500, id="a value beyond all"),
    ],
)
def test_no_address_breaks_the_page(client, two_items, query):
    assert client.get(f"/search?{query}").status_code == 200


def test_an_item_that_sql_hides_is_not_shown_whatever_the_index_says(client, engines, two_items):
    with engines.db.writing() as session:
        session.query(AccessToken).filter_by(owner_id=two_items[0].id).delete()

    assert two_items[0].id not in client.get("/search?q=xoe").text


def test_who_may_only_know_gets_the_title_and_whom_to_ask(client, engines):
    hidden = an_item("Xòe kín", access=seen_by("staff", know="public"))
    stored(engines, hidden, find=True)

    page = client.get("/search?q=xoe+kin")

    assert "Xòe kín" in page.text
    assert "Bản ghi mẫu" not in page.text


def test_a_damaged_index_says_so_and_browsing_goes_on(client, engines, monkeypatch):
    from index.errors import IndexDamagedError

    def refuse(_query):
        raise IndexDamagedError("segment", "torn")

    monkeypatch.setattr(engines.index, "search", refuse)

    page = client.get("/search?q=xoe")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert client.get("/elements").status_code == 200


@pytest.mark.parametrize("count", [10, 100, pytest.param(10_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("who", ["", "teacher"])
def test_a_page_of_results_takes_at_most_12_statements(
    client, engines, sign_in, statements, count, who
):
    many_items(engines, count)
    if who:
        sign_in(who)
    client.get("/search?q=xoe")
    statements.clear()

    page = client.get("/search?q=xoe")

    assert f"{count:,} kết quả".replace(",", ".") in text_of(page)
    assert len(statements) <= 12, "\n".join(statements)


def test_a_card_shows_the_cover_in_every_format(client, engines):
    file = a_file()
    stored(engines, an_item("Xòe có ảnh", files=(file,)), find=True)
    give_renditions(engines, file)

    page = client.get("/search?q=xoe")

    assert f'srcset="/files/{file.id}/thumb-320.webp 320w"' in page.text
    assert f'src="/files/{file.id}/thumb-320.jpg"' in page.text


def test_a_list_is_no_secret_for_visitors_and_one_for_others(client, two_items, sign_in):
    visitor = client.get("/search")
    sign_in("teacher")
    teacher = client.get("/search")

    assert visitor.headers["Cache-Control"] == "private, no-cache"
    assert teacher.headers["Cache-Control"] == "private, no-store"


def test_a_query_that_is_too_long_is_refused_and_not_cut(client, two_items):
    page = client.get("/search", query_string={"q": "xoe " * 1_100})

    assert "Câu tìm quá dài" in text_of(page)


def test_the_search_box_takes_a_query_of_2000_characters(client, two_items):
    asked = ("xoe OR " * 30 + "kin" * 700)[:2000]

    page = client.get("/search", query_string={"q": asked})

    box = re.search(r'<input [^>]*name="q"[^>]*>', page.text)[0]
    assert f'value="{asked}"' in box
    assert int(re.search(r'maxlength="(\d+)"', box)[1]) == len(asked)
    assert "Câu tìm quá dài" not in text_of(page)
