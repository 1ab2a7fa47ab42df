"""Make each item of a step in a batch's table: its cells filled in."""

from __future__ import annotations

from archive.access import Viewer
from archive.bulk.models import Round, RoundEntry
from archive.bulk.running import Made, Maker, RefusedEntryError
from archive.desk.table.cells import filled
from archive.engines import Engines
from archive.records import ItemRecord
from archive.sheets.names import Names, names_for


def open_maker(engines: Engines, found: Round, viewer: Viewer | None) -> Maker:
    """Return what fills the cells of a step."""
    with engines.db.reading() as session:
        names = names_for(session, viewer)
    return maker_with(found, names)


def maker_with(found: Round, names: Names) -> Maker:
    """Return what fills the cells of a step, with names that are read already."""
    cells = found.settings["cells"]

    def make(entry: RoundEntry, record: ItemRecord | None) -> Made:
        if record is None:
            raise RefusedEntryError("record-missing")
        return Made(filled(record, cells[entry.item_id], names).record)

    return make
