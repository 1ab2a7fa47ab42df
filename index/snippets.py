"""Snippets: the part of a text where the query's words stand, with ranges to mark.

Texts come from the archive's database, not from the index; no HTML is made here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.analysis import Token, english, prepare, tai_viet, tokens
from index.glob import GlobPattern
from index.values import Texts


@dataclass(frozen=True, slots=True)
class Marking:
    """Say which tokens a query is about.

    Args:
        exact: spellings that must be the same, where the query asks for them.
        folded: forms without marks.
        stems: English stems.
        keys: skeletons of the Tai Viet of the query, which mark Tai in either script.
        sounds: skeletons of all its words, which mark Tai Viet alone.
        patterns: words with `*` or `?`, folded.
        phrases: folded words that mark only side by side (synonyms of several words).
    """

    exact: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    phrases: frozenset[tuple[str, ...]] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is to be marked."""
        return not (
            self.exact or self.folded or self.stems or self.keys or self.patterns or self.phrases
        )


@dataclass(frozen=True, slots=True)
class Snippet:
    """Hold a piece of text and the ranges to mark in it.

    Args:
        text: the piece, in NFC.
        ranges: start and end of each marked part, in order, never overlapping.
        language: tag of the text it was cut from.
        starts_inside: text before the piece was left out.
        ends_inside: text after it was left out.
    """

    text: str
    ranges: tuple[tuple[int, int], ...] = ()
    language: str = ""
    starts_inside: bool = False
    ends_inside: bool = False


def marked_ranges(text: str, marking: Marking, language: str = "") -> tuple[tuple[int, int], ...]:
    """Give the ranges of a text (in NFC) that a query is about."""
    found = tokens(text)
    patterns = tuple(GlobPattern(pattern) for pattern in marking.patterns)
    spans = [(t.start, t.end) for t in found if _is_marked(t, marking, patterns, language)]
    return _joined(sorted(spans + list(_phrase_spans(found, marking))))


def snippet(texts: Texts, marking: Marking, most_chars: int = 240) -> Snippet | None:
    """Give the best piece of the best text, None if no text has a marked word.

    The piece with most different words wins, the earlier of equals.
    """
    best: tuple[int, Snippet] | None = None
    for language, raw in texts:
        text = prepare(raw)
        ranges = marked_ranges(text, marking, language)
        if not ranges:
            continue
        window, worth = _best_window(text, ranges, most_chars)
        if best is None or worth > best[0]:
            best = (worth, _cut(text, ranges, window, language))
    return best[1] if best else None


def beginning(texts: Texts, most_chars: int = 240) -> Snippet | None:
    """Give the beginning of the first text that says anything, unmarked."""
    for language, raw in texts:
        text = prepare(raw)
        if text.strip():
            return _cut(text, (), (0, _back_to_space(text, most_chars)), language)
    return None


def _is_marked(
    token: Token, marking: Marking, patterns: Sequence[GlobPattern], language: str
) -> bool:
    if token.folded in marking.folded or token.exact in marking.exact:
        return True
    if english.is_english(language) and english.stem_of(token.exact, token.folded) in marking.stems:
        return True
    if _sounds_alike(token, marking):
        return True
    return any(pattern.matches(token.folded) for pattern in patterns)


def _sounds_alike(token: Token, marking: Marking) -> bool:
    if token.keys:
        return not marking.sounds.isdisjoint(token.keys)
    return bool(marking.keys) and tai_viet.latin_key(token.folded) in marking.keys


def _phrase_spans(found: Sequence[Token], marking: Marking) -> Iterable[tuple[int, int]]:
    folded = [token.folded for token in found]
    for phrase in marking.phrases:
        for at in range(len(found) - len(phrase) + 1):
            if tuple(folded[at : at + len(phrase)]) == phrase:
                yield found[at].start, found[at + len(phrase) - 1].end


def _joined(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _best_window(
    text: str, ranges: Sequence[tuple[int, int]], most_chars: int
) -> tuple[tuple[int, int], int]:
    """Slide a window over the ranges and count different words before all words."""
    words = [text[start:end].lower() for start, end in ranges]
    best, worth, first = (0, 0), -1, 0
    for last in range(len(ranges)):
        while ranges[last][1] - ranges[first][0] > most_chars and first < last:
            first += 1
        here = len(set(words[first : last + 1])) * 10 + (last - first + 1)
        if here > worth:
            best, worth = (first, last), here
    return _around(text, ranges[best[0]][0], ranges[best[1]][1], most_chars), worth


def _around(text: str, start: int, end: int, most_chars: int) -> tuple[int, int]:
    spare = max(0, most_chars - (end - start))
    begin = max(0, start - spare // 2)
    if begin:
        space = text.find(" ", begin, start)
        begin = space + 1 if space >= 0 else start
    return begin, max(end, _back_to_space(text, begin + most_chars))


def _back_to_space(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", 0, end + 1)
    return space if space > 0 else end


def _cut(
    text: str, ranges: Sequence[tuple[int, int]], window: tuple[int, int], language: str
) -> Snippet:
    start, end = window
    inside = tuple((a - start, b - start) for a, b in ranges if a >= start and b <= end)
    return Snippet(text[start:end], inside, language, start > 0, end < len(text))
