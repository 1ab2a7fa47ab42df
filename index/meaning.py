"""What a name in a query stands for, as nodes: the page of the thing, and what is linked to it."""

from collections.abc import Iterator

from index import weights
from index.plan import IDENTIFIER, LINKS, PlanNode, Term
from index.synonyms import Expansion
from index.wholes import link, normal_identifier


def pages_of(expansion: Expansion) -> Iterator[PlanNode]:
    """Give the documents of what is named, then of what that includes."""
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
    return min(expansion.end - expansion.start, weights.MOST_WORDS)
