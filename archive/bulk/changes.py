"""Changes of a search result: a field, what is done to it, the value, as the page sends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.catalogue.forms import FormData
from archive.records import ItemRecord
from archive.sheets.applying import Action, Cell, applied
from archive.sheets.columns import FIELDS, Target
from archive.sheets.names import Names
from archive.sheets.problems import Problem

OPERATIONS = ("set", "add", "remove", "clear", "find")
# What names an item, or its files, is never the same for many.
NOT_FOR_MANY = frozenset(
    {"action", "id", "inventory_number", "former_ids", "files", "edtf", "narratives"}
)
ROWS = 3
_ACTIONS = {
    "set": Action.REPLACE,
    "add": Action.APPEND,
    "remove": Action.REMOVE,
    "clear": Action.REPLACE,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `find` and `value` for find and replace, else `value` alone."""

    target: str = ""
    operation: str = "set"
    value: str = ""
    find: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the row of the form was filled in."""
        return bool(self.target and (self.value or self.find or self.operation == "clear"))

    def as_dict(self) -> dict[str, str]:
        """Return the change as a round keeps it."""
        return asdict(self)


def read_changes(data: FormData) -> tuple[Change, ...]:
    """Return the changes that a form names."""
    names = ("target", "operation", "value", "find")
    columns = [[text.strip()[:20_000] for text in data.get(name, ())] for name in names]
    rows = (Change(*values) for values in zip(*columns, strict=False))
    return tuple(row for row in rows if row.is_said)[:ROWS]


def changes_of(settings: dict[str, Any]) -> tuple[Change, ...]:
    """Return the changes that a round keeps."""
    return tuple(Change(**said) for said in settings["changes"])


def changed(
    record: ItemRecord, changes: Sequence[Change], names: Names
) -> tuple[ItemRecord, list[Problem]]:
    """Return what an item is after all changes, and what is wrong with them."""
    problems: list[Problem] = []
    for number, change in enumerate(changes, 1):
        target = Target.read(change.target)
        if target is None or change.operation not in OPERATIONS or target.field in NOT_FOR_MANY:
            problems.append(Problem(number, 0, "code-unknown", change.target))
        elif change.operation == "find":
            record = _replaced(record, target, change)
        else:
            text = "" if change.operation == "clear" else change.value
            done = applied(record, [Cell(1, target, text)], _ACTIONS[change.operation], names)
            record = done.record
            problems += [_at(one, number) for one in done.problems]
    return record, problems


def _at(problem: Problem, row: int) -> Problem:
    return Problem(row, 0, problem.code, problem.value, problem.near, problem.more)


def _replaced(record: ItemRecord, target: Target, change: Change) -> ItemRecord:
    """Return an item with words replaced in one text, in one language."""
    texts = getattr(record, target.field)
    if FIELDS[target.field].shape != "text" or not change.find:
        return record
    held = texts.get(target.language, [])
    fresh = [text.replace(change.find, change.value) for text in held]
    if fresh == held:
        return record
    values = {name: getattr(record, name) for name in ItemRecord.model_fields}
    values[target.field] = {**texts, target.language: fresh}
    return ItemRecord.model_validate(values)
