"""Relevance: whether the right things stand first among ten thousand records like them.

195 questions as people ask them are judged by hand (judged.tsv); those in Vietnamese are asked
again without marks. A third, chosen by hash, is told apart: nothing is ever tuned on it.
"""

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from index import Query, SearchIndex
from tests.load import report
from tests.load._collection import RIVALS, open_collection
from tests.load._judged import MARKED, TOP, Question, questions

TEACHER = frozenset({"public", "school"})
PARTS = ("open", "kept apart")
_KEYS = {"telex", "vni"}
_CALLED = {
    "bare": "Vietnamese typed without marks",
    "telex": "raw Telex",
    "vni": "raw VNI",
    "tavt": "Tai Viet",
    "latn": "Tai and Mông in Latin letters",
    "en": "English",
}
MARKS, NO_MARKS = "Vietnamese with marks", "the same without marks"


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold how well some questions are answered."""

    questions: int
    ndcg: float
    hits: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one question as it was asked and how well it was answered."""

    question: Question
    called: str
    ndcg: float
    hits: float

    @property
    def part(self) -> str:
        """Say whether it may be tuned on."""
        return PARTS[self.question.is_kept_apart]


def main(argv: list[str]) -> int:
    """Measure, and tell."""
    parser = report.parser(__doc__)
    parser.add_argument("--rivals", type=int, default=RIVALS)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-relevance-") as folder:
        engines = open_collection(Path(folder), options.rivals)
        asked = list(ask_all(engines.index))
        engines.close()
    table = by_group(asked)
    if options.json:
        rows = {name: {part: asdict(f) for part, f in row.items()} for name, row in table.items()}
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(_lines(table)))
    return 0


def ask_all(index: SearchIndex) -> Iterator[Asked]:
    """Ask every question, in Vietnamese with and without marks."""
    for question in questions():
        yield _ask(index, question, MARKS if question.way in MARKED else _CALLED[question.way])
        bare = question.without_marks
        if bare:
            yield _ask(index, bare, NO_MARKS)


def by_group(asked: Iterable[Asked]) -> dict[str, dict[str, Figures]]:
    """Give the figures of each way of asking and of all, those kept apart beside the others."""
    groups: defaultdict[str, defaultdict[str, list[Asked]]] = defaultdict(lambda: defaultdict(list))
    for one in asked:
        for name in (one.called, "all"):
            groups[name][one.part].append(one)
            groups[name]["both"].append(one)
    return {
        name: {part: figures(parts[part]) for part in (*PARTS, "both") if part in parts}
        for name, parts in groups.items()
    }


def figures(asked: list[Asked]) -> Figures:
    """Give the means of some questions."""
    count = len(asked)
    return Figures(
        count,
        round(sum(one.ndcg for one in asked) / count, 4),
        round(sum(one.hits for one in asked) / count, 4),
    )


def found(index: SearchIndex, question: Question) -> list[str]:
    """Search as a reader does, who takes up what is offered for keys typed raw."""
    answer = index.search(Query(question.text, tokens=TEACHER, limit=TOP))
    if question.way in _KEYS and answer.suggestion:
        answer = index.search(Query(answer.suggestion, tokens=TEACHER, limit=TOP))
    return [hit.group for hit in answer.hits]


def _ask(index: SearchIndex, question: Question, called: str) -> Asked:
    answers = found(index, question)
    return Asked(question, called, question.ndcg(answers), question.hits(answers))


def _lines(table: dict[str, dict[str, Figures]]) -> Iterator[str]:
    yield f"{'questions, nDCG@10, hits@3':32} {PARTS[0]:>20} {PARTS[1]:>20} {'both':>20}\n"
    for name in [each for each in table if each != "all"] + ["all"]:
        cells = (table[name].get(part) for part in (*PARTS, "both"))
        said = (f"{c.questions:4} {c.ndcg:6.3f} {c.hits:6.3f}" if c else "" for c in cells)
        yield f"{name:32} " + " ".join(f"{cell:>20}" for cell in said) + "\n"
