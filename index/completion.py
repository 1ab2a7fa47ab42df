"""Completion: which titles and names go on from what is being typed, best first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.analysis import prepare, tokens
from index.values import Completion, Document, Texts

RANKS = {
    "element": 0,
    "term": 1,
    "agent": 2,
    "place": 2,
    "event": 3,
    "collection": 3,
    "item": 4,
}
"""Types that are offered, the most telling first; files and segments are not."""

MOST_WORD_STARTS = 4
MOST_TITLE_CHARS = 200
MOST_KEY_CHARS = 32


@dataclass(frozen=True, slots=True)
class Label:
    """Hold one title or name that may be offered.

    Args:
        folded: its folded words, joined by spaces.
        spelled: its exact words, joined by spaces.
    """

    text: str
    language: str
    folded: str
    spelled: str


def labels(document: Document) -> tuple[Label, ...]:
    """Give what a document may be offered by: its titles and its other names."""
    if document.type not in RANKS:
        return ()
    texts = document.titles + document.aliases
    return tuple(label for label in _labels(texts) if label.folded)


def typed(text: str) -> tuple[str, str]:
    """Give the folded and the exact beginning that is being typed."""
    found = tokens(prepare(text[:MOST_TITLE_CHARS]))
    return (
        " ".join(token.folded for token in found),
        " ".join(token.exact for token in found),
    )


def starts(folded: str) -> list[int]:
    """Give the offsets of the first words of a label, at which typing may join in."""
    offsets = [0] + [at + 1 for at, char in enumerate(folded) if char == " "]
    return offsets[:MOST_WORD_STARTS]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a label with the document that it names."""

    label: Label
    type: str
    group: str


def chosen(
    candidates: Iterable[Candidate],
    text: str,
    language: str,
    limit: int,
    popularity: Mapping[tuple[str, str], int],
) -> tuple[Completion, ...]:
    """Put candidates in order and offer each group once.

    Args:
        candidates: labels that begin, at one of their words, with what is typed.
        text: what is typed.
        language: language of the page, whose labels come first among equals.
        limit: most completions wanted.
        popularity: (facet, value) → public documents that bear it.
    """
    folded, spelled = typed(text)
    marked = folded != spelled

    def rank(candidate: Candidate) -> tuple[object, ...]:
        label = candidate.label
        value = candidate.group.partition(":")[2]
        return (
            marked and not _begins(label.spelled, spelled),
            not label.folded.startswith(folded),
            RANKS.get(candidate.type, len(RANKS)),
            -popularity.get((candidate.type, value), 0),
            label.language.partition("-")[0] != language,
            len(label.folded),
            label.text,
            candidate.group,
        )

    found: dict[str, Completion] = {}
    for candidate in sorted(candidates, key=rank):
        label = candidate.label
        offer = Completion(label.text, candidate.type, candidate.group, label.language)
        found.setdefault(candidate.group, offer)
        if len(found) >= limit:
            break
    return tuple(found.values())


def _labels(texts: Texts) -> Iterable[Label]:
    for language, text in texts:
        shown = prepare(text[:MOST_TITLE_CHARS]).strip()
        folded, spelled = typed(shown)
        yield Label(shown, language, folded, spelled)


def _begins(spelled: str, start: str) -> bool:
    """Say whether a word of the label begins the way it is typed; the last may be unfinished."""
    *whole, last = start.split(" ")
    bare = last.partition("/")[0]
    wanted = " ".join([*whole, bare]) if "/" not in last else start
    return f" {spelled}".find(f" {wanted}") >= 0
