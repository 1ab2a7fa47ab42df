"""Make each item of a changed search result when its round runs."""

from __future__ import annotations

from archive.access import Viewer
from archive.bulk.changes import changed, changes_of
from archive.bulk.models import Round, RoundEntry
from archive.bulk.running import Made, Maker, RefusedEntryError
from archive.engines import Engines
from archive.records import ItemRecord
from archive.sheets.names import names_for


def open_maker(engines: Engines, found: Round, viewer: Viewer | None) -> Maker:
    """Return what changes the items of a round."""
    with engines.db.reading() as session:
        names = names_for(session, viewer)
    changes = changes_of(found.settings)

    def make(_entry: RoundEntry, record: ItemRecord | None) -> Made:
        if record is None:
            raise RefusedEntryError("record-missing")
        after, problems = changed(record, changes, names)
        bad = next((problem for problem in problems if not problem.is_warning), None)
        if bad is not None:
            raise RefusedEntryError(bad.code)
        return Made(after)

    return make
