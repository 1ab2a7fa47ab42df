"""Completion: which titles and names go on from what is being typed, best first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from index.analysis import keyboard, prepare, tai_viet, tokens
from index.analysis.vietnamese import spelled as spelled_out
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

_BORNE_AS = {"term": ("people", "instrument", "costumes", "movements")}
"""Facets in which a thing of a type is a value, where they are not called as the type is."""

MOST_WORD_STARTS = 4
MOST_TITLE_CHARS = 200
MOST_KEY_CHARS = 32


@dataclass(frozen=True, slots=True)
class Label:
    """Hold one title or name that may be offered.

    Args:
        folded: its folded words, joined by spaces.
        spelled: its exact words, joined by spaces.
        sound: the skeletons of a name in Tai Viet, joined by spaces; "" for any other.
    """

    text: str
    language: str
    folded: str
    spelled: str
    sound: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Give what may be typed for it."""
        return (self.folded, self.sound) if self.sound else (self.folded,)

    def goes_on_from(self, folded: str, sound: str) -> bool:
        """Say whether one of its words begins what goes on from the typed, or sounds like it."""
        return _joins_in(self.folded, folded) or (bool(self.sound) and _joins_in(self.sound, sound))


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


def typed_raw(text: str) -> tuple[str, ...]:
    """Give what is meant by keys typed with the input method off: `xoef kh` is *xòe kh*."""
    words = text[:MOST_TITLE_CHARS].split()
    ways = (keyboard.from_telex, keyboard.from_vni)
    read = (" ".join(_read(word, way) for word in words) for way in ways)
    return tuple(dict.fromkeys(way for way in read if way != " ".join(words).lower()))


def _read(word: str, way: Callable[[str], str | None]) -> str:
    """Give a word as its keys meant it, as it is typed where they spell nothing."""
    meant = way(word) if word.isascii() and word.isalnum() else None
    return spelled_out(meant) if meant and keyboard.is_syllable(meant) else word.lower()


def sound_typed(text: str) -> str:
    """Give the skeletons of what is typed in Latin letters, as a name in Tai Viet has them."""
    found = tokens(prepare(text[:MOST_TITLE_CHARS]))
    return " ".join(tai_viet.latin_key(token.folded) for token in found)


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

    @property
    def key(self) -> tuple[str, bool]:
        """Tell apart what is offered: each thing once, and once more by its name in Tai Viet."""
        return self.group, bool(self.label.sound)


def chosen(
    candidates: Iterable[Candidate],
    text: str,
    language: str,
    limit: int,
    popularity: Mapping[tuple[str, str], int],
) -> tuple[Completion, ...]:
    """Put candidates in order and offer each group once, and by its name in Tai Viet.

    Args:
        candidates: labels that begin, at one of their words, with what is typed.
        text: what is typed.
        language: language of the page, whose labels come first among equals.
        limit: most completions wanted.
        popularity: (facet, value) → public documents that bear it.
    """
    candidates = list(candidates)
    folded, spelled = typed(text)
    marked = folded != spelled

    def rank(candidate: Candidate) -> tuple[object, ...]:
        label = candidate.label
        value = candidate.group.partition(":")[2]
        facets = _BORNE_AS.get(candidate.type, (candidate.type,))
        return (
            marked and not _begins(label.spelled, spelled),
            not label.folded.startswith(folded),
            RANKS.get(candidate.type, len(RANKS)),
            not f"{label.folded} ".startswith(f"{folded} "),
            -max(popularity.get((facet, value), 0) for facet in facets),
            label.language.partition("-")[0] != language,
            len(label.folded),
            label.text,
            candidate.group,
        )

    found: dict[tuple[str, bool], Completion] = {}
    names = _names(candidates, language, spelled if marked else "")
    told: set[str] = set()
    for candidate in sorted(candidates, key=rank):
        if candidate.key in found:
            continue
        label = names[candidate.key]
        if candidate.type == "item" and label.spelled in told:
            continue  # an item bears the name of what it shows, which was offered before
        told.add(label.spelled)
        found[candidate.key] = Completion(
            label.text, candidate.type, candidate.group, label.language
        )
        if len(found) >= limit:
            break
    return tuple(found.values())


def _names(
    candidates: Iterable[Candidate], language: str, spelled: str
) -> Mapping[tuple[str, bool], Label]:
    """Choose by which of the fitting labels each group is offered: the page's language first."""
    best: dict[tuple[str, bool], tuple[tuple[object, ...], Label]] = {}
    for candidate in candidates:
        label = candidate.label
        worth = (
            bool(spelled) and not _begins(label.spelled, spelled),
            label.language.partition("-")[0] != language,
            len(label.folded),
            label.text,
        )
        if candidate.key not in best or worth < best[candidate.key][0]:
            best[candidate.key] = (worth, label)
    return {key: label for key, (_, label) in best.items()}


def _joins_in(form: str, begun: str) -> bool:
    return any(form.startswith(begun, at) for at in starts(form))


def label_of(text: str, language: str) -> Label:
    """Give a label with the forms by which it is found."""
    found = tokens(prepare(text[:MOST_TITLE_CHARS]))
    keys = [token.keys[0] for token in found if token.keys]
    return Label(text, language, *typed(text), " ".join(keys) if len(keys) == len(found) else "")


def _labels(texts: Texts) -> Iterable[Label]:
    for language, text in texts:
        shown = prepare(text[:MOST_TITLE_CHARS]).strip()
        yield label_of(shown, language)


def _begins(spelled: str, start: str) -> bool:
    """Say whether a word of the label begins the way it is typed; the last may be unfinished."""
    *whole, last = start.split(" ")
    bare = last.partition("/")[0]
    wanted = " ".join([*whole, bare]) if "/" not in last else start
    return f" {spelled}".find(f" {wanted}") >= 0
