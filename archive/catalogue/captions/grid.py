"""Lay tiers side by side: a row for each stretch of time, a cell for each tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from media.tiers import Segment, Span, Tier, spans_of

ROWS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of time; `cells` has a segment, or None, for each tier that is shown.

    `key` is the id of its first segment. `start_ms` and `end_ms` are None where the time is a
    parent's, or nobody said it; `span` is when it is heard.
    """

    key: str
    start_ms: int | None
    end_ms: int | None
    span: Span | None
    cells: tuple[Segment | None, ...]


def rows_of(tiers: Sequence[Tier], shown: Sequence[int]) -> tuple[Row, ...]:
    """Return the rows of these tiers (by position), in the order of their time."""
    spans = spans_of(tiers)
    cells: dict[str, dict[int, Segment]] = {}
    row_of: dict[str, str] = {}
    row_at: dict[Span, str] = {}
    order: dict[str, float] = {}
    for position in shown:
        last = -1.0
        for one in tiers[position].segments:
            span = spans.get(one.id)
            beside = row_of.get(one.parent) or (row_at.get(span) if span else None)
            key = beside if beside and position not in cells[beside] else one.id
            cells.setdefault(key, {})[position] = one
            row_of[one.id] = key
            last = float(span[0]) if span else last
            order.setdefault(key, last)
            if span:
                row_at.setdefault(span, key)
    rows = [_row(key, found, shown, spans) for key, found in cells.items()]
    return tuple(sorted(rows, key=lambda row: order[row.key]))


def _row(key: str, found: dict[int, Segment], shown: Sequence[int], spans: dict[str, Span]) -> Row:
    own = next((one for one in found.values() if one.start_ms is not None), None)
    own = own or next((one for one in found.values() if not one.parent), None)
    return Row(
        key=key,
        start_ms=own.start_ms if own else None,
        end_ms=own.end_ms if own else None,
        span=spans.get(key),
        cells=tuple(found.get(position) for position in shown),
    )


def pages_of(rows: Sequence[Row]) -> int:
    """Return how many pages the rows fill, at least one."""
    return max(1, -(-len(rows) // ROWS_A_PAGE))


def page_of(rows: Sequence[Row], page: int) -> tuple[Row, ...]:
    """Return the rows of a page, from 1."""
    return tuple(rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE])
