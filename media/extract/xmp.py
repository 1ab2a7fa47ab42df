"""Read XMP by its namespaces: every packet of a file, attributes and nested forms alike.

Source: ISO 16684-1:2019 §7 (RDF forms), Adobe XMP Specification part 3 (where packets stand in
JPEG, PNG, GIF, TIFF, WebP, PDF), ExifTool's documentation of "Raw profile type xmp".
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": "xmpDM",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://creativecommons.org/ns#": "cc",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
}
PACKET_BYTES = 4 * 1024 * 1024
_SCAN_BYTES = 64 * 1024 * 1024
_PACKETS = 16
_OPEN = re.compile(rb"<(?:x:xmpmeta|xap:xmpmeta|x:xapmeta|rdf:RDF)[\s>]")
_CLOSE = {b"x": b"</x:xmpmeta>", b"r": b"</rdf:RDF>"}
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\x00"


def packets(path: Path) -> Iterator[bytes]:
    """Yield every packet that stands in the file as it is, from both its ends if it is long."""
    found = (packet for stretch in _stretches(path) for packet in stretch)
    for _, packet in zip(range(_PACKETS), found, strict=False):
        yield packet


def of_file(path: Path) -> dict[str, Any]:
    """Return the properties of all packets that stand open in a file; the first that says wins."""
    found: dict[str, Any] = {}
    for packet in packets(path):
        found = parse(packet) | found
    return found


def _stretches(path: Path) -> Iterator[Iterator[bytes]]:
    """Yield the packets of the first and of the last stretch, mapped one after the other."""
    size = path.stat().st_size
    if not size:
        return
    starts = [0]
    if size > _SCAN_BYTES:
        last = max(_SCAN_BYTES, size - _SCAN_BYTES)
        starts.append(last - last % mmap.ALLOCATIONGRANULARITY)
    with path.open("rb") as stream:
        for start in starts:
            length = min(size - start, _SCAN_BYTES + mmap.ALLOCATIONGRANULARITY)
            with mmap.mmap(stream.fileno(), length, offset=start, access=mmap.ACCESS_READ) as data:
                yield _within(data, 0, length)


def _within(data: mmap.mmap | bytes, start: int, end: int) -> Iterator[bytes]:
    while match := _OPEN.search(data, start, end):
        tag = match[0][1:-1]
        close = b"</" + tag + b">"
        stop = data.find(close, match.start(), min(end, match.start() + PACKET_BYTES))
        if stop < 0:
            start = match.end()
            continue
        yield bytes(data[match.start() : stop + len(close)])
        start = stop + len(close)


def in_bytes(data: bytes) -> Iterator[bytes]:
    """Yield the packets inside bytes that were unpacked elsewhere (a PNG profile, a uuid box)."""
    yield from _within(data, 0, len(data))


def extended(segments: Iterable[bytes]) -> Iterator[bytes]:
    """Yield JPEG's extended packet, put together from its APP1 segments."""
    parts: dict[bytes, dict[int, bytes]] = {}
    for segment in segments:
        if segment.startswith(_EXTENSION) and len(segment) > len(_EXTENSION) + 40:
            body = segment[len(_EXTENSION) :]
            offset = int.from_bytes(body[36:40], "big")
            parts.setdefault(body[:32], {})[offset] = body[40:]
    for pieces in parts.values():
        yield from in_bytes(b"".join(pieces[offset] for offset in sorted(pieces)))


def raw_profile(value: str | bytes) -> bytes:
    """Return the bytes of ImageMagick's hexadecimal "Raw profile type …"."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    lines = text.strip().split("\n")
    try:
        return bytes.fromhex("".join(lines[2:]))
    except ValueError:
        return b""


def inflate(data: bytes, limit: int = PACKET_BYTES) -> bytes:
    """Return zlib data unpacked, up to `limit` bytes."""
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""


def parse(packet: bytes) -> dict[str, Any]:
    """Return the properties of a packet as `prefix:Name`: a text, a list or a map.

    A language alternative is a map from language tag to text; what is malformed is read as far
    as it goes.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(packet[:PACKET_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, Any] = {}
    if root is not None:
        for about in root.iter(f"{RDF}Description"):
            parent = about.getparent()
            if parent is None or parent.tag == f"{RDF}RDF":
                found |= {k: v for k, v in _properties(about).items() if k not in found}
    return found


def _properties(node: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in node.attrib.items():
        if not str(name).startswith((RDF, "{http://www.w3.org/XML/1998/namespace}")) and value:
            found[_short(str(name))] = str(value)
    for child in node:
        if isinstance(child.tag, str):
            value = _value(child)
            if value not in ("", [], {}, None):
                found[_short(child.tag)] = value
    return found


def _value(node: etree._Element) -> Any:  # noqa: ANN401 - RDF is a text, a list or a map
    resource = node.get(f"{RDF}resource")
    if resource is not None:
        return resource
    for child in node:
        if child.tag == f"{RDF}Alt":
            return _alternatives(child)
        if child.tag in (f"{RDF}Bag", f"{RDF}Seq"):
            return [item for item in (_value(entry) for entry in child) if item not in ("", {})]
        if child.tag == f"{RDF}Description":
            nested = _properties(child)
            value = child.find(f"{RDF}value")
            return (value.text or "").strip() if value is not None else nested
    if len(node) or node.get(f"{RDF}parseType") == "Resource":
        return _properties(node)
    attributes = _properties(node)
    return attributes or (node.text or "").strip()


def _alternatives(node: etree._Element) -> Any:  # noqa: ANN401 - as `_value`
    texts = [(str(item.get(XML_LANG) or "x-default"), _value(item)) for item in node]
    if any(isinstance(value, dict) for _, value in texts):
        return [value for _, value in texts]
    found: dict[str, str] = {}
    for language, value in texts:
        if value:
            found.setdefault(language, value)
    return found


def _short(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    namespace = namespace.removeprefix("{")
    if not namespace:
        return local
    prefix = PREFIXES.get(namespace) or PREFIXES.get(namespace + "/")
    return f"{prefix}:{local}" if prefix else f"{namespace.rstrip('/#').rpartition('/')[2]}:{local}"


def text_of(value: Any) -> str:  # noqa: ANN401 - as `_value`
    """Return one text of a property: the default language's first."""
    if isinstance(value, dict):
        value = value.get("x-default") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def list_of(value: Any) -> list[str]:  # noqa: ANN401 - as `_value`
    """Return all texts of a property."""
    if isinstance(value, dict):
        return [text_of(value)]
    if isinstance(value, list):
        return [text_of(item) for item in value]
    return [value] if isinstance(value, str) else []
