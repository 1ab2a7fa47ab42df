"""Groups of synonyms for the search, from the names of concepts.

Most Vietnamese and Tai names of one syllable are everyday words as well: `công` is a drum and
“public”, `động` an outdated name of a people and “to move”. Such a word neither opens an expansion
nor enters one, unless the vocabulary lists it as open; it still names its concept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from archive.vocabulary.starter import Starter, read_data
from archive.vocabulary.values import Named, fold

_TELLING_ENGLISH = 4
"""An English word of this many letters is seldom a Vietnamese one written without marks."""


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """The names of one concept.

    Args:
        concept_id: What names the concept, such as `element:xoe-om-lom`.
        type: element, term, people, place or list.
        labels: Language, text and whether a page may show it; preferred names first.
        guarded: Casefolded words that neither open nor enter an expansion of this group.
    """

    concept_id: str
    type: str
    labels: tuple[tuple[str, str, bool], ...]
    guarded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    open_words: frozenset[str]
    guarded_phrases: frozenset[str]
    pairs: tuple[tuple[str, str], ...]


def synonym_group(
    concept_id: str, kind: str, names: Iterable[tuple[str, str, bool]]
) -> SynonymGroup:
    """Return the group of one concept from its names: language, text, may be shown."""
    labels = tuple(dict.fromkeys(names))
    return SynonymGroup(concept_id, kind, labels, tuple(sorted(_guarded(labels))))


def starter_groups(starter: Starter) -> tuple[SynonymGroup, ...]:
    """Return the groups of the starter vocabulary."""
    families: tuple[tuple[str, tuple[Named, ...]], ...] = (
        ("element", starter.elements),
        ("term", starter.terms),
        ("people", starter.peoples),
        ("place", starter.places),
        ("list", starter.lists),
    )
    return tuple(_group_of(kind, entry) for kind, entries in families for entry in entries)


def _group_of(kind: str, entry: Named) -> SynonymGroup:
    names = sorted(
        entry.names, key=lambda name: ("preferred", "variant", "hidden").index(name.status)
    )
    shown = ((name.language, name.text, name.is_shown) for name in names)
    return synonym_group(f"{kind}:{entry.id}", kind, shown)


def guard_pairs(groups: Iterable[SynonymGroup]) -> Iterator[tuple[str, str]]:
    """Yield every pair of a word in a query and a label that it must not be widened to."""
    yield from _rules().pairs
    for group in groups:
        for word in group.guarded:
            for _language, label, _shown in group.labels:
                yield word, label
                yield label, word


def _guarded(labels: Iterable[tuple[str, str, bool]]) -> set[str]:
    rules = _rules()
    forms = {
        form
        for language, text, _shown in labels
        if _is_common(language, text, rules)
        for form in (_plain(text), fold(text))
    }
    return {form for form in forms if form not in rules.open_words}


def _is_common(language: str, text: str, rules: _Rules) -> bool:
    """Tell whether a label is a word that everyday language uses for something else."""
    plain = _plain(text)
    if " " in plain:
        return plain in rules.guarded_phrases
    if not fold(text).isascii() or plain in rules.open_words:
        return False
    return language != "en" or len(plain) < _TELLING_ENGLISH


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


@cache
def _rules() -> _Rules:
    data = read_data("synonyms.json")
    return _Rules(
        open_words=frozenset(data["open_words"]),
        guarded_phrases=frozenset(data["guarded_phrases"]),
        pairs=tuple((word, label) for word, label in data["must_not_expand"]),
    )
