"""One search over one snapshot: match, hide, narrow, collapse, count, order, page."""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index import planning, spelling
from index.engines.answers import (
    MOST_MATCHED_IDS,
    concepts,
    is_doubted,
    ordered_counts,
    widened,
)
from index.engines.whoosh.arrays import Array
from index.engines.whoosh.collapsing import Matches, Speakers, first_of, speakers_of
from index.engines.whoosh.executor import Executor
from index.engines.whoosh.view import Snapshot, View
from index.plan import Plan, PlanNode
from index.scoring import RESCORED
from index.streams import tie
from index.synonyms import SynonymTable
from index.values import FacetCount, Hit, Query, Results, State


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """Hold one condition by the name of the facet that it narrows.

    Args:
        name: of the facet, or "type" or "year".
        passed: for each segment, which of all its documents it lets pass.
    """

    name: str
    passed: tuple[Array, ...]


class Search:
    """Answer one query."""

    def __init__(self, snapshot: Snapshot, query: Query, synonyms: SynonymTable) -> None:
        self._snapshot = snapshot
        self._query = query
        self._synonyms = synonyms
        self._plan = planning.plan(query, synonyms)
        self._sort = query.sort
        if self._plan is None and query.sort == "relevance":
            self._sort = "added"

    def results(self, state: State = State.OK) -> Results:
        """Give the answer."""
        plan, relaxed = self._plan, False
        node = plan.match if plan else None
        matches = self._matches(node)
        looser = None if len(matches) else planning.relaxed(self._query, self._synonyms)
        if looser is not None:
            node = looser
            matches = self._matches(node)
            relaxed = bool(len(matches))
        narrowings = self._narrowings()
        passing = matches.passing([narrowing.passed for narrowing in narrowings])
        best = self._rescored(self._scored(passing, node))
        found = speakers_of(best)
        # Counts must not depend on scores; where there are none, it is the same answer.
        counts = self._query.years or bool(self._query.facets)
        counted = speakers_of(passing.unscored()) if counts and best.is_scored else found
        return Results(
            total=len(found),
            hits=self._hits(found),
            facets={
                name: self._counts(matches, narrowings, counted, name)
                for name in self._query.facets
            },
            years=self._years(matches, narrowings, counted),
            suggestion=self._suggestion(0 if relaxed else len(found)),
            widened=widened(plan),
            concepts=concepts(plan),
            relaxed=relaxed,
            marking=plan.marking if plan else None,
            state=state,
        )

    def _matches(self, node: PlanNode | None) -> Matches:
        """Give what a viewer may find; nothing is counted before this."""
        ids: list[Array] = []
        scores: list[Array] = []
        is_scored = False
        for view in self._snapshot.views:
            here, worth = self._matched_in(view, node)
            kept = view.visible(self._query.tokens)[here]
            kept = kept & ~self._excluded(view, here) if self._query.exclude else kept
            ids.append(here[kept])
            is_scored = is_scored or worth is not None
            scores.append(np.zeros(len(ids[-1])) if worth is None else worth[kept])
        return Matches(self._snapshot.views, ids, scores if is_scored else None)

    def _matched_in(self, view: View, node: PlanNode | None) -> tuple[Array, Array | None]:
        if node is None:
            return np.arange(view.data.documents), None
        scored = self._sort == "relevance" and not self._narrows
        matched = Executor(self._snapshot, view, scored=scored).run(node)
        return matched.ids, matched.scores

    @property
    def _narrows(self) -> bool:
        """Say whether few of the matches may pass, so that scores are worth waiting for them."""
        query = self._query
        years = query.year_from is not None or query.year_to is not None
        return years or bool(query.types) or any(query.filters.values())

    def _scored(self, passing: Matches, node: PlanNode | None) -> Matches:
        """Score what passed, where it was not scored at once."""
        if node is None or self._sort != "relevance" or not self._narrows:
            return passing
        scores = []
        for view, ids in zip(passing.views, passing.ids, strict=True):
            matched = Executor(self._snapshot, view).run(node, ids)
            worth = np.zeros(len(matched.ids)) if matched.scores is None else matched.scores
            scores.append(worth[np.searchsorted(matched.ids, ids)])
        return Matches(passing.views, passing.ids, scores)

    def _excluded(self, view: View, ids: Array) -> Array:
        return np.isin(view.data["owner"][ids], self._excluded_owners)

    @cached_property
    def _excluded_owners(self) -> Array:
        return np.array([tie(owner) for owner in self._query.exclude], np.uint64)

    def _narrowings(self) -> list[_Narrowing]:
        query, views = self._query, self._snapshot.views
        found = [
            _Narrowing(name, tuple(_bearers(view, name, values) for view in views))
            for name, values in query.filters.items()
            if values
        ]
        if query.types:
            of_types = tuple(view.data.of_types(query.types) for view in views)
            found.append(_Narrowing("type", of_types))
        if query.year_from is not None or query.year_to is not None:
            low, high = query.year_from, query.year_to
            in_years = tuple(view.data.in_years(low, high) for view in views)
            found.append(_Narrowing("year", in_years))
        return found

    def _counted_for(
        self, matches: Matches, narrowings: Sequence[_Narrowing], found: Speakers, name: str
    ) -> Speakers:
        """Give what a facet is counted over: the result with the facet's own filter left out."""
        others = [narrowing.passed for narrowing in narrowings if narrowing.name != name]
        if len(others) == len(narrowings):
            return found
        return speakers_of(matches.passing(others).unscored())

    def _rescored(self, matches: Matches) -> Matches:
        """Raise the best thousand by words that stand side by side."""
        adjacent = self._plan.adjacent if self._plan and self._sort == "relevance" else ()
        if not adjacent or not len(matches):
            return matches
        best = matches.best(RESCORED)
        return matches.raised(
            best,
            lambda view, ids: Executor(self._snapshot, view).nearness(adjacent, ids),
        )

    def _counts(
        self, matches: Matches, narrowings: Sequence[_Narrowing], found: Speakers, name: str
    ) -> tuple[FacetCount, ...]:
        """Count a facet over the whole result, its own filter left out."""
        counts: Counter[str] = Counter()
        for view, ids in self._counted_for(matches, narrowings, found, name).by_view():
            values, numbers = _counted(view, ids, name)
            for at in np.flatnonzero(numbers).tolist():
                counts[values[at]] += int(numbers[at])
        return ordered_counts(counts)

    def _years(
        self, matches: Matches, narrowings: Sequence[_Narrowing], found: Speakers
    ) -> tuple[tuple[int, int], ...]:
        """Count results for each year that their spans touch."""
        if not self._query.years:
            return ()
        counts: Counter[int] = Counter()
        for view, ids in self._counted_for(matches, narrowings, found, "year").by_view():
            years, times = view.data.years(ids)
            counts.update(dict(zip(years.tolist(), times.tolist(), strict=True)))
        return tuple(sorted(counts.items()))

    def _hits(self, found: Speakers) -> tuple[Hit, ...]:
        start, end = self._query.offset, self._query.offset + self._query.limit
        if self._query.limit < 1 or start >= len(found):
            return ()
        places = self._ordered(found, end)[start:end]
        if found.are_whole:
            return tuple(self._whole_hits(found, places))
        return tuple(self._hit(found, at) for at in places)

    def _whole_hits(self, found: Speakers, places: list[int]) -> Iterator[Hit]:
        """Name hits of which nothing else matched than what speaks for them, column by column."""
        scores = found.scores[places].tolist()
        hits: dict[int, Hit] = {}
        for view, chosen, numbers in found.documents(places):
            data = view.data
            types, starts = data["type"][numbers].tolist(), data["start"][numbers].tolist()
            ids, groups = data.ids.some(numbers), data.groups.some(numbers)
            for place, name, group, kind, start in zip(
                chosen, ids, groups, types, starts, strict=True
            ):
                starts_at = None if start != start else start  # noqa: PLR0124 - what is no number
                hits[place] = Hit(
                    name, data.types[kind], group or name, scores[place], starts_at, (name,)
                )
        return (hits[place] for place in range(len(places)))

    def _ordered(self, found: Speakers, wanted: int) -> list[int]:
        if self._sort == "relevance":
            return found.first(-found.scores, wanted)
        if self._sort == "title":
            return self._by_title(found, wanted)
        if self._sort == "id":
            return self._unread(found, wanted)
        name = self._sort.lstrip("-")
        numbers = found.each(lambda view, ids: view.data[name][ids])
        backwards = self._sort in {"-date", "added"}
        keys = np.where(np.isnan(numbers), np.inf, -numbers if backwards else numbers)
        return found.first(keys, wanted)

    def _unread(self, found: Speakers, wanted: int) -> list[int]:
        """Order by what stands for the groups, and leave out what comes before `after`."""
        groups = found.each(lambda view, ids: view.data["group"][ids])
        after = self._query.after
        places = np.flatnonzero(groups > np.uint64(tie(after))) if after else np.arange(len(groups))
        chosen = first_of(groups[places], lambda at: groups[places][at], wanted)
        unread: list[int] = places[chosen].tolist()
        return unread

    def _by_title(self, found: Speakers, wanted: int) -> list[int]:
        """Order each segment by its own ranks, then merge by the keys themselves."""
        runs = []
        for part in found.parts():
            ranks = part.view.data["title.rank"][part.ids]
            order = first_of(ranks, part.ties.__getitem__, wanted).tolist()
            keys = part.view.data.title_keys
            named = ((keys.raw(int(part.ids[at])), at) for at in order)
            runs.append([(not key, key, int(part.ties[at]), part.start + at) for key, at in named])
        return [at for *_, at in heapq.merge(*runs)][:wanted]

    def _hit(self, found: Speakers, at: int) -> Hit:
        view, number = found.document(at)
        members = found.members(at)
        starts = [float(v.data["start"][n]) for v, n in members]
        return Hit(
            view.data.ids[number],
            view.data.types[int(view.data["type"][number])],
            view.data.group_of(number),
            float(found.scores[at]),
            next((start for start in starts if not np.isnan(start)), None),
            tuple(v.data.ids[n] for v, n in members[:MOST_MATCHED_IDS]),
        )

    def _suggestion(self, total: int) -> str | None:
        plan: Plan | None = self._plan
        if plan is None or self._query.exact or not is_doubted(plan, total):
            return None
        return spelling.suggestion(plan.words, total, self._snapshot.lexicon)


def _bearers(view: View, name: str, values: tuple[str, ...]) -> Array:
    reader = view.data.facet(name)
    return reader.bearers(values) if reader else np.zeros(view.data.documents, bool)


def _counted(view: View, ids: Array, name: str) -> tuple[list[str], Array]:
    reader = view.data.facet(name)
    return (reader.values, reader.counts(ids)) if reader else ([], np.zeros(0, np.int64))
