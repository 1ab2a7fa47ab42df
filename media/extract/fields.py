"""Choose, field by field, which of a picture's standards is believed.

Source: Metadata Working Group, Guidelines 2.0 §5; IPTC Photo Metadata Mapping Guidelines 2021.
For words XMP comes first, as the only one with languages and a sure charset, then IPTC, then
Exif; for the moment of capture Exif comes first, as the device wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from media.camerawords import spoken
from media.extract import clean, exif
from media.extract.dates import edtf
from media.extract.xmp import list_of, text_of
from media.values import Gps, Notice

if TYPE_CHECKING:
    from media.extract.image import Heard


def image_fields(heard: Heard, format_key: str) -> dict[str, Any]:
    """Return the fields of a Description that a picture's standards fill."""
    main, detail = heard.main, heard.exif
    return {
        "captured": _captured(heard, format_key),
        "gps": exif.gps(heard.gps) or xmp_gps(heard.xmp),
        "title": _first(heard, "dc:title", "ObjectName", 40091, text="Title")
        or clean.text(_first(heard, "photoshop:Headline", "Headline", None)),
        "description": _description(heard),
        "creators": _creators(heard),
        "keywords": _keywords(heard),
        "copyright": _first(heard, "dc:rights", "CopyrightNotice", 33432, text="Copyright"),
        "credit": _first(heard, "photoshop:Credit", "Credit", None),
        "source": _first(heard, "photoshop:Source", "Source", None),
        "place_names": _places(heard),
        "language": clean.text(text_of(heard.xmp.get("dc:language")), 35),
        "camera_make": clean.text(main.get(271) or text_of(heard.xmp.get("tiff:Make")), 200),
        "camera_model": clean.text(main.get(272) or text_of(heard.xmp.get("tiff:Model")), 200),
        "lens": clean.text(
            detail.get(42036)
            or text_of(heard.xmp.get("aux:Lens") or heard.xmp.get("exifEX:LensModel")),
            200,
        ),
        "software": _first(heard, None, "OriginatingProgram", 305, text="Software")
        or clean.text(text_of(heard.xmp.get("xmp:CreatorTool")), 200),
        "tags": _exposure(heard),
    }


def _first(
    heard: Heard, xmp_name: str | None, iptc_name: str, tag: int | None, text: str = ""
) -> str:
    """Return the first non-empty value: XMP, IPTC, Exif, PNG text."""
    candidates = (
        text_of(heard.xmp.get(xmp_name)) if xmp_name else "",
        next(iter(heard.iptc.get(iptc_name, ())), ""),
        exif.value_of(tag, heard.main[tag]) if tag in heard.main else "",
        heard.texts.get(text, ""),
    )
    return next((value for value in map(clean.text, candidates) if value), "")


def _description(heard: Heard) -> str:
    candidates = (
        text_of(heard.xmp.get("dc:description")),
        next(iter(heard.iptc.get("Caption-Abstract", ())), ""),
        clean.text(heard.main.get(270)),
        _tag(heard.main, 40092),
        _tag(heard.exif, 37510),
        heard.texts.get("Description", ""),
        heard.texts.get("Comment", ""),
    )
    said = [text for value in candidates if (text := clean.text(value))]
    # What a camera writes into every picture is told only where a person wrote nothing.
    return next(filter(spoken, said), said[0] if said else "")


def _tag(tags: dict[int, Any], tag: int) -> str:
    return clean.text(exif.value_of(tag, tags[tag])) if tag in tags else ""


def _creators(heard: Heard) -> tuple[str, ...]:
    candidates: tuple[Callable[[], list[str]], ...] = (
        lambda: list_of(heard.xmp.get("dc:creator")),
        lambda: heard.iptc.get("By-line", []),
        lambda: _tag(heard.main, 315).split(";"),
        lambda: _tag(heard.main, 40093).split(";"),
        lambda: [heard.texts.get("Author", "")],
    )
    return next((found for read in candidates if (found := clean.unique(read()))), ())


def _keywords(heard: Heard) -> tuple[str, ...]:
    subject = list_of(heard.xmp.get("dc:subject"))
    windows = re.split(r"[;,]", _tag(heard.main, 40094))
    return clean.unique([*subject, *heard.iptc.get("Keywords", []), *windows])


def _places(heard: Heard) -> tuple[str, ...]:
    """Return the names of the place, the nearest first."""
    pairs = (
        ("Iptc4xmpCore:Location", "Sub-location"),
        ("photoshop:City", "City"),
        ("photoshop:State", "Province-State"),
        ("photoshop:Country", "Country-PrimaryLocationName"),
    )
    return clean.unique(_first(heard, in_xmp, in_iptc, None) for in_xmp, in_iptc in pairs)


def _captured(heard: Heard, format_key: str) -> str:
    found = exif.captured(heard.main, heard.exif, heard.notices)
    candidates = [
        text_of(heard.xmp.get(name))
        for name in ("exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate")
    ]
    candidates += [_iptc_date(heard), heard.texts.get("Creation Time", "")]
    if format_key == "tiff":
        # Only TIFF 6.0 means by this tag when the image was made; Exif means its last change.
        candidates.append(clean.text(heard.main.get(306)))
    notices: list[Notice] = heard.notices
    return found or next((d for c in candidates if c and (d := edtf(c, notices))), "")


def _iptc_date(heard: Heard) -> str:
    date = next(iter(heard.iptc.get("DateCreated", ())), "")
    time = next(iter(heard.iptc.get("TimeCreated", ())), "")
    if not re.fullmatch(r"\d{8}", date):
        return date
    parted = f"{date[:4]}-{date[4:6]}-{date[6:]}"
    return f"{parted}T{time}" if re.fullmatch(r"\d{6}([+-]\d{4})?", time) else parted


def xmp_gps(properties: Mapping[str, Any]) -> Gps | None:
    """Return the place in XMP's form `21,19.5N` (XMP part 2 §1.2.7.4), or None."""
    latitude = _xmp_degrees(text_of(properties.get("exif:GPSLatitude")))
    longitude = _xmp_degrees(text_of(properties.get("exif:GPSLongitude")))
    return Gps(latitude, longitude) if latitude is not None and longitude is not None else None


def _xmp_degrees(value: str) -> float | None:
    found = re.fullmatch(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])", value)
    if found is None:
        return None
    degrees = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return round(-degrees if found[4] in "SW" else degrees, 7)


def _exposure(heard: Heard) -> dict[str, tuple[str, ...]]:
    """Return how the picture was taken, as photographers write it."""
    found = {
        "exposure_time_s": clean.json_value(heard.exif.get(33434)),
        "f_number": clean.json_value(heard.exif.get(33437)),
        "iso": clean.json_value(heard.exif.get(34855)),
        "focal_length_mm": clean.json_value(heard.exif.get(37386)),
        "rating": text_of(heard.xmp.get("xmp:Rating")),
        "usage_terms": text_of(heard.xmp.get("xmpRights:UsageTerms")),
        "web_statement": text_of(heard.xmp.get("xmpRights:WebStatement")),
    }
    return {
        key: (clean.text(value, 500),)
        for key, value in found.items()
        if value not in (None, "", []) and not isinstance(value, list)
    }
