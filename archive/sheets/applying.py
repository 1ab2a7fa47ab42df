"""Make of an item and a row what the item is to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

from archive.catalogue.labels import fold_label
from archive.records import Access, Audience, ItemRecord
from archive.sheets.cells import joined, split, unescaped
from archive.sheets.columns import FIELDS, Target
from archive.sheets.names import Names
from archive.sheets.parsing import Parser
from archive.sheets.problems import CellError, Problem
from archive.sheets.writing import written


class Action(StrEnum):
    """What a row does to its item."""

    CREATE = "create"
    UPDATE = "update"
    APPEND = "append"
    REPLACE = "replace"
    REMOVE = "remove"
    SKIP = "skip"


_ACTIONS = {
    "tao moi": Action.CREATE,
    "moi": Action.CREATE,
    "sua": Action.UPDATE,
    "them vao": Action.APPEND,
    "them": Action.APPEND,
    "thay het": Action.REPLACE,
    "thay": Action.REPLACE,
    "bo qua": Action.SKIP,
    "vi du": Action.SKIP,
    "example": Action.SKIP,
    **{action.value: action for action in Action if action is not Action.REMOVE},
}
_GRADES = {"access": "see", "know": "know", "take": "take"}
_SET_ASIDE = {"id", "action", "files"}  # read by the plan, not fields that a cell fills


def action_of(text: str) -> Action | None:
    """Return the action that a cell names."""
    return _ACTIONS.get(fold_label(text.strip("*# ")))


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of a row."""

    column: int
    target: Target
    text: str


@dataclass(slots=True)
class Applied:
    """What a row makes of an item; with problems it makes nothing."""

    record: ItemRecord
    problems: list[Problem] = field(default_factory=list)


def applied(
    record: ItemRecord, cells: Sequence[Cell], action: Action, names: Names, row: int = 0
) -> Applied:
    """Return what an item is after a row: all problems are gathered, none is thrown."""
    job = _Row(record, action, names, row)
    job.read(cells)
    return Applied(job.made(), job.problems)


class _Row:
    """One row on its way into an item."""

    def __init__(self, record: ItemRecord, action: Action, names: Names, row: int) -> None:
        self.record, self.action, self.names, self.row = record, action, names, row
        self.parser = Parser(names)
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def read(self, cells: Sequence[Cell]) -> None:
        """Read every field that the columns fill, each once."""
        by_target: dict[Target, list[Cell]] = {}
        for cell in cells:
            if cell.target.field not in _SET_ASIDE:
                by_target.setdefault(cell.target, []).append(cell)
        grades = {t: c for t, c in by_target.items() if t.field in _GRADES}
        dates = {t: c for t, c in by_target.items() if t.field in {"date", "edtf"}}
        for target, said in by_target.items():
            if target not in grades and target not in dates:
                self._guarded(said[0].column, partial(self._read, target, _text(said)))
        if dates:
            column = next(iter(dates.values()))[0].column
            self._guarded(column, partial(self._read_date, dates))
        if grades:
            column = next(iter(grades.values()))[0].column
            self._guarded(column, partial(self._read_access, grades))

    def _guarded(self, column: int, read: Callable[[], None]) -> None:
        try:
            read()
        except CellError as error:
            self._note(column, error.code, error.value, error.near, error.more)
        for code, value, near in self.parser.warnings:
            self._note(column, code, value, near)
        self.parser.warnings.clear()

    def _note(self, column: int, code: str, value: str, near: str = "", more: str = "") -> None:
        self.problems.append(Problem(self.row, column, code, value, near, more))

    def made(self) -> ItemRecord:
        """Return the item with everything that was read."""
        standing = {name: getattr(self.record, name) for name in ItemRecord.model_fields}
        try:
            return ItemRecord.model_validate({**standing, **self.values})
        except ValueError:
            self._note(0, "grades-crossed", "")
            return self.record

    def _is_as_it_stands(self, target: Target, text: str) -> bool:
        """Tell whether a cell says what we would write: then nothing is read anew from it."""
        return bool(self.record.version) and text == written(self.record, target, self.names)

    def _read(self, target: Target, text: str) -> None:
        if self._is_as_it_stands(target, text) and self.action is not Action.REMOVE:
            return
        if not text and self.action is not Action.REPLACE:
            return
        if FIELDS[target.field].shape == "text":
            self._read_texts(target, self.parser.texts(text))
        elif FIELDS[target.field].shape in {"kind", "rights", "line", "event"}:
            self._read_single(target, text)
        else:
            self._read_many(target, text)

    def _read_texts(self, target: Target, texts: list[str]) -> None:
        standing: dict[str, list[str]] = self._standing(target.field)
        held = standing.get(target.language, [])
        texts = self._merged(held, texts)
        self.values[target.field] = {**standing, target.language: texts}

    def _read_single(self, target: Target, text: str) -> None:
        held = self._standing(target.field)
        if self.action is Action.APPEND and held and self.record.version:
            return
        read = {
            "kind": self.parser.kind,
            "rights": self.parser.rights,
            "event": self.parser.event,
            "line": _line,
        }[FIELDS[target.field].shape]
        value = read(text) if text else None
        if self.action is Action.REMOVE:
            value = None if value == held else held
        if target.field != "kind" or value is not None:
            self.values[target.field] = value

    def _read_many(self, target: Target, text: str) -> None:
        read = self._many(target, text)
        held = list(self._standing(target.field))
        if FIELDS[target.field].shape == "told":
            others = [one for one in held if target.language not in one.text]
            mine = [one for one in held if target.language in one.text]
            self.values[target.field] = (*others, *self._merged(mine, read))
        elif target.role:
            others = [one for one in held if one.role != target.role]
            mine = [one for one in held if one.role == target.role]
            merged = self._merged(mine, read)
            self.values[target.field] = tuple(dict.fromkeys([*others, *merged]))
        else:
            first = target.field in self.values and self.action is not Action.REMOVE
            merged = [*held, *read] if first else self._merged(held, read)
            self.values[target.field] = tuple(_once(merged))

    def _many(self, target: Target, text: str) -> list[Any]:
        match FIELDS[target.field].shape:
            case "told":
                return list(self.parser.narratives(text, target.language))
            case "links":
                return list(self.parser.links(text, target))
            case "names":
                return list(self.parser.ids(text, target.field))
            case "lines":
                return [unescaped(one) for one in split(text, is_list=True)]
            case _:
                return list(self.parser.codes(text, target.field))

    def _standing(self, field_name: str) -> Any:  # noqa: ANN401 - the value of any field
        return self.values.get(field_name, getattr(self.record, field_name))

    def _merged(self, held: Sequence[Any], read: Sequence[Any]) -> list[Any]:
        """Return what a field holds after values were read for it."""
        if self.action is Action.APPEND:
            return [*held, *(one for one in read if one not in held)]
        if self.action is Action.REMOVE:
            return [one for one in held if not any(_names_same(one, gone) for gone in read)]
        return list(read)

    def _read_date(self, dates: Mapping[Target, list[Cell]]) -> None:
        texts = {target.field: _text(said) for target, said in dates.items()}
        if all(self._is_as_it_stands(target, texts[target.field]) for target in dates):
            return
        if not any(texts.values()) and self.action is not Action.REPLACE:
            return
        if self.action is Action.APPEND and self.record.date is not None:
            return
        value = self.parser.date(texts.get("date", ""), texts.get("edtf", ""))
        if self.action is Action.REMOVE:
            held = self.record.date
            value = None if held and value and held.edtf == value.edtf else held
        self.values["date"] = value

    def _read_access(self, grades: Mapping[Target, list[Cell]]) -> None:
        texts = {target.field: _text(said) for target, said in grades.items()}
        if all(self._is_as_it_stands(target, texts[target.field]) for target in grades):
            return
        if self.action is Action.APPEND or not any(texts.values()):
            return
        found: dict[str, Audience | None] = {
            grade: self.parser.audience(texts[name])
            if texts.get(name) or (name in texts and self.action is Action.REPLACE)
            else getattr(self.record.access, grade)
            for name, grade in _GRADES.items()
        }
        try:
            self.values["access"] = Access(
                see=found["see"] or Audience(), know=found["know"], take=found["take"]
            )
        except ValueError:
            raise CellError("grades-crossed") from None


def _line(text: str) -> str:
    return text[:200]


def _text(cells: Sequence[Cell]) -> str:
    """Return what parallel columns (`subject[0]`, `subject[1]`) say together."""
    said = [cell.text for cell in cells if cell.text]
    return said[0] if len(said) == 1 else joined(said)


def _once(values: Sequence[Any]) -> Iterator[Any]:
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
            yield value


def _names_same(held: Any, gone: Any) -> bool:  # noqa: ANN401 - texts, codes or links
    """Tell whether a value that is to go is this one; a link without a role means every role."""
    if hasattr(held, "id") and hasattr(gone, "id"):
        same = held.id == gone.id if held.id else fold_label(held.name) == fold_label(gone.name)
        return bool(same) and (not gone.role or gone.role == held.role)
    return bool(held == gone)
