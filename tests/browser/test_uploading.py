"""Files sent over a thin line: told before sending, cut off with the tab, gone on with later."""

import random
import wave

import pytest
from playwright.sync_api import expect

from tests.browser_pages import NARROW, WIDE
from tests.browsing import OFFICER
from tests.makers_media import a_jpeg

# Not yet seen green on a quiet machine, so it runs with --long alone until it has been.
pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A photograph, and a recording that takes a while over a thin line."""
    made = tmp_path_factory.mktemp("gui")
    (made / "anh.jpg").write_bytes(a_jpeg(900, 700))
    with wave.open(str(made / "khen.wav"), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(44_100)
        sound.writeframes(random.Random(7).randbytes(1_600_000))
    return made


def choose(page, folder, *names):
    """Open the page and choose files; what the page says of them before one byte is sent."""
    page.goto("/desk/upload")
    page.set_input_files("input[type=file]", [str(folder / name) for name in names])
    return page.locator("[data-upload-tiles] li")


def send(page):
    page.get_by_role("button", name="Gửi vào kho").click()


def thin(page, bytes_s):
    """Let the page have a thin line."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"downloadThroughput": -1, "uploadThroughput": bytes_s, "latency": 20}
    session.send("Network.emulateNetworkConditions", {"offline": False, **limits})


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["1366", "360"])
def test_what_is_here_is_told_before_it_is_sent(profile, folder, window):
    page = profile(OFFICER, viewport=window).new_page()
    tiles = choose(page, folder, "anh.jpg")
    send(page)
    expect(tiles.first).to_have_class("tile tile-saved", timeout=60_000)

    again = choose(page, folder, "anh.jpg")

    expect(again.first).to_contain_text("Đã có trong kho")
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]


def test_a_killed_tab_goes_on_where_it_was(profile, folder):
    context = profile(OFFICER)
    page = context.new_page()
    thin(page, 60_000)
    tiles = choose(page, folder, "khen.wav")
    send(page)
    expect(tiles.first).to_contain_text("Đang gửi 1", timeout=60_000)
    page.close()

    page = context.new_page()
    tiles = choose(page, folder, "khen.wav")

    expect(tiles.first).to_contain_text("sẽ gửi tiếp", timeout=30_000)
    expect(page.get_by_text("Bạn còn tệp gửi dở.")).to_be_visible()
    send(page)
    expect(tiles.first).to_have_class("tile tile-saved", timeout=60_000)
    page.goto("/desk/upload")
    expect(page.get_by_text("Bạn còn tệp gửi dở.")).to_have_count(0)


def test_a_line_that_is_gone_is_waited_for(profile, folder):
    context = profile(OFFICER)
    page = context.new_page()
    path = folder / "mat-mang.jpg"
    path.write_bytes(a_jpeg(500, 400))
    tiles = choose(page, folder, path.name)
    expect(tiles.first).to_contain_text("Đang chờ")
    context.set_offline(True)
    send(page)
    expect(tiles.first).to_contain_text("Mất mạng, đang chờ mạng", timeout=30_000)

    context.set_offline(False)

    expect(tiles.first).to_have_class("tile tile-saved", timeout=60_000)
