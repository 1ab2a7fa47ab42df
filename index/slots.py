"""The words of a query as places to be filled: how many of them a document must fill."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.plan import AllOf, AnyOf, AtLeast, Everything, PlanNode, Silent

_ALL_REQUIRED = 3
_SHARE_REQUIRED = 0.6


@dataclass(frozen=True, slots=True)
class Slot:
    """Hold what may stand for one word.

    Args:
        node: what fills it.
        pages: what the query names, which answers it whatever words it bears.
        mentioned: what it names beside, which is found behind the answers.
        is_little: whether it says how something is asked, so that it may stay empty.
        is_named: whether the word is part of a name of several words that is understood.
    """

    node: PlanNode
    pages: tuple[PlanNode, ...] = ()
    mentioned: tuple[PlanNode, ...] = ()
    is_little: bool = False
    is_named: bool = False


def required(words: int) -> int:
    """Give how many of so many words a document must have: all of three, then six in ten."""
    return words if words <= _ALL_REQUIRED else max(_ALL_REQUIRED, _share(words))


def enough(slots: Sequence[Slot]) -> PlanNode:
    """Ask for enough of the words; beside a name that is understood, six in ten of any number.

    What has all of them counts twice, and the page of what is named counts without any.
    """
    every = [slot.node for slot in slots]
    telling = _telling(slots)
    count = required(len(telling))
    if any(slot.is_named for slot in slots):
        count = min(count, max(2, _share(len(telling))))
    pages, beside = slots[0].pages, slots[0].mentioned
    # Among many words a little one may stand in for another that is missing.
    counted = every if len(telling) > _ALL_REQUIRED else telling
    filled = [AnyOf((node, Silent(AnyOf(pages)))) for node in counted] if pages else counted
    if count == len(counted):
        other = (*pages, *beside)
        return AnyOf((all_of(filled), *other)) if other else all_of(counted)
    more = [AtLeast(tuple(telling), n) for n in range(count + 1, len(telling))]
    return AnyOf((AtLeast(tuple(filled), count), *more, all_of(telling), *pages, *beside))


def any_of(slots: Sequence[Slot]) -> PlanNode:
    """Ask for any of the words; what has more of them counts more."""
    nodes = tuple(_telling(slots))
    levels = sorted({2, _share(len(nodes)), len(nodes)}) if len(nodes) > 1 else []
    several = [AtLeast(nodes, count) for count in levels if 1 < count <= len(nodes)]
    return AnyOf((*nodes, *several, *slots[0].pages))


def all_of(nodes: Sequence[PlanNode]) -> PlanNode:
    """Ask for all of the nodes, for everything where there is none."""
    if not nodes:
        return Everything()
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _telling(slots: Sequence[Slot]) -> list[PlanNode]:
    """Give what says what is meant; all of it where that is less than two words."""
    nodes = [slot.node for slot in slots if not slot.is_little]
    return nodes if len(nodes) > 1 else [slot.node for slot in slots]


def _share(words: int) -> int:
    return math.ceil(words * _SHARE_REQUIRED)
