"""Read what the forms of a batch's table send."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.catalogue.forms import FormData, many, one
from archive.desk.table.cells import COMMON, KEYS
from archive.desk.table.service import Common, RowEdit
from archive.numbers import whole_number

_CELL = re.compile(r"c\.([a-z0-9]{10})\.(.{1,40})")
_MOST_ROWS = 200


def read_rows(data: FormData) -> list[RowEdit]:
    """Return the cells `c.<item>.<column>` by row, with the versions `v.<item>`."""
    rows: dict[str, dict[str, str]] = {}
    for name in data:
        found = _CELL.fullmatch(name)
        if found and found[2] in KEYS:
            rows.setdefault(found[1], {})[found[2]] = one(data, name)
    return [
        RowEdit(item_id, whole_number(one(data, f"v.{item_id}")), cells)
        for item_id, cells in list(rows.items())[:_MOST_ROWS]
    ]


@dataclass(frozen=True, slots=True)
class CommonForm:
    """Common values for a selection as they were typed, and the name of a preset."""

    common: Common
    preset: str = ""

    @classmethod
    def read(cls, data: FormData) -> CommonForm:
        """Read the fields `common.<column>`, `item`, `only_empty` and `preset_name`."""
        typed = {key: one(data, f"common.{key}") for key in COMMON}
        cells = {key: text for key, text in typed.items() if text}
        common = Common(cells, many(data, "item"), bool(one(data, "only_empty")))
        return cls(common, one(data, "preset_name"))
