"""Deep zoom: pages of a scan in place, no blank tile, keys, a link to a part, two in step."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser_pages import AXE, WCAG

pytestmark = pytest.mark.browser
# Tiles that show nothing are black on the stage; the sheet itself is never so dark.
DARK = 60
OPENED = ".zoom-view canvas"


@pytest.fixture
def at_width(browser, studio):
    """Return a function that opens the manuscript's page in a window of a width."""
    contexts = []

    def open_page(width=1366, **options):
        viewport = {"width": width, "height": 740}
        contexts.append(
            browser.new_context(
                viewport=viewport, locale="vi-VN", reduced_motion="reduce", **options
            )
        )
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.goto(studio.manuscript)
        return page

    yield open_page
    for context in contexts:
        context.close()


def opened(page):
    """Open deep zoom and return the view when all its tiles are drawn."""
    page.click("[data-zoom-open]")
    return settled(page)


def settled(page):
    """Return the view when nothing more is asked for."""
    page.wait_for_selector(OPENED)
    page.wait_for_load_state("networkidle")
    return page.locator(".zoom-view").first


def darkest(view):
    """Return how dark the darkest place of the middle of a view is."""
    picture = Image.open(io.BytesIO(view.screenshot())).convert("L")
    wide, high = picture.size
    return picture.crop((wide // 3, high // 3, wide * 2 // 3, high * 2 // 3)).getextrema()[0]


@pytest.mark.parametrize("width", [1366, 360])
def test_a_scan_opens_and_pans_without_a_blank_tile(at_width, width):
    page, tiles = at_width(width), []
    page.on("response", lambda answer: tiles.append(answer) if "/iiif/3/" in answer.url else None)

    view = opened(page)
    for _ in range(4):
        page.click("[data-zoom-in]")
    view.focus()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    settled(page)

    assert len(tiles) > 5
    assert {answer.status for answer in tiles} == {200}
    assert darkest(view) > DARK


def test_the_address_names_the_part_and_opens_it_again(at_width):
    page = at_width()
    opened(page)
    for _ in range(5):
        page.click("[data-zoom-in]")
    page.click("[data-zoom-turn]")
    expect(page).to_have_url(re.compile(r"#xywh=\d+,\d+,\d+,\d+&turn=90$"))
    settled(page)
    named = page.url

    page.goto("about:blank")
    page.goto(named)
    settled(page)
    page.click("[data-zoom-link]")

    assert part_of(page.url) == pytest.approx(part_of(named), abs=8)


def part_of(address):
    return [int(one) for one in re.findall(r"\d+", address.split("#xywh=")[1])]


def test_pages_turn_in_place_by_click_and_by_key(at_width):
    page = at_width(360)
    opened(page)

    page.locator("[data-zoom-sheet]").nth(1).click()
    expect(page.locator("[data-zoom-sheet]").nth(1)).to_have_attribute("aria-current", "true")
    page.locator("[data-zoom-in]").press("PageUp")

    expect(page.locator("[data-zoom-sheet]").first).to_have_attribute("aria-current", "true")
    expect(page.locator(OPENED).first).to_be_visible()


def test_two_pictures_move_in_step(at_width):
    page = at_width()
    opened(page)

    page.locator("[data-zoom-beside]").select_option(index=2)
    other = page.locator(".zoom-view").nth(1)
    expect(other).to_be_visible()
    settled(page)
    before = other.screenshot()
    for _ in range(3):
        page.click("[data-zoom-in]")
    settled(page)

    assert other.screenshot() != before


def test_axe_finds_nothing_in_the_open_viewer_light_or_dark(at_width):
    page = at_width(color_scheme="light")
    opened(page)
    page.evaluate(AXE)

    found = axe_finds(page)
    page.emulate_media(color_scheme="dark")
    found += axe_finds(page)

    assert found == []


def axe_finds(page):
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [one["id"] for one in found["violations"]]
