"""Everything can be reached and worked with the keyboard alone."""

import pytest

from tests.browsing import OFFICER

pytestmark = pytest.mark.browser
# The mark may be on what holds the stop, or on what it holds: it is there if the look changes.
_FOCUS = """
() => {
  const one = document.activeElement;
  const near = [one, ...one.children, one.parentElement, one.closest("form, article, li") ?? one];
  const lookOf = (style) =>
    [style.outlineStyle, style.outlineWidth, style.boxShadow, style.stroke, style.top];
  const look = () => near.map((each) =>
    [lookOf(getComputedStyle(each)), lookOf(getComputedStyle(each, "::after"))]).join();
  const [line] = one.getClientRects();
  const there = line
    && document.elementFromPoint(line.x + line.width / 2, line.y + line.height / 2);
  const isOnTop = there && (one.contains(there) || there.contains(one)
    || there.closest("label")?.contains(one));
  const focused = look();
  one.blur();
  const isMarked = focused !== look();
  one.focus({ preventScroll: true });
  return { html: one.outerHTML.slice(0, 120), isMarked, isOnTop: Boolean(isOnTop) };
}
"""


def test_the_first_stop_leads_past_the_header(profile):
    page = profile().new_page()
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/", "/search?q=xoe", "/sign-in"], ids=["home", "search", "form"])
def test_every_stop_is_seen_and_marked(profile, path):
    page = profile(reduced_motion="reduce").new_page()
    page.goto(path)
    stops = []

    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FOCUS))

    ours = [stop for stop in stops if not stop["html"].startswith("<body")]
    assert [stop for stop in ours if not (stop["isMarked"] and stop["isOnTop"])] == []


@pytest.mark.parametrize(
    ("menu", "width", "who"),
    [(".menu-main", 360, ""), (".menu-account", 1366, OFFICER)],
    ids=["phone", "account"],
)
def test_a_menu_opens_and_closes(profile, menu, width, who):
    page = profile(who, viewport={"width": width, "height": 740}).new_page()
    page.goto("/about")

    page.focus(f"{menu} summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{menu}[open] a")
    page.keyboard.press("Escape")

    assert page.locator(f"{menu}[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_facet_is_chosen_and_focus_is_not_lost(profile):
    page = profile().new_page()
    page.goto("/search?type=item", wait_until="networkidle")

    page.locator(".facet-value").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".chip-on")

    assert page.url.count("=") == 1
    assert page.evaluate("document.activeElement.tagName") != "BODY"


def test_a_page_enlarged_four_times_can_be_searched(profile):
    page = profile(viewport={"width": 320, "height": 256}).new_page()
    page.goto("/search")

    page.fill("#q", "khan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=khan*")

    assert page.locator("#hits article").first.is_visible()
