"""Where a search does not lead straight to what is meant, the page offers the way on."""

import re

import pytest

from archive.records import Name, NameStatus
from tests.makers import an_element, an_item, stored


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


@pytest.mark.parametrize(
    ("q", "plain"),
    [("xoe (khan", "xoe khan"), ('"khăn piêu', "khăn piêu"), ("năm:196x", "năm 196x")],
    ids=["parenthesis", "quote", "year"],
)
def test_a_mistake_leads_to_a_search_of_the_words_alone(client, q, plain):
    page = client.get("/search", query_string={"q": q})

    assert f"Tìm “{plain}”" in text_of(page)
    assert client.get("/search", query_string={"q": plain}).status_code == 200


def test_what_was_searched_for_as_well_is_named_once(client, engines):
    names = [Name(language="vi", text=text) for text in ("Khắm khen", "Nắm tay", "Cầm tay")]
    first = names[0].model_copy(update={"status": NameStatus.PREFERRED})
    stored(engines, an_element(names=(first, *names[1:])), an_item("Nắm tay"), find=True)

    page = client.get("/search", query_string={"q": "nắm tay OR cầm tay"})

    assert text_of(page).count("Khắm khen,") + text_of(page).count("Khắm khen.") == 1


def test_a_misspelt_word_that_finds_nothing_leads_to_its_neighbour(client, engines):
    stored(engines, an_item("Đêm xòe"), find=True)

    page = client.get("/search?q=xoef")

    assert "Có phải bạn muốn tìm “xòe”?" in text_of(page)
    assert "/search?q=x%C3%B2e" in page.text
