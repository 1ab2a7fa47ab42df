"""Did you mean: another spelling from the words of public documents, offered and never forced."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product

import numpy as np

from index.analysis import english, keyboard
from index.analysis.vietnamese import TONE_SIGN, folded, spelled
from index.letters import Array, SameLength, letters_of, same_length

_LETTERS_COMPARED = 24
_MOST_CHOICES = 6
_BEAM = 8
_LONG_TOKEN = 3


class Lexicon:
    """Hold the words of public documents with the number of documents that bear them.

    Args:
        frequencies: exact form → public documents.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._spellings: defaultdict[str, list[str]] = defaultdict(list)
        for form in frequencies:
            self._spellings[folded_of(form)].append(form)

    def __contains__(self, form: str) -> bool:
        return form in self._frequencies

    def frequency(self, form: str) -> int:
        """Give the number of public documents that bear an exact form."""
        return self._frequencies.get(form, 0)

    def spellings(self, word: str) -> Sequence[str]:
        """Give the exact forms of a folded word."""
        return self._spellings.get(word, ())

    def near(self, word: str) -> set[str]:
        """Give the folded words at most one edit away, the word itself among them if known."""
        wanted = letters_of(word)
        return {
            self._words[number]
            for length in range(len(word) - 1, len(word) + 2)
            if (table := self._tables.get(length)) and len(wanted)
            for number in table.numbers[_within_one_edit(table.letters, wanted)].tolist()
        }

    @cached_property
    def _words(self) -> list[str]:
        return [w for w in self._spellings if len(w) <= _LETTERS_COMPARED and w.isalpha()]

    @cached_property
    def _tables(self) -> dict[int, SameLength]:
        return same_length(self._words)


def folded_of(form: str) -> str:
    """Fold an exact form."""
    return folded(form.partition(TONE_SIGN)[0])


def _within_one_edit(words: Array, wanted: Array) -> Array:
    """Say of words of one length whether each is at most one edit away, all of them at once."""
    length, count = words.shape
    shorter = min(length, len(wanted))
    begins = words[:shorter] == wanted[:shorter, None]
    if length == len(wanted):
        wrong = np.count_nonzero(~begins, axis=0)
        near: Array = wrong <= 1
        two = np.flatnonzero(wrong == 2)
        first = begins[:, two].argmin(axis=0)
        after = np.minimum(first + 1, length - 1)
        crossed = (words[first, two] == wanted[after]) & (words[after, two] == wanted[first])
        near[two[crossed]] = True
        return near
    ends = words[length - shorter :] == wanted[len(wanted) - shorter :, None]
    missing = np.zeros(count, bool)
    before = np.ones(count, bool)  # all letters so far are alike
    behind = np.logical_and.accumulate(ends[::-1])[::-1]
    for at in range(shorter):
        missing |= before & behind[at]
        before &= begins[at]
    return missing | before


def within_one_edit(left: str, right: str) -> bool:
    """Say whether one letter inserted, removed, replaced or two swapped makes them equal."""
    if left == right:
        return True
    if len(left) > len(right):
        left, right = right, left
    if len(right) - len(left) > 1:
        return False
    at = next((at for at, char in enumerate(left) if char != right[at]), len(left))
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    swapped = left[at : at + 2] == right[at : at + 2][::-1]
    return left[at + 1 :] == right[at + 1 :] or (swapped and left[at + 2 :] == right[at + 2 :])


def may_doubt(words: Sequence[str], total: int) -> bool:
    """Say whether a look at the lexicon may be worth while."""
    return total == 0 or any(keyboard.readings(word) for word in words)


def suggestion(words: Sequence[str], total: int, lexicon: Lexicon) -> str | None:
    """Offer another spelling of a query, None where it is well as it is.

    Args:
        words: exact forms of the words typed.
        total: number of results that had enough of the words; where there are any, only raw
            Telex and VNI typing is doubted.
        lexicon: words of public documents.
    """
    raw = [_is_raw(word, lexicon) for word in words]
    is_off = any(raw)  # the input method was off for all of them: `nhacj six` is *nhạc sĩ*
    if is_off:
        raw = [_is_read(word, lexicon) or _is_unknown_but_read(word, lexicon) for word in words]
    doubted = [
        is_raw or (total == 0 and _is_unknown(word, lexicon))
        for word, is_raw in zip(words, raw, strict=True)
    ]
    if not any(doubted):
        return None
    choices = [
        _choices(word, lexicon, is_off=is_off) if doubt else [(0.0, word)]
        for word, doubt in zip(words, doubted, strict=True)
    ]
    best = _best(choices)
    known = is_off or all(lexicon.spellings(folded_of(form)) for form in best)
    changed = best != list(words) and known
    return " ".join(spelled(form) for form in best) if changed else None


def _is_raw(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word unknown as typed is known as the keys meant."""
    return word not in lexicon and _is_read(word, lexicon)


def _is_read(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word is known as the keys meant."""
    return any(form in lexicon for form in keyboard.readings(word))


def _is_unknown_but_read(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word that no record bears is a syllable by the keys meant: `meof`."""
    return _is_unknown(word, lexicon) and any(map(keyboard.is_syllable, keyboard.readings(word)))


def _is_unknown(word: str, lexicon: Lexicon) -> bool:
    """Say whether no spelling of a word is known, nor its English stem; marks are not doubted."""
    bare = folded_of(word)
    return not lexicon.spellings(bare) and not lexicon.spellings(english.stem(word))


def _choices(word: str, lexicon: Lexicon, *, is_off: bool) -> list[tuple[float, str]]:
    """Give forms with their costs: raw typing, then other marks, then one edit."""
    raw = [(0.2 - _worth(form, lexicon), form) for form in keyboard.readings(word)]
    choices = [(cost, form) for cost, form in raw if form in lexicon]
    if is_off and not choices and _is_unknown(word, lexicon):
        choices = [(cost, form) for cost, form in raw if keyboard.is_syllable(form)]
    bare = folded_of(word)
    if word in lexicon or (word == bare and lexicon.spellings(bare)):
        choices.append((0.0 if not choices else 1.0, word))
    elif len(bare) >= _LONG_TOKEN or lexicon.spellings(bare):
        choices += _near_choices(word, bare, lexicon)
    return sorted(choices)[:_MOST_CHOICES] or [(2.0, word)]


def _near_choices(word: str, bare: str, lexicon: Lexicon) -> list[tuple[float, str]]:
    found = []
    for known in lexicon.near(bare):
        edit = 0.0 if known == bare else 1.0 + (known[0] != bare[0])
        for form in lexicon.spellings(known):
            marks = 0.0 if word in (form, bare) else 0.4
            found.append((edit + marks - _worth(form, lexicon), form))
    return found


def _worth(form: str, lexicon: Lexicon) -> float:
    return math.log(1 + lexicon.frequency(form)) / 50


def _best(choices: Sequence[Sequence[tuple[float, str]]]) -> list[str]:
    beam: list[tuple[float, list[str]]] = [(0.0, [])]
    for here in choices:
        longer = [
            (cost + more, [*path, form]) for (cost, path), (more, form) in product(beam, here)
        ]
        beam = sorted(longer)[:_BEAM]
    return beam[0][1]
