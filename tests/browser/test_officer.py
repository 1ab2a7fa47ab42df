"""An officer's afternoon: in by the link, files sent, published, found, watched and cited."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.guards.source import ROOT
from tests.makers_media import a_jpeg, a_video, a_wav
from tests.serving import eventually

pytestmark = pytest.mark.browser
SAMPLES = ROOT.parent / "shared/samples"
TITLE, PASSWORD = "Vòng xòe bên suối Mẫu", "mưa xuân trên bản Hìn"
SIGNED = a_jpeg(800, 600, iptc={80: "Lò Mẫu"})
TORN = a_jpeg(640, 480)[:500]


def real(name, otherwise):
    """Return the file of a stranger where there are such, else one that we make."""
    path: Path = SAMPLES / name
    return path.read_bytes() if path.is_file() else otherwise


def files():
    """Return a photograph of a camera, one with its maker, sound, video, and a torn file."""
    camera = a_jpeg(800, 600, captured="2007:03:23 22:16:37")
    camera = real("metadata-extractor-images--Canon_PowerShot_A560.jpg", camera)
    video = real("avalon--video_short.mp4", a_video(width=320, height=180, duration_s=3.0))
    return [
        {"name": "may-anh.jpg", "mimeType": "image/jpeg", "buffer": camera},
        {"name": "ban.jpg", "mimeType": "image/jpeg", "buffer": SIGNED},
        {"name": "khen.wav", "mimeType": "audio/wav", "buffer": a_wav(2.0)},
        {"name": "suoi.mp4", "mimeType": "video/mp4", "buffer": video},
        {"name": "rach.jpg", "mimeType": "image/jpeg", "buffer": TORN},
    ]


@pytest.fixture(scope="module")
def officer(browser, archive):
    """The page of an officer who came by the one-time link and set a password."""
    context = browser.new_context(base_url=archive.origin, locale="vi-VN")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(archive.link)
    page.get_by_label("Mật khẩu mới").fill(PASSWORD)
    page.get_by_label("Gõ lại mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đặt mật khẩu và vào kho").click()
    page.wait_for_url("**/desk")
    yield page
    context.close()


@pytest.fixture(scope="module")
def sent(officer):
    """The officer's page after the files were sent, each by itself."""
    officer.get_by_role("link", name="Thêm tư liệu").first.click()
    officer.set_input_files("input[type=file]", files())
    officer.get_by_role("button", name="Gửi vào kho").click()
    expect(officer.locator(".tile-saved")).to_have_count(4, timeout=30_000)
    expect(officer.locator(".tile-refused")).to_have_count(1)
    return officer


@pytest.fixture(scope="module")
def addresses(sent):
    """Where each of the files is described."""
    links = sent.locator("[data-upload-tiles] a").all()
    return {link.inner_text(): link.get_attribute("href") for link in links}


@pytest.fixture(scope="module")
def published(sent, addresses):
    """The path of the video, described and published, every rendition made."""
    sent.goto(addresses["suoi.mp4"])
    sent.locator("[name='title.text']").first.fill(TITLE)
    sent.locator("[name='description.text']").first.fill("Mọi người nắm tay nhau bên suối.")
    sent.get_by_role("button", name="Lưu và công bố").click()
    sent.wait_for_url("**/items/*")
    path = re.search(r"/items/\w+", sent.url)[0]
    eventually(lambda: "video-" in sent.context.request.get(path).text(), 60)
    return path


def test_the_link_is_used_once(officer, archive):
    assert officer.context.request.get(archive.link).status == 410


def test_each_file_says_how_far_it_is_and_all_are_counted(sent):
    expect(sent.locator("[data-upload-tiles] progress")).to_have_count(5)
    expect(sent.locator("[data-upload-title]")).to_have_text("4 trên 5 tệp đã vào kho")


def test_a_torn_file_is_refused_with_a_reason(sent):
    expect(sent.locator(".tile-refused")).to_contain_text("rach.jpg")
    expect(sent.locator(".tile-refused")).to_contain_text("Xin chép lại từ máy gốc")


def test_what_the_camera_noted_stands_in_the_form(officer, addresses):
    officer.goto(addresses["may-anh.jpg"])

    expect(officer.get_by_label("Ngày ghi", exact=True)).to_have_value("23/03/2007")
    expect(officer.locator("#date-file")).to_have_text("Lấy từ tệp: 23/03/2007")


def test_the_maker_that_a_file_names_stands_in_the_form(officer, addresses):
    officer.goto(addresses["ban.jpg"])

    expect(officer.locator("[name='agents-0-name']")).to_have_value("Lò Mẫu")


def test_what_was_read_is_marked_until_it_is_corrected(officer, addresses):
    officer.goto(addresses["may-anh.jpg"])
    path = re.search(r"/items/\w+", officer.url)[0]
    officer.goto(path)
    expect(officer.get_by_text("(đọc từ tệp)")).to_have_count(1)

    officer.goto(f"/desk{path}")
    officer.get_by_label("Ngày ghi", exact=True).fill("24/03/2007")
    officer.get_by_role("button", name="Lưu", exact=True).first.click()
    officer.get_by_text("Đã lưu.").wait_for()
    officer.goto(path)

    expect(officer.get_by_text("24/03/2007")).to_be_visible()
    expect(officer.get_by_text("(đọc từ tệp)")).to_have_count(0)


def test_the_published_video_is_found_without_marks(profile, published):
    page = profile().new_page()

    eventually(lambda: published in hits(page, "xoe"), 20)


def hits(page, words):
    page.goto("/")
    page.get_by_label("Tìm trong kho").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    return [link.get_attribute("href") for link in page.locator("#hits .card-title a").all()]


def test_the_video_plays_and_comes_in_parts(profile, published):
    page = profile().new_page()
    answers = heard_by(page)
    page.goto(published)

    page.locator("video").press("Space")

    now_s = "document.querySelector('video').currentTime"
    eventually(lambda: page.evaluate(now_s) > 0.3, 20)
    parts = [answer for answer in answers if "/video-" in answer.url]
    assert {answer.status for answer in parts} == {206}
    assert all(answer.request.headers["range"].startswith("bytes=") for answer in parts)


def heard_by(page):
    """Return the list that the page's answers go into; Playwright marks its handlers."""
    answers = []

    def hear(answer):
        answers.append(answer)

    page.on("response", hear)
    return answers


def test_a_part_that_is_asked_for_comes_alone(profile, published):
    request = profile().request
    source = re.search(r'/files/\w+/video-[^"#]+', request.get(published).text())[0]

    answer = request.get(source, headers={"Range": "bytes=100-199"})

    assert (answer.status, len(answer.body())) == (206, 100)
    assert answer.headers["content-range"].startswith("bytes 100-199/")


def test_the_citation_names_the_item_and_is_copied(profile, archive, published):
    page = profile(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(published)
    expect(page.locator("#cite-text")).to_contain_text(TITLE)

    page.locator("[data-copy=cite-text]").click()

    expect(page.get_by_text("Đã sao chép")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert TITLE in copied
    assert f"{archive.origin}{published}" in copied
