"""Make the item of each row when its round runs, with the files that the row names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk.models import Round, RoundEntry
from archive.bulk.running import Made, Maker, RefusedEntryError
from archive.catalogue import intake, renditions
from archive.catalogue.files.names import safe_name
from archive.catalogue.files.originals import masters_of, original_of
from archive.catalogue.files.queries import same_file
from archive.catalogue.prefill import ITEM_KINDS
from archive.engines import Engines
from archive.records import FileRecord, ItemRecord, Record
from archive.sheets import service
from archive.sheets.planning import PlannedRow, file_in
from media.errors import FileRefusedError
from media.fixity import digest_stream
from media.storage import StagedFile
from media.values import Kind


def open_maker(engines: Engines, found: Round, viewer: Viewer | None) -> Maker:
    """Return what makes the items of a sheet's rows; the sheet is read once."""
    with engines.db.reading() as session:
        _sheet, plan = service.look(engines, session, found, viewer)
    rows = {row.number: row for row in plan.rows}
    return _Maker(engines, rows, service.wishes_of(engines, found).folder, viewer).make


@dataclass(frozen=True, slots=True)
class _Maker:
    engines: Engines
    rows: Mapping[int, PlannedRow]
    folder: Path | None
    viewer: Viewer | None

    def make(self, entry: RoundEntry, record: ItemRecord | None) -> Made:
        """Return what an item is to be after its row."""
        row = self.rows.get(entry.position)
        if row is None or row.is_bad or row.after is None:
            raise RefusedEntryError("row-changed")
        same = row.before.version if row.before else None
        if same != (record.version if record else None):
            raise RefusedEntryError("version-stale")
        made = row.after if record else row.after.model_copy(update={"id": entry.item_id})
        return self._with_files(made, row) if row.files else Made(made)

    def _with_files(self, record: ItemRecord, row: PlannedRow) -> Made:
        masters: dict[str, StagedFile | bytes] = {}
        files: list[FileRecord] = []
        kinds: list[Kind] = []
        for name in row.files:
            file, master, kind = self._taken(name)
            files.append(file)
            masters |= master
            kinds.append(kind)
        update = {
            "files": (*record.files, *files),
            "cover": record.cover or files[0].id,
            "kind": record.kind if row.before or _says_kind(row) else ITEM_KINDS[kinds[0]],
        }

        def after(session: Session, _saved: Record) -> None:
            for file in files:
                renditions.enqueue(session, file.id, file.kind)

        return Made(record.model_copy(update=update), masters, after)

    def _taken(self, name: str) -> tuple[FileRecord, Mapping[str, StagedFile | bytes], Kind]:
        path = file_in(self.folder, name)
        if path is None:
            raise RefusedEntryError("file-missing")
        with path.open("rb") as source:
            sha256 = digest_stream(source)
        with self.engines.db.reading() as session:
            if same_file(session, sha256, self.viewer) is not None:
                raise RefusedEntryError("file-known")
        with path.open("rb") as source:
            staged = intake.staged_bytes(self.engines, source, path.stat().st_size)
        try:
            found = self.engines.sandbox.describe(staged.path, safe_name(path.name))
        except FileRefusedError as error:
            self.engines.repository.unstage(staged)
            raise RefusedEntryError(error.code) from error
        if found.kind is Kind.CAPTIONS:
            self.engines.repository.unstage(staged)
            raise RefusedEntryError("captions-alone")
        file = original_of(found, staged, path.name)
        return file, masters_of(file, staged, found), found.kind


def _says_kind(row: PlannedRow) -> bool:
    return row.after is not None and row.after.kind is not ItemRecord.model_fields["kind"].default
