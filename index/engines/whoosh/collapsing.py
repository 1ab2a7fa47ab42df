"""Matched documents of all segments, and the one of each group that speaks for it."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.engines.whoosh.arrays import Array
from index.engines.whoosh.view import View

Gather = Callable[[View, Array], Array]
_DENSE = 8


class Matches:
    """Hold matched documents, segment by segment, with their scores; without any all are zero."""

    def __init__(
        self, views: Sequence[View], ids: Sequence[Array], scores: Sequence[Array] | None = None
    ) -> None:
        self.views = views
        self.ids = ids
        self._scores = scores

    def __len__(self) -> int:
        return sum(map(len, self.ids))

    @cached_property
    def scores(self) -> Array:
        """Give the scores, end to end."""
        if self._scores is None:
            return np.zeros(len(self))
        is_one = len(self._scores) == 1
        return self._scores[0] if is_one else np.concatenate([np.zeros(0), *self._scores])

    def each(self, gather: Gather) -> Array:
        """Give something of each document, end to end."""
        found = [gather(view, ids) for view, ids in zip(self.views, self.ids, strict=True)]
        return np.concatenate(found) if found else np.zeros(0, bool)

    def where(self, chosen: Array) -> "Matches":
        """Give the documents chosen."""
        parts = np.split(chosen, self.bases[1:-1]) if self.ids else []
        ids = [here[part] for here, part in zip(self.ids, parts, strict=True)]
        return Matches(self.views, ids, [self.scores[chosen]] if self.is_scored else None)

    def passing(self, conditions: Sequence[Sequence[Array]]) -> "Matches":
        """Give the documents, without scores, that pass all conditions.

        Args:
            conditions: for each segment, which of all its documents pass.
        """
        if not conditions:
            return self
        ids = [
            _passing(here, mask, [condition[at] for condition in conditions])
            for at, (here, mask) in enumerate(zip(self.ids, self._masks, strict=True))
        ]
        return Matches(self.views, ids)

    @cached_property
    def _masks(self) -> list[Array | None]:
        """Mark the matches of each segment among all its documents, where they are many."""
        return [
            _marked(ids, view.data.documents) if len(ids) * _DENSE > view.data.documents else None
            for view, ids in zip(self.views, self.ids, strict=True)
        ]

    @property
    def is_scored(self) -> bool:
        """Say whether scores tell documents apart."""
        return self._scores is not None

    def unscored(self) -> "Matches":
        """Give the same without scores: counts must not depend on them."""
        return self if self._scores is None else Matches(self.views, self.ids)

    @cached_property
    def ties(self) -> Array:
        """Give what orders equals."""
        return self.each(lambda view, ids: view.data["tie"][ids])

    def best(self, count: int) -> Array:
        """Say of each document whether it is among so many best."""
        chosen = np.zeros(len(self), bool)
        chosen[first_of(-self.scores, lambda at: self.ties[at], count)] = True
        return chosen

    def raised(self, chosen: Array, more: Gather) -> "Matches":
        """Give the same with the scores of the chosen raised."""
        few = self.where(chosen)
        scores = self.scores.copy()
        scores[chosen] += few.each(more)
        return Matches(self.views, self.ids, [scores])

    @cached_property
    def bases(self) -> list[int]:
        """Give where the documents of each segment begin."""
        return [0, *np.cumsum([len(ids) for ids in self.ids]).tolist()]

    def document(self, at: int) -> tuple[View, int]:
        """Give the view and number of a document."""
        part = bisect_right(self.bases, at) - 1
        return self.views[part], int(self.ids[part][at - self.bases[part]])


def _marked(ids: Array, documents: int) -> Array:
    marked = np.zeros(documents, bool)
    marked[ids] = True
    return marked


def _passing(ids: Array, mask: Array | None, conditions: Sequence[Array]) -> Array:
    """Give those that pass: many by looking at every document, few by looking at each."""
    if mask is not None:
        return np.flatnonzero(np.logical_and.reduce([mask, *conditions]))
    kept = np.ones(len(ids), bool)
    for condition in conditions:
        kept &= condition[ids]
    return ids[kept]


@dataclass(frozen=True, slots=True)
class Part:
    """Hold the speakers of one segment; `start` is the place of the first among all."""

    view: View
    ids: Array
    ties: Array
    start: int


class Speakers:
    """Hold one document for each group, with the best score of the group.

    Args:
        matches: all documents.
        chosen: which of them speak for their group; None means all, each being its own.
        scores: best score of each group.
    """

    def __init__(self, matches: Matches, chosen: Array | None, scores: Array) -> None:
        self._all = matches
        self._own = matches if chosen is None else matches.where(chosen)
        self._alone = chosen is None
        self.scores = scores

    def __len__(self) -> int:
        return len(self.scores)

    def each(self, gather: Gather) -> Array:
        """Give something of each speaker, end to end."""
        return self._own.each(gather)

    def by_view(self) -> Iterator[tuple[View, Array]]:
        """Give the speakers of each segment."""
        return zip(self._own.views, self._own.ids, strict=True)

    def parts(self) -> Iterator[Part]:
        """Give the speakers of each segment with what orders equals."""
        for (view, ids), start in zip(self.by_view(), self._own.bases, strict=False):
            yield Part(view, ids, view.data["tie"][ids], start)

    def first(self, keys: Array, count: int) -> list[int]:
        """Give the places of the first speakers in order of keys."""
        order: list[int] = first_of(keys, lambda at: self._own.ties[at], count).tolist()
        return order

    def document(self, at: int) -> tuple[View, int]:
        """Give the view and number of a speaker."""
        return self._own.document(at)

    @property
    def are_whole(self) -> bool:
        """Say whether each speaker is all of its group that matched."""
        return self._alone

    def documents(self, places: Sequence[int]) -> Iterator[tuple[View, list[int], Array]]:
        """Give the documents of some speakers segment by segment, with their turns."""
        wanted = np.array(places, np.intp)
        parts = np.searchsorted(self._own.bases, wanted, side="right") - 1
        for part in np.unique(parts).tolist() if len(self._own.views) > 1 else [0]:
            turns = np.flatnonzero(parts == part)
            numbers = self._own.ids[part][wanted[turns] - self._own.bases[part]]
            yield self._own.views[part], turns.tolist(), numbers.astype(np.intp)

    def members(self, at: int) -> list[tuple[View, int]]:
        """Give the matched documents of a speaker's group, best first."""
        if self._alone:
            return [self._own.document(at)]
        view, number = self._own.document(at)
        places = np.flatnonzero(self._groups == view.data["group"][number])
        order = np.lexsort((self._all.ties[places], -self._all.scores[places]))
        return [self._all.document(place) for place in places[order].tolist()]

    @cached_property
    def _groups(self) -> Array:
        return self._all.each(lambda view, ids: view.data["group"][ids])


def speakers_of(matches: Matches) -> Speakers:
    """Choose who speaks for each group: the group's own document, else the best matched."""
    if all(view.data.all_principal for view in matches.views):
        return Speakers(matches, None, matches.scores)
    principal = matches.each(lambda view, ids: view.data.is_principal[ids])
    if principal.all():
        return Speakers(matches, None, matches.scores)
    if not matches.is_scored:
        spoken = _spoken(matches, principal)
        return Speakers(matches, spoken, np.zeros(int(np.count_nonzero(spoken))))
    groups = matches.each(lambda view, ids: view.data["group"][ids])
    shared = np.isin(groups, groups[~principal])
    places = np.flatnonzero(shared)
    order = places[
        np.lexsort(
            (matches.ties[places], -matches.scores[places], ~principal[places], groups[places])
        )
    ]
    starts = np.flatnonzero(np.append(True, groups[order][1:] != groups[order][:-1]))
    best = matches.scores.copy()
    best[order[starts]] = np.maximum.reduceat(matches.scores[order], starts)
    chosen = ~shared
    chosen[order[starts]] = True
    return Speakers(matches, chosen, best[chosen])


def _spoken(matches: Matches, principal: Array) -> Array:
    """Choose speakers where no score decides: nearly always the group's own document.

    Only what is left, parts of which the whole does not match, is put in order.
    """
    chosen = np.split(principal, matches.bases[1:-1])
    present = [
        _marked(view.data.group_ranks[ids[own]], len(view.data.group_values))
        for view, ids, own in zip(matches.views, matches.ids, chosen, strict=True)
    ]
    left = np.flatnonzero(~principal)
    groups = matches.each(lambda view, ids: view.data["group"][ids])[left]
    alone = np.ones(len(left), bool)
    for view, here in zip(matches.views, present, strict=True):
        values = view.data.group_values
        at = np.searchsorted(values, groups)
        at[at == len(values)] = 0
        alone &= (values[at] != groups) | ~here[at]
    left, groups = left[alone], groups[alone]
    order = np.lexsort((matches.ties[left], groups))
    spoken = principal.copy()
    spoken[left[order[np.append(True, np.diff(groups[order]) != 0)[: len(order)]]]] = True
    return spoken


def first_of(keys: Array, ties: Callable[[Array], Array], count: int) -> Array:
    """Give the places of the smallest keys in order, equals by their ties."""
    places = np.arange(len(keys))
    if 0 < count < len(keys):
        threshold = np.partition(keys, count - 1)[count - 1]
        places = np.flatnonzero(keys <= threshold)
    order: Array = places[np.lexsort((ties(places), keys[places]))][:count]
    return order
