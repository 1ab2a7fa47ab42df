"""What a name in a query stands for, as nodes: the page of the thing, and what is linked to it."""

from collections.abc import Iterable, Iterator, Sequence

from index import weights
from index.plan import IDENTIFIER, LINKS, PlanNode, Term
from index.synonyms import Expansion
from index.wholes import link, normal_identifier

_SETTINGS = frozenset({"place", "people"})
"""What a thing is asked for at, or of: its page answers only where nothing else is asked."""


def pages_named(expansions: Sequence[Expansion], words: int) -> tuple[PlanNode, ...]:
    """Give the pages of what a query of so many telling words is about."""
    about = (each for each in expansions if _is_about(each, words))
    return tuple(
        _heaviest(
            (page, weights.PAGE * share * _words(expansion))
            for expansion in about
            for page, share in expansion.meant.pages
        )
    )


def pages_mentioned(expansions: Sequence[Expansion], words: int) -> tuple[PlanNode, ...]:
    """Give the pages of what a query names without being about it.

    Whoever asks for the paper of a people is glad of the page of that people, behind all that
    answers the question.
    """
    others = (each for each in expansions if each.is_thing and not _is_about(each, words))
    return tuple(_heaviest((each.meant.pages[0][0], weights.MENTIONED) for each in others))


def links_named(expansions: Iterable[Expansion]) -> tuple[PlanNode, ...]:
    """Give what is linked to the things that the same words name; who bears one name is one."""
    return tuple(_heaviest(_links(expansions)))


def _is_about(expansion: Expansion, words: int) -> bool:
    facets = {facet for facet, _, _ in expansion.meant.facets}
    least = 1.0 if facets & _SETTINGS else weights.ABOUT
    return bool(words) and len(expansion.span) / words >= least


def _links(expansions: Iterable[Expansion]) -> Iterator[tuple[str, float]]:
    for expansion in expansions:
        for facet, value, share in expansion.meant.facets:
            if facet in LINKS:
                yield link(facet, value), weights.LINK * share * _words(expansion)


def _heaviest(found: Iterable[tuple[str, float]]) -> Iterator[PlanNode]:
    best: dict[str, float] = {}
    for named, weight in found:
        identifier = normal_identifier(named)
        best[identifier] = max(weight, best.get(identifier, 0.0))
    return (Term(IDENTIFIER, identifier, weight) for identifier, weight in best.items())


def _words(expansion: Expansion) -> int:
    return min(len(expansion.span), weights.MOST_WORDS)
