"""Write tiers as an ELAN file, into the document that they came in where there is one.

What tiers do not hold (linguistic types, participants, vocabularies, media, comments) stays as it
stood; an annotation that nobody changed stays untouched. Source: ELAN Annotation Format 3.0,
https://www.mpi.nl/tools/elan/EAFv3.0.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from lxml import etree

from media import elan
from media.elan import Element
from media.tiers import Segment, Tier

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SCHEMA = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_ALIGNED, _HANGING = "kho-aligned", "kho-hanging"
_AFTER_TIERS = (
    "LINGUISTIC_TYPE",
    "LOCALE",
    "LANGUAGE",
    "CONSTRAINT",
    "CONTROLLED_VOCABULARY",
    "LEXICON_REF",
    "EXTERNAL_REF",
)
_ASSOCIATION = "1-1 association with a parent annotation"


def write(tiers: Iterable[Tier], document: bytes = b"") -> bytes:
    """Return an annotation document that holds exactly these tiers.

    Args:
        tiers: what it is to hold.
        document: the ELAN file that they came in, whose other parts are carried through.
    """
    root = elan.parsed(document) if document else _empty()
    _Document(root).hold(tuple(tiers))
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def _empty() -> Element:
    root = etree.Element("ANNOTATION_DOCUMENT")
    root.set("AUTHOR", "")
    root.set("DATE", datetime.now(UTC).replace(microsecond=0).isoformat())
    root.set("FORMAT", "3.0")
    root.set("VERSION", "3.0")
    root.set(_SCHEMA, "http://www.mpi.nl/tools/elan/EAFv3.0.xsd")
    etree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    etree.SubElement(root, "TIME_ORDER")
    return root


def _time_order(root: Element) -> Element:
    found = root.find("TIME_ORDER")
    if found is None:
        found = etree.Element("TIME_ORDER")
        root.insert(1 if root.find("HEADER") is not None else 0, found)
    return found


class _Document:
    """An annotation document while it is made to hold other tiers."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.order = _time_order(root)
        self.slots = {slot.get("TIME_SLOT_ID"): slot for slot in self.order}
        self.fresh: list[tuple[int | None, Element]] = []
        self.number = len(self.slots)

    def hold(self, tiers: tuple[Tier, ...]) -> None:
        """Make the document hold these tiers and no others."""
        named = {one.get("TIER_ID"): one for one in self.root.findall("TIER")}
        for name, element in named.items():
            if name not in {tier.id for tier in tiers}:
                self.root.remove(element)
        for tier in tiers:
            known = named.get(tier.id)
            self._fill(self._new_tier(tier) if known is None else known, tier)
        self._mend_chains()
        self._place_slots()
        self._note_last_used()

    def _new_tier(self, tier: Tier) -> Element:
        hangs = bool(tier.parent) and any(one.parent for one in tier.segments)
        element = etree.Element("TIER", TIER_ID=tier.id)
        element.set("LINGUISTIC_TYPE_REF", self._type(hangs=hangs))
        if tier.parent:
            element.set("PARENT_REF", tier.parent)
        if tier.label:
            element.set("PARTICIPANT", tier.label)
        if re.fullmatch(r"[A-Za-z0-9-]+", tier.language):
            element.set("LANG_REF", self._language(tier.language))
        self._insert(element, ("TIER", *_AFTER_TIERS))
        return element

    def _insert(self, element: Element, group: tuple[str, ...]) -> None:
        """Put an element after the last of its own name, and before what the schema puts later."""
        later = next((one for one in self.root if one.tag in group[1:]), None)
        alike = self.root.findall(str(element.tag))
        if alike:
            alike[-1].addnext(element)
        elif later is not None:
            later.addprevious(element)
        else:
            self.root.append(element)

    def _type(self, *, hangs: bool) -> str:
        name = _HANGING if hangs else _ALIGNED
        types = {one.get("LINGUISTIC_TYPE_ID") for one in self.root.findall("LINGUISTIC_TYPE")}
        if name not in types:
            said = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": name}
            said["TIME_ALIGNABLE"] = "false" if hangs else "true"
            if hangs:
                said["CONSTRAINTS"] = "Symbolic_Association"
            self._insert(etree.Element("LINGUISTIC_TYPE", said), _AFTER_TIERS)
        if hangs and self.root.find("CONSTRAINT[@STEREOTYPE='Symbolic_Association']") is None:
            said = {"DESCRIPTION": _ASSOCIATION, "STEREOTYPE": "Symbolic_Association"}
            self._insert(etree.Element("CONSTRAINT", said), _AFTER_TIERS[3:])
        return name

    def _language(self, tag: str) -> str:
        if not any(one.get("LANG_ID") == tag for one in self.root.findall("LANGUAGE")):
            said = {"LANG_DEF": f"urn:ietf:bcp:47:{tag}", "LANG_ID": tag, "LANG_LABEL": tag}
            self._insert(etree.Element("LANGUAGE", said), _AFTER_TIERS[2:])
        return tag

    def _fill(self, element: Element, tier: Tier) -> None:
        standing = {one.get("ANNOTATION_ID"): one for one in elan.annotations_of(element)}
        wanted = [one.id for one in tier.segments]
        gone = set(standing) - set(wanted)
        for wrapper in [w for w, one in elan.wrapped(element) if one.get("ANNOTATION_ID") in gone]:
            element.remove(wrapper)
        for segment in tier.segments:
            known = standing.get(segment.id)
            if known is None:
                self._add(element, segment)
            else:
                self._change(known, segment)
        if [key for key in standing if key not in gone] != wanted:
            _reorder(element, wanted)

    def _add(self, element: Element, segment: Segment) -> None:
        wrapper = etree.SubElement(element, "ANNOTATION")
        if segment.parent:
            one = etree.SubElement(wrapper, "REF_ANNOTATION", ANNOTATION_ID=segment.id)
            one.set("ANNOTATION_REF", segment.parent)
        else:
            one = etree.SubElement(wrapper, "ALIGNABLE_ANNOTATION", ANNOTATION_ID=segment.id)
            self._time(one, segment)
        etree.SubElement(one, "ANNOTATION_VALUE").text = _legal(segment.text)

    def _change(self, one: Element, segment: Segment) -> None:
        if elan.value_of(one) != _legal(segment.text):
            found = one.find("ANNOTATION_VALUE")
            value = etree.SubElement(one, "ANNOTATION_VALUE") if found is None else found
            value.text = _legal(segment.text)
            if "CVE_REF" in one.attrib:
                del one.attrib["CVE_REF"]  # the word of a vocabulary is another one now
        if one.tag == "ALIGNABLE_ANNOTATION" and self._times(one) != _span(segment):
            self._time(one, segment)

    def _times(self, one: Element) -> tuple[int | None, int | None]:
        slots = (self.slots[one.get(f"TIME_SLOT_REF{end}")] for end in (1, 2))
        start, end = (slot.get("TIME_VALUE") for slot in slots)
        return (None if start is None else int(start)), (None if end is None else int(end))

    def _time(self, one: Element, segment: Segment) -> None:
        """Give an annotation slots of its own: another one may share those that it had."""
        for end, value in zip((1, 2), _span(segment), strict=True):
            self.number += 1
            while f"ts{self.number}" in self.slots:
                self.number += 1
            slot = etree.Element("TIME_SLOT", TIME_SLOT_ID=f"ts{self.number}")
            if value is not None:
                slot.set("TIME_VALUE", str(value))
            self.slots[f"ts{self.number}"] = slot
            self.fresh.append((value, slot))
            one.set(f"TIME_SLOT_REF{end}", f"ts{self.number}")

    def _mend_chains(self) -> None:
        """Let no annotation follow one that went (PREVIOUS_ANNOTATION, EAF 3.0 §2.3.4)."""
        standing = {
            one.get("ANNOTATION_ID")
            for tier in self.root.findall("TIER")
            for one in elan.annotations_of(tier)
        }
        for tier in self.root.findall("TIER"):
            last: dict[str, str] = {}
            for one in elan.annotations_of(tier):
                parent, key = one.get("ANNOTATION_REF") or "", one.get("ANNOTATION_ID") or ""
                before = one.get("PREVIOUS_ANNOTATION")
                if before is not None and before not in standing:
                    del one.attrib["PREVIOUS_ANNOTATION"]
                    if parent in last:
                        one.set("PREVIOUS_ANNOTATION", last[parent])
                last[parent] = key

    def _place_slots(self) -> None:
        """Put new slots in, by their time, and take out those that nothing points to any more."""
        if not self.fresh:
            return
        used = {
            one.get(f"TIME_SLOT_REF{end}")
            for one in self.root.iter("ALIGNABLE_ANNOTATION")
            for end in (1, 2)
        }
        slots = [slot for slot in self.order if slot.get("TIME_SLOT_ID") in used]
        keyed = list(zip(_in_order(slots), range(len(slots)), slots, strict=True))
        last = float("inf")
        keyed += [
            (last if value is None else float(value), len(keyed) + at, slot)
            for at, (value, slot) in enumerate(self.fresh)
        ]
        for slot in list(self.order):
            self.order.remove(slot)
        self.order.extend(slot for _, _, slot in sorted(keyed, key=lambda one: one[:2]))

    def _note_last_used(self) -> None:
        header = self.root.find("HEADER")
        numbers = [
            int(found[1])
            for one in self.root.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")
            if (found := re.fullmatch(r"a(\d{1,9})", one.get("ANNOTATION_ID") or ""))
        ]
        said = header.find("PROPERTY[@NAME='lastUsedAnnotationId']") if header is not None else None
        if said is not None and numbers and (said.text or "").isdigit():
            said.text = str(max(*numbers, int(said.text or "0")))


def _span(segment: Segment) -> tuple[int | None, int | None]:
    return segment.start_ms, segment.end_ms


def _in_order(slots: list[Element]) -> Iterable[float]:
    """Yield by which time each slot stands: one without value stands where its neighbour does."""
    at = 0.0
    for slot in slots:
        at = float(slot.get("TIME_VALUE") or at)
        yield at


def _reorder(element: Element, wanted: Iterable[str]) -> None:
    wrappers = {one.get("ANNOTATION_ID"): wrapper for wrapper, one in elan.wrapped(element)}
    for key in wanted:
        element.append(wrappers[key])


def _legal(text: str) -> str:
    """Return a text without what no XML document may hold (W3C XML 1.0 §2.2)."""
    return _ILLEGAL.sub("", text)
