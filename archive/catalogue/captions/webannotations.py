"""Tiers as W3C Web Annotations: one page of annotations.

Source: https://www.w3.org/TR/annotation-model/ §3.2 (bodies), §4.2.1 (fragment selectors), §5.2
(pages); https://www.w3.org/TR/media-frags/ §4.2.1 (temporal dimension).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from media.tiers import Segment, Span, Tier, TierKind

CONTENT_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
_FRAGMENTS = "http://www.w3.org/TR/media-frags/"


def page_of(
    tiers: Iterable[Tier], spans: Mapping[str, Span], address: str, source: str, root: str
) -> dict[str, Any]:
    """Return tiers as one page of annotations.

    Args:
        tiers: what is said and danced.
        spans: when; what has no time is left out.
        address: the address of this document.
        source: the address of what is annotated.
        root: the address of the archive, without a slash at the end.
    """
    told = [(tier, one) for tier in tiers for one in tier.segments if one.id in spans]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": address,
        "type": "AnnotationPage",
        "items": [
            {
                "id": f"{address}#{quote(one.id)}",
                "type": "Annotation",
                "motivation": "tagging" if tier.kind is TierKind.MOVEMENT else "describing",
                "body": list(_bodies(tier, one, root)),
                "target": {"source": source, "selector": _selector(spans[one.id])},
            }
            for tier, one in told
        ],
    }


def _bodies(tier: Tier, one: Segment, root: str) -> Iterable[dict[str, Any]]:
    if one.text or not one.movement:
        yield {
            "type": "TextualBody",
            "value": one.text,
            "language": tier.language,
            "format": "text/plain",
        }
    if one.movement:
        yield {
            "type": "SpecificResource",
            "source": f"{root}/terms/{one.movement}",
            "purpose": "identifying",
        }


def _selector(span: Span) -> dict[str, str]:
    start, end = (f"{moment / 1000:.3f}" for moment in span)
    value = f"t={start},{end}" if span[1] > span[0] else f"t={start}"
    return {"type": "FragmentSelector", "conformsTo": _FRAGMENTS, "value": value}
