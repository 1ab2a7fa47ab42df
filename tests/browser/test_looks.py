"""What pages do for the eye and the hand: colours, letters, zoom, paper, and stillness."""

import pytest

from tests import browsing
from tests.browsing import item

pytestmark = pytest.mark.browser
DARK_PAPER, LIGHT_PAPER = "rgb(16, 18, 38)", "rgb(251, 247, 239)"
_PAPER = "getComputedStyle(document.body).backgroundColor"
_LISTEN = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) => forbidden.push(event.blockedURI));
"""


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", LIGHT_PAPER), ("dark", DARK_PAPER)], ids=["light", "dark"]
)
def test_the_page_follows_the_device(profile, scheme, paper):
    page = profile(color_scheme=scheme).new_page()

    page.goto("/about")

    assert page.evaluate(_PAPER) == paper


def test_a_chosen_colour_lasts(profile):
    page = profile(color_scheme="light").new_page()
    page.goto("/about")

    page.click("[data-theme-choice=dark]")
    page.goto("/elements")

    assert page.evaluate(_PAPER) == DARK_PAPER
    assert page.get_attribute("[data-theme-choice=dark]", "aria-pressed") == "true"


def test_the_device_decides_again_when_asked_to(profile):
    page = profile(color_scheme="light").new_page()
    page.goto("/about")
    page.click("[data-theme-choice=dark]")

    page.click("[data-theme-choice=auto]")
    page.reload()

    assert page.evaluate(_PAPER) == LIGHT_PAPER


def test_the_thai_keyboard_types_into_the_search(profile):
    page = profile().new_page()
    page.goto("/search")
    page.click("[data-keyboard]")
    page.wait_for_selector("tai-keyboard button")

    for letter in "ꪜꪸꪫ":
        if not page.locator(f"tai-keyboard button:text-is('{letter}')").count():
            page.click("tai-keyboard button[aria-pressed]")
        page.click(f"tai-keyboard button:text-is('{letter}')")

    assert page.input_value("#q") == "ꪜꪸꪫ"


def test_escape_closes_the_thai_keyboard_and_leads_back(profile):
    page = profile().new_page()
    page.goto("/search")
    page.click("[data-keyboard]")
    page.wait_for_selector("tai-keyboard button:focus")

    page.keyboard.press("Escape")

    assert page.locator("tai-keyboard").count() == 0
    assert page.evaluate("document.activeElement.dataset.keyboard") == "q"


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [("/about", False), ("/people", False), ("/", True)],
    ids=["about", "people", "home"],
)
def test_the_thai_font_comes_only_where_thai_stands(profile, path, is_wanted):
    page = profile().new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path, wait_until="networkidle")

    assert any("tai-heritage" in url for url in asked) == is_wanted


def test_zoom_opens_in_place_and_only_when_asked(profile):
    page = profile().new_page()
    page.add_init_script(_LISTEN)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(item(browsing.IMAGE), wait_until="networkidle")
    before = [url for url in asked if "zoom-view" in url]

    page.click("[data-zoom-open]")
    page.wait_for_selector(".zoom-view canvas")
    page.click("[data-zoom-in]")

    assert before == []
    assert page.evaluate("forbidden") == []
    assert page.locator("[data-zoom-home]").is_visible()


def test_paper_carries_no_chrome(profile):
    page = profile().new_page()
    page.goto(item(browsing.IMAGE))

    page.emulate_media(media="print")

    chrome = page.locator("header.top, .foot, .top-nav, [data-zoom-open], .band, .skip")
    assert [one for one in chrome.all() if one.is_visible()] == []
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_nothing_moves_where_stillness_is_wanted(profile):
    page = profile(reduced_motion="reduce").new_page()

    page.goto("/")

    assert page.evaluate(_MOVING) == []


_MOVING = """
[...document.querySelectorAll("*")]
  .filter((one) => {
    const style = getComputedStyle(one);
    const longest = Math.max(...style.transitionDuration.split(",").map(parseFloat));
    const turns = style.animationName === "none" ? 0 : parseFloat(style.animationDuration);
    return Math.max(longest, turns) > 0.01;
  })
  .map((one) => one.outerHTML.slice(0, 100))
"""
