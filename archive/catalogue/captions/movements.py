"""Know the movement that a step names, whoever wrote it: in the editor or in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archive.catalogue.captions.queries import movement_names
from archive.catalogue.labels import fold_label
from archive.engines import Engines
from media.tiers import Segment, Tier, TierKind


def with_movements(engines: Engines, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Return tiers whose steps name the movement that their words are the name of."""
    if not any(_unnamed(one) for tier in tiers if _is_steps(tier) for one in tier.segments):
        return tiers
    with engines.db.reading() as session:
        known = movement_names(session)
    return tuple(_named(tier, known) if _is_steps(tier) else tier for tier in tiers)


def _is_steps(tier: Tier) -> bool:
    return tier.kind is TierKind.MOVEMENT


def _unnamed(one: Segment) -> bool:
    return bool(one.text) != bool(one.movement)


def _named(tier: Tier, known: Mapping[str, tuple[str, str]]) -> Tier:
    """Name the movement of each step by its words, or say its words by its movement."""
    titles = dict(known.values())

    def named(one: Segment) -> Segment:
        if one.movement:
            return one if one.text else replace(one, text=titles.get(one.movement, ""))
        found = known.get(fold_label(one.text)) if one.text else None
        return replace(one, movement=found[0]) if found else one

    return replace(tier, segments=tuple(named(one) for one in tier.segments))
