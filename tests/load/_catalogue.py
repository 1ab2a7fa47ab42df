"""A made-up catalogue of any size: syllables, names and words with the frequencies of a language.

Nothing in it is about a people or a dance; it only weighs as much as real records do: some 140
words each, Vietnamese and English, six facets, two dates.
"""

import itertools
import random
from bisect import bisect
from collections.abc import Iterator, Sequence

from index import Document

SEED = 20261123
FACETS = ("kind", "element", "people", "place", "decade", "rights")
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
_VOWELS = "a ă â e ê i o ô ơ u ư ia oa oe ua ươ yê"
_ENDS = ["", "", "n", "ng", "m", "t", "c", "i", "p", "nh"]
_TONES = ["", "", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
_ENGLISH = "an er ing ation le ment ous al ly ist ery ure tion ive"
_COMMON_EN = "the of and in a to is was with for by from at on this are were as"


class Zipf:
    """Pick things, the first far more often than the last."""

    def __init__(self, things: Sequence[str], slope: float) -> None:
        self._things = things
        weights = (1 / (rank + 2.7) ** slope for rank in range(len(things)))
        self._sums = list(itertools.accumulate(weights))

    def pick(self, chance: random.Random) -> str:
        """Give one of the things."""
        return self._things[bisect(self._sums, chance.random() * self._sums[-1])]


class Catalogue:
    """Make documents by number, always the same for the same number."""

    def __init__(self) -> None:
        chance = random.Random(SEED)
        syllables = _syllables(chance)
        pairs = [f"{chance.choice(syllables)} {chance.choice(syllables)}" for _ in range(30_000)]
        self.words = syllables[:40] + pairs
        chance.shuffle(english := _english(chance))
        self._vi, self._en = Zipf(self.words, 1.0), Zipf(_COMMON_EN.split() + english, 1.0)
        self._names = Zipf([" ".join(chance.sample(syllables, 3)) for _ in range(6_000)], 0.8)
        self._values = {
            name: Zipf([f"{name}-{n}" for n in range(size)], 0.8)
            for name, size in zip(FACETS, (5, 60, 13, 200, 8, 6), strict=True)
        }

    def documents(self, count: int) -> Iterator[Document]:
        """Give so many documents."""
        return (self.document(number) for number in range(count))

    def document(self, number: int) -> Document:
        """Give one document."""
        chance = random.Random(SEED * 1_000_003 + number)
        year = 1950 + int(75 * chance.random() ** 0.5)
        facets = {name: (zipf.pick(chance),) for name, zipf in self._values.items()}
        people = tuple(self._names.pick(chance) for _ in range(chance.randint(1, 3)))
        title = self._text(self._vi, chance, chance.randint(3, 8))
        return Document(
            f"item:{number}",
            "item",
            tokens=frozenset({"public"} if chance.random() < 0.9 else {"staff"}),
            titles=(("vi", title), ("en", self._text(self._en, chance, 5))),
            names=tuple(("vi", name) for name in people),
            text=(
                ("vi", self._text(self._vi, chance, chance.randint(45, 110))),
                ("en", self._text(self._en, chance, chance.randint(25, 45))),
            ),
            identifiers=(f"SLA-{number:07d}",),
            facets=facets | {"agent": people},
            year_from=year,
            sort={"title": title, "date": float(year), "added": float(number)},
        )

    def _text(self, zipf: Zipf, chance: random.Random, words: int) -> str:
        found: list[str] = []
        while len(found) < words:
            found += zipf.pick(chance).split()
        return " ".join(found).capitalize()


def _syllables(chance: random.Random) -> list[str]:
    every = [
        f"{onset}{vowel}{tone}{end}"
        for onset, vowel, end, tone in itertools.product(
            _ONSETS.split(), _VOWELS.split(), _ENDS, _TONES
        )
    ]
    return chance.sample(sorted(set(every)), 5_000)


def _english(chance: random.Random) -> list[str]:
    stems = [
        "".join(chance.choices("abcdefghilmnoprstuvw", k=chance.randint(3, 6)))
        for _ in range(9_000)
    ]
    return [stem + chance.choice(_ENGLISH.split()) for stem in sorted(set(stems))]
