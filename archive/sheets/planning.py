"""The dry run: what every row of a sheet would do, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk.running import RefusedEntryError, check_change
from archive.engines import Engines
from archive.errors import (
    ArchiveError,
    NotAllowedError,
    NotPublishableError,
    WithdrawnRecordError,
)
from archive.ids import is_id, new_id
from archive.records import FileRecord, ItemRecord
from archive.sheets import queries
from archive.sheets.applying import Action, Cell, action_of, applied
from archive.sheets.cells import split, unescaped
from archive.sheets.columns import Target, is_information, recognise
from archive.sheets.names import Names, names_for
from archive.sheets.problems import Problem
from archive.sheets.reading import Row, Sheet
from archive.sheets.writing import written

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a sheet is to be taken in: what columns fill, what rows do, where files are."""

    action: Action = Action.CREATE
    mapping: tuple[str, ...] = ()
    widen: bool = False
    folder: Path | None = None
    owner: str = ""


@dataclass(slots=True)
class PlannedRow:
    """One row: the item that it is about, as it stands and as it is to be."""

    number: int
    action: Action
    before: ItemRecord | None = None
    after: ItemRecord | None = None
    files: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        """Whether the row cannot be taken in."""
        return any(not problem.is_warning for problem in self.problems)

    @property
    def is_new(self) -> bool:
        """Whether the row makes an item."""
        return self.before is None and not self.is_bad and self.action is not Action.SKIP

    @property
    def is_change(self) -> bool:
        """Whether the row changes an item that is there."""
        return (
            self.before is not None
            and not self.is_bad
            and self.action is not Action.SKIP
            and (self.after != self.before or bool(self.files))
        )


@dataclass(slots=True)
class Plan:
    """What a sheet would do."""

    targets: tuple[Target | None, ...]
    rows: list[PlannedRow]
    problems: list[Problem]
    names: Names

    @property
    def every_problem(self) -> list[Problem]:
        """What is wrong with columns and rows, in the order of the sheet."""
        return [*self.problems, *(one for row in self.rows for one in row.problems)]

    def counts(self) -> dict[str, int]:
        """Return how many rows make, change, leave, are bad and are passed over."""
        bad = sum(row.is_bad for row in self.rows)
        new = sum(row.is_new for row in self.rows)
        changed = sum(row.is_change for row in self.rows)
        skipped = sum(row.action is Action.SKIP and not row.is_bad for row in self.rows)
        same = len(self.rows) - bad - new - changed - skipped
        return {
            "rows": len(self.rows),
            "new": new,
            "changed": changed,
            "same": same,
            "skipped": skipped,
            "bad": bad,
        }


def targets_of(sheet: Sheet, mapping: Sequence[str] = ()) -> tuple[Target | None, ...]:
    """Return what each column fills: as somebody chose, else as its header says."""
    if len(mapping) == len(sheet.headers):
        return tuple(Target.read(text) for text in mapping)
    return tuple(recognise(header) for header in sheet.headers)


def plan_of(
    engines: Engines,
    session: Session,
    sheet: Sheet,
    wishes: Wishes,
    viewer: Viewer | None,
    progress: Progress | None = None,
) -> Plan:
    """Return what a sheet would do; nothing is changed."""
    targets = targets_of(sheet, wishes.mapping)
    names = names_for(session, viewer)
    job = _Planning(engines, session, sheet, wishes, viewer, targets, names)
    rows = []
    for number, row in enumerate(sheet.rows, 1):
        rows.append(job.planned(row))
        if progress is not None:
            progress(number, len(sheet.rows))
    return Plan(targets, rows, list(_column_problems(sheet, targets, wishes)), names)


def _column_problems(
    sheet: Sheet, targets: Sequence[Target | None], wishes: Wishes
) -> Iterable[Problem]:
    if wishes.mapping:
        return  # somebody looked at the columns and chose
    for column, (header, target) in enumerate(zip(sheet.headers, targets, strict=True), 1):
        if target is None and header and not is_information(header):
            yield Problem(1, column, "column-unknown", header)


class _Planning:
    """What all rows of a sheet share while they are looked at."""

    def __init__(
        self,
        engines: Engines,
        session: Session,
        sheet: Sheet,
        wishes: Wishes,
        viewer: Viewer | None,
        targets: Sequence[Target | None],
        names: Names,
    ) -> None:
        self.engines = engines
        self.wishes, self.viewer, self.targets, self.names = wishes, viewer, targets, names
        said = [self._keys(row) for row in sheet.rows]
        numbers = {one for keys in said for one in (*keys["inventory_number"], *keys["former_ids"])}
        self.numbered = queries.items_numbered(session, numbers, viewer)
        ids = {one for keys in said for one in keys["id"]}
        wanted = ids | {one for found in self.numbered.values() for one in found}
        self.items = queries.items_by_id(session, wanted, viewer)
        self.found: dict[int, list[Problem]] = {}
        for problem in sheet.problems:
            self.found.setdefault(problem.row, []).append(problem)
        self.seen: dict[tuple[str, str], int] = {}

    def _keys(self, row: Row) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {"id": [], "inventory_number": [], "former_ids": []}
        for cell in self._cells(row):
            if cell.target.field in keys and cell.text:
                is_list = cell.target.field == "former_ids"
                keys[cell.target.field] += (
                    [unescaped(one) for one in split(cell.text, is_list=True)]
                    if is_list
                    else [cell.text]
                )
        return keys

    def _cells(self, row: Row) -> list[Cell]:
        return [
            Cell(column, target, row.cells[column - 1] if column <= len(row.cells) else "")
            for column, target in enumerate(self.targets, 1)
            if target is not None
        ]

    def planned(self, row: Row) -> PlannedRow:
        """Return what one row would do."""
        cells = self._cells(row)
        found = PlannedRow(row.number, self.wishes.action)
        found.problems += self.found.get(row.number, [])
        self._choose_action(found, cells)
        if found.action is Action.SKIP:
            return found
        for column, text in enumerate(row.cells[len(self.targets) :], len(self.targets) + 1):
            if text:
                found.problems.append(Problem(row.number, column, "surplus-cell", text))
        keys = self._keys(row)
        self._choose_item(found, keys, cells)
        if found.is_bad and found.before is None and found.action is not Action.CREATE:
            return found
        self._apply(found, cells, keys)
        return found

    def _choose_action(self, found: PlannedRow, cells: Sequence[Cell]) -> None:
        for cell in cells:
            if cell.target.field == "action" and cell.text:
                action = action_of(cell.text)
                if action is None:
                    self._note(found, cell.column, "action-unknown", cell.text)
                else:
                    found.action = action

    def _choose_item(
        self, found: PlannedRow, keys: Mapping[str, list[str]], cells: Sequence[Cell]
    ) -> None:
        column = _column(cells, "id") or _column(cells, "inventory_number")
        self._check_once(found, keys, cells)
        if found.action is Action.CREATE:
            self._check_new(found, keys, cells)
            return
        ids, said = self._meant(keys)
        if not said:
            self._note(found, 0, "item-unnamed")
        elif len(ids) > 1:
            self._note(found, column, "several-items", said)
        elif not ids or ids[0] not in self.items:
            self._note(found, column or _column(cells, "former_ids"), "item-missing", said)
        else:
            found.before = self.items[ids[0]]

    def _meant(self, keys: Mapping[str, list[str]]) -> tuple[list[str], str]:
        """Return the items that a row names by the first of its keys, and that key."""
        if keys["id"]:
            return [one for one in keys["id"] if one in self.items], keys["id"][0]
        for kind, name in (("inventory", "inventory_number"), ("former", "former_ids")):
            for number in keys[name]:
                ids = [one for one in self.numbered.get((kind, number), ()) if one in self.items]
                if ids:
                    return list(dict.fromkeys(ids)), number
        said = [*keys["inventory_number"], *keys["former_ids"]]
        return [], said[0] if said else ""

    def _check_new(
        self, found: PlannedRow, keys: Mapping[str, list[str]], cells: Sequence[Cell]
    ) -> None:
        for one in keys["id"]:
            if not is_id(one):
                self._note(found, _column(cells, "id"), "id-malformed", one)
            elif one in self.items:
                self._note(found, _column(cells, "id"), "item-exists", one)
        for kind, name in (("inventory", "inventory_number"), ("former", "former_ids")):
            for number in keys[name]:
                if (kind, number) in self.numbered:
                    self._note(found, _column(cells, name), "item-exists", number)

    def _check_once(
        self, found: PlannedRow, keys: Mapping[str, list[str]], cells: Sequence[Cell]
    ) -> None:
        """Note what stands in an earlier row already: an item is changed once by a sheet."""
        for name in ("id", "inventory_number"):
            for value in keys[name]:
                first = self.seen.setdefault((name, value), found.number)
                if first != found.number:
                    column = _column(cells, name)
                    problem = Problem(found.number, column, "twice", value, more=str(first))
                    found.problems.append(problem)

    def _apply(
        self, found: PlannedRow, cells: Sequence[Cell], keys: Mapping[str, list[str]]
    ) -> None:
        ids = [one for one in keys["id"] if is_id(one)]
        standing = found.before or ItemRecord(
            id=ids[0] if ids else new_id(), owner=self.wishes.owner
        )
        done = applied(standing, cells, found.action, self.names, found.number)
        found.problems += done.problems
        found.after = done.record
        self._read_files(found, cells)
        if found.before is None and not done.record.title and not found.files:
            self._note(found, _column(cells, "title"), "title-missing")
        if not found.is_bad:
            self._check_allowed(found)

    def _check_allowed(self, found: PlannedRow) -> None:
        if found.after is None or found.after == found.before:
            return
        try:
            check_change(
                self.engines,
                found.before,
                found.after,
                self.viewer,
                may_widen=self.wishes.widen,
            )
        except NotPublishableError as error:
            self._note(found, 0, "not-publishable", ", ".join(error.problems))
        except WithdrawnRecordError:
            self._note(found, 0, "withdrawn")
        except NotAllowedError:
            self._note(found, 0, "not-allowed")
        except RefusedEntryError as error:
            self._note(found, 0, error.reason)
        except ArchiveError as error:
            self._note(found, 0, error.code)

    def _read_files(self, found: PlannedRow, cells: Sequence[Cell]) -> None:
        """Note the files that a row brings: those of the folder, by name."""
        held = {file.name for file in found.before.current_files} if found.before else set()
        for cell in cells:
            if cell.target.field != "files" or not cell.text:
                continue
            if found.before and cell.text == written(found.before, cell.target, self.names):
                continue
            for name in map(unescaped, split(cell.text, is_list=True)):
                if name in held or (found.before and _has_sum(found.before.files, name)):
                    continue
                if self._path_of(name) is None:
                    self._note(found, cell.column, "file-missing", name)
                else:
                    found.files = (*found.files, name)

    def _path_of(self, name: str) -> Path | None:
        return file_in(self.wishes.folder, name)

    @staticmethod
    def _note(found: PlannedRow, column: int, code: str, value: str = "") -> None:
        found.problems.append(Problem(found.number, column, code, value))


def file_in(folder: Path | None, name: str) -> Path | None:
    """Return a file of a folder by its name or path below it, never one outside of it."""
    if folder is None:
        return None
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _has_sum(files: Iterable[FileRecord], name: str) -> bool:
    return any(file.sha256 == name.lower() for file in files)


def _column(cells: Sequence[Cell], field_name: str) -> int:
    return next((cell.column for cell in cells if cell.target.field == field_name), 0)
