"""What a name in a query stands for, as nodes: the page of the thing, and what is linked to it."""

from collections.abc import Iterable, Iterator, Sequence

from index import weights
from index.plan import IDENTIFIER, LINKS, PlanNode, Term
from index.synonyms import Expansion
from index.wholes import link, normal_identifier

_SETTINGS = frozenset({"place", "people"})
"""What a thing is asked for at, or of: answered by its page only where nothing else is asked."""


def pages_named(expansions: Sequence[Expansion], words: int) -> tuple[PlanNode, ...]:
    """Give the pages of what a query of so many telling words is about."""
    return tuple(_heaviest(_pages(expansions, words)))


def links_named(expansions: Iterable[Expansion]) -> tuple[PlanNode, ...]:
    """Give what is linked to the things that the same words name; who bears one name is one."""
    return tuple(_heaviest(_links(expansions)))


def _pages(expansions: Iterable[Expansion], words: int) -> Iterator[tuple[str, float]]:
    for expansion in expansions:
        facets = {facet for facet, _, _ in expansion.meant.facets}
        least = 1.0 if facets & _SETTINGS else weights.ABOUT
        if words and len(expansion.span) / words >= least:
            for page, share in expansion.meant.pages:
                yield normal_identifier(page), weights.PAGE * share * _words(expansion)


def _links(expansions: Iterable[Expansion]) -> Iterator[tuple[str, float]]:
    for expansion in expansions:
        for facet, value, share in expansion.meant.facets:
            if facet in LINKS:
                yield link(facet, value), weights.LINK * share * _words(expansion)


def _heaviest(found: Iterable[tuple[str, float]]) -> Iterator[PlanNode]:
    best: dict[str, float] = {}
    for identifier, weight in found:
        best[identifier] = max(weight, best.get(identifier, 0.0))
    return (Term(IDENTIFIER, identifier, weight) for identifier, weight in best.items())


def _words(expansion: Expansion) -> int:
    return min(len(expansion.span), weights.MOST_WORDS)
