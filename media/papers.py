"""Open PDF documents by PDFium and render pages into pixels.

Source: pypdfium2; PDFium's error codes (fpdfview.h, FPDF_GetLastError).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from media.border import attempt, words
from media.errors import BrokenFileError
from media.limits import CEILINGS, Ceilings

if TYPE_CHECKING:
    from PIL.Image import Image

_KEY = "pdf"
# A page may be as wide as a street; the box bounds what is drawn of it.
_MAX_SCALE = 8.0


def open_paper(path: Path, name: str) -> pypdfium2.PdfDocument:
    """Return the opened document; raise BrokenFileError (encrypted, damaged, no-pages …)."""
    document = attempt(lambda: pypdfium2.PdfDocument(path), lambda e: _broken(name, e))
    pages = attempt(lambda: len(document), lambda e: _broken(name, e))
    if pages < 1:
        raise BrokenFileError(name, "no-pages", _KEY)
    return document


def check(path: Path, name: str, ceilings: Ceilings = CEILINGS) -> None:
    """Draw the first page small, which proves that the document can be shown."""
    document = open_paper(path, name)
    try:
        if len(document) > ceilings.pages:
            raise BrokenFileError(name, "too-large", _KEY, f"{len(document)} pages")
        attempt(lambda: page_picture(document, 0, 64, 64), lambda e: _broken(name, e))
    finally:
        document.close()


def page_picture(
    document: pypdfium2.PdfDocument, number: int, width_px: int, height_px: int
) -> Image:
    """Return page `number` (from 0) drawn into the box on white paper."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(width_px / max(width, 1), height_px / max(height, 1), _MAX_SCALE)
        picture: Image = page.render(scale=scale).to_pil()
    finally:
        page.close()
    return picture.convert("RGB")


def _broken(name: str, error: Exception) -> BrokenFileError:
    said = words(error)
    reason = "encrypted" if "password" in said.lower() else "damaged"
    return BrokenFileError(name, reason, _KEY, said)
