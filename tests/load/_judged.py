"""Questions with what answers them, graded: the table in judged.tsv."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.demo.keys import demo_id
from index.analysis.vietnamese import without_marks
from index.streams import tie

TABLE = Path(__file__).with_name("judged.tsv")
KEPT_APART = 3
TOP = 10
NEAR_TOP = 3
MARKED = ("vi", "caption", "teacher", "variant", "outdated", "place", "person")
"""Ways of asking in Vietnamese with marks; each question is asked without them as well."""

_MADE = ("item", "agent", "collection", "event")


@dataclass(frozen=True, slots=True)
class Question:
    """Hold a question, how it is asked, and what each answer is worth, 3 the most."""

    way: str
    text: str
    grades: dict[str, int]

    @property
    def is_kept_apart(self) -> bool:
        """Say whether nothing may be tuned on this question."""
        return tie(without_marks(self.text).lower()) % KEPT_APART == 0

    @property
    def without_marks(self) -> "Question | None":
        """Give the same asked without marks, None where it bears none or is no Vietnamese."""
        bare = unicodedata.normalize("NFC", without_marks(self.text))
        return replace(self, text=bare) if self.way in MARKED and bare != self.text else None

    def ndcg(self, found: Sequence[str]) -> float:
        """Judge an order of answers by its first ten.

        Source: Järvelin and Kekäläinen (2002), with gains 2^grade - 1 after Burges et al. (2005).
        """
        ideal = sorted(self.grades.values(), reverse=True)
        return _gain([self.grades.get(each, 0) for each in found]) / _gain(ideal)

    def hits(self, found: Sequence[str]) -> float:
        """Say whether one of the best answers is among the first three."""
        best = max(self.grades.values())
        return float(any(self.grades.get(each) == best for each in found[:NEAR_TOP]))


def questions() -> list[Question]:
    """Read the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [_question(line) for line in lines if line and not line.startswith("#")]


def _question(line: str) -> Question:
    way, text, *columns = line.split("\t")
    graded = zip((3, 2, 1), columns, strict=False)
    grades = {group: grade for grade, named in graded for group in _groups(named)}
    return Question(way, unicodedata.normalize("NFC", text), grades)


def _groups(named: str) -> Iterator[str]:
    for key in named.split():
        kind = key.partition(":")[0]
        yield f"{kind}:{demo_id(key)}" if kind in _MADE else key


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades[:TOP]))
