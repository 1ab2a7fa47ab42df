r"""Text cut into tokens, each with an exact and a folded form.

Source: ARCHITECTURE §7 and docs/explanation/search.md; a token is a run of letters, marks and
digits by Unicode, since Python's own `\w` cuts Tai Viet and decomposed Vietnamese inside a
syllable.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from index.analysis import tai_viet
from index.analysis.vietnamese import exact, folded

ANALYSIS_VERSION = 3
"""Raise it with any change of the tokens: indexes of another version are rebuilt."""

_APOSTROPHES = "'’ʼ‘`´ʹ"
_WORD = regex.compile(
    r"[\uAA80-\uAADF]+"
    r"|[\p{Lao}\p{Thai}\p{Khmer}]+"
    rf"|(?:(?<![\p{{L}}\p{{M}}\p{{N}}])\p{{L}}-(?=\p{{L}}))?(?:(?![\uAA80-\uAADF])[\p{{L}}\p{{M}}\p{{N}}])+"
    rf"(?:[{_APOSTROPHES}](?:(?![\uAA80-\uAADF])[\p{{L}}\p{{M}}\p{{N}}])+)*"
)
_JOINERS = str.maketrans("", "", _APOSTROPHES + "-")
_UNSPACED = regex.compile(r"^[\p{Lao}\p{Thai}\p{Khmer}]")
_CLUSTER = regex.compile(r"\X")
_UNPRINTED = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200b-\u200f\u2060\ufeff]")
_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Token:
    """Hold one token.

    Args:
        start: offset in the prepared text.
        end: offset after its last character.
        exact: spelling with the tone at the end.
        folded: without marks.
        keys: Tai skeletons; only Tai Viet tokens bear them.
    """

    start: int
    end: int
    exact: str
    folded: str
    keys: tuple[str, ...] = ()


Form = tuple[int, int, str, str, tuple[str, ...]]


def prepare(text: str) -> str:
    """Bring text to NFC, with what cannot be printed as spaces.

    Source: UAX #15.
    """
    return unicodedata.normalize("NFC", _UNPRINTED.sub(" ", text))


def tokens(text: str) -> tuple[Token, ...]:
    """Cut prepared text into tokens with offsets.

    Source: as the module.
    """
    return tuple(_tokens(text))


def words(text: str) -> list[tuple[Form, ...]]:
    """Give the cached forms of each word of prepared text, without making tokens.

    Source: as the module; the writer's short way, 5 × faster than `tokens`.
    """
    return [forms(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=300_000)
def forms(word: str) -> tuple[Form, ...]:
    """Give start, end, exact, folded and keys of each token of one word.

    Source: as the module.
    """
    if "\uaa80" <= word[0] <= "\uaadf":
        return tuple(
            (part.start, part.end, part.exact, part.folded, part.keys)
            for part in tai_viet.syllables(word)
        )
    if _UNSPACED.match(word):
        return tuple(_pairs(word))
    joined = word.translate(_JOINERS)[:_LONGEST_TOKEN]
    return ((0, len(word), exact(joined), folded(joined), ()),)


def _tokens(text: str) -> Iterator[Token]:
    for found in _WORD.finditer(text):
        base = found.start()
        for start, end, exactly, loosely, keys in forms(found.group()):
            yield Token(base + start, base + end, exactly, loosely, keys)


def _pairs(run: str) -> Iterator[Form]:
    """Cut a script that writes no spaces into overlapping pairs of clusters.

    Source: vocabulary.json, other_scripts: Lao needs a segmenter or character bigrams.
    """
    spans = [found.span() for found in _CLUSTER.finditer(run)]
    for left, right in zip(spans, spans[1:] or spans, strict=False):
        pair = run[left[0] : right[1]]
        yield left[0], right[1], pair, pair, ()
