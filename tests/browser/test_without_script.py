"""With JavaScript switched off everything still works by links and forms."""

import re

import pytest
from playwright.sync_api import expect

from tests import browsing
from tests.browser.conftest import sign_in
from tests.browser_pages import AGENT
from tests.browsing import OFFICER, item
from tests.makers_media import a_jpeg
from tests.serving import eventually

pytestmark = [pytest.mark.browser, pytest.mark.sampled(2)]


@pytest.fixture
def page(profile):
    return profile(java_script_enabled=False).new_page()


def search_for(page, words):
    page.goto("/")
    page.locator("#q").fill(words)
    page.locator(".searchbox-go").click()
    page.wait_for_url("**/search?*")


def test_a_search_finds_without_marks_and_narrows_by_links(page):
    search_for(page, "xoe")
    everything = page.locator("#hits article").count()

    page.locator(".facet").filter(has_text="Loại tư liệu").locator(".facet-value").first.click()

    expect(page.locator(".chip-on")).to_have_count(1)
    assert 0 < page.locator("#hits article").count() < everything


def test_a_chosen_filter_is_taken_away_by_its_chip(page):
    page.goto("/search?q=xoe&kind=video")

    page.locator(".chip-on").click()

    expect(page.locator(".chip-on")).to_have_count(0)


def test_a_long_list_has_a_next_page(page):
    page.goto("/search?type=element")
    first = page.locator("#hits .card-title a").first.get_attribute("href")

    page.get_by_role("link", name="Trang sau").click()

    page.wait_for_url("**page=2*")
    assert page.locator("#hits .card-title a").first.get_attribute("href") != first


@pytest.mark.parametrize(
    ("key", "player"),
    [(browsing.VIDEO, "video"), (browsing.SOUND, "audio")],
    ids=["video", "sound"],
)
def test_a_recording_has_the_browser_s_own_player(page, key, player):
    page.goto(item(key))

    found = page.locator(f"{player}[controls]")
    expect(found).to_be_visible()
    expect(found).to_have_attribute("preload", "none")
    source = found.locator("source").first.get_attribute("src")
    assert page.request.get(source, headers={"Range": "bytes=0-99"}).status == 206


def test_a_picture_is_seen_and_opens_large_by_a_link(page):
    page.goto(item(browsing.IMAGE))
    expect(page.locator(".zoom-stage img")).to_be_visible()

    with page.expect_response("**/files/**") as answer:
        page.locator("[data-zoom-open]").click()

    assert answer.value.ok
    assert answer.value.headers["content-type"].startswith("image/")


def test_the_next_picture_of_an_item_is_a_link(page):
    page.goto(item(browsing.IMAGE))
    shown = page.locator(".zoom-stage img").get_attribute("src")

    page.locator(".gallery a:not([aria-current])").first.click()

    expect(page.locator(".zoom-stage img")).not_to_have_attribute("src", shown)


@pytest.mark.parametrize(
    ("start", "link", "arrived"),
    [
        ("/elements", "main a[href='/elements/xoe-moi-lau']", "Khắm khăn mơi lảu"),
        ("/collections", ".card a", "Vòng xòe"),
        ("/people", f"main a[href='/people/{AGENT}']", "Tư liệu có"),
        ("/places", "main a[href='/places/phuong-chieng-coi']", "Phường Chiềng Cơi"),
        ("/map", "main .columns a", "Tên gọi"),
        ("/calendar", "main h3 a, main .card-title a", "Tên gọi"),
    ],
    ids=["element", "collection", "person", "place", "map", "calendar"],
)
def test_lists_lead_to_their_pages(page, start, link, arrived):
    page.goto(start)
    if start == "/collections":
        page.locator(link).filter(has_text="xòe").first.click()
    else:
        page.locator(link).first.click()

    expect(page.locator("main")).to_contain_text(arrived)


def test_the_menu_of_a_phone_opens(profile):
    phone = profile(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    phone.goto("/about")

    phone.locator(".menu-main summary").click()

    expect(phone.locator(".menu-main a").first).to_be_visible()


def test_buttons_that_need_script_are_not_shown(page):
    page.goto(item(browsing.IMAGE))

    needing = page.locator("[data-copy], [data-keyboard], [data-theme-switch], .zoom-tools")
    assert [one for one in needing.all() if one.is_visible()] == []


def test_a_photograph_is_sent_described_published_and_found(page, archive):
    title = "Vòng xòe đêm rằm ở bản Mẫu"
    photograph = a_jpeg(900, 600, captured="2025:02:14 09:30:00", artist="Lò Thị Mẫu")
    send(page, archive, photograph)

    expect(page.get_by_label("Ngày ghi", exact=True)).to_have_value("14/02/2025")
    page.locator("[name='title.text']").first.fill(title)
    page.locator("[name='description.text']").first.fill("Một đêm vui.")
    page.get_by_role("button", name="Lưu và công bố").click()

    expect(page.locator("h1")).to_have_text(title)
    eventually(lambda: has(page, "/search?q=xoe+dem+ram", title), 20)


def send(page, archive, photograph):
    """Send a file by the plain form and follow the way to its description."""
    sign_in(page, archive, OFFICER)
    page.goto("/desk/upload")
    file = {"name": "xoe.jpg", "mimeType": "image/jpeg", "buffer": photograph}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Gửi vào kho").click()
    page.get_by_role("link", name="Mô tả tiếp").click()
    page.wait_for_url(re.compile(r"/desk/items/\w+$"))


def has(page, path, words):
    page.goto(path)
    return words in page.locator("#hits").inner_text()
