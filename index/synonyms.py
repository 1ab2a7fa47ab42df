"""Synonyms at query time: what else a word of the query may be called.

The archive builds the table from its vocabulary; the index never reads a database. A label is
recognised in the query longest first, and its group's other labels are searched with a lower
weight. Words that are names of other things stay apart: `tay` (hand) is never `Tày` (a people).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index import weights
from index.analysis import Token, lunar, numbers, prepare, tokens
from index.values import Texts, Widening

_MOST_TARGETS = 24
_MOST_SHOWN = 4
_DEEPEST_NARROWER = 3
_SHORT = 3


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Hold the names of one concept.

    Args:
        id: what names the concept, such as `element:xoe-om-lom`.
        preferred: labels to show, per language.
        variants: other labels, searched and shown.
        outdated: understood in a query, never searched for others and never shown.
        narrower: ids of groups that a search for this one includes.
        facet: facet in which the concept is a value, for `điệu:` and its like.
        value: the facet value, by default what follows the colon of the id.
    """

    id: str
    preferred: Texts
    variants: Texts = ()
    outdated: Texts = ()
    narrower: tuple[str, ...] = ()
    facet: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Hold a label as tokens."""

    language: str
    text: str
    exact: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def is_marked(self) -> bool:
        """Say whether the label is spelled with marks."""
        return self.exact != self.folded


@dataclass(frozen=True, slots=True)
class Meant:
    """Hold what a name stands for, whatever the words: its page, and what is linked to it.

    Args:
        pages: ids of what is named and of what that includes, each with its share, 1 the most.
        facets: facet and value of each of them, with its share.
    """

    pages: tuple[tuple[str, float], ...] = ()
    facets: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """Say that tokens `start` to `end` name a group, and what else to search there."""

    start: int
    end: int
    term: str
    group: str
    labels: tuple[Label, ...]
    shown: tuple[str, ...] = ()
    meant: Meant = Meant()

    @property
    def span(self) -> range:
        """Give which tokens name the group."""
        return range(self.start, self.end)

    @property
    def is_thing(self) -> bool:
        """Say whether what is named has a page of its own, or others linked to it."""
        return bool(self.meant.pages)

    @property
    def widening(self) -> Widening:
        """Give what the reader is told."""
        return Widening(self.term, self.shown, self.group)


@dataclass(frozen=True, slots=True)
class _Trigger:
    label: Label
    group: str
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    group: SynonymGroup
    labels: tuple[Label, ...] = field(default=())


class SynonymTable:
    """Find the concepts that a query names.

    Args:
        groups: one per concept.
        must_not_expand: pairs of a term and a label that the term never stands for.
    """

    def __init__(
        self,
        groups: Iterable[SynonymGroup] = (),
        must_not_expand: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._entries: dict[str, _Entry] = {}
        self._triggers: defaultdict[tuple[str, ...], list[_Trigger]] = defaultdict(list)
        self._guards = {(_exact(term), _exact(label)) for term, label in must_not_expand}
        groups = list(groups)
        for group in groups:
            self._add(group)
        for group in groups:
            self._add_compounds(group)
        self._longest = max((len(key) for key in self._triggers), default=0)
        self._numbers = _number_labels()

    def expansions(self, text: str, found: Sequence[Token], language: str) -> list[Expansion]:
        """Give the expansions of a query's tokens, from left to right, longest label first.

        Args:
            text: the prepared text that the tokens were cut from.
            found: its tokens.
            language: language of the labels to show.
        """
        expansions: list[Expansion] = []
        at = 0
        marked = any(token.exact != token.folded for token in found)
        while at < len(found):
            here = self._longest_at(text, found, at, language, marked=marked)
            expansions += here
            at = max((expansion.end for expansion in here), default=at + 1)
        return [*expansions, *self._number_expansions(text, found), *_lunar_expansions(text, found)]

    def values_named(self, facet: str, text: str) -> tuple[str, ...]:
        """Give the values of a facet whose group bears exactly this label, folded."""
        folded = tuple(token.folded for token in tokens(prepare(text)))
        groups = [self._entries[trigger.group].group for trigger in self._triggers.get(folded, ())]
        named = [group for group in groups if group.facet == facet]
        return tuple(dict.fromkeys(group.value or group.id.partition(":")[2] for group in named))

    def _add(self, group: SynonymGroup) -> None:
        labels = tuple(_labels(group.preferred + group.variants))
        self._entries[group.id] = _Entry(group, labels)
        for label in labels:
            self._triggers[label.folded].append(_Trigger(label, group.id))
        for label in _labels(group.outdated):
            self._triggers[label.folded].append(_Trigger(label, group.id, is_shown=False))

    def _add_compounds(self, group: SynonymGroup) -> None:
        """Understand an outdated name within the names of other things: `khèn Mèo`."""
        if group.facet != "people":
            return
        shown = {
            label.folded: label for label in _labels(group.preferred) if label.language == "vi"
        }
        outdated = tuple(_labels(group.outdated))
        for entry in list(self._entries.values()):
            for label in entry.labels if entry.group is not group else ():
                for name in shown.values():
                    self._add_replaced(entry, label, name, outdated)

    def _add_replaced(
        self, entry: _Entry, label: Label, name: Label, outdated: Iterable[Label]
    ) -> None:
        at = _place_of(name.exact, label.exact)
        if at is None or len(label.exact) == len(name.exact):
            return
        for other in outdated:
            end = at + len(name.exact)
            exact = label.exact[:at] + other.exact + label.exact[end:]
            folded = label.folded[:at] + other.folded + label.folded[end:]
            made = Label(label.language, "", exact, folded)
            self._triggers[folded].append(_Trigger(made, entry.group.id, is_shown=False))

    def _longest_at(
        self, text: str, found: Sequence[Token], at: int, language: str, *, marked: bool
    ) -> list[Expansion]:
        for end in range(min(len(found), at + self._longest), at, -1):
            span = found[at:end]
            groups = self._groups_named(text, span, marked=marked)
            if groups:
                typed = text[span[0].start : span[-1].end]
                return [self._expansion(group, at, end, typed, language) for group in groups]
        return []

    def _groups_named(self, text: str, span: Sequence[Token], *, marked: bool) -> list[str]:
        """Give the groups that words name; among marked words one without marks means itself."""
        triggers = self._triggers.get(tuple(token.folded for token in span), [])
        exact = tuple(token.exact for token in span)
        spelled = [trigger for trigger in triggers if trigger.label.exact == exact]
        loose = spelled or [trigger for trigger in triggers if _may_mean(exact, trigger.label)]
        if len(span) == 1:
            loose = spelled if marked else loose
            loose = loose if spelled or _is_unambiguous(loose) else []
            loose = [trigger for trigger in loose if _case_allows(text, span[0], trigger.label)]
        allowed = [trigger for trigger in loose if (exact, trigger.label.exact) not in self._guards]
        shown = [trigger for trigger in allowed if trigger.is_shown]
        return list(dict.fromkeys(trigger.group for trigger in (*shown, *allowed)))

    def _expansion(self, group: str, at: int, end: int, typed: str, language: str) -> Expansion:
        exact = _exact(typed)
        folded = tuple(token.folded for token in tokens(prepare(typed)))
        labels = [
            label
            for label in self._targets(group)
            if label.exact != exact
            and (label.folded != folded or label.is_marked)
            and (exact, label.exact) not in self._guards
        ]
        chosen = tuple(dict.fromkeys(labels))[:_MOST_TARGETS]
        meant = self._meant(group)
        told = (*self._names_included(meant), *chosen)
        return Expansion(at, end, typed, group, chosen, _shown(told, language, folded), meant)

    def _names_included(self, meant: Meant) -> Iterator[Label]:
        """Give what an old place is called now: its successors stand for it, unlike a synonym."""
        for page, _ in meant.pages[1:]:
            entry = self._entries[page]
            if entry.group.facet == "place":
                yield from entry.labels[: len(entry.group.preferred)]

    def _targets(self, group_id: str) -> Iterator[Label]:
        """Give all labels of a group, and the preferred ones of what it includes."""
        for at, entry in enumerate(self._included(group_id)):
            if at and entry.group.facet == "place":
                return
            labels = entry.labels[: len(entry.group.preferred)] if at else entry.labels
            yield from (label for label in labels if _is_telling(label))

    def _meant(self, group_id: str) -> Meant:
        """Say what a group stands for; what merely orders the vocabulary has no page to show."""
        groups = list({entry.group.id: entry.group for entry in self._included(group_id)}.values())
        things = [group for group in groups if group.facet]
        is_list = bool(things) and things[0] is not groups[0]
        pages, facets = [], []
        for at, group in enumerate(things):
            page = 1.0 if is_list or not at else weights.INCLUDED / at
            linked = 1.0 if is_list or not at else weights.INCLUDED
            pages.append((group.id, page))
            facets.append((group.facet, group.value or group.id.partition(":")[2], linked))
        return Meant(tuple(pages), tuple(facets))

    def _included(self, group_id: str, depth: int = 0) -> Iterator[_Entry]:
        """Give a group and those that it includes, the nearest first."""
        entry = self._entries.get(group_id)
        if entry is None:
            return
        yield entry
        if depth < _DEEPEST_NARROWER:
            for narrower in entry.group.narrower:
                yield from self._included(narrower, depth + 1)

    def _number_expansions(self, text: str, found: Sequence[Token]) -> Iterator[Expansion]:
        at = 0
        while at < len(found):
            end, labels = self._number_at(found, at)
            if labels:
                typed = text[found[at].start : found[end - 1].end]
                yield Expansion(at, end, typed, "", labels)
            at = end

    def _number_at(self, found: Sequence[Token], at: int) -> tuple[int, tuple[Label, ...]]:
        for end in range(min(len(found), at + 3), at, -1):
            labels = self._numbers.get(tuple(token.exact for token in found[at:end]))
            if labels:
                return end, labels
        return at + 1, ()


def _labels(texts: Texts) -> Iterator[Label]:
    for language, text in texts:
        cut = tokens(prepare(text))
        if cut:
            exact = tuple(token.exact for token in cut)
            yield Label(language, text, exact, tuple(token.folded for token in cut))


def _place_of(part: tuple[str, ...], whole: tuple[str, ...]) -> int | None:
    """Say where some words stand within others."""
    starts = range(len(whole) - len(part) + 1)
    return next((at for at in starts if whole[at : at + len(part)] == part), None)


def _exact(text: str) -> tuple[str, ...]:
    return tuple(token.exact for token in tokens(prepare(text)))


def _may_mean(exact: tuple[str, ...], label: Label) -> bool:
    """Say whether a query whose folded form is the label's may mean the label.

    A word typed with marks means those marks. A word typed without may mean any, and in a
    label of several words an unmarked label may stand for a marked word.
    """
    pairs = zip(exact, label.exact, label.folded, strict=True)
    several = len(exact) > 1
    return all(
        typed in (spelled, bare) or (several and spelled == bare) for typed, spelled, bare in pairs
    )


def _is_unambiguous(triggers: Sequence[_Trigger]) -> bool:
    """Say whether a word without marks names one concept, and is long enough to mean it."""
    groups = {trigger.group for trigger in triggers}
    return len(groups) == 1 and all(len(t.label.folded[0]) >= _SHORT for t in triggers)


def _case_allows(text: str, token: Token, label: Label) -> bool:
    """Ask for a capital where a short unmarked name is a common word: `Tay`, but not `tay`."""
    if label.is_marked or len(label.folded[0]) > _SHORT or not label.text[:1].isupper():
        return True
    return text[token.start].isupper()


def _is_telling(label: Label) -> bool:
    """Say whether a label may be searched by itself: `Tay` and `xe` would find hands, carts."""
    return len(label.exact) > 1 or label.is_marked or len(label.folded[0]) > _SHORT


def _shown(labels: Sequence[Label], language: str, folded: tuple[str, ...]) -> tuple[str, ...]:
    wanted = [label for label in labels if label.folded != folded]
    own = [label.text for label in wanted if label.language.partition("-")[0] == language]
    texts = own or [label.text for label in wanted]
    return tuple(dict.fromkeys(texts))[:_MOST_SHOWN]


def _lunar_expansions(text: str, found: Sequence[Token]) -> Iterator[Expansion]:
    for named in lunar.lunar_days(found):
        typed = text[found[named.start].start : found[named.end - 1].end]
        ways = tuple(("vi", way) for way in lunar.spellings(named.day, named.month))
        exact = _exact(typed)
        labels = tuple(label for label in _labels(ways) if label.exact != exact)
        yield Expansion(named.start, named.end, typed, "", labels)


def _number_labels() -> dict[tuple[str, ...], tuple[Label, ...]]:
    """Map figures to words and words to figures; `năm` is a year far more often than a five."""
    table: dict[tuple[str, ...], tuple[Label, ...]] = {}
    for number in range(1, numbers.HIGHEST + 1):
        figure = next(_labels((("", str(number)),)))
        spoken = tuple(_labels(tuple(("vi", words) for words in numbers.number_words(number))))
        table[figure.exact] = spoken
        table |= {label.exact: (figure,) for label in spoken if label.text != "năm"}
    return table
