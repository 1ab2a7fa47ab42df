"""Concepts, collections and schemes of SKOS as plain values.

Source: https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Labels = Mapping[str, tuple[str, ...]]
"""Texts by BCP 47 tag, those of one language sorted; the tag `""` holds texts without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptScheme:
    """A controlled list of concepts."""

    uri: str
    pref_label: Labels
    definition: Labels = field(default_factory=dict)
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A unit of thought with its names; all links are addresses, sorted."""

    uri: str
    pref_label: Labels
    alt_label: Labels = field(default_factory=dict)
    hidden_label: Labels = field(default_factory=dict)
    definition: Labels = field(default_factory=dict)
    scope_note: Labels = field(default_factory=dict)
    notation: tuple[str, ...] = ()
    in_scheme: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A set of concepts that is no concept itself; an ordered one keeps the order of members."""

    uri: str
    pref_label: Labels
    members: tuple[str, ...]
    definition: Labels = field(default_factory=dict)
    source: tuple[str, ...] = ()
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class SkosVocabulary:
    """What one SKOS file holds, each part sorted by address.

    `replaced` names concepts that were merged, each with the one that stands in its place.
    """

    schemes: tuple[ConceptScheme, ...] = ()
    concepts: tuple[Concept, ...] = ()
    collections: tuple[Collection, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
