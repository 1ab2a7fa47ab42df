"""The advanced form: what is filled in becomes a search in the query language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.discover.forms import Arguments, SearchForm
from index.syntax import FIELDS, OPERATORS

# The parts of a record that a line of the form may name; each is a field of the query language.
PARTS = ("title", "name", "text", "place", "identifier")
_PLAIN = re.compile(r"[^\W_][\w'’-]*", re.UNICODE)
_QUOTES = re.compile('["“”]')
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class AdvancedForm:
    """What the advanced form holds, line by line.

    Args:
        every: words that must all be there.
        phrase: words that must stand side by side.
        some: words of which one must be there.
        none: words that must not be there.
        parts: words by the part of the record in which they must be.
        similar: whether words may be misspelled by a letter.
        filters: what the search page itself filters by.
    """

    every: str = ""
    phrase: str = ""
    some: str = ""
    none: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    similar: bool = False
    filters: SearchForm = field(default_factory=SearchForm)

    @classmethod
    def read(cls, args: Arguments) -> AdvancedForm:
        """Read an address."""

        def text(name: str) -> str:
            return (args.get(name) or "").strip()[:_LONGEST]

        return cls(
            every=text("all") or text("q"),
            phrase=text("phrase"),
            some=text("any"),
            none=text("none"),
            parts={name: text(name) for name in PARTS if text(name)},
            similar=args.get("similar") == "1",
            filters=SearchForm.read(args),
        )

    def query(self, language: str = "vi") -> str:
        """Return what is filled in, in the query language, with prefixes of the reader's."""
        return " ".join(self._clauses(language))

    def url(self, language: str) -> str:
        """Return the address of the search."""
        return self.filters.url(q=self.query(language), sort="relevance", view="grid")

    def _clauses(self, language: str) -> Iterator[str]:
        ending = "~" if self.similar else ""
        for word in self.every.split():
            yield _literal(word, ending)
        if self.phrase:
            yield _quoted(self.phrase)
        some = [_literal(word, ending) for word in self.some.split()]
        if some:
            yield f"({' OR '.join(some)})" if len(some) > 1 else some[0]
        for part, words in self.parts.items():
            yield f"{prefix_of(part, language)}:{_quoted(words)}"
        for word in self.none.split():
            yield f"-{_literal(word)}"


def prefix_of(part: str, language: str) -> str:
    """Return the prefix that names a part in the reader's language."""
    names = FIELDS[part].split()
    return names[0] if language == "en" else next(filter(_is_vietnamese, names), names[0])


def _is_vietnamese(name: str) -> bool:
    return not name.isascii()


def _literal(word: str, ending: str = "") -> str:
    """Return a word that is read as nothing but a word."""
    is_plain = _PLAIN.fullmatch(word) and word not in OPERATORS
    return word + ending if is_plain else _quoted(word)


def _quoted(words: str) -> str:
    bare = " ".join(_QUOTES.sub(" ", words).split())
    return f'"{bare}"'
