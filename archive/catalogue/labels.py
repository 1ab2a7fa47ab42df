"""Names: what a record is called, how names are folded and ordered."""

from __future__ import annotations

from archive.records import ItemRecord, NamedRecord, Record
from index.analysis import prepare, tokens
from index.analysis.ordering import sort_key

_ORDER = ("vi", "blt-Latn", "en", "blt-Tavt")


def title_of(record: Record, language: str = "vi") -> str:
    """Return what a record is called in a language, or in the next best one; "" when nameless."""
    return titled(record, language)[1]


def titled(record: Record, language: str = "vi") -> tuple[str, str]:
    """Return the language that the title was found in, and the title."""
    if isinstance(record, ItemRecord):
        return text_in(record.title, language)
    if isinstance(record, NamedRecord):
        tags = dict.fromkeys([language, *_ORDER, *(name.language for name in record.names)])
        for tag in tags:
            found = record.names_in(tag)
            if found:
                return tag, found[0]
    return language, ""


def text_in(texts: dict[str, list[str]], language: str = "vi") -> tuple[str, str]:
    """Return the first text in a language or in the next best one, with its language."""
    for tag in dict.fromkeys([language, *_ORDER, *texts]):
        if texts.get(tag):
            return tag, texts[tag][0]
    return language, ""


def fold_label(text: str) -> str:
    """Return a name without marks and case, as it is looked up while typing."""
    return " ".join(token.folded for token in tokens(prepare(text)))


def sort_key_of(text: str) -> str:
    """Return the key by which names stand in Vietnamese alphabetical order."""
    return sort_key(text)
