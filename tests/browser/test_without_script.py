"""With JavaScript switched off everything still works by links and forms."""

import pytest

from tests import browsing
from tests.browser.conftest import sign_in
from tests.browsing import OFFICER, item
from tests.makers_media import a_jpeg
from tests.serving import eventually

pytestmark = pytest.mark.browser


@pytest.fixture
def page(profile):
    return profile(java_script_enabled=False).new_page()


def test_a_search_finds_and_narrows_by_links(page):
    page.goto("/")
    page.fill("#q", "khan pieu")
    page.click(".searchbox-go")
    everything = page.locator("#hits article").count()

    page.locator(".facet-value").first.click()

    assert 0 < page.locator("#hits article").count() <= everything
    assert page.locator(".chip-on").count() == 1


def test_a_long_list_has_a_next_page(page):
    page.goto("/search?type=")

    page.click(".pager a[rel=next]")

    assert "page=2" in page.url
    assert page.locator("#hits a[href]").count() > 5


@pytest.mark.parametrize(
    ("key", "player"),
    [(browsing.VIDEO, "video"), (browsing.SOUND, "audio")],
    ids=["video", "sound"],
)
def test_a_recording_has_the_browser_s_own_player(page, key, player):
    page.goto(item(key))

    found = page.locator(f"{player}[controls]")
    assert found.locator("source").count() >= 1
    assert found.get_attribute("preload") == "none"


def test_a_picture_opens_large_by_a_link(page):
    page.goto(item(browsing.IMAGE))

    with page.expect_response("**/files/**") as answer:
        page.click("[data-zoom-open]")

    assert answer.value.ok
    assert answer.value.headers["content-type"].startswith("image/")


def test_buttons_that_need_script_are_not_shown(page):
    page.goto(item(browsing.IMAGE))

    needing = page.locator("[data-copy], [data-keyboard], [data-theme-switch], .zoom-tools")
    assert [one for one in needing.all() if one.is_visible()] == []


def test_a_photograph_is_sent_described_published_and_found_without_marks(page, archive):
    photograph = a_jpeg(900, 600, captured="2025:02:14 09:30:00", artist="Lò Thị Mẫu")
    sign_in(page, archive, OFFICER)

    page.goto("/desk/upload")
    page.set_input_files(
        "input[type=file]", {"name": "xoe.jpg", "mimeType": "image/jpeg", "buffer": photograph}
    )
    page.click(".upload-form button[type=submit]")
    page.click("main .actions .btn-primary")
    date_was_read = page.locator("main form#describe").inner_html().count("2025") > 0
    describe(page, "Vòng xòe đêm rằm ở bản Mẫu")
    page.click("button[name=then][value=publish]")

    eventually(lambda: has(page, "/search?q=xoe+dem+ram", "Vòng xòe đêm rằm ở bản Mẫu"), 20)
    assert date_was_read


def describe(page, title):
    page.locator("#title, [name^='title']").first.fill(title)


def has(page, path, words):
    page.goto(path)
    return words in page.locator("#hits").inner_text()
