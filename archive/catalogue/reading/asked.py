"""Answer “why can or can't I see this?” for whoever looks at a page."""

from __future__ import annotations

from archive.access import viewer
from archive.catalogue.reading.reasons import Reason, reasons
from archive.records import Record
from archive.web import engines


def why(record: Record) -> list[Reason]:
    """Return the reasons for the viewer of this request."""
    with engines().db.reading() as session:
        return reasons(session, record, viewer())
