"""Every word that a page shows goes through the catalogue of translations."""

import re
import unicodedata
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.guards.source import ROOT

CATALOGUE = ROOT / "archive" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PAGES = sorted((ROOT / "templates").rglob("*.html"))
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Vietnamese and English words; a word in Tai script stands for itself in every language.
WORD = re.compile(r"[A-Za-zÀ-ỹ]{2,}")
# The same in every language: names, units, and the languages' own names for themselves.
NAMES = (
    *("Kho Xòe", "Tiếng Việt", "English", "VI", "EN", "KB", "MB", "GB"),
    *("API", "Atom", "CSV", "EDTF", "IIIF", "JSON", "OAI-PMH", "OCFL", "PDF", "SKOS"),
)
# A macro may write attributes as text, to be put into a tag elsewhere.
ATTRIBUTE = re.compile(r"""[a-z-]+="[^"<>]*\"""")
SHOWN = {"alt", "title", "placeholder", "aria-label", "aria-description", "label"}


@cache
def _wanted() -> dict[str, str]:
    """Return every message that code and templates show, with the place where it stands."""
    from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
    from babel.messages.frontend import parse_mapping_cfg

    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = {}
    for folder in ("archive", "templates"):
        rows = extract_from_dir(
            ROOT / folder,
            _below(methods),
            _options_below(options),
            keywords=DEFAULT_KEYWORDS | {"lazy_gettext": None, "_l": None},
            directory_filter=lambda _: True,
        )
        for filename, line, message, _, _ in rows:
            first = message if isinstance(message, str) else message[0]
            found.setdefault(first, f"{folder}/{filename}:{line}")
    return found


def _below(methods):
    """Make the mapping's patterns, written from the root, fit a folder below it."""
    return [(pattern.split("/", 1)[1], method) for pattern, method in methods]


def _options_below(options):
    return {pattern.split("/", 1)[1]: value for pattern, value in options.items()}


@cache
def _english():
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def test_every_message_has_its_english():
    missing = [
        f"{place}: {message}"
        for message, place in _wanted().items()
        if not (entry := _english().get(message)) or entry.fuzzy or not _is_whole(entry.string)
    ]

    assert missing == []


def test_the_catalogue_holds_no_message_that_nothing_shows():
    known = {_first(entry.id) for entry in _english() if entry.id}

    assert known - set(_wanted()) == set()
    assert not _english().obsolete


def test_a_translation_keeps_the_placeholders():
    wrong = [
        _first(entry.id)
        for entry in _english()
        if entry.id and entry.string and _placeholders(entry.id) != _placeholders(entry.string)
    ]

    assert wrong == []


def test_source_texts_are_composed_vietnamese():
    decomposed = [text for text in _wanted() if unicodedata.normalize("NFC", text) != text]

    assert decomposed == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_shows_no_words_but_translated_ones(path):
    reader = _Shown()
    reader.feed(JINJA.sub(" ", path.read_text("utf-8")))

    assert {word for text in reader.texts for word in WORD.findall(_without_names(text))} == set()


class _Shown(HTMLParser):
    """Collect the text that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style"}
        self.texts += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(ATTRIBUTE.sub(" ", data))


def _without_names(text: str) -> str:
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, NAMES))})\b", " ", text)


def _first(message) -> str:
    return message if isinstance(message, str) else message[0]


def _is_whole(string) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def _placeholders(message) -> set[str]:
    texts = [message] if isinstance(message, str) else message
    return {name for text in texts for names in PLACEHOLDER.findall(text) for name in names}
