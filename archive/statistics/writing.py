"""The yearly report as a table to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font

from archive.sheets.workbooks import saved

Rows = Sequence[tuple[str, str, float]]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(head: Sequence[str], rows: Rows) -> bytes:
    """Return the report as CSV with the mark by which Excel knows UTF-8.

    A cell that a spreadsheet would run as a formula begins with an apostrophe.
    Source: RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(head)
    lines.writerows(
        (_harmless(table), _harmless(name), _plain(count)) for table, name, count in rows
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(head: Sequence[str], rows: Rows) -> bytes:
    """Return the report as a workbook; counts are numbers, names are never formulas."""
    book = Workbook()
    sheet = book.active
    sheet.append(list(head))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, (table, name, count) in enumerate(rows, 2):
        for column, text in ((1, table), (2, name)):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"
        sheet.cell(number, 3, _plain(count))
    for letter, width in (("A", 30), ("B", 48), ("C", 14)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    return saved(book)


def _plain(count: float) -> float:
    return int(count) if float(count).is_integer() else count


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
