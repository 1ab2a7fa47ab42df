"""What an engine executes: a small tree of terms that no reader of the query sees.

A field is a class of text (`title`, `name`, `text`) and a stream (`exact`, `folded`, `stem`,
`key`), or one of the unscored (`identifier`, `label`). Each node matches documents and gives each
a score.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from index.synonyms import Expansion

if TYPE_CHECKING:
    from index.snippets import Marking

CLASSES = {"title": 3.0, "name": 2.0, "text": 1.0}
"""Classes of text and their weights. Source: measured in prototypes/whoosh_numpy."""

STREAMS = ("exact", "folded", "stem", "key")
POSITIONED = ("exact", "folded")
IDENTIFIER = "identifier"
LINKS = ("element", "people", "place", "instrument", "costumes", "movements", "agent")
"""Facets whose values are identifiers of what a thing is linked to: found as identifiers too."""

LABEL = "label"
"""Whole titles and other names, so that a thing named by all of the query comes first."""

UNSCORED = (IDENTIFIER, LABEL)
"""Fields whose terms are found or not, whatever their frequency."""

ID = "id"


@dataclass(frozen=True, slots=True)
class Term:
    """Match one term, scored by BM25."""

    field: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Match terms side by side, scored as the sum of its terms."""

    field: str
    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Glob:
    """Match terms of a pattern with `*` and `?`, each document scored the weight."""

    field: str
    pattern: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """Match terms at most so many edits away that begin alike, scored the weight."""

    field: str
    text: str
    distance: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sounding:
    """Match Latin terms whose Tai skeleton is one of these, scored the weight."""

    field: str
    keys: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FacetIs:
    """Match documents that bear one of the values, unscored."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearIn:
    """Match documents whose span touches the years, unscored."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Everything:
    """Match all documents, unscored."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Match what any node matches; scores add up."""

    nodes: tuple["PlanNode", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Match what all nodes match; scores add up."""

    nodes: tuple["PlanNode", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Match what so many of the nodes match; scores add up."""

    nodes: tuple["PlanNode", ...]
    count: int


@dataclass(frozen=True, slots=True)
class Without:
    """Match what the first node matches and the second does not."""

    node: "PlanNode"
    excluded: "PlanNode"


@dataclass(frozen=True, slots=True)
class Silent:
    """Match what the node matches, unscored."""

    node: "PlanNode"


PlanNode: TypeAlias = (
    Term
    | Phrase
    | Glob
    | Near
    | Sounding
    | FacetIs
    | YearIn
    | Everything
    | AnyOf
    | AllOf
    | AtLeast
    | Without
    | Silent
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what to execute for a query.

    Args:
        match: what to find and how to score it.
        adjacent: pairs of words whose standing side by side raises a score; tried on the
            best thousand only.
        expansions: what the synonym table added.
        marking: what to mark in snippets.
        words: the exact forms typed, for suggestions.
    """

    match: PlanNode
    adjacent: tuple[Phrase, ...]
    expansions: tuple[Expansion, ...]
    marking: "Marking"
    words: tuple[str, ...]


def field_of(text_class: str, stream: str) -> str:
    """Name the field of a class of text and a stream."""
    return f"{text_class}_{stream}"
