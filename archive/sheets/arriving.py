"""A sheet that comes by the page's form, with the files that its rows name."""

from __future__ import annotations

import shutil
from typing import Any

from archive.bulk.models import Round
from archive.catalogue.files.names import safe_name
from archive.catalogue.saving import Actor
from archive.engines import Engines
from archive.sheets import service
from archive.sheets.applying import Action
from archive.sheets.reading import LIMIT_BYTES, SheetUnreadableError
from archive.sheets.service import Received
from archive.uploads import staged_of


def received(engines: Engines, files: Any, action: str, *, by: Actor) -> Round:  # noqa: ANN401 - a request's files
    """Keep the sheet of a form and put the files beside it.

    Raises:
        SheetUnreadableError: No sheet was sent, or none that can be read.
    """
    sent = files.get("sheet")
    staged = staged_of(sent) if sent is not None else None
    if staged is None:
        raise SheetUnreadableError("no-sheet")
    try:
        if staged.size_bytes > LIMIT_BYTES:
            raise SheetUnreadableError("too-large")
        kind = Action(action) if action in set(Action) else Action.CREATE
        name = safe_name(sent.filename or "")
        found = service.receive(engines, Received(name, staged.path.read_bytes()), kind, by=by)
    finally:
        staged.path.unlink(missing_ok=True)
    _put_beside(engines, found, files.getlist("files"))
    return found


def _put_beside(engines: Engines, found: Round, files: list[Any]) -> None:
    folder = service.folder_of(engines, found.id) / "files"
    for file in files:
        staged = staged_of(file)
        if staged is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(staged.path, folder / safe_name(file.filename or ""))
