"""An officer's afternoon: files in, described, published, found and watched."""

import re

import pytest

from tests import browsing
from tests.browsing import OFFICER, VISITOR, item
from tests.makers_media import a_jpeg, a_video, a_wav
from tests.serving import eventually

pytestmark = pytest.mark.browser
TORN = a_jpeg(640, 480)[:500]
TITLE = "Múa xòe bên suối Mẫu"


def files():
    """Return three files of three formats, and a torn one."""
    video = a_video(width=320, height=180, duration_s=3.0, tags={"title": TITLE})
    return [
        {"name": "suoi.mp4", "mimeType": "video/mp4", "buffer": video},
        {"name": "khen.wav", "mimeType": "audio/wav", "buffer": a_wav(2.0)},
        {"name": "ban.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg(800, 600, artist="Lò Mẫu")},
        {"name": "rach.jpg", "mimeType": "image/jpeg", "buffer": TORN},
    ]


@pytest.fixture(scope="module")
def sent(browser, archive, signed_in):
    """The officer's page after four files were sent, each by itself."""
    context = browser.new_context(base_url=archive.origin, storage_state=signed_in(OFFICER))
    page = context.new_page()
    page.goto("/desk/upload")
    page.set_input_files("input[type=file]", files())
    page.click(".upload-form button[type=submit]")
    page.wait_for_function("document.querySelectorAll('.tile-waiting').length === 0")
    page.wait_for_selector(".tile-saved >> nth=2")
    page.wait_for_selector(".tile-refused")
    yield page
    context.close()


@pytest.fixture(scope="module")
def published(sent):
    """The address of the video that was published, its title as the file gave it."""
    sent.get_by_role("link", name="suoi.mp4").click()
    sent.wait_for_selector("form#describe")
    sent.click("button[name=then][value=publish]")
    sent.wait_for_load_state()
    path = re.search(r"/items/\w+", sent.url)[0]
    eventually(lambda: is_watchable(sent.context.request, path), 60)
    return path


def is_watchable(request, path):
    return "video-" in request.get(path).text()


def test_each_file_shows_how_far_it_is(sent):
    assert sent.locator("[data-upload-tiles] progress").count() == 4
    assert sent.get_attribute("[data-upload-total]", "value") == "3"


def test_a_torn_file_is_refused_with_a_reason(sent):
    words = sent.locator(".tile-refused").inner_text()

    assert "rach.jpg" in words
    assert len(words) > len("rach.jpg") + 15


def test_what_the_file_says_stands_in_the_form(profile, published):
    page = profile(OFFICER).new_page()

    page.goto(f"/desk{published}")

    assert page.locator("[name^='title'] >> nth=0").count() == 1
    assert TITLE in [one.input_value() for one in page.locator("form#describe input").all()]


def test_the_published_video_is_found_without_marks(profile, published):
    page = profile().new_page()

    eventually(lambda: finds(page, "mua xoe ben suoi mau", published), 20)


def finds(page, words, path):
    page.goto("/")
    page.fill("#q", words)
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits")
    return page.locator(f"#hits a[href='{path}']").count() > 0


def test_the_video_plays_and_comes_in_parts(profile, published):
    page = profile().new_page()
    statuses = []
    page.on("response", lambda answer: statuses.append((answer.status, answer.url)))
    page.goto(published)

    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("document.querySelector('video').currentTime > 0.3")

    assert {status for status, url in statuses if "video-" in url} == {206}


def test_a_part_that_is_asked_for_comes_alone(profile):
    request = profile().request
    source = re.search(r'/files/\w+/video-[^"]+', request.get(item(browsing.VIDEO)).text())[0]

    answer = request.get(source, headers={"Range": "bytes=100-199"})

    assert answer.status == 206
    assert len(answer.body()) == 100
    assert answer.headers["content-range"].startswith("bytes 100-199/")


def test_captions_can_be_switched_on(profile):
    page = profile().new_page()
    page.goto(item(browsing.VIDEO))

    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    page.wait_for_function("document.querySelector('video').textTracks[0].cues?.length > 0")

    assert page.locator("video track").first.get_attribute("srclang") == "vi"


def test_the_credit_line_stands_beside_the_item(profile):
    page = profile(VISITOR).new_page()

    page.goto(item(browsing.VIDEO))

    assert "Tư liệu minh họa, Kho Xòe Sơn La" in page.locator("aside.side").inner_text()


def test_a_citation_is_copied(profile):
    context = profile(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(item(browsing.VIDEO))

    page.click("[data-copy=cite-text]")
    page.get_by_text("Đã sao chép").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Nâng khăn mời rượu" in copied
    assert item(browsing.VIDEO) in copied
