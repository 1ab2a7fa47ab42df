"""What a name in a query stands for, as nodes: the page of the thing, and what is linked to it."""

from collections.abc import Iterator, Sequence

from index import weights
from index.plan import IDENTIFIER, LINKS, PlanNode, Term
from index.synonyms import Expansion
from index.wholes import link, normal_identifier

_SETTINGS = ("place", "people")
"""What a thing is asked for at, or of: answered by its page only where nothing else is asked."""


def pages_named(expansions: Sequence[Expansion], words: int) -> Iterator[PlanNode]:
    """Give the pages of what a query of so many telling words is about, each found as such."""
    for expansion in expansions:
        facets = {facet for facet, _, _ in expansion.meant.facets}
        least = 1.0 if facets & set(_SETTINGS) else weights.ABOUT
        if words and len(expansion.span) / words >= least:
            for page, share in expansion.meant.pages:
                weight = weights.PAGE * share * _words(expansion)
                yield Term(IDENTIFIER, normal_identifier(page), weight)


def links_of(expansion: Expansion) -> Iterator[PlanNode]:
    """Give the documents linked to what is named, then to what that includes."""
    for facet, value, share in expansion.meant.facets:
        if facet in LINKS:
            weight = weights.LINK * share * _words(expansion)
            yield Term(IDENTIFIER, link(facet, value), weight)


def _words(expansion: Expansion) -> int:
    return min(len(expansion.span), weights.MOST_WORDS)
