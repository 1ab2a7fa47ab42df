"""The tasks that carry rounds out and take them back; both go on where they were cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.bulk import making, running
from archive.bulk.models import RoundKind
from archive.bulk.queries import round_of
from archive.bulk.running import Opener
from archive.bulk.service import RUN, UNDO
from archive.desk.table import making as table
from archive.engines import Engines
from archive.merging import running as merging
from archive.sheets import making as sheets

__all__ = ["OPENERS", "RUN", "UNDO", "run_round", "undo_round"]

Progress = Callable[[int], None]
OPENERS: dict[RoundKind, Opener] = {
    RoundKind.SHEET: sheets.open_maker,
    RoundKind.CHANGE: making.open_maker,
    RoundKind.BATCH: table.open_maker,
}


def run_round(engines: Engines, arguments: dict[str, Any], progress: Progress) -> None:
    """Carry a round out; nothing is left to do where it was stopped."""
    round_id = str(arguments["round"])
    with engines.db.reading() as session:
        found = round_of(session, round_id)
    if found is None:
        return
    if found.kind in OPENERS:
        running.run(engines, round_id, OPENERS[found.kind], progress)
    else:
        merging.run(engines, round_id, progress)


def undo_round(engines: Engines, arguments: dict[str, Any], progress: Progress) -> None:
    """Take a round back."""
    running.undo(engines, str(arguments["round"]), progress)
