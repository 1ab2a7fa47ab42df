"""Inventory sheets as CSV, DOCX and PDF; the same content makes the same bytes."""

from __future__ import annotations

import csv
import io
import json
import logging
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.dossiers.sheet import Sheet

if TYPE_CHECKING:
    from fpdf import FPDF

STATIC = Path(__file__).parent.parent / "static" / "dist"
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The first has most of Vietnamese; what it lacks is looked up in the others in turn.
_FONTS = (
    "be-vietnam-pro-latin-400",
    "be-vietnam-pro-latin-ext-400",
    "be-vietnam-pro-vietnamese-400",
)
_BOLD = tuple(name.replace("400", "600") for name in _FONTS)
_MARKS = {"✓": "[x]", "✗": "[ ]"}


def as_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV with the mark by which Excel knows UTF-8.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    Source: RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = io.StringIO()
    lines = csv.writer(text)
    for row in ((sheet.title, sheet.name), *sheet.rows, *sheet.checks):
        lines.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a Word document that officers go on with."""
    from docx import Document

    made = Document()
    made.core_properties.title = f"{sheet.title}: {sheet.name}"
    made.core_properties.author = "Kho Xòe"
    made.core_properties.created = made.core_properties.modified = _EPOCH.replace(tzinfo=None)
    made.add_heading(sheet.title, 1)
    made.add_heading(sheet.name, 2)
    for rows in (sheet.rows, sheet.checks):
        table = made.add_table(rows=0, cols=2, style="Table Grid")
        for label, text in rows:
            cells = table.add_row().cells
            cells[0].paragraphs[0].add_run(label).bold = True
            cells[1].text = text
        made.add_paragraph()
    written = io.BytesIO()
    made.save(written)
    return _settled(written)


def _settled(written: io.BytesIO) -> bytes:
    """Return a zip whose parts bear no hour."""
    settled = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(settled, "w") as new:
        for part in old.infolist():
            named = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            new.writestr(named, old.read(part), compress_type=zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def as_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF on A4, with the letters of Vietnamese and Tai Viet inside."""
    from fpdf import FPDF

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it remarks on the fonts each time
    made = FPDF(format="A4")
    made.set_creation_date(_EPOCH)
    made.set_title(f"{sheet.title}: {sheet.name}")
    made.set_lang("vi")
    _add_fonts(made)
    made.add_page()
    _write(made, sheet.title, 15, is_bold=True)
    _write(made, sheet.name, 13, is_bold=True)
    for label, text in (*sheet.rows, *sheet.checks):
        made.ln(1.5)
        _write(made, _plain(label), 10, is_bold=True)
        _write(made, _plain(text) or "–", 10)
    return bytes(made.output())


def _write(made: FPDF, text: str, size_pt: int, *, is_bold: bool = False) -> None:
    made.set_font("kho", "B" if is_bold else "", size_pt)
    made.multi_cell(0, size_pt * 0.55, text, new_x="LMARGIN", new_y="NEXT")


def _plain(text: str) -> str:
    """Return a text with the two signs written that no letter of the fonts stands for."""
    for sign, written in _MARKS.items():
        text = text.replace(sign, written)
    return text


def _add_fonts(made: FPDF) -> None:
    for number, (plain, bold) in enumerate(zip(_FONTS, _BOLD, strict=True)):
        family = "kho" if number == 0 else f"kho{number}"
        made.add_font(family, "", _font(plain))
        made.add_font(family, "B", _font(bold))
    made.add_font("tai", "", _font("tai-heritage-pro-tai-viet-400"))
    made.set_fallback_fonts(["kho1", "kho2", "tai"], exact_match=False)


def _font(name: str) -> Path:
    """Return where a font of the pages is."""
    built: dict[str, str] = json.loads((STATIC / "manifest.json").read_bytes())
    return STATIC / built[f"{name}.woff2"]
