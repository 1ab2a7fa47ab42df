"""Segments written, and chosen to be merged."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from index.engines.whoosh.arrays import Array, write_arrays
from index.engines.whoosh.inverter import Inverter
from index.engines.whoosh.toc import INDEX_NAME, DurableStorage, FlatSegment
from index.engines.whoosh.view import View

MERGED_TOGETHER = 8
_SMALLEST_TIER = 500
_MOST_DELETED = 0.3


def write_segment(
    storage: DurableStorage, arrays: Iterable[tuple[str, Array]], meta: dict[str, Any]
) -> FlatSegment:
    """Write a segment to the disk; no reader sees it before a commit names it."""
    segment = FlatSegment(INDEX_NAME, meta["documents"])
    path = storage.path / segment.filename
    segment.checksum = write_arrays(path, arrays, meta)
    segment.size_bytes = path.stat().st_size
    return segment


def write_inverted(storage: DurableStorage, inverter: Inverter) -> FlatSegment:
    """Write the documents gathered."""
    arrays, meta = inverter.arrays()
    return write_segment(storage, arrays.items(), meta)


def to_merge(views: Sequence[View]) -> list[View]:
    """Choose segments to merge: eight of a size, or one with many deletions."""
    tiers: dict[int, list[View]] = {}
    for view in views:
        live = max(view.data.documents - view.segment.deleted_count(), _SMALLEST_TIER)
        tiers.setdefault(int(math.log(live, MERGED_TOGETHER)), []).append(view)
    chosen: list[View] = []
    for size in sorted(tiers):
        if len(tiers[size]) >= MERGED_TOGETHER:
            chosen += tiers[size]
    worn = [
        view for view in views if view.segment.deleted_count() > _MOST_DELETED * view.data.documents
    ]
    return chosen + [view for view in worn if view not in chosen]
