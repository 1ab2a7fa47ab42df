"""A sheet to fill in: headers with hints, drop-downs from the vocabulary, one marked example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.diff import PRESETS
from archive.sheets.columns import FIELDS, TEXTS, Target, header_of
from archive.sheets.names import NOUNS, Names, names_for
from archive.sheets.words import HINTS, SHORT_ACTIONS
from archive.sheets.workbooks import saved

VALUES = "Giá trị"
EXAMPLE = "ví dụ"
_LEFT_OUT = {"id", "edtf", "narratives", "relations", "know", "take", "former_ids"}
_ROWS = 2000
_ONE_ONLY = {"action", "kind", "rights", "access"}
_WIDTH, _WIDE = 18, 36


def template(session: Session, viewer: Viewer) -> bytes:
    """Return the XLSX template for items, with what this viewer may name."""
    names = names_for(session, viewer)
    book = Workbook()
    sheet = book.active
    sheet.title = "Tư liệu"
    targets = [Target(name, "vi" if name in TEXTS else "") for name in FIELDS if _is_wanted(name)]
    for column, target in enumerate(targets, 1):
        _head(sheet, column, target)
    sheet.freeze_panes = "A2"
    _drop_downs(book, sheet, targets, _values(names))
    return saved(book)


def _is_wanted(name: str) -> bool:
    return name not in _LEFT_OUT


def _head(sheet: Any, column: int, target: Target) -> None:  # noqa: ANN401 - openpyxl's sheet
    head = sheet.cell(1, column, header_of(target))
    head.font = Font(bold=True)
    if hint := HINTS.get(target.field):
        head.comment = Comment(str(hint), "Kho Xòe", height=110, width=320)
    field = FIELDS[target.field]
    example = sheet.cell(2, column, EXAMPLE if field.name == "action" else field.example)
    example.number_format = "@"
    example.font = Font(italic=True, color="666666")
    example.fill = PatternFill("solid", fgColor="FFF3D6")
    width = _WIDE if target.field in {"title", "description"} else _WIDTH
    sheet.column_dimensions[get_column_letter(column)].width = width


def _values(names: Names) -> Mapping[str, Sequence[str]]:
    """Return what the drop-downs offer, by field."""
    offered: dict[str, Sequence[str]] = {
        name: sorted(codes.words.values()) for name, codes in names.codes.items() if name in FIELDS
    }
    offered |= {
        name: sorted(names.books[noun].written(one) for one in names.books[noun].titles)
        for name, noun in NOUNS.items()
        if name != "agents"
    }
    presets = [str(getattr(text, "_args")[0]) for text in PRESETS.values()]  # noqa: B009
    actions = [str(getattr(text, "_args")[0]) for text in SHORT_ACTIONS.values()]  # noqa: B009
    return {**offered, "access": presets, "action": actions}


def _drop_downs(
    book: Any,  # noqa: ANN401 - openpyxl's workbook
    sheet: Any,  # noqa: ANN401 - openpyxl's sheet
    targets: Sequence[Target],
    offered: Mapping[str, Sequence[str]],
) -> None:
    beside = book.create_sheet(VALUES)
    used = [target for target in targets if offered.get(target.field)]
    for column, target in enumerate(used, 1):
        values = offered[target.field]
        beside.cell(1, column, header_of(target)).font = Font(bold=True)
        for row, value in enumerate(values, 2):
            beside.cell(row, column, value).data_type = "s"
        letter = get_column_letter(column)
        check = DataValidation(
            type="list",
            formula1=f"'{VALUES}'!${letter}$2:${letter}${len(values) + 1}",
            allow_blank=True,
            # Several values in one cell are no value of the list, and right all the same.
            showErrorMessage=target.field in _ONE_ONLY,
        )
        place = get_column_letter(targets.index(target) + 1)
        check.add(f"{place}3:{place}{_ROWS}")
        sheet.add_data_validation(check)
