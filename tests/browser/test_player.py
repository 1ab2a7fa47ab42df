"""A dancer practises: slower, mirrored, one passage again and again, frame by frame, with words."""

import itertools
import json
import re

import pytest
from playwright.sync_api import expect

from tests import browsing
from tests.browsing import item, item_id
from tests.serving import eventually

pytestmark = [pytest.mark.browser, pytest.mark.sampled(2)]
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 360, "height": 740}
FPS = 12
at_both = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "360"])
_MEDIA = "document.querySelector('xoe-player').media"
_STATE = f"(() => {{ const m = {_MEDIA}; return {{now: m.currentTime, rate: m.playbackRate, "
_STATE += "paused: m.paused, pitch: m.preservesPitch, src: m.currentSrc, volume: m.volume, "
_STATE += "sound: m.webkitAudioDecodedByteCount, error: m.error?.code ?? 0}; })()"

_HAS_STYLES = "[...document.styleSheets].some((one) => one.href?.includes('practice-more'))"


def until(page, claim):
    """Wait for a claim; Playwright's own way would need `unsafe-eval`, which our policy forbids."""
    eventually(lambda: page.evaluate(claim), 20)


class Practice:
    """A player in a page, worked as people do."""

    def __init__(self, profile, query="", size=WIDE, key=browsing.VIDEO, **options):
        self.page = profile(viewport=size, reduced_motion="reduce", **options).new_page()
        self.page.goto(item(key) + query)
        self.page.wait_for_selector("xoe-player.is-ready")
        self.player = self.page.locator("xoe-player").first

    def press(self, part):
        self.player.locator(f"[data-part={part}]").click()

    def at_speed(self, speed):
        self.player.locator(f"[data-speed='{speed}']").click()

    def play(self):
        self.press("play")
        until(self.page, f"{_MEDIA}.currentTime > 0.05 && !{_MEDIA}.paused")

    def wait_for_styles(self):
        """Wait for the styles that come only once a player is used."""
        until(self.page, _HAS_STYLES)

    @property
    def state(self):
        return self.page.evaluate(_STATE)

    def seek(self, time_s):
        self.page.evaluate(f"{_MEDIA}.preload = 'auto'")
        until(self.page, f"{_MEDIA}.readyState > 1")
        self.page.evaluate(f"document.querySelector('xoe-player').seek({time_s})")
        until(self.page, f"!{_MEDIA}.seeking")


@at_both
def test_it_plays_with_sound_slowly_mirrored_and_keeps_the_pitch(profile, size):
    practice = Practice(profile, size=size)
    practice.at_speed(0.5)
    practice.press("mirror")

    practice.play()

    until(practice.page, f"{_MEDIA}.webkitAudioDecodedByteCount > 0")
    assert (practice.state["rate"], practice.state["pitch"]) == (0.5, True)
    video = practice.player.locator("video")
    assert video.evaluate("(one) => getComputedStyle(one).transform") == "matrix(-1, 0, 0, 1, 0, 0)"
    assert practice.page.evaluate("scrollX + document.documentElement.scrollWidth") == size["width"]


def test_a_passage_is_played_again_and_again_and_stands_in_the_address(profile):
    practice = Practice(profile)
    practice.seek(1.0)
    practice.press("loop")
    practice.seek(1.6)

    practice.press("set-b")
    practice.play()

    assert re.search(r"#t=1,1\.6$", practice.page.url)
    times = practice.page.evaluate(_WATCH, 1500)
    assert min(times) >= 0.98
    assert max(times) <= 1.6 + 0.1
    assert any(later < earlier for earlier, later in itertools.pairwise(times))


_WATCH = """
(for_ms) => new Promise((done) => {
  const { media } = document.querySelector("xoe-player"), times = [];
  const timer = setInterval(() => times.push(media.currentTime), 20);
  setTimeout(() => { clearInterval(timer); done(times); }, for_ms);
})
"""


@pytest.mark.parametrize("way", ["?t=1.5,2.5&speed=0.5&mirror=1", "#t=1.5,2.5"])
def test_an_address_brings_the_passage_back(profile, way):
    practice = Practice(profile, way)

    passage = practice.page.evaluate("document.querySelector('xoe-player').passage")

    assert passage == {"a": 1.5, "b": 2.5}
    assert practice.state["now"] == 1.5
    assert practice.state["rate"] == (0.5 if "speed" in way else 1)
    assert practice.player.evaluate("(one) => one.classList.contains('is-mirrored')") is (
        "mirror" in way
    )


def test_a_link_to_the_passage_is_copied(profile):
    practice = Practice(profile, "#t=1.5,2.5", permissions=["clipboard-read", "clipboard-write"])
    practice.at_speed(0.75)
    practice.press("loop")

    practice.press("share")

    expect(practice.player.locator("[role=status]")).to_contain_text("Đã sao chép")
    copied = practice.page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{item(browsing.VIDEO)}?t=1.5,2.5&speed=0.75")


def test_keys_step_by_single_frames(profile):
    practice = Practice(profile)
    practice.seek(1.0)

    for key, frame in ((".", FPS + 1), (".", FPS + 2), (",", FPS + 1)):
        practice.page.keyboard.press(key)
        until(practice.page, f"Math.floor({_MEDIA}.currentTime * {FPS}) === {frame}")


@at_both
def test_three_lines_are_read_at_once_and_the_choice_is_kept(profile, size):
    practice = Practice(profile, size=size)

    practice.play()
    lines = practice.player.locator(".player-lines p")
    expect(lines).to_have_count(3)
    practice.wait_for_styles()

    assert [line.get_attribute("lang") for line in lines.all()] == ["blt-Tavt", "blt-Latn", "vi"]
    tai = lines.first.evaluate(
        "(one) => [getComputedStyle(one).fontFamily, "
        "parseFloat(getComputedStyle(one).lineHeight) / parseFloat(getComputedStyle(one).fontSize)]"
    )
    assert (tai[0].startswith('"Tai Heritage Pro"'), round(tai[1], 1)) == (True, 1.9)
    practice.press("captions")
    practice.player.locator("[data-line][value=blt-Latn]").uncheck()
    expect(lines).to_have_count(2)
    practice.page.reload()
    practice.page.wait_for_selector("xoe-player.is-ready")
    expect(practice.player.locator("[data-line]:checked")).to_have_count(2)


def test_another_size_keeps_the_moment_the_speed_and_the_captions(profile):
    practice = Practice(profile)
    practice.page.evaluate(_TWO_SIZES)
    practice.at_speed(0.5)
    practice.play()
    before = practice.state

    practice.press("quality")
    practice.player.locator("[data-source='sound'], [data-source='240p']").first.click()
    until(practice.page, f"{_MEDIA}.currentSrc !== {json.dumps(before['src'])}")
    until(practice.page, f"{_MEDIA}.currentTime > {before['now']}")

    after = practice.state
    assert (after["rate"], after["paused"], after["error"]) == (0.5, False, 0)
    assert after["now"] < before["now"] + 3
    expect(practice.player.locator(".player-lines p")).to_have_count(3)


# Where a short film has only one size, the same bytes stand for another.
_TWO_SIZES = """
() => {
  const link = document.querySelector("[data-source]");
  if (document.querySelectorAll("[data-source]").length > 1) return;
  link.href += "?another";
}
"""


def test_a_line_of_the_transcript_leads_to_its_moment_and_follows(profile):
    practice = Practice(profile)
    practice.page.locator(".transcript summary").click()
    line = practice.page.locator(".transcript [lang=vi] li").nth(2)
    start_s = float(line.get_attribute("data-start-s"))

    line.locator("a").click()

    expect(line).to_have_attribute("aria-current", "true")
    assert practice.state["now"] >= start_s
    assert item(browsing.VIDEO) in practice.page.url


def test_a_reader_who_scrolls_is_left_alone(profile):
    practice = Practice(profile)
    practice.page.locator(".transcript summary").click()
    box = practice.page.locator("[data-lines]")
    box.evaluate("(one) => { one.style.maxHeight = '60px'; }")
    box.hover()
    practice.page.mouse.wheel(0, 40)
    expect(practice.page.locator("[data-follow]")).to_be_visible()
    where = box.evaluate("(one) => one.scrollTop")

    practice.seek(3.2)

    assert box.evaluate("(one) => one.scrollTop") == where
    practice.page.locator("[data-follow]").click()
    assert box.evaluate("(one) => one.scrollTop") != where


def test_keys_are_listed_and_switched_off(profile):
    practice = Practice(profile)
    practice.player.locator("[data-part=play]").focus()

    practice.page.keyboard.press("?")
    expect(practice.player.locator("dialog")).to_be_visible()
    practice.page.get_by_label("Dùng phím tắt").uncheck()
    practice.page.keyboard.press("Escape")
    practice.page.keyboard.press("m")

    assert not practice.player.evaluate("(one) => one.classList.contains('is-mirrored')")
    expect(practice.player.locator("dialog")).to_be_hidden()


def test_every_tool_can_be_touched(profile):
    practice = Practice(profile, "#t=1,2", size=NARROW, has_touch=True)
    practice.player.locator("[data-part=loop]").tap()
    practice.wait_for_styles()

    boxes = practice.page.evaluate(_TOUCHED)

    assert len(boxes) > 12
    assert [one for one in boxes if one[1] < 43.5] == []


# What is touched of a box to tick is its label.
_TOUCHED = """
() => Array.from(document.querySelectorAll("xoe-player :is(button, summary, input, a)"))
  .map((one) => one.closest("label") ?? one)
  .filter((one) => one.checkVisibility())
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .map(([html, box]) => [html, Math.min(box.width, box.height)])
"""


def test_a_film_that_fails_leaves_the_browsers_own_player(profile):
    context = profile()
    context.route(re.compile(r"/files/\w+/(video|sound)"), lambda route: route.abort())
    page = context.new_page()
    page.goto(item(browsing.VIDEO))
    page.wait_for_selector("xoe-player.is-ready")

    page.locator("[data-part=play]").click()

    page.wait_for_selector("xoe-player.is-plain")
    assert page.locator("xoe-player video").evaluate("(one) => one.controls")
    assert page.locator("xoe-player .chip").first.is_visible()


def test_a_sound_is_practised_as_well(profile):
    practice = Practice(profile, key=browsing.SOUND)

    practice.at_speed(0.75)
    practice.play()

    assert practice.state["rate"] == 0.75
    assert practice.player.locator("[data-part=mirror]").count() == 0
    assert practice.player.locator(".scrub-wave").count() == 2


@pytest.mark.parametrize(
    ("gain_db", "loudest", "expected"),
    [(6.0, 30, 1.995), (6.0, 80, 1.25), (6.0, 100, 1.0), (-6.0, 100, 0.501)],
    ids=["louder", "not beyond full scale", "loud already", "softer"],
)
def test_loudness_is_evened_and_never_clips(profile, gain_db, loudest, expected):
    context = profile(reduced_motion="reduce")
    measured = {"duration_s": 4, "peaks": [loudest], "loudness_lufs": -20, "gain_db": gain_db}
    context.route("**/peaks.json", lambda route: route.fulfill(json=measured))
    page = context.new_page()
    page.goto(item(browsing.VIDEO))
    page.wait_for_selector("xoe-player.is-ready")
    page.evaluate("document.querySelector('xoe-player').dataset.peaks = '/peaks.json'")
    page.evaluate(_LOUDNESS_BOX)

    page.locator("[data-part=play]").hover()

    page.wait_for_selector("xoe-player[data-gain]")
    assert float(page.get_attribute("xoe-player", "data-gain")) == expected


# The switch comes with the page where the recording has been measured.
_LOUDNESS_BOX = """
() => {
  if (document.querySelector("[data-part=loudness]")) return;
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  box.dataset.part = "loudness";
  document.querySelector("xoe-player").append(box);
}
"""


def test_two_films_stay_in_step(browser, studio, is_long):
    seconds = 30 if is_long else 3
    context = browser.new_context(reduced_motion="reduce", viewport=WIDE)
    page = playing_beside(context, studio.comparison("offset=0,0.3"))

    drifts = page.evaluate(_DRIFTS, seconds * 1000)
    context.close()

    assert len(drifts) > seconds * 5
    assert max(drifts) <= 0.05, sorted(drifts)[-5:]


def playing_beside(context, address):
    """Play two films beside each other, and return the page once both run."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("xoe-compare.is-ready")
    assert page.locator("xoe-compare video").count() == 2
    page.locator("[data-part=play]").click()
    until(page, "document.querySelector('xoe-compare').sync.all.every((m) => !m.paused)")
    page.wait_for_timeout(700)
    return page


# Both times are read at once; while they gather for a jump they do not play.
_DRIFTS = """
(for_ms) => new Promise((done) => {
  const { sync } = document.querySelector("xoe-compare"), drifts = [];
  const look = () => {
    if (sync.all.every((one) => !one.paused && !one.seeking)) {
      drifts.push(Math.max(...sync.drifts.map(Math.abs)));
    }
  };
  const timer = setInterval(look, 20);
  setTimeout(() => { clearInterval(timer); done(drifts); }, for_ms);
})
"""


def test_offset_and_listening_stand_in_the_address(profile):
    page = profile().new_page()
    first, second = item_id(browsing.VIDEO), item_id(browsing.SOUND)
    page.goto(f"/compare?item={first}&item={second}")
    page.wait_for_selector("xoe-compare.is-ready")

    page.locator("[data-offset]").fill("+1,4")
    page.locator("[data-offset]").press("Enter")
    page.locator("[data-part=listen]").select_option("2")

    assert page.url.endswith("&offset=0,1.4&listen=2")
    muted = page.evaluate("document.querySelector('xoe-compare').sync.all.map((one) => one.muted)")
    assert muted == [True, False]
    page.reload()
    expect(page.locator("[data-offset]")).to_have_value("+1,4")
