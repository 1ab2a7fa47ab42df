"""Values in the order of a tree: what is within another stands under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

_DEEPEST = 2


def as_tree(
    values: Sequence[str], above: Callable[[str], str | None]
) -> tuple[tuple[str, int], ...]:
    """Return values with how deep each stands, those under one in the order that they came in.

    Args:
        values: what is shown.
        above: what a value is within, shown or not; None for a root.
    """
    shown = set(values)
    under: dict[str | None, list[str]] = {}
    for value in values:
        under.setdefault(_nearest(value, above, shown), []).append(value)
    tree = list(_branches(under, None, 0))
    for root in list(under):  # only what goes round in a circle is left
        tree += _branches(under, root, 0)
    return tuple(tree)


def _nearest(value: str, above: Callable[[str], str | None], shown: set[str]) -> str | None:
    passed = {value}
    at = above(value)
    while at is not None and at not in shown and at not in passed:
        passed.add(at)
        at = above(at)
    return at if at in shown and at not in passed else None


def _branches(
    under: dict[str | None, list[str]], root: str | None, depth: int
) -> Iterator[tuple[str, int]]:
    for value in _taken(under, root):
        yield value, min(depth, _DEEPEST)
        yield from _branches(under, value, depth + 1)


def _taken(under: dict[str | None, list[str]], root: str | None) -> Iterable[str]:
    """Take the values under one away as they are given, so that no circle is walked twice."""
    return under.pop(root, ())
