"""Read CSV and XLSX as the person sees them: rows of texts, with what could not be read.

Source: RFC 4180 for CSV; ECMA-376 part 1, 18.3 and 18.8.30 for cells and number formats.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.errors import RefusedFileError
from archive.records import clean_text
from archive.sheets.problems import Problem

LIMIT_BYTES = 30 * 1024**2
MOST_ROWS = 20_000
MOST_COLUMNS = 300
MOST_CELLS = 2_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_UTF8, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


class SheetUnreadableError(RefusedFileError):
    """A file is no sheet that can be read; nothing was changed."""

    code = "sheet-unreadable"

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep the reason's code, and a detail for the words."""
        super().__init__(detail, reason)
        self.detail = detail

    @property
    def words(self) -> str:
        """Say what to do."""
        from archive.sheets.words import unreadable_words

        return unreadable_words(self.reason, self.detail)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its number in the sheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a file: its headers and the rows below."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    form: str
    problems: tuple[Problem, ...] = field(default=())


def read_sheet(content: bytes, name: str) -> Sheet:
    """Return the sheet that a file holds.

    Raises:
        SheetUnreadableError: It is too large, damaged, or no CSV and no XLSX.
    """
    if len(content) > LIMIT_BYTES:
        raise SheetUnreadableError("too-large")
    if content[:4] == b"PK\x03\x04":
        from archive.sheets.xlsx import xlsx_rows

        form, found = "xlsx", xlsx_rows(content)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise SheetUnreadableError("old-excel")
    elif not name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx")):
        raise SheetUnreadableError("no-sheet")
    else:
        text, form = decoded(content)
        found = ((number, row, []) for number, row in _csv_rows(text))
    return _sheet(found, form)


def _sheet(found: Iterable[tuple[int, list[str], list[Problem]]], form: str) -> Sheet:
    headers: tuple[str, ...] = ()
    rows: list[Row] = []
    problems: list[Problem] = []
    cells = 0
    for number, values, said in found:
        cells += len(values)
        if len(rows) > MOST_ROWS or cells > MOST_CELLS or len(values) > MOST_COLUMNS:
            raise SheetUnreadableError("too-large")
        problems += said
        if not any(values):
            continue
        if headers:
            rows.append(Row(number, tuple(values)))
        else:
            headers = _trimmed(values)
    if not headers:
        raise SheetUnreadableError("empty")
    return Sheet(headers, tuple(rows), form, tuple(problems))


def _trimmed(values: list[str]) -> tuple[str, ...]:
    while values and not values[-1]:
        values.pop()
    return tuple(values)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a CSV file and the encoding that it was found to be in."""
    if content.startswith(_UTF8):
        return _strict(content, "utf-8-sig"), "csv utf-8"
    if content.startswith(_UTF16):
        return _strict(content, "utf-16"), "csv utf-16"
    sample = content[:4000]
    if sample[1::2].count(0) > len(sample) // 4:
        return _strict(content, "utf-16-le"), "csv utf-16"
    if sample[::2].count(0) > len(sample) // 4:
        return _strict(content, "utf-16-be"), "csv utf-16"
    try:
        return content.decode("utf-8"), "csv utf-8"
    except UnicodeDecodeError:
        return _strict(content, "cp1258"), "csv cp1258"


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetUnreadableError("encoding", str(error.start)) from error


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise SheetUnreadableError("no-sheet")
    named = _SEPARATOR.match(text)
    body = text[named.end() :] if named else text
    delimiter = named[1] if named else _delimiter(body)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    first = 2 if named else 1
    try:
        for number, row in enumerate(reader, first):
            yield number, [_plain(value) for value in row]
    except csv.Error as error:
        raise SheetUnreadableError("csv", str(reader.line_num)) from error


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the first row most cells."""

    def count(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))
        except csv.Error:
            return 0

    return max(",;\t", key=count)


def _plain(value: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from running it."""
    if value.startswith("'") and value[1:2] and value[1] in _FORMULA:
        value = value[1:]
    return clean_text(value.replace("\r\n", "\n"))


def harmless(text: str) -> str:
    """Return a cell so that no spreadsheet runs it; `read_sheet` takes the apostrophe off.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
