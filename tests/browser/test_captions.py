"""An officer writes timed words beside the film: by keys, by buttons, and as a plain table."""

import pytest
from playwright.sync_api import expect

from tests import browser_pages, browsing
from tests.browsing import OFFICER, item
from tests.serving import eventually

pytestmark = [pytest.mark.browser, pytest.mark.sampled(2)]
WORDS = f"/desk{item(browsing.VIDEO)}/captions/{browser_pages.WORDS}"
_VIDEO = "document.querySelector('[data-captions] video')"


class Editor:
    """The editor of a film's Vietnamese words, worked as people do."""

    def __init__(self, page):
        self.page = page
        page.goto(WORDS)
        page.wait_for_selector(".captions-live")
        self.rows = page.locator("[data-row]:visible")
        eventually(lambda: page.evaluate(f"{_VIDEO}.readyState > 0"), 15)

    def cell(self, at):
        return self.rows.nth(at).locator("[data-text]").first

    def times(self, at):
        """Return the start and end of a row in milliseconds."""
        said = [self.rows.nth(at).locator(f"[data-when={one}]") for one in ("start", "end")]
        return tuple(_milliseconds(one.input_value()) for one in said)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(f"Alt+{key}")

    def seek(self, time_s):
        self.page.evaluate(f"{_VIDEO}.currentTime = {time_s}")
        eventually(lambda: not self.page.evaluate(f"{_VIDEO}.seeking"), 15)

    def caret(self, at, where):
        self.cell(at).focus()
        self.cell(at).evaluate("(one, where) => one.setSelectionRange(where, where)", where)


def _milliseconds(written):
    minutes, seconds = written.split(":")
    return int(minutes) * 60_000 + round(float(seconds) * 1000)


@pytest.fixture
def editor(profile):
    """The editor in an officer's browser."""
    return Editor(profile(OFFICER, reduced_motion="reduce").new_page())


def test_a_row_is_nudged_by_tenths_of_a_second_and_back(editor):
    start, end = editor.times(1)
    editor.cell(1).focus()

    editor.press("ArrowRight", "ArrowRight", "ArrowLeft")

    assert editor.times(1) == (start + 100, end + 100)
    editor.press("z", "z", "z", "z", "z", "z")
    assert editor.times(1) == (start, end)


def test_only_the_time_that_is_written_in_is_nudged(editor):
    start, end = editor.times(1)
    editor.rows.nth(1).locator("[data-when=end]").focus()

    editor.press("ArrowLeft")

    assert editor.times(1) == (start, end - 100)


def test_a_row_is_split_at_the_caret_and_joined_again(editor):
    count, (start, end) = editor.rows.count(), editor.times(0)
    editor.cell(0).fill("Mời nhau vào vòng")
    editor.caret(0, len("Mời nhau"))

    editor.press("x")

    expect(editor.rows).to_have_count(count + 1)
    assert [editor.cell(at).input_value() for at in (0, 1)] == ["Mời nhau", "vào vòng"]
    border = editor.times(0)[1]
    assert start < border < end
    assert editor.times(1) == (border, end)
    editor.cell(0).focus()
    editor.press("j")
    expect(editor.rows).to_have_count(count)
    assert editor.cell(0).input_value() == "Mời nhau vào vòng"
    assert editor.times(0) == (start, end)


def test_rows_are_added_and_dropped_and_come_back(editor):
    count, before = editor.rows.count(), editor.cell(1).input_value()
    editor.cell(0).focus()
    editor.press("n")
    expect(editor.rows).to_have_count(count + 1)
    expect(editor.cell(1)).to_be_focused()
    expect(editor.cell(1)).to_have_value("")

    editor.press("Delete", "z", "z")

    expect(editor.rows).to_have_count(count)
    editor.cell(1).focus()
    editor.press("Delete")
    expect(editor.rows).to_have_count(count - 1)
    editor.press("z")
    expect(editor.cell(1)).to_have_value(before)


def test_the_playing_time_becomes_a_start_and_an_end(editor):
    editor.cell(1).focus()
    editor.seek(0.5)
    editor.press("s")
    editor.seek(1.25)

    editor.press("e")

    assert editor.times(1) == (500, 1250)


def test_a_key_plays_and_pauses_while_words_are_typed(editor):
    editor.cell(0).focus()

    editor.press("p")

    eventually(lambda: editor.page.evaluate(f"{_VIDEO}.currentTime > 0.1"), 15)
    editor.page.keyboard.type("ơi")
    editor.press("p")
    assert editor.page.evaluate(f"{_VIDEO}.paused")
    assert "ơi" in editor.cell(0).input_value()


def test_a_saved_page_is_a_new_version_with_the_words(editor, profile):
    before = version(editor.page)
    editor.cell(0).fill("Mời nhau cùng xòe")
    editor.cell(0).focus()
    editor.press("ArrowRight")
    times = editor.times(0)

    editor.page.get_by_role("button", name="Lưu", exact=True).first.click()

    editor.page.get_by_text("Đã lưu.").wait_for()
    assert version(editor.page) == before + 1
    assert editor.times(0) == times
    assert "Mời nhau cùng xòe" in profile().request.get(item(browsing.VIDEO)).text()


def version(page):
    return int(page.locator("[name=base_version]").get_attribute("value"))


def test_without_scripts_the_table_of_times_and_texts_is_saved(profile):
    page = profile(OFFICER, java_script_enabled=False).new_page()
    page.goto(WORDS)
    before = version(page)
    page.locator("[data-text]").first.fill("Xòe cho tươi hoa")
    page.locator("[data-when=end]").first.fill("0:00.750")

    page.get_by_role("button", name="Lưu", exact=True).first.click()

    expect(page.locator("[data-text]").first).to_have_value("Xòe cho tươi hoa")
    expect(page.locator("[data-when=end]").first).to_have_value("0:00.750")
    assert version(page) == before + 1


def test_what_is_typed_is_kept_though_the_page_is_left_at_once(editor):
    editor.cell(1).fill("Gõ dở rồi đi")

    editor.page.goto("/desk")
    editor.page.goto(WORDS)

    editor.page.get_by_role("link", name="Lấy lại").click()
    expect(editor.cell(1)).to_have_value("Gõ dở rồi đi")
    editor.page.goto(WORDS)
    editor.page.get_by_role("button", name="Bỏ phần gõ dở").click()
    expect(editor.page.get_by_role("link", name="Lấy lại")).to_have_count(0)


def test_on_a_phone_the_film_and_every_tool_are_at_hand(profile):
    page = profile(OFFICER, viewport={"width": 360, "height": 740}).new_page()
    editor = Editor(page)
    last = editor.rows.last
    last.locator("[data-text]").first.focus()

    page.get_by_role("button", name="Hoàn lại").scroll_into_view_if_needed()

    expect(page.locator(".captions-top video")).to_be_in_viewport()
    expect(last.locator("[data-text]").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
