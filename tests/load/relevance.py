"""Relevance: what the vocabulary names is found first, among made-up records, however typed.

Each name of the starter vocabulary is asked for as it stands, without marks, and as the keys
of Telex with the input method off; every concept that bears the name is a right answer. A third
of the names, chosen by hash, is told apart: nothing is ever tuned on them.
"""

import json
import math
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.vocabulary.starter import load_starter
from archive.vocabulary.synonyms import guard_pairs, starter_groups
from index import Document, Query
from index.analysis import prepare, tokens
from index.analysis.vietnamese import TONE_LETTERS, without_marks
from index.engines.whoosh.engine import WhooshIndex
from index.streams import tie
from index.synonyms import SynonymGroup, SynonymTable
from tests.load import report
from tests.load._catalogue import Catalogue

DISTRACTORS = 10_000
KEPT_APART = 3
TOP = 10
NEAR_TOP = 3
_KEYS = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a query, how it is typed, and the documents that answer it."""

    text: str
    typed: str
    answers: frozenset[str]

    @property
    def is_kept_apart(self) -> bool:
        """Whether nothing may be tuned on this query."""
        return tie(without_marks(self.text)) % KEPT_APART == 0


def main(argv: list[str]) -> int:
    """Measure, and tell."""
    parser = report.parser(__doc__)
    parser.add_argument("--distractors", type=int, default=DISTRACTORS)
    options = parser.parse_args(argv)
    groups = [_group(group) for group in starter_groups(load_starter())]
    table = SynonymTable(groups, guard_pairs(starter_groups(load_starter())))
    with tempfile.TemporaryDirectory(prefix="kho-relevance-") as folder:
        index = WhooshIndex(Path(folder) / "index", table)
        index.rebuild(_documents(groups, options.distractors), 1)
        figures = _figures(index, list(judged(groups)))
    if options.json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    else:
        for name, (count, ndcg, hits) in figures.items():
            sys.stdout.write(f"{name:34} {count:5d}   nDCG@10 {ndcg:.3f}   hits@3 {hits:.3f}\n")
    return 0


def judged(groups: list[SynonymGroup]) -> Iterator[Judged]:
    """Give every name as it may be typed, each once."""
    answers: defaultdict[str, set[str]] = defaultdict(set)
    languages: dict[str, str] = {}
    for group in groups:
        for language, text in group.preferred + group.variants:
            answers[text.lower()].add(group.id)
            languages.setdefault(text.lower(), language)
    for text, right in sorted(answers.items()):
        yield from _typed(text, languages[text], frozenset(right))


def _typed(text: str, language: str, right: frozenset[str]) -> Iterator[Judged]:
    bare, kind = without_marks(text), language.partition("-")[0]
    yield Judged(text, {"vi": "vi, with marks", "en": "en"}.get(kind, "Tai and others"), right)
    if bare != text and kind == "vi":
        yield Judged(bare, "vi, without marks", right)
        yield Judged(telex(text), "vi, raw Telex", right)


def telex(text: str) -> str:
    """Write Vietnamese as the keys that Telex takes."""
    return " ".join(_telex_word(word) for word in unicodedata.normalize("NFC", text).split())


def _telex_word(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    tones = [TONE_LETTERS[mark] for mark in apart if mark in TONE_LETTERS]
    plain = unicodedata.normalize("NFC", "".join(c for c in apart if c not in TONE_LETTERS))
    return "".join(_KEYS.get(letter, letter) for letter in plain) + "".join(tones)


def _documents(groups: list[SynonymGroup], distractors: int) -> Iterator[Document]:
    for group in groups:
        yield Document(
            group.id,
            group.id.partition(":")[0],
            tokens=frozenset({"public"}),
            titles=group.preferred,
            aliases=group.variants,
        )
    yield from Catalogue().documents(distractors)


def _group(group: object) -> SynonymGroup:
    labels = group.labels  # type: ignore[attr-defined]
    shown = tuple((language, text) for language, text, is_shown in labels if is_shown)
    hidden = tuple((language, text) for language, text, is_shown in labels if not is_shown)
    return SynonymGroup(group.concept_id, shown[:2], shown[2:], hidden)  # type: ignore[attr-defined]


def _figures(index: WhooshIndex, queries: list[Judged]) -> dict[str, tuple[int, float, float]]:
    worth: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for query in queries:
        if not tokens(prepare(query.text)):
            continue
        apart = "kept apart" if query.is_kept_apart else "open"
        found = _found(index, query)
        for name in (query.typed, apart):
            worth[name].append((_ndcg(found, query.answers), _hit(found, query.answers)))
    return {
        name: (len(pairs), *(sum(column) / len(pairs) for column in zip(*pairs, strict=True)))
        for name, pairs in sorted(worth.items())
    }


def _found(index: WhooshIndex, query: Judged) -> list[str]:
    """Search as a reader does, who takes up what is offered where nothing fits."""
    answer = index.search(Query(query.text, limit=TOP))
    if answer.suggestion and (answer.relaxed or not answer.total):
        answer = index.search(Query(answer.suggestion, limit=TOP))
    return [hit.id for hit in answer.hits]


def _ndcg(found: list[str], right: frozenset[str]) -> float:
    gain = sum(1 / math.log2(at + 2) for at, each in enumerate(found) if each in right)
    return gain / sum(1 / math.log2(at + 2) for at in range(min(TOP, len(right))))


def _hit(found: list[str], right: frozenset[str]) -> float:
    return float(not right.isdisjoint(found[:NEAR_TOP]))
