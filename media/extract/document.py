"""Read what a PDF or a caption file says about itself, its text included.

Source: ISO 32000-1 §14.3 (information dictionary, XMP), pypdfium2; W3C WebVTT.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from media import papers, transcripts
from media.border import value_or_none
from media.extract import clean, xmp
from media.extract.dates import edtf, pdf_date
from media.extract.described import described
from media.extract.image import icc_name
from media.extract.pdfprofile import pdf_profile
from media.extract.xmp import list_of, text_of
from media.tiers import counted
from media.values import Description, Identification, Notice

TEXT_LENGTH = 400_000
_TEXT_PAGES = 500
_OUTLINE = 200


def describe(path: Path, name: str, ident: Identification) -> Description:
    """Return the description of a PDF that `identify` has accepted."""
    notices: list[Notice] = []
    document = papers.open_paper(path, name)
    try:
        info = value_or_none(document.get_metadata_dict, notices, "pdf-fields-unreadable") or {}
        size = value_or_none(lambda: document.get_page_size(0), notices, "page-size") or (0.0, 0.0)
        pages, text = len(document), _text(document, notices)
        outline = value_or_none(lambda: _outline(document), notices, "outline-unreadable") or []
        version = value_or_none(document.get_version, notices, "pdf-version")
    finally:
        document.close()
    packet = xmp.of_file(path)
    raw = {"pdf": info, "xmp": packet, "outline": outline, "version": _version(version)}
    found = _fields(info, packet, notices)
    profile = value_or_none(lambda: pdf_profile(path), notices, "profile-unreadable")
    found["icc_profile"] = icc_name(profile or b"")
    found |= {"pages": pages, "text": text, "width_px": round(size[0]), "height_px": round(size[1])}
    return described(ident, found, raw, notices)


def _version(number: int | None) -> dict[str, str]:
    return {"pdf": f"{number // 10}.{number % 10}"} if number else {}


def _fields(info: dict[str, str], packet: dict[str, Any], notices: list[Notice]) -> dict[str, Any]:
    subjects = [*list_of(packet.get("dc:subject")), *re.split(r"[;,]", info.get("Keywords", ""))]
    creators = list_of(packet.get("dc:creator")) or info.get("Author", "").split(";")
    made = info.get("CreationDate", "")
    return {
        "title": clean.text(text_of(packet.get("dc:title")) or info.get("Title", "")),
        "description": clean.text(text_of(packet.get("dc:description")) or info.get("Subject", "")),
        "creators": clean.unique(creators),
        "keywords": clean.unique(subjects),
        "copyright": clean.text(text_of(packet.get("dc:rights"))),
        "language": clean.text(text_of(packet.get("dc:language")), 35),
        "software": clean.text(info.get("Creator") or text_of(packet.get("xmp:CreatorTool"))),
        "captured": pdf_date(made, notices) or edtf(text_of(packet.get("xmp:CreateDate"))),
        "tags": {"producer": (clean.text(info["Producer"], 300),)} if info.get("Producer") else {},
    }


def _text(document: Any, notices: list[Notice]) -> str:  # noqa: ANN401 - pypdfium2's
    """Return the text of the first pages, a form feed between two pages, within a limit."""
    parts: list[str] = []
    room = TEXT_LENGTH
    for number in range(min(len(document), _TEXT_PAGES)):
        said = (
            value_or_none(
                functools.partial(_page_text, document, number), notices, "page-unreadable"
            )
            or ""
        )
        parts.append(clean.text(said, room))
        room -= len(parts[-1])
        if room <= 0:
            notices.append(Notice("text-cut", f"after page {number + 1}"))
            break
    return "\f".join(parts).strip()


def _page_text(document: Any, number: int) -> str:  # noqa: ANN401
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_bounded())
        finally:
            text_page.close()
    finally:
        page.close()


def _outline(document: Any) -> list[str]:  # noqa: ANN401
    titles = []
    for entry, _ in zip(document.get_toc(max_depth=3), range(_OUTLINE), strict=False):
        titles.append(clean.text(entry.get_title(), 300))
    return titles


def describe_captions(path: Path, ident: Identification) -> Description:
    """Return the description of a caption file that `identify` has accepted."""
    parsed = transcripts.read(path, ident.format)
    found = {
        "duration_s": parsed.duration_s,
        "language": parsed.language,
        "text": clean.text(parsed.text, TEXT_LENGTH),
        "tags": {"cues": (str(counted(parsed.tiers)),)},
        "tiers": parsed.tiers,
    }
    return described(ident, found, {}, parsed.notices)
