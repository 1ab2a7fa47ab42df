"""Read the tiers of an ELAN file, hardened against what XML can do.

Source: ELAN Annotation Format 3.0, https://www.mpi.nl/tools/elan/EAFv3.0.xsd; entities: W3C XML
1.0 §4.4, none of which an annotation document needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from media.errors import BadCaptionsError
from media.tiers import Segment, Tier, TierKind

Element = etree._Element  # noqa: SLF001 - lxml gives the type no public name
MOST_TIERS, MOST_SEGMENTS, LONGEST_ID = 400, 50_000, 300
_THREE_LETTERS = {"vie": "vi", "eng": "en", "fra": "fr", "lao": "lo", "tha": "th", "zho": "zh"}
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_KINDS = (
    (TierKind.MOVEMENT, r"movement|gesture|steps?\b|động tác|bước|dong tac"),
    (TierKind.TRANSLATION, r"translat|\bft\b|free|dịch|\bdich"),
    (TierKind.ROMANISED, r"roman|latin|translit|phiên âm|phien am"),
    (TierKind.CHAPTERS, r"chapter|chương|\bphần"),
    (TierKind.CAPTIONS, r"caption|subtitle|phụ đề|phu de"),
)


def parsed(data: bytes) -> Element:
    """Return the root of an annotation document.

    Raises:
        BadCaptionsError: It is no well-formed document, has a DOCTYPE, is nested too deep, or is
            something else than ELAN's.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = error.lineno if isinstance(error, etree.XMLSyntaxError) else 1
        raise BadCaptionsError(line or 1, "not well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadCaptionsError(1, "doctype")
    if root.tag != "ANNOTATION_DOCUMENT":
        raise BadCaptionsError(_line(root), "no ANNOTATION_DOCUMENT")
    return root


def read(path: Path) -> tuple[Tier, ...]:
    """Return the tiers of an ELAN file; BadCaptionsError says where it breaks the format."""
    return tiers_of(parsed(path.read_bytes()))


def tiers_of(root: Element) -> tuple[Tier, ...]:
    """Return the tiers of a document with their segments, ids and references as they stand."""
    header = root.find("HEADER")
    if header is not None and header.get("TIME_UNITS", "milliseconds") != "milliseconds":
        raise BadCaptionsError(_line(header), "time-units")
    found = root.findall("TIER")
    if len(found) > MOST_TIERS:
        raise BadCaptionsError(_line(found[MOST_TIERS]), "too-many")
    slots = _slots(root)
    seen: set[str] = set()
    tiers = tuple(_tier(root, one, slots, seen) for one in found)
    _check_references(root, tiers, seen)
    return tiers


def _slots(root: Element) -> dict[str, int | None]:
    slots: dict[str, int | None] = {}
    for slot in root.iterfind("TIME_ORDER/TIME_SLOT"):
        value = slot.get("TIME_VALUE")
        if value is not None and not re.fullmatch(r"\d{1,10}", value):
            raise BadCaptionsError(_line(slot), "TIME_VALUE is no whole number")
        slots[_id(slot, "TIME_SLOT_ID")] = None if value is None else int(value)
    return slots


def _tier(root: Element, one: Element, slots: dict[str, int | None], seen: set[str]) -> Tier:
    name = _id(one, "TIER_ID")
    segments = tuple(_segments(one, slots, seen))
    return Tier(
        id=name,
        kind=kind_of(name, one.get("LINGUISTIC_TYPE_REF") or ""),
        language=_language(root, one),
        label=one.get("PARTICIPANT") or "",
        parent=one.get("PARENT_REF") or "",
        segments=segments,
    )


def kind_of(*names: str) -> TierKind:
    """Return what a tier seems to hold by its name and its type's name."""
    said = " ".join(names).lower().replace("_", " ")
    return next((kind for kind, words in _KINDS if re.search(words, said)), TierKind.TRANSCRIPT)


def annotations_of(tier: Element) -> Iterator[Element]:
    """Yield the alignable and reference annotations of a TIER element in their order."""
    for _, inner in wrapped(tier):
        yield inner


def wrapped(tier: Element) -> Iterator[tuple[Element, Element]]:
    """Yield each ANNOTATION of a TIER element with the annotation that it wraps."""
    for wrapper in tier.iterfind("ANNOTATION"):
        for inner in wrapper:
            if inner.tag in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
                yield wrapper, inner


def _segments(tier: Element, slots: dict[str, int | None], seen: set[str]) -> Iterator[Segment]:
    for one in annotations_of(tier):
        key = _id(one, "ANNOTATION_ID")
        if key in seen:
            raise BadCaptionsError(_line(one), f"two annotations called {key}")
        seen.add(key)
        if len(seen) > MOST_SEGMENTS:
            raise BadCaptionsError(_line(one), "too-many")
        text = value_of(one)
        if one.tag == "REF_ANNOTATION":
            yield Segment(key, text=text, parent=one.get("ANNOTATION_REF") or "")
        else:
            start, end = (_slot(one, slots, name) for name in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
            if start is not None and end is not None and end < start:
                raise BadCaptionsError(_line(one), f"{key} ends before it starts")
            yield Segment(key, start, end, text)


def value_of(annotation: Element) -> str:
    """Return the words of an annotation."""
    return annotation.findtext("ANNOTATION_VALUE") or ""


def _slot(one: Element, slots: dict[str, int | None], name: str) -> int | None:
    reference = one.get(name) or ""
    if reference not in slots:
        raise BadCaptionsError(_line(one), f"no time slot {reference[:40]}")
    return slots[reference]


def _id(one: Element, name: str) -> str:
    value = one.get(name) or ""
    if not value or len(value) > LONGEST_ID:
        raise BadCaptionsError(_line(one), f"{name} is missing or too long")
    return value


def _language(root: Element, one: Element) -> str:
    """Return the BCP 47 tag of a tier by its language, else by its locale; "" where none is said.

    Source: EAF 3.0 §2.4 (LANGUAGE), §2.5 (LOCALE).
    """
    said = one.get("LANG_REF") or ""
    locale = one.get("DEFAULT_LOCALE") or ""
    for language in root.iterfind("LANGUAGE"):
        if said and language.get("LANG_ID") == said:
            definition = (language.get("LANG_DEF") or "").rstrip("/").rpartition("/")[2]
            said = said if _TAG.fullmatch(said) else definition
    tag = _THREE_LETTERS.get(said, said) if said else _THREE_LETTERS.get(locale, locale)
    return tag[:35] if _TAG.fullmatch(tag) else ""


def _check_references(root: Element, tiers: tuple[Tier, ...], seen: set[str]) -> None:
    names = [tier.id for tier in tiers]
    if len(set(names)) < len(names):
        raise BadCaptionsError(_line(root), "two tiers of one name")
    for tier in tiers:
        if tier.parent and tier.parent not in names:
            raise BadCaptionsError(_line(root), f"no tier {tier.parent[:40]}")
        lost = next((one for one in tier.segments if one.parent and one.parent not in seen), None)
        if lost is not None:
            raise BadCaptionsError(_line(root), f"{lost.id} hangs on nothing")


def _line(one: Element) -> int:
    line = one.sourceline
    return line if isinstance(line, int) else 1
