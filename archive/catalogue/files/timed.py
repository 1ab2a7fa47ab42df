"""Say what SQL keeps of the tiers and segments of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from archive.records import FileRecord, ItemRecord
from media.tiers import Tier, spans_of


def tier_rows(
    record: ItemRecord, file: FileRecord, tiers: Iterable[Tier]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file's tiers."""
    for position, tier in enumerate(tiers):
        yield {
            "file_id": file.id,
            "position": position,
            "item_id": record.id,
            "key": tier.id,
            "kind": tier.kind.value,
            "language": tier.language[:35],
            "label": tier.label,
            "parent": tier.parent,
        }


def segment_rows(
    record: ItemRecord, file: FileRecord, tiers: tuple[Tier, ...]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file's segments, numbered through all its tiers."""
    spans = spans_of(tiers)
    told = ((at, tier, one) for at, tier in enumerate(tiers) for one in tier.segments)
    for position, (tier_at, tier, one) in enumerate(told):
        start_ms, end_ms = spans.get(one.id, (None, None))
        yield {
            "file_id": file.id,
            "item_id": record.id,
            "position": position,
            "tier": tier_at,
            "key": one.id,
            "start_s": None if start_ms is None else start_ms / 1000,
            "end_s": None if end_ms is None else end_ms / 1000,
            "language": tier.language[:35],
            "text": one.text,
            "voice": one.voice,
            "movement_id": one.movement or None,
            "counts": one.counts,
            "plan": one.plan or None,
        }
