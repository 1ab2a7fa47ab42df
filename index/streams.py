"""The terms of a document, field by field, as every engine indexes them."""

import hashlib
from dataclasses import dataclass, field

from index.analysis import english, hmong, prepare, words
from index.analysis.vietnamese import folded as folded_form
from index.plan import LINKS
from index.values import Document, Texts
from index.wholes import exact_label, folded_label, link, normal_identifier

MOST_LABEL_CHARS = 120
GAP = 100
"""Positions left between two texts of a field, so that no phrase spans them."""


@dataclass(slots=True)
class FieldTerms:
    """Hold the terms of one class of text.

    Args:
        exact: one term per token.
        folded: one per token, then the extra ones.
        positions: of each token.
        extra: positions of the extra folded terms (Mông words without their tone letter).
        stems: English stems that differ from the folded word.
        keys: Tai skeletons.
    """

    exact: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    extra: list[tuple[int, str]] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def stream(self, name: str) -> list[tuple[str, int]]:
        """Give the terms of a stream with their positions, in order of positions."""
        if name == "exact":
            return list(zip(self.exact, self.positions, strict=True))
        if name == "folded":
            spelled = zip(self.folded, self.positions, strict=True)
            both = [*spelled, *((term, at) for at, term in self.extra)]
            return sorted(both, key=lambda pair: pair[1]) if self.extra else both
        return [(term, 0) for term in (self.stems if name == "stem" else self.keys)]


def field_terms(texts: Texts) -> FieldTerms:
    """Analyse the texts of one class."""
    found = FieldTerms()
    at = 0
    for language, text in texts:
        at = _add_text(found, prepare(text), language, at) + GAP
    return found


def class_texts(document: Document) -> dict[str, Texts]:
    """Give the texts of a document by class."""
    return {
        "title": document.titles,
        "name": document.aliases + document.names,
        "text": document.text,
    }


def identifiers(document: Document) -> tuple[str, ...]:
    """Give the identifiers by which a document is found whole, its own among them.

    What speaks for a group is also found by what it is linked to; its files and segments are
    not, or a recording would seem to name a dance from its first second to its last.
    """
    bare = document.id.partition(":")[2]
    given = [document.id, bare, *document.identifiers]
    if document.is_principal:
        given += [link(name, value) for name in LINKS for value in document.facets.get(name, ())]
    return tuple(dict.fromkeys(normal for text in given if (normal := normal_identifier(text))))


def whole_labels(document: Document) -> tuple[str, ...]:
    """Give the titles and other names of a document whole, as spelled and without marks."""
    found: dict[str, None] = {}
    for _, text in document.titles + document.aliases:
        cut = [form for word in words(prepare(text)[:MOST_LABEL_CHARS]) for form in word]
        for label in (exact_label(form[2] for form in cut), folded_label(form[3] for form in cut)):
            found.setdefault(label)
    return tuple(found)


def tie(identifier: str) -> int:
    """Give a number that orders equals by chance but always alike, whatever was indexed when."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "little")


def _add_text(found: FieldTerms, text: str, language: str, at: int) -> int:
    exact, folded, positions = found.exact, found.folded, found.positions
    begin = len(exact)
    for word in words(text):
        for _, _, exactly, loosely, keys in word:
            exact.append(exactly)
            folded.append(loosely)
            positions.append(at)
            if keys:
                found.keys.extend(keys)
            at += 1
    if english.is_english(language):
        _add_stems(found, text)
    elif hmong.is_hmong(language):
        _add_untoned(found, begin)
    return at


def _add_stems(found: FieldTerms, text: str) -> None:
    for word in words(text):
        for _, _, exactly, loosely, _ in word:
            if loosely.isascii() and loosely.isalpha():
                stem = english.stem_of(exactly, loosely)
                if stem != loosely:
                    found.stems.append(stem)


def _add_untoned(found: FieldTerms, begin: int) -> None:
    for index in range(begin, len(found.exact)):
        plain = hmong.without_tone_letter(found.exact[index].partition("/")[0])
        if plain:
            found.extra.append((found.positions[index], folded_form(plain)))
