"""Photographs and films of three dances: sent, described in one table and published by keyboard.

What it costs an officer is counted by the keystroke-level model. In the normal run some files of
each dance are sent, with `--long` the 40 photographs and 3 films of the journey.

Source: Card, Moran and Newell, The Psychology of Human-Computer Interaction (1983).
"""

from dataclasses import dataclass
from itertools import chain

import pytest
from playwright.sync_api import expect

from tests.browsing import OFFICER
from tests.makers_media import a_jpeg, a_video

pytestmark = pytest.mark.browser
KEY_S, POINT_S, THINK_S = 0.28, 1.1, 1.35
MOST_TOUCHES, MOST_S = 60, 600
# By dance: what its files are called, the dance as it is typed, and what each item is called.
DANCES = {
    "a-kham-khen": ("Khắm khen", "Khắm khen (#)"),
    "b-moi-lau": ("Nâng khăn mời rượu", "Mời rượu (#)"),
    "c-nhom-khan": ("Nhôm khăn", "Nhôm khăn (#)"),
}
COMMON = {
    "date": "14/2/2024",
    "places": "Phường Chiềng Cơi",
    "agents": "Lò Thị Mẫu (người múa)",
    "peoples": "Thái",
    "rights": "CC BY 4.0",
    "access": "Công khai",
}


@dataclass
class Hand:
    """A hand that types and points, each touch after a thought, and what that costs."""

    touches: int = 0
    spent_s: float = 0.0

    def press(self, field, text):
        """Go to a field and type."""
        self._take(POINT_S + KEY_S * len(text))
        field.fill(text)

    def point(self, target, **options):
        """Point at something and press."""
        self._take(POINT_S)
        target.click(**options)

    def choose(self, page, files):
        """Point at the field of files, mark all in the folder, and confirm."""
        self._take(POINT_S + 3 * KEY_S)
        page.set_input_files("input[type=file]", files)

    def _take(self, moved_s):
        self.touches += 1
        self.spent_s += THINK_S + moved_s


def files_of(dance, photographs):
    """Return photographs of a dance and a film, no two alike."""
    pictures = [
        {
            "name": f"{dance}-{n}.jpg",
            "mimeType": "image/jpeg",
            "buffer": a_jpeg(320, 240, iptc={120: f"{dance} {n}"}),
        }
        for n in range(1, photographs + 1)
    ]
    film = a_video(duration_s=1.0, tags={"title": dance})
    return [*pictures, {"name": f"{dance}-phim.mp4", "mimeType": "video/mp4", "buffer": film}]


@pytest.fixture(scope="module")
def counts(is_long):
    """How many photographs there are of each dance."""
    return (14, 13, 13) if is_long else (3, 2, 2)


@pytest.fixture(scope="module")
def done(browser, archive, signed_in, counts):
    """The officer's page after the journey, and what it took."""
    context = browser.new_context(
        base_url=archive.origin, storage_state=signed_in(OFFICER), locale="vi-VN"
    )
    context.set_default_timeout(30_000)
    page, hand = context.new_page(), Hand()
    page.goto("/desk")
    send(page, hand, counts)
    describe(page, hand, counts)
    hand.point(page.locator("[data-publish]"))
    expect(page.locator(".flashes .note-ok")).to_contain_text("Đã công bố")
    yield page, hand
    context.close()


def send(page, hand, counts):
    pairs = zip(DANCES, counts, strict=True)
    files = list(chain.from_iterable(files_of(dance, count) for dance, count in pairs))
    hand.point(page.get_by_role("link", name="Thêm tư liệu").first)
    hand.choose(page, files)
    hand.point(page.get_by_role("button", name="Gửi vào kho"))
    expect(page.locator(".tile-saved")).to_have_count(len(files), timeout=180_000)
    hand.point(page.get_by_role("link", name="Mô tả tiếp"))


def describe(page, hand, counts):
    """Give what all share, then to each run of rows its dance and its names."""
    fill(page, hand, COMMON)
    first = 0
    for (dance, title), photographs in zip(DANCES.values(), counts, strict=True):
        last = first + photographs
        boxes = page.locator("input[name=item]")
        hand.point(boxes.nth(first))
        hand.point(boxes.nth(last), modifiers=["Shift"])
        fill(page, hand, {"title@vi": title, "elements": dance})
        first = last + 1


def fill(page, hand, values):
    for key, text in values.items():
        hand.press(page.locator(f"[name='common.{key}']"), text)
    hand.point(page.locator("[data-fill]"))
    expect(page.locator(".flashes .note-ok")).to_contain_text("Đã điền cho")


def test_it_takes_few_touches_and_less_than_ten_minutes(done):
    _, hand = done

    assert hand.touches <= MOST_TOUCHES
    assert hand.spent_s <= MOST_S


def test_everything_is_published_with_its_dance(done, counts):
    page, _ = done
    sent = sum(counts) + len(counts)

    expect(page.locator(".flashes .note-ok")).to_contain_text(f"Đã công bố {sent} tư liệu")
    for (_, title), photographs in zip(DANCES.values(), counts, strict=True):
        name = title.replace("#", str(photographs + 1))
        page.goto(f'/search?q="{name}"&type=item')
        expect(page.locator("main")).to_contain_text(name)


def test_the_hand_counts_what_was_done(done):
    _, hand = done
    least_s = hand.touches * (THINK_S + POINT_S)

    assert hand.touches >= 4 + len(COMMON) + 1 + 5 * len(DANCES) + 1
    assert hand.spent_s > least_s
