"""Each page speaks one language: nothing of the other one is left in what surrounds the content."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from lxml import html

from tests.browser_pages import KINDS
from tests.guards.source import ROOT

pytestmark = pytest.mark.browser
KIND = {kind.name: kind for kind in KINDS}
CATALOG = ROOT / "archive/translations/en/LC_MESSAGES/messages.po"
every_page = pytest.mark.parametrize("name", KIND)
GAP = re.compile(r"%\\\((\w+)\\\)[sd]")
NUMBERS = {"n", "number", "count"}
SPOKEN = ("title", "aria-label", "placeholder", "alt", "content")


def sayings():
    """Return the pairs of words, Vietnamese and English, that differ and are no single word."""
    with Path(CATALOG).open("rb") as file:
        catalog = read_po(file)
    pairs = [
        (vi, en)
        for message in catalog
        if message.id
        for vi, en in zip(_all(message.id), _all(message.string), strict=False)
    ]
    return [(vi, en) for vi, en in pairs if vi and en and vi != en]


def _all(words):
    return [words] if isinstance(words, str) else list(words)


def _filling(gap):
    """Return what may stand in a gap: “Bản %(number)s” is a version, not a village."""
    return r"[\d.,]+" if gap[1] in NUMBERS else ".+"


def patterns(words):
    """Return one expression that matches a text that is one of these sayings, gaps filled."""
    written = [GAP.sub(_filling, re.escape(one.strip())) for one in words]
    return re.compile("|".join(one for one in written if one.strip(".+ ")))


VI, EN = zip(*sayings(), strict=True)
VIETNAMESE = patterns(set(VI) - set(EN))
ENGLISH = patterns(set(EN) - set(VI))


def said(document, language):
    """Yield what a page says in its own language: texts, and attributes that are spoken."""
    for element in document.iter("*"):
        nearest = next((up for up in (element, *element.iterancestors()) if up.get("lang")), None)
        if nearest is None or nearest.get("lang") != language or is_apart(element):
            continue
        yield from (element.get(name) for name in SPOKEN if element.get(name))
        yield from (text for text in element.xpath("text()") if text.strip())


def is_apart(element):
    """Tell whether an element is no part of what is read, or is what people have written."""
    apart = "self::script or self::style or self::textarea or self::option or self::code"
    return bool(element.xpath(f"ancestor-or-self::*[{apart}]"))


def left_over(document, language, other):
    texts = {" ".join(text.split()) for text in said(document, language)}
    return sorted(text for text in texts if other.fullmatch(text))


@pytest.fixture(scope="module")
def page_in(browser, archive, signed_in):
    contexts = {}

    def read(name, prefix):
        kind = KIND[name]
        if kind.who not in contexts:
            contexts[kind.who] = browser.new_context(
                base_url=archive.origin, storage_state=signed_in(kind.who)
            )
        answer = contexts[kind.who].request.get(prefix + archive.path(kind.path))
        return html.fromstring(answer.body().decode())

    yield read
    for context in contexts.values():
        context.close()


@every_page
def test_the_english_page_is_english(page_in, name):
    document = page_in(name, "/en")

    assert document.get("lang") == "en"
    assert left_over(document, "en", VIETNAMESE) == []


@every_page
def test_the_vietnamese_page_is_vietnamese(page_in, name):
    document = page_in(name, "")

    assert document.get("lang") == "vi"
    assert left_over(document, "vi", ENGLISH) == []
