"""Look at what a change of many items would do, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import service
from archive.bulk.changes import Change, changed, changes_of
from archive.bulk.models import Round, RoundKind
from archive.bulk.running import RefusedEntryError, check_change, widens
from archive.bulk.service import Planned
from archive.catalogue.labels import title_of
from archive.catalogue.saving import Actor
from archive.engines import Engines
from archive.errors import ArchiveError, InvalidRecordError
from archive.records import ItemRecord
from archive.sheets import queries
from archive.sheets.names import Names, names_for
from archive.sheets.page import SHOWN, ChangedLine, changed_lines
from archive.sheets.problems import Problem


@dataclass(slots=True)
class Preview:
    """What a change would do: counts, the first differences, who is left out and why."""

    changes: tuple[Change, ...]
    total: int = 0
    changed: int = 0
    same: int = 0
    widened: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lines: tuple[ChangedLine, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)


def prepare(
    engines: Engines, ids: Sequence[str], changes: tuple[Change, ...], title: str, *, by: Actor
) -> Round:
    """Keep a change of these items as a round that nobody has started.

    Raises:
        InvalidRecordError: Nothing was found, or nothing is to be changed.
    """
    if not ids or not changes:
        raise InvalidRecordError({"changes": ["empty"]})
    settings: dict[str, Any] = {"changes": [one.as_dict() for one in changes], "ids": list(ids)}
    with engines.db.writing() as session:
        return service.new_round(session, RoundKind.CHANGE, title, settings, by=by)


def preview(
    engines: Engines, session: Session, found: Round, viewer: Viewer, language: str
) -> Preview:
    """Return what a round would change; nothing is changed."""
    changes = changes_of(found.settings)
    names = names_for(session, viewer)
    ids = found.settings["ids"]
    items = queries.items_by_id(session, ids, viewer)
    result = Preview(changes, total=len(ids))
    result.refused["not-seen"] = len(ids) - len(items)
    pairs: list[tuple[str, ItemRecord, ItemRecord]] = []
    for position, record in enumerate((items[one] for one in ids if one in items), 1):
        after = _judged(engines, result, record, changes, names, viewer)
        if after is not None:
            result.planned.append(
                Planned(position, record.id, record.version, "update", title_of(record))
            )
            if len(pairs) < SHOWN:
                pairs.append(("", record, after))
    result.lines = changed_lines(session, names, pairs, language)
    result.changed = len(result.planned)
    return result


def _judged(
    engines: Engines,
    result: Preview,
    record: ItemRecord,
    changes: tuple[Change, ...],
    names: Names,
    viewer: Viewer,
) -> ItemRecord | None:
    """Return what an item would be; None where it is left as it is, which is counted."""
    after, problems = changed(record, changes, names)
    for problem in problems:
        if problem not in result.problems:
            result.problems.append(problem)
    if any(not problem.is_warning for problem in problems):
        result.refused["value-bad"] += 1
        return None
    if after == record:
        result.same += 1
        return None
    try:
        check_change(engines, record, after, viewer, may_widen=True)
    except ArchiveError as error:
        reason = error.reason if isinstance(error, RefusedEntryError) else error.code
        result.refused[reason] += 1
        return None
    result.widened += widens(record, after)
    return after


def start(session: Session, found: Round, seen: Preview, *, by: Actor, widen: bool) -> None:
    """Let a change run.

    Raises:
        InvalidRecordError: Nothing would change, or nobody said yes to opening items wider.
    """
    if not seen.planned or (seen.widened and not widen):
        raise InvalidRecordError({"widen": ["widening"]})
    found.settings = {**found.settings, "widen": widen}
    service.plan(session, found, seen.planned)
    service.start(session, found, by=by)
