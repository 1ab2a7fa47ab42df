"""Keep what was taken out of a store, dated and with a note, until it is erased."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from media.errors import ExistingFolderError, MissingKeyError, MissingTrashError
from media.storage import Discarded
from media.stores import durable
from media.stores.stage import Stage, removed_on_failure

_NOTE, _BODY, _KEY = "note.json", "body", "key"
_STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True, slots=True)
class Trash:
    """Move folders between a store on this disk and the trash beside it."""

    root: Path
    stage: Stage

    def take(self, key: str, note: Mapping[str, str]) -> Discarded:
        """Move a folder in: first the note, then, in one step, the folder."""
        source, now = self.root / key, datetime.now(UTC)
        if not source.is_dir():
            raise MissingKeyError(key)
        name = f"{now.strftime(_STAMP)}-{secrets.token_hex(4)}"
        with self.stage.guarded(key):
            with removed_on_failure(self.stage.trash / name):
                self._write_note(name, {**note, _KEY: key})
                durable.rename(source, self.stage.trash / name / _BODY)
            for folder in (self.stage.trash / name, self.stage.trash, source.parent):
                durable.sync_path(folder)
            durable.remove_empty(source.parent, up_to=self.root)
        return self._read(name)

    def entries(self) -> Iterator[Discarded]:
        """Yield what is in the trash, the oldest first."""
        for path in sorted(self.stage.trash.iterdir()):
            if (path / _BODY).is_dir():
                yield self._read(path.name)

    def put_back(self, name: str) -> Discarded:
        """Move a folder back to where it was."""
        found = self._find(name)
        target = self.root / found.key
        with self.stage.guarded(found.key):
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                durable.rename(self.stage.trash / name / _BODY, target)
            except OSError as error:
                if durable.is_taken(error):
                    raise ExistingFolderError(found.key) from None
                raise
            for folder in (target.parent, *target.parent.parents):
                durable.sync_path(folder)
                if folder == self.root:
                    break
            durable.remove_tree(self.stage.trash / name)
        return found

    def erase(self, name: str) -> Discarded:
        """Delete a folder for ever."""
        found = self._find(name)
        durable.remove_tree(self.stage.trash / name)
        return found

    def tidy(self) -> int:
        """Finish moves that were interrupted; return how many."""
        unfinished = [p for p in self.stage.trash.iterdir() if not (p / _BODY).is_dir()]
        for path in unfinished:
            durable.remove_tree(path)
        for found in self.entries():
            durable.remove_empty((self.root / found.key).parent, up_to=self.root)
        return len(unfinished)

    def _write_note(self, name: str, note: Mapping[str, str]) -> None:
        folder = self.stage.trash / name
        durable.make_folder(folder)
        data = json.dumps(note, ensure_ascii=False, sort_keys=True).encode()
        durable.write_file(folder / _NOTE, data, sync=True)

    def _find(self, name: str) -> Discarded:
        if Path(name).name != name or not (self.stage.trash / name / _BODY).is_dir():
            raise MissingTrashError(name)
        return self._read(name)

    def _read(self, name: str) -> Discarded:
        folder = self.stage.trash / name
        note: dict[str, str] = json.loads((folder / _NOTE).read_bytes())
        instant = datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
        return Discarded(name, note.pop(_KEY), note, instant, _size_bytes(folder / _BODY))


def _size_bytes(folder: Path) -> int:
    return sum(
        Path(parent, name).lstat().st_size for parent, _, names in os.walk(folder) for name in names
    )
