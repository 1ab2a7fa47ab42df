"""Items as a sheet that `read_sheet` and a plan take back without a change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.diff import STATUSES
from archive.records import ItemRecord
from archive.sheets import queries
from archive.sheets.columns import header_of
from archive.sheets.names import names_for
from archive.sheets.reading import SheetUnreadableError, harmless
from archive.sheets.workbooks import saved
from archive.sheets.writing import columns_of, written

Table = Iterator[list[str]]
MOST_ROWS = 20_000
_LONGEST_CELL = 32_767  # Source: ECMA-376 part 1, 18.18.22; Excel's limit of one cell
_INFORMATION = ("trạng thái", "phiên bản")


def table_of(session: Session, ids: Sequence[str], viewer: Viewer | None) -> Table:
    """Yield the headers and then a row for each item that the viewer may see."""
    found = queries.items_by_id(session, ids, viewer)
    records = [found[one] for one in ids if one in found]
    names = names_for(session, viewer)
    targets = columns_of(records)
    yield [*map(header_of, targets), *_INFORMATION]
    for record in records:
        yield [*(written(record, one, names) for one in targets), *_information(record)]


def _information(record: ItemRecord) -> tuple[str, str]:
    status = getattr(STATUSES[record.status.value], "_args")[0]  # noqa: B009 - always Vietnamese
    return str(status), str(record.version)


def as_csv(table: Iterable[list[str]]) -> Iterator[bytes]:
    """Yield a table as CSV after RFC 4180, with the mark by which Excel knows UTF-8."""
    yield "\ufeff".encode()
    for row in table:
        text = io.StringIO()
        csv.writer(text).writerow([harmless(cell) for cell in row])
        yield text.getvalue().encode()


def as_xlsx(table: Iterable[list[str]]) -> bytes:
    """Return a table as XLSX; every cell is a text, so that no spreadsheet runs one.

    Raises:
        SheetUnreadableError: A text is longer than a cell of Excel holds; CSV takes it.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tư liệu")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(table):
        sheet.append([_text_cell(sheet, text, is_head=not number) for text in row])
    return saved(book)


def _text_cell(sheet: object, text: str, *, is_head: bool) -> WriteOnlyCell:
    if len(text) > _LONGEST_CELL:
        raise SheetUnreadableError("cell-too-long")
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell.number_format = "@"
    if is_head:
        cell.font = Font(bold=True)
    return cell
