"""Take a sheet in: keep it, look at it, let it run."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import service as bulk
from archive.bulk.models import Round, RoundKind, RoundState
from archive.bulk.queries import rounds_of_sheet
from archive.bulk.service import Planned
from archive.catalogue.saving import Actor
from archive.engines import Engines
from archive.errors import InvalidRecordError
from archive.sheets.applying import Action
from archive.sheets.planning import Plan, Progress, Wishes, plan_of
from archive.sheets.reading import Sheet, SheetUnreadableError, read_sheet

_SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Received:
    """A sheet as it came: its name, its bytes, the folder of files that it names."""

    name: str
    content: bytes
    folder: Path | None = None

    @property
    def sha256(self) -> str:
        """The sum by which the very same sheet is known again."""
        return hashlib.sha256(self.content).hexdigest()


def folder_of(engines: Engines, round_id: str) -> Path:
    """Return where a round's sheet is kept, with the files that came with it."""
    return engines.settings.data / "sheets" / round_id


def receive(
    engines: Engines, sent: Received, action: Action, *, by: Actor, widen: bool = False
) -> Round:
    """Keep a sheet that can be read as a round that nobody has started.

    Raises:
        SheetUnreadableError: It is no sheet; nothing is kept.
    """
    read_sheet(sent.content, sent.name)
    settings: dict[str, Any] = {"action": action.value, "mapping": [], "widen": widen}
    if sent.folder is not None:
        settings["folder"] = str(sent.folder.resolve())
    with engines.db.writing() as session:
        made = bulk.new_round(session, RoundKind.SHEET, sent.name, settings, by=by)
        made.sha256 = sent.sha256
        _keep(folder_of(engines, made.id), sent)
    return made


def _keep(folder: Path, sent: Received) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / _SHEET, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sent.content)
        file.flush()
        os.fsync(file.fileno())


def kept_sheet(engines: Engines, found: Round) -> Sheet:
    """Return the sheet of a round.

    Raises:
        SheetUnreadableError: Its file is no longer there.
    """
    try:
        content = (folder_of(engines, found.id) / _SHEET).read_bytes()
    except FileNotFoundError:
        raise SheetUnreadableError("gone") from None
    return read_sheet(content, found.title)


def wishes_of(engines: Engines, found: Round) -> Wishes:
    """Return how a round's sheet is to be taken in."""
    said = found.settings
    folder = Path(said["folder"]) if said.get("folder") else folder_of(engines, found.id) / "files"
    return Wishes(
        action=Action(said["action"]),
        mapping=tuple(said.get("mapping", ())),
        widen=bool(said.get("widen")),
        folder=folder,
        owner=found.made_by,
    )


def look(
    engines: Engines,
    session: Session,
    found: Round,
    viewer: Viewer | None,
    progress: Progress | None = None,
) -> tuple[Sheet, Plan]:
    """Return the sheet of a round and what it would do; nothing is changed."""
    sheet = kept_sheet(engines, found)
    return sheet, plan_of(engines, session, sheet, wishes_of(engines, found), viewer, progress)


def choose(found: Round, action: str, mapping: list[str], *, widen: bool) -> None:
    """Say anew what the columns fill and what the rows do."""
    if found.state is not RoundState.READY or action not in {one.value for one in Action}:
        raise InvalidRecordError({"state": [found.state.value]})
    found.settings = {
        **found.settings,
        "action": action,
        "mapping": mapping,
        "widen": widen,
    }


def start(session: Session, found: Round, plan: Plan, *, by: Actor, queue: bool = True) -> None:
    """Write down what the good rows change, and let the round run.

    Raises:
        InvalidRecordError: Not one row is good, or the round has run before.
    """
    rows = [row for row in plan.rows if row.is_new or row.is_change]
    if not rows:
        raise InvalidRecordError({"rows": ["empty"]})
    planned = [
        Planned(
            position=row.number,
            item_id=row.after.id,
            version=row.before.version if row.before else None,
            action=row.action.value,
            title=next((text for texts in row.after.title.values() for text in texts), ""),
        )
        for row in rows
        if row.after is not None
    ]
    bulk.plan(session, found, planned)
    bulk.start(session, found, by=by, queue=queue)


def unfinished(session: Session, sha256: str) -> tuple[Round | None, Round | None]:
    """Return the round of this sheet that was cut off, and the one that ended and stands."""
    rounds = rounds_of_sheet(session, sha256)
    running = next((one for one in rounds if one.state is RoundState.RUNNING), None)
    ended = {RoundState.DONE, RoundState.STOPPED}
    return running, next((one for one in rounds if one.state in ended), None)
