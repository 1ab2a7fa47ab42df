"""What the table's script is told after it sent cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import queries as rounds
from archive.db import now
from archive.desk.table import queries
from archive.desk.table.page import CellView, RowView, completeness_of, rows_of
from archive.desk.table.service import RowEdit, Step
from archive.filters import instant
from archive.sheets.names import names_for


def step_json(
    session: Session, batch_id: str, viewer: Viewer, sent: Sequence[RowEdit], step: Step
) -> dict[str, Any]:
    """Return the rows that were sent as they stand now, and how complete the batch is."""
    drafts = queries.drafts_of(session, batch_id, viewer)
    asked = {edit.item_id for edit in sent}
    names, done = names_for(session, viewer), rounds.steps_of(session, batch_id)
    shown = [one for one in drafts if one.record.id in asked]
    rows = rows_of(session, batch_id, viewer, shown, names, done)
    complete, missing = completeness_of(session, drafts)
    undo = url_for("desk.undo_step", batch_id=batch_id, round_id=done[0].id) if done else ""
    return {
        "said": _("Đã lưu lúc %(when)s", when=instant(now())),
        "unsaved": len(step.bad) + len(step.crossed),
        "rows": [_row(row) for row in rows],
        "gone": sorted(asked - {one.record.id for one in shown}),
        "complete": complete,
        "missing": [{"text": one.text, "count": one.count, "cell": one.cell} for one in missing],
        "undo": undo,
    }


def _row(row: RowView) -> dict[str, Any]:
    return {
        "item": row.line.id,
        "version": row.version,
        "lacks": row.lacks,
        "cells": {cell.key: _cell(cell) for cell in row.cells},
    }


def _cell(cell: CellView) -> dict[str, Any]:
    return {"text": cell.text, "common": cell.is_common, "problem": cell.problem}
