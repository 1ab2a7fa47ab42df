"""From a query to a plan: which terms to look for, how strongly, and what may be missing.

Weights are measured (docs/explanation/search.md): folded 1, exact 1 where the query bears any
mark and .15 where it bears none, synonyms .4, neighbours .5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from index import syntax, weights
from index.analysis import Token, english, hmong, prepare, tai_viet, tokens
from index.analysis.little import little
from index.analysis.vietnamese import folded
from index.meaning import links_named, pages_mentioned, pages_named
from index.plan import (
    CLASSES,
    IDENTIFIER,
    LABEL,
    AnyOf,
    Everything,
    FacetIs,
    Glob,
    Near,
    Phrase,
    Plan,
    PlanNode,
    Silent,
    Sounding,
    Term,
    Without,
    YearIn,
    field_of,
)
from index.slots import Slot, all_of, any_of, enough
from index.snippets import Marking
from index.synonyms import Expansion, Label, SynonymTable
from index.trees import bears_marks, folded_pattern, is_plain, plain_words_joined, text_of
from index.values import Query
from index.wholes import exact_label, folded_label, normal_identifier


def plan(query: Query, synonyms: SynonymTable) -> Plan | None:
    """Plan a query; None where its text asks for nothing in particular.

    Raises:
        SearchSyntaxError, SearchTooLargeError: as `index.syntax.parse`.
    """
    tree = syntax.parse(query.text)
    if tree is None:
        return None
    return _Planner(query, synonyms, bears_marks(tree)).whole(tree)


def relaxed(query: Query, synonyms: SynonymTable) -> PlanNode | None:
    """Plan the same with any one word enough; None where the query is not words side by side.

    It costs as much as the plan and is rarely asked for: only where the plan finds nothing.
    """
    tree = syntax.parse(query.text)
    if not isinstance(tree, syntax.Run) or query.exact:
        return None
    return _Planner(query, synonyms, bears_marks(tree)).relaxed(tree)


@dataclass(slots=True)
class _Gathered:
    """Collect what to say about a plan while it is made."""

    adjacent: list[Phrase] = field(default_factory=list)
    expansions: list[Expansion] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    exact: set[str] = field(default_factory=set)
    folded: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    sounds: set[str] = field(default_factory=set)
    patterns: list[str] = field(default_factory=list)
    phrases: set[tuple[str, ...]] = field(default_factory=set)

    def marking(self) -> Marking:
        return Marking(
            frozenset(self.exact),
            frozenset(self.folded),
            frozenset(self.stems),
            frozenset(self.keys),
            frozenset(self.sounds),
            tuple(self.patterns),
            frozenset(self.phrases),
        )


class _Planner:
    def __init__(self, query: Query, synonyms: SynonymTable, marked: bool) -> None:  # noqa: FBT001
        self._query = query
        self._synonyms = synonyms
        self._exact_weight = weights.EXACT if marked else weights.EXACT_UNMARKED
        self._classes = dict(CLASSES)
        self._gathered = _Gathered()
        self._loosest = False

    def whole(self, tree: syntax.Node) -> Plan:
        match = self._or_whole(tree, self._node(tree))
        gathered = self._gathered
        return Plan(
            match,
            tuple(gathered.adjacent),
            tuple(gathered.expansions),
            gathered.marking(),
            tuple(gathered.words),
        )

    def relaxed(self, tree: syntax.Run) -> PlanNode:
        self._loosest = True
        return self._node(tree)

    def _or_whole(self, tree: syntax.Node, match: PlanNode) -> PlanNode:
        """Let what is called or numbered by the whole query come first."""
        called = normal_identifier(self._query.text.strip('"“” '))
        is_number = any(letter.isdigit() for letter in called)
        weight = weights.NUMBER if is_number else weights.IDENTIFIER
        whole = Term(IDENTIFIER, called, weight)
        found = tokens(prepare(self._query.text)) if is_plain(tree) else ()
        if not found:
            return AnyOf((match, whole))
        spelled = exact_label(token.exact for token in found)
        labels = [Term(LABEL, spelled, weights.LABEL * self._exact_weight)]
        if not self._query.exact:
            bare = folded_label(token.folded for token in found)
            labels.append(Term(LABEL, bare, weights.LABEL))
        return AnyOf((match, whole, *labels))

    def _node(self, node: syntax.Node) -> PlanNode:
        match node:
            case syntax.Run(nodes):
                return self._run(nodes)
            case syntax.Every(nodes):
                return all_of([self._node(each) for each in nodes])
            case syntax.Some(nodes):
                return AnyOf(tuple(self._node(each) for each in nodes))
            case syntax.Never(inner):
                return Without(Everything(), Silent(self._unmarked(inner)))
            case _:
                return self._leaf(node)

    def _leaf(self, node: syntax.Node) -> PlanNode:
        match node:
            case syntax.Quoted(text):
                return self._quoted(text)
            case syntax.Pattern(text):
                return self._pattern(text)
            case syntax.Similar(text, distance):
                return self._similar(text, distance)
            case syntax.Years(low, high):
                return YearIn(low, high)
            case syntax.Within(name, inner):
                return self._within(name, inner)
            case _:
                return self._run((node,))

    def _unmarked(self, node: syntax.Node) -> PlanNode:
        """Plan what must not be found: it widens nothing and marks nothing."""
        kept, self._gathered = self._gathered, _Gathered()
        query, self._query = self._query, replace(self._query, expand=False)
        inner = self._node(node)
        self._gathered, self._query = kept, query
        return inner

    def _run(self, nodes: Sequence[syntax.Node]) -> PlanNode:
        """Plan what stands side by side: enough of the words, and all of the rest."""
        nodes = plain_words_joined(nodes)
        words = [node for node in nodes if isinstance(node, syntax.Word)]
        others = [node for node in nodes if not isinstance(node, syntax.Word)]
        wanted = [self._node(node) for node in others if not isinstance(node, syntax.Never)]
        never = [self._unmarked(node.node) for node in others if isinstance(node, syntax.Never)]
        text = prepare(" ".join(word.text for word in words))
        slots = self._slots(text)
        if slots:
            wanted.insert(0, any_of(slots) if self._loosest else enough(slots))
        base = all_of(wanted)
        return Without(base, AnyOf(tuple(never))) if never else base

    def _slots(self, text: str) -> list[Slot]:
        """Plan each word, with the synonyms of the words that it belongs to beside it."""
        found = tokens(text)
        expansions = self._expansions(text, found)
        choices: list[list[PlanNode]] = [[self._word(token)] for token in found]
        self._gathered.expansions += expansions
        for span, alike in groupby(expansions, lambda each: each.span):
            self._widen(choices[span.start : span.stop], tuple(alike))
        self._gathered.words += [token.exact for token in found]
        self._gathered.adjacent += self._neighbours(found)
        names = {at: each for each in expansions if each.group for at in each.span}
        asked = [] if self._query.exact else little([(t.exact, t.folded) for t in found])
        may_miss = [is_little and at not in names for at, is_little in enumerate(asked)]
        telling = len(found) - sum(may_miss)
        pages, mentioned = pages_named(expansions, telling), pages_mentioned(expansions, telling)
        return [
            Slot(
                AnyOf(tuple(nodes)) if len(nodes) > 1 else nodes[0],
                pages,
                mentioned,
                is_little=at < len(may_miss) and may_miss[at],
                is_named=at in names and names[at].is_thing and len(names[at].span) > 1,
            )
            for at, nodes in enumerate(choices)
        ]

    def _expansions(self, text: str, found: Sequence[Token]) -> list[Expansion]:
        if not self._query.expand or self._query.exact:
            return []
        return self._synonyms.expansions(text, found, self._query.language)

    def _widen(self, choices: list[list[PlanNode]], alike: Sequence[Expansion]) -> None:
        """Let what the words of a name may mean stand for each of them."""
        labels = dict.fromkeys(label for expansion in alike for label in expansion.labels)
        nodes = (*(self._label(label) for label in labels), *links_named(alike))
        if nodes:
            other = AnyOf(nodes)
            choices[0].append(other)
            for rest in choices[1:]:
                rest.append(Silent(other))

    def _label(self, label: Label) -> PlanNode:
        """Plan a synonym: as spelled where it has marks, several words side by side."""
        stream = "exact" if label.is_marked else "folded"
        words = label.exact if label.is_marked else label.folded
        self._gathered.phrases.add(label.folded)
        nodes = [
            Phrase(field_of(name, stream), words, weight * weights.SYNONYM)
            if len(words) > 1
            else Term(field_of(name, stream), words[0], weight * weights.SYNONYM)
            for name, weight in self._classes.items()
        ]
        return AnyOf(tuple(nodes))

    def _neighbours(self, found: Sequence[Token]) -> list[Phrase]:
        if self._query.exact:
            return []
        return [
            Phrase(field_of(name, "folded"), (left.folded, right.folded), weight * weights.ADJACENT)
            for left, right in pairwise(found)
            for name, weight in self._classes.items()
        ]

    def _word(self, token: Token) -> PlanNode:
        if self._query.exact:
            self._gathered.exact.add(token.exact)
            return self._in_classes("exact", token.exact, weights.EXACT)
        self._gathered.folded.add(token.folded)
        nodes = [
            *self._terms("folded", token.folded, weights.FOLDED),
            *self._terms("exact", token.exact, self._exact_weight),
            *self._sounds(token),
            *self._stems(token),
            *self._without_tone_letter(token),
        ]
        return AnyOf(tuple(nodes))

    def _in_classes(self, stream: str, text: str, weight: float) -> PlanNode:
        return AnyOf(tuple(self._terms(stream, text, weight)))

    def _terms(self, stream: str, text: str, weight: float) -> Iterable[PlanNode]:
        for name, class_weight in self._classes.items():
            yield Term(field_of(name, stream), text, class_weight * weight)

    def _stems(self, token: Token) -> Iterable[PlanNode]:
        if token.folded.isascii() and token.folded.isalpha():
            stem = english.stem_of(token.exact, token.folded)
            self._gathered.stems.add(stem)
            yield from self._terms("stem", stem, weights.STEM)
            if stem != token.folded:
                yield from self._terms("folded", stem, weights.STEM)

    def _sounds(self, token: Token) -> Iterable[PlanNode]:
        """Join Tai Viet with Tai in Latin letters by the skeletons of their syllables."""
        keys = token.keys or (tai_viet.latin_key(token.folded),)
        self._gathered.keys.update(token.keys)
        self._gathered.sounds.update(keys)
        for key in keys:
            yield from self._terms("key", key, weights.KEY)
        if token.keys:
            for name, weight in self._classes.items():
                yield Sounding(field_of(name, "folded"), frozenset(keys), weight * weights.KEY)

    def _without_tone_letter(self, token: Token) -> Iterable[PlanNode]:
        """Let `Hmôngz` find `Hmông`; only marked words, or English plurals would lose their s."""
        plain = hmong.without_foreign_end(token.exact) if token.exact != token.folded else None
        if plain:
            self._gathered.folded.add(folded(plain))
            yield from self._terms("folded", folded(plain), weights.SYNONYM)

    def _quoted(self, text: str) -> PlanNode:
        """Plan a phrase: as spelled where it is spelled with marks, else without."""
        found = tokens(prepare(text))
        if not found:
            return Everything()
        spelled = self._query.exact or any(token.exact != token.folded for token in found)
        words = tuple(token.exact if spelled else token.folded for token in found)
        self._gathered.phrases.add(tuple(token.folded for token in found))
        stream = "exact" if spelled else "folded"
        if len(words) == 1:
            return self._in_classes(stream, words[0], weights.FOLDED)
        return AnyOf(
            tuple(Phrase(field_of(name, stream), words, w) for name, w in self._classes.items())
        )

    def _pattern(self, text: str) -> PlanNode:
        pattern = folded_pattern(text)
        if not pattern.strip("*"):
            return Everything()
        self._gathered.patterns.append(pattern)
        return AnyOf(
            tuple(
                Glob(field_of(name, "folded"), pattern, weight * weights.PATTERN)
                for name, weight in self._classes.items()
            )
        )

    def _similar(self, text: str, distance: int) -> PlanNode:
        found = tokens(prepare(text))
        nodes = [
            Near(field_of(name, "folded"), token.folded, distance, weight * weights.PATTERN)
            for token in found[:1]
            for name, weight in self._classes.items()
        ]
        self._gathered.folded.update(token.folded for token in found)
        return AnyOf(tuple(nodes)) if nodes else Everything()

    def _within(self, name: str, inner: syntax.Node) -> PlanNode:
        if name == IDENTIFIER:
            return Term(IDENTIFIER, normal_identifier(text_of(inner)), weights.IDENTIFIER)
        if name in CLASSES:
            return self._only_in({name: CLASSES[name]}, inner)
        text = text_of(inner)
        values = (text, *self._synonyms.values_named(name, text)) if text else ()
        facet = FacetIs(name, tuple(dict.fromkeys(values)))
        return AnyOf((facet, self._only_in({"name": CLASSES["name"]}, inner)))

    def _only_in(self, classes: dict[str, float], inner: syntax.Node) -> PlanNode:
        before, self._classes = self._classes, classes
        node = self._node(inner)
        self._classes = before
        return node
