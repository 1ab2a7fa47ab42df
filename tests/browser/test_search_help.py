"""What helps while one types, and what a search leads to and why."""

import re

import pytest
from playwright.sync_api import expect

from tests import browsing
from tests.browser_pages import AXE, WCAG
from tests.browsing import OFFICER, item

pytestmark = [pytest.mark.browser, pytest.mark.sampled(2)]
_LISTEN = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) => forbidden.push(event.blockedURI));
"""
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def opened(context, path="/search"):
    page = context.new_page()
    page.add_init_script(_LISTEN)
    page.goto(path)
    return page


def type_in(page, text):
    page.locator("#q").press_sequentially(text)
    expect(page.locator("[role=option]").last).to_contain_text(f"“{text}”")


def type_on_the_pages_keyboard(page, letters):
    expect(page.locator("tai-keyboard button").first).to_be_visible()
    for letter in letters:
        key = page.locator("tai-keyboard").get_by_text(letter, exact=True)
        if not key.count():
            page.get_by_role("button", name="Hàng trên").click()
        key.click()


def test_an_offer_is_chosen_by_keys(profile):
    page = opened(profile())
    type_in(page, "kham khe")
    field = page.get_by_role("combobox", name="Tìm trong kho")

    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_contain_text("Khăm khen")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    field.press("Enter")

    expect(page).to_have_url(re.compile("/elements/xoe-kham-khen$"))
    assert page.evaluate("forbidden") == []


@pytest.mark.parametrize("device", [{}, PHONE], ids=["mouse", "finger"])
def test_an_offer_is_chosen_by_a_press(profile, device):
    page = opened(profile(**device), "/")
    type_in(page, "quynh nh")
    offer = page.get_by_role("option", name="Huyện Quỳnh Nhai")

    offer.tap() if device else offer.click()

    expect(page).to_have_url(re.compile("/places/huyen-quynh-nhai$"))


def test_the_list_goes_round_and_back_to_the_field(profile):
    page = opened(profile())
    type_in(page, "quynh nhai")
    field = page.locator("#q")

    field.press("ArrowUp")
    last = page.locator("[role=option]").last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_contain_text("Tìm “quynh nhai” trong kho")
    field.press("ArrowDown")

    expect(page.locator("[aria-selected=true]")).to_have_count(0)


def test_escape_closes_the_list_and_keeps_the_words(profile):
    page = opened(profile())
    type_in(page, "khan")

    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#q")).to_have_value("khan")


def test_enter_searches_for_the_words_as_ever(profile):
    page = opened(profile())
    type_in(page, "khan")

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q=khan"))


def test_what_is_typed_is_marked_in_the_name(profile):
    page = opened(profile())

    type_in(page, "khan pi")

    expect(page.locator(".offer mark").first).to_have_text("Khăn pi")


def test_an_english_page_offers_and_leads_in_english(profile):
    page = opened(profile(), "/en/search")
    type_in(page, "kham khe")

    expect(page.locator("[role=option]").first).to_contain_text("Dance")
    page.locator("[role=option]").first.click()

    expect(page).to_have_url(re.compile("/en/elements/xoe-kham-khen$"))


def test_thai_is_offered_under_the_pages_own_keyboard(profile):
    page = opened(profile())
    page.get_by_role("button", name="Bàn phím chữ Thái").click()

    type_on_the_pages_keyboard(page, "ꪜꪸ")

    offer = page.locator(".offer-name[lang=blt-Tavt]").first
    expect(offer).to_have_text("ꪜꪸꪫ")
    expect(offer).to_have_css("font-family", re.compile("Tai Heritage Pro"))
    keys, listed = page.locator("tai-keyboard").bounding_box(), offer.bounding_box()
    assert listed["y"] >= keys["y"] + keys["height"]


def test_nothing_of_it_is_fetched_before_the_field_is_used(profile):
    page = profile().new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/", wait_until="networkidle")
    before = [
        url
        for url in asked
        if re.search(r"/(offers|typing|tai-keyboard|tai-fields)|/complete", url)
    ]

    type_in(page, "khan")

    assert before == []
    assert any("/typing-" in url for url in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [{}, PHONE], ids=["wide", "narrow"])
def test_axe_finds_nothing_in_the_open_list(profile, scheme, device):
    page = opened(profile(color_scheme=scheme, **device), "/")
    type_in(page, "khan")
    page.locator("#q").press("ArrowDown")

    page.evaluate(AXE)
    found = page.evaluate(
        "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", WCAG
    )

    assert [one["id"] for one in found["violations"]] == []


def test_without_script_the_field_is_a_plain_one(profile):
    page = profile(java_script_enabled=False).new_page()
    page.goto("/")

    field = page.get_by_role("textbox", name="Tìm trong kho")
    field.fill("khan")
    field.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q=khan"))
    expect(page.locator("#hits article").first).to_be_visible()


@pytest.mark.parametrize(
    ("q", "concept", "also"),
    [
        ("xoe", "Nghệ thuật Xòe Thái", "Xòe Thái"),
        ("xòe", "Nghệ thuật Xòe Thái", "Xòe Thái"),
        ("XOÈ", "Nghệ thuật Xòe Thái", "Xòe Thái"),
        ("khăm khen", "Khắm khen", "Nắm tay"),
        ("nam tay", "Khắm khen", "Khắm khen"),
        ("unity dance", "Vũ điệu kết đoàn", "Vũ điệu kết đoàn"),
        ("khen meo", "Khèn Mông", "Khèn Mông"),
        ("quynh nhai", "Huyện Quỳnh Nhai", "Xã Mường Chiên"),
        ("cầu mưa", "Lễ cầu mưa", "Lễ cầu mưa"),
        ("cầu mùa", "Lễ cầu mùa của người Khơ Mú", "Lễ cầu mùa"),
    ],
)
def test_what_is_meant_stands_first_and_the_page_says_why(profile, q, concept, also):
    page = opened(profile(), "/search")

    page.locator("#q").fill(q)
    page.locator("#q").press("Enter")

    expect(page.locator(".concept-title")).to_have_text(concept)
    expect(page.locator(".results .note", has_text="Đã tìm cả")).to_contain_text(also)
    expect(page.locator(".results .note")).not_to_contain_text(re.compile("[Mm]èo"))


def test_letters_of_a_raw_input_method_lead_to_the_word(profile):
    page = opened(profile(), "/search?q=xoef")

    page.get_by_role("link", name="Tìm “xòe”").click()

    expect(page.locator(".concept-title")).to_have_text("Nghệ thuật Xòe Thái")


def test_thai_typed_on_the_pages_keyboard_finds_the_pieu(profile):
    page = opened(profile())
    page.get_by_role("button", name="Bàn phím chữ Thái").click()

    type_on_the_pages_keyboard(page, "ꪜꪸꪫ")
    page.locator(".searchbox-go").click()

    expect(page.locator(".concept-title")).to_have_text("Khăn piêu")
    expect(page.locator("#hits article .card-title", has_text="piêu").first).to_be_visible()


def test_a_mistake_is_shown_where_it_is_with_a_way_on(profile):
    page = opened(profile(), "/search?q=xoe+(khan")

    expect(page.locator(".typed mark")).to_have_text("(")
    page.get_by_role("link", name="Tìm “xoe khan”").click()

    expect(page).to_have_url(re.compile(r"q=xoe\+khan"))


def test_the_thai_keyboard_follows_through_the_fields_of_a_form(profile):
    page = opened(profile(), "/search/advanced")
    page.get_by_label("Có đủ các từ").click()
    page.locator(".tai-open").click()
    type_on_the_pages_keyboard(page, "ꪼ")

    page.get_by_label("Không có các từ").click()
    type_on_the_pages_keyboard(page, "ꪜ")

    expect(page.get_by_label("Có đủ các từ")).to_have_value("ꪼ")
    expect(page.get_by_label("Không có các từ")).to_have_value("ꪜ")
    expect(page.locator("tai-keyboard")).to_have_count(1)
    assert page.evaluate("forbidden") == []


def test_keys_alone_open_the_thai_keyboard_in_a_description_and_close_it(profile):
    page = opened(profile(OFFICER), f"/desk{item(browsing.DRAFT)}")
    title = page.locator("[name='title.text']").first
    title.focus()
    expect(page.locator(".tai-open")).to_be_visible()

    page.keyboard.press("Alt+k")
    expect(page.locator("tai-keyboard button:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    expect(page.locator("tai-keyboard")).to_have_count(0)
    expect(title).to_be_focused()
    expect(title).to_have_value(re.compile("ꫜ"))
