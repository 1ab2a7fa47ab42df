"""What stands in a cell of the batch table, and what an item is after cells were filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from archive.records import FileRecord, ItemRecord
from archive.sheets.applying import Action, Cell, applied
from archive.sheets.columns import FIELDS, Target
from archive.sheets.names import Names
from archive.sheets.problems import Problem
from archive.sheets.writing import written
from media.values import Kind

ALT = "alt"
KEYS = (
    "title@vi",
    "elements",
    "date",
    "places",
    "agents",
    "event",
    "peoples",
    "description@vi",
    ALT,
    "rights",
    "access",
)
# What a selection may be given at once; the words for one picture are its own.
COMMON = tuple(key for key in KEYS if key != ALT)
LONG = frozenset({"description@vi", ALT})
NUMBER = "#"
_LONGEST = 20_000


def label_of(key: str) -> str:
    """Return what a column is called."""
    return str(_l("Lời tả ảnh") if key == ALT else FIELDS[_target(key).field].label)


def header_of_key(key: str) -> str:
    """Return what the history calls a column, which is always Vietnamese."""
    return "lời tả ảnh" if key == ALT else FIELDS[_target(key).field].headers[0]


def _target(key: str) -> Target:
    found = Target.read(key)
    if found is None:
        raise KeyError(key)
    return found


def picture_file(record: ItemRecord) -> FileRecord | None:
    """Return the picture that the words for a picture belong to: the first of the item."""
    pictures = (file for file in record.current_files if file.kind == Kind.IMAGE.value)
    return next(pictures, None)


def cell_text(record: ItemRecord, key: str, names: Names) -> str:
    """Return what stands in a cell, as it is read again."""
    if key == ALT:
        file = picture_file(record)
        return " ".join(file.alt.get("vi", ())) if file else ""
    return written(record, _target(key), names)


def same(one: str, other: str) -> bool:
    """Tell whether two texts of a cell say the same; a line of input keeps no line ends."""
    return one.split() == other.split()


@dataclass(slots=True)
class Filled:
    """An item after its cells were read: bad cells are left out, each with what is wrong."""

    record: ItemRecord
    problems: dict[str, Problem] = field(default_factory=dict)
    notes: dict[str, Problem] = field(default_factory=dict)


def filled(record: ItemRecord, cells: Mapping[str, str], names: Names) -> Filled:
    """Return an item with cells filled in; an empty text empties the cell."""
    found = Filled(record)
    for key, text in cells.items():
        if key == ALT:
            found.record = _with_alt(found.record, text)
            continue
        done = applied(found.record, [Cell(1, _target(key), text)], Action.REPLACE, names)
        bad = [problem for problem in done.problems if not problem.is_warning]
        if bad:
            found.problems[key] = bad[0]
            continue
        found.record = done.record
        if done.problems:
            found.notes[key] = done.problems[0]
    return found


def _with_alt(record: ItemRecord, text: str) -> ItemRecord:
    file = picture_file(record)
    if file is None:
        return record
    alt = {**file.alt, "vi": [text[:_LONGEST]]} if text.strip() else _without_vi(file)
    changed = file.model_copy(update={"alt": alt})
    files = tuple(changed if one.id == file.id else one for one in record.files)
    return record.model_copy(update={"files": files})


def _without_vi(file: FileRecord) -> dict[str, list[str]]:
    return {language: texts for language, texts in file.alt.items() if language != "vi"}


def numbered(text: str, number: int) -> str:
    """Return a common text with its mark `#` as the running number of an item."""
    return text.replace(NUMBER, str(number))
