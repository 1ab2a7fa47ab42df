"""A first visit over a weak line on a cheap phone keeps to its budgets.

Source: EXPERIENCE.md, section 2; the line and the phone are Lighthouse's mobile profile
(1.6 Mbit/s, 150 ms, processor four times slower, 412 × 823 px). Four times slower is meant of a
quiet desktop: what other work takes away at the time of a visit is not taken away once more.
Source: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md.
"""

import gzip

import pytest

from tests import browsing
from tests.browsing import item

pytestmark = pytest.mark.browser
PAGES = {
    "home": "/",
    "search": "/search?q=xoe",
    "element": "/elements/xoe-moi-lau",
    "item-image": item(browsing.IMAGE),
    "item-video": item(browsing.VIDEO),
}
every_page = pytest.mark.parametrize("name", PAGES)
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
SLOWER, QUIET_PER_MS = 4, 6.5
# How often 10,000 letters are strung together in a millisecond: the middle of fifteen attempts.
_SPEED = """
() => {
  const speeds = Array.from({ length: 15 }, () => {
    const began = performance.now();
    let done = 0;
    for (; performance.now() - began < 20; done++) {
      let text = "";
      for (let letter = 0; letter < 10000; letter++) text += "a";
    }
    return done / (performance.now() - began);
  });
  return speeds.sort((one, other) => one - other)[7];
}
"""
_PAINTS = """
window.largest_ms = 0;
window.shift = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.largest_ms = one.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""


class Visit:
    """A first visit: what came over the line, and when the page stood."""

    def __init__(self, context, path):
        page = context.new_page()
        line = context.new_cdp_session(page)
        self.bytes_by_request: dict[str, int] = {}
        line.on("Network.loadingFinished", self._count)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        slower = SLOWER * page.evaluate(_SPEED) / QUIET_PER_MS
        line.send("Emulation.setCPUThrottlingRate", {"rate": min(SLOWER, max(1, slower))})
        page.add_init_script(_PAINTS)
        self.answers = []
        page.on("response", self._keep)
        page.goto(path, wait_until="networkidle", timeout=60_000)
        self.largest_s = page.evaluate("largest_ms") / 1000
        self.shift = page.evaluate("shift")
        self.css_bytes, self.js_bytes = self._packed("stylesheet"), self._packed("script")

    def _count(self, event):
        self.bytes_by_request[event["requestId"]] = event["encodedDataLength"]

    def _keep(self, answer):
        self.answers.append(answer)

    def _packed(self, kind):
        bodies = [one.body() for one in self.answers if one.request.resource_type == kind]
        return sum(len(gzip.compress(body)) for body in bodies)

    @property
    def total_bytes(self):
        return sum(self.bytes_by_request.values())


@pytest.fixture(scope="module")
def visits(browser, archive):
    made = {}

    def visit(name):
        if name not in made:
            made[name] = first_visit(browser, archive, name)
        return made[name]

    return visit


def first_visit(browser, archive, name):
    """Visit with nothing kept from before."""
    context = browser.new_context(base_url=archive.origin, locale="vi-VN", **PHONE)
    try:
        return Visit(context, PAGES[name])
    finally:
        context.close()


@every_page
def test_a_first_view_is_250_kb_at_most(visits, name):
    assert visits(name).total_bytes <= 250_000


@every_page
def test_scripts_are_20_kb_at_most(visits, name):
    assert visits(name).js_bytes <= 20_000


@every_page
def test_styles_are_10_kb_at_most(visits, name):
    assert visits(name).css_bytes <= 10_000


@every_page
def test_the_largest_part_stands_within_two_and_a_half_seconds(visits, browser, archive, name):
    # Other tests use the same processor, which only ever adds: the least of eight visits tells.
    # A visit of 0 s was over before the browser had said what it saw.
    seen = [visits(name).largest_s]
    while not 0 < _least(seen) <= 2.5 and len(seen) < 8:
        seen.append(first_visit(browser, archive, name).largest_s)
    assert 0 < _least(seen) <= 2.5, seen


def _least(seen: list[float]) -> float:
    return min((one for one in seen if one > 0), default=0)


@every_page
def test_nothing_moves_while_it_loads(visits, name):
    assert visits(name).shift <= 0.02
