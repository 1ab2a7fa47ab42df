"""What engines share when they put an answer together."""

from collections.abc import Mapping

from index import spelling
from index.plan import Plan
from index.values import Difference, FacetCount, Widening

MOST_MATCHED_IDS = 10
MOST_VALUES = 500
"""Values of a facet that are told, the most frequent first; no page shows more."""

MOST_DOUBTED = 24
"""Words of a query of which another spelling is looked for; nobody reads a longer suggestion."""


def ordered_counts(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """Put counts in order, largest first, then by value."""
    pairs = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
    return tuple(FacetCount(value, count) for value, count in pairs if count)


def widened(plan: Plan | None) -> tuple[Widening, ...]:
    """Say what the synonym table added; figures and number words are the same word."""
    named = plan.expansions if plan else ()
    told = (found for found in named if found.group and (found.labels or found.shown))
    return tuple(found.widening for found in told)


def concepts(plan: Plan | None) -> tuple[str, ...]:
    """Give the concepts that a query names, best first: things before words, then long names.

    Of things that bear one name, those that are shown by it come before those it is a key of.
    """
    named = [found for found in plan.expansions if found.group] if plan else []
    best = sorted(named, key=lambda found: (not found.is_thing, -len(found.span)))
    return tuple(dict.fromkeys(found.group for found in best))


def is_doubted(plan: Plan | None, total: int) -> bool:
    """Say whether another spelling is worth looking for."""
    words = plan.words if plan else ()
    return 0 < len(words) <= MOST_DOUBTED and spelling.may_doubt(words, total)


def differences(held: Mapping[str, str], expected: Mapping[str, str]) -> tuple[Difference, ...]:
    """Say how ids and digests that are held differ from those expected, in order of ids."""
    found = []
    for identifier in sorted(held.keys() | expected.keys()):
        if identifier not in held:
            found.append(Difference(identifier, "missing"))
        elif identifier not in expected:
            found.append(Difference(identifier, "surplus"))
        elif held[identifier] != expected[identifier]:
            found.append(Difference(identifier, "stale"))
    return tuple(found)
