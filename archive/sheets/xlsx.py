"""Read the first sheet of an XLSX file as the person sees it, within limits."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from archive.records import clean_text
from archive.sheets.problems import Problem
from archive.sheets.reading import SheetUnreadableError

_MOST_UNPACKED = 300 * 1024**2
_MOST_PARTS = 2000
_HEAD = 4096
_ZEROS = re.compile(r"0+")
_PERCENT = re.compile(r"0(?:\.(0+))?%")

Found = tuple[int, list[str], list[Problem]]


def xlsx_rows(content: bytes) -> Iterator[Found]:
    """Yield (number, cells, problems) of every row of the first sheet that is shown."""
    has_formulas = _check(content)
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True) if has_formulas else None
        shown = next((s for s in values.worksheets if s.sheet_state == "visible"), None)
        if shown is None:
            return  # and who reads it says that it is empty
        shown.reset_dimensions()  # what the file says of its own size is not believed
        beside = formulas[shown.title].iter_rows() if formulas else None
        for number, row in enumerate(shown.iter_rows(), 1):
            yield _row(number, row, next(beside, ()) if beside else ())
    except SheetUnreadableError:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers meet
        raise SheetUnreadableError("xlsx", type(error).__name__) from error


def _check(content: bytes) -> bool:
    """Refuse bombs and entities; return whether there are formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            if len(listed) > _MOST_PARTS or sum(p.file_size for p in listed) > _MOST_UNPACKED:
                raise SheetUnreadableError("too-large")
            xml = [part for part in listed if part.filename.endswith((".xml", ".rels"))]
            for part in xml:
                with parts.open(part) as file:
                    if b"<!DOCTYPE" in file.read(_HEAD):
                        raise SheetUnreadableError("xlsx", "DOCTYPE")
            sheets = [p for p in xml if p.filename.startswith("xl/worksheets/")]
            return any(b"<f" in parts.read(part) for part in sheets)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        raise SheetUnreadableError("xlsx", type(error).__name__) from error


def _row(number: int, row: Any, beside: Any) -> Found:  # noqa: ANN401 - cells of openpyxl
    cells: list[str] = []
    problems: list[Problem] = []
    for column, cell in enumerate(row, 1):
        formula = beside[column - 1].value if column <= len(beside) else None
        if cell.value is None and isinstance(formula, str) and formula.startswith("="):
            problems.append(Problem(number, column, "formula"))
        elif cell.data_type == "e":
            problems.append(Problem(number, column, "cell-error", str(cell.value)))
        cells.append(clean_text(_shown(cell.value, getattr(cell, "number_format", ""))))
    while cells and not cells[-1]:
        cells.pop()
    return number, cells, problems


def _shown(value: Any, number_format: str) -> str:  # noqa: ANN401 - whatever a cell holds
    """Return a value as its cell shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format or "")
        case datetime() | date():
            return _date(value, (number_format or "").lower())
        case time():
            return value.strftime("%H:%M")
        case _:
            return str(value).replace("\r\n", "\n")


def _number(value: float, number_format: str) -> str:
    if _ZEROS.fullmatch(number_format) and float(value).is_integer():
        return str(int(value)).zfill(len(number_format))  # 0042 by its format
    if percent := _PERCENT.fullmatch(number_format):
        return f"{value * 100:.{len(percent[1] or '')}f}%"
    if float(value).is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact in a double
        return str(int(value))
    return f"{value:.15g}"


def _date(value: date, number_format: str) -> str:
    if number_format and "d" not in number_format:
        return f"{value.month:02}/{value.year}" if "m" in number_format else str(value.year)
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.strftime("%d/%m/%Y %H:%M")
    return f"{value.day:02}/{value.month:02}/{value.year}"
