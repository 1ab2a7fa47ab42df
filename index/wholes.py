"""What is compared whole: identifiers, titles and other names."""

import unicodedata
from collections.abc import Iterable


def normal_identifier(text: str) -> str:
    """Write an identifier as it is compared: lower case, no spaces."""
    return "".join(unicodedata.normalize("NFC", text).lower().split())


def exact_label(words: Iterable[str]) -> str:
    """Write a whole label as spelled, told apart from the folded by its first character."""
    return "=" + " ".join(words)


def folded_label(words: Iterable[str]) -> str:
    """Write a whole label without marks."""
    return " ".join(words)


def link(facet: str, value: str) -> str:
    """Write what a thing is linked to as it is found: `element=xoe-vong`."""
    return normal_identifier(f"{facet}={value}")
