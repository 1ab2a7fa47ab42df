"""Read IPTC-IIM records, also where they are split over several APP13 segments.

Source: IPTC-IIM 4.2 (records 1 and 2, dataset 1:90 CodedCharacterSet); Photoshop File Formats,
Image Resource Blocks (0x0404).
"""

from __future__ import annotations

from collections.abc import Iterator

from media.extract.clean import from_bytes

NAMES = {
    5: "ObjectName",
    15: "Category",
    20: "SupplementalCategories",
    25: "Keywords",
    26: "ContentLocationCode",
    27: "ContentLocationName",
    40: "SpecialInstructions",
    55: "DateCreated",
    60: "TimeCreated",
    62: "DigitalCreationDate",
    63: "DigitalCreationTime",
    65: "OriginatingProgram",
    80: "By-line",
    85: "By-lineTitle",
    90: "City",
    92: "Sub-location",
    95: "Province-State",
    100: "Country-PrimaryLocationCode",
    101: "Country-PrimaryLocationName",
    103: "OriginalTransmissionReference",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "CopyrightNotice",
    118: "Contact",
    120: "Caption-Abstract",
    122: "Writer-Editor",
    135: "LanguageIdentifier",
}
_UTF8 = b"\x1b%G"


def resources(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (id, content) of Photoshop's image resource blocks."""
    at = data.find(b"8BIM")
    while at >= 0 and data[at : at + 4] == b"8BIM" and at + 7 < len(data):
        resource = int.from_bytes(data[at + 4 : at + 6], "big")
        name_length = data[at + 6] + 1
        at += 6 + name_length + name_length % 2
        size = int.from_bytes(data[at : at + 4], "big")
        yield resource, data[at + 4 : at + 4 + size]
        at += 4 + size + size % 2


def from_photoshop(data: bytes) -> dict[str, list[str]]:
    """Return the IPTC values inside Photoshop resources (joined APP13 segments, TIFF 34377)."""
    found: dict[str, list[str]] = {}
    for resource, content in resources(data):
        if resource == 0x0404:
            for name, values in parse(content).items():
                found.setdefault(name, []).extend(values)
    return found


def parse(data: bytes) -> dict[str, list[str]]:
    """Return the values of record 2 by their names, in order."""
    sets = list(_datasets(data))
    declared = any((record, number) == (1, 90) and value == _UTF8 for record, number, value in sets)
    found: dict[str, list[str]] = {}
    for record, number, value in sets:
        if record == 2 and number in NAMES:
            text = value.decode("utf-8", "replace") if declared else from_bytes(value)
            found.setdefault(NAMES[number], []).append(text.strip("\x00 "))
    return found


def _datasets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = data.find(b"\x1c")
    while at >= 0 and at + 5 <= len(data) and data[at] == 0x1C:
        record, number = data[at + 1], data[at + 2]
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:
            # An extended dataset: the low bits count the bytes of its real length.
            count = size & 0x7FFF
            size = int.from_bytes(data[at : at + count], "big")
            at += count
        yield record, number, data[at : at + size]
        at += size
