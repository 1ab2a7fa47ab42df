"""What the pages of sheets and of changes show: columns, bad cells, the first differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.bulk.models import Round
from archive.catalogue.diff import Difference, differences
from archive.catalogue.labels import title_of
from archive.languages import known_tags, language_name
from archive.records import ItemRecord
from archive.sheets import queries
from archive.sheets.columns import FIELDS, TEXTS, Target, is_information
from archive.sheets.names import Names
from archive.sheets.planning import Plan
from archive.sheets.problems import Problem, letters
from archive.sheets.reading import Row, Sheet

SHOWN = 20
MOST_PROBLEMS = 500
_TERMS = ("people", "notice")


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: its letters, its header, what it fills, and whether we know it."""

    letters: str
    header: str
    target: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One item with what would change."""

    where: str
    item_id: str
    title: str
    is_new: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The dry run of a sheet."""

    round: Round
    columns: tuple[ColumnLine, ...]
    counts: Mapping[str, int]
    problems: tuple[Problem, ...]
    hidden_problems: int
    bad_rows: tuple[Row, ...]
    bad_cells: frozenset[str]
    changes: tuple[ChangedLine, ...]
    options: tuple[tuple[str, str], ...]
    earlier: Round | None = None

    @property
    def good(self) -> int:
        """How many rows would be taken in."""
        return self.counts["new"] + self.counts["changed"]


def sheet_page(
    session: Session, found: Round, sheet: Sheet, plan: Plan, language: str, earlier: Round | None
) -> SheetPage:
    """Return the page of a sheet that was looked at."""
    problems = _told_once(plan.every_problem)
    shown = tuple(problems[:MOST_PROBLEMS])
    bad = {problem.row for problem in shown if not problem.is_warning}
    return SheetPage(
        round=found,
        columns=tuple(_columns(sheet, plan)),
        counts=plan.counts(),
        problems=shown,
        hidden_problems=len(problems) - len(shown),
        bad_rows=tuple(row for row in sheet.rows if row.number in bad),
        bad_cells=frozenset(problem.cell for problem in shown if problem.column),
        changes=_changes(session, plan, language),
        options=target_options(language),
        earlier=earlier,
    )


def _told_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return all that is wrong; a name that is kept as written is told where it stands first."""
    told: set[tuple[str, str]] = set()
    kept: list[Problem] = []
    for problem in problems:
        said = (problem.code, problem.value)
        if not problem.is_warning or said not in told:
            kept.append(problem)
        told.add(said)
    return kept


def _columns(sheet: Sheet, plan: Plan) -> Iterable[ColumnLine]:
    for number, (header, target) in enumerate(zip(sheet.headers, plan.targets, strict=True), 1):
        is_unknown = target is None and bool(header) and not is_information(header)
        yield ColumnLine(letters(number), header, str(target or ""), is_unknown)


def _changes(session: Session, plan: Plan, language: str) -> tuple[ChangedLine, ...]:
    rows = [row for row in plan.rows if row.is_new or row.is_change][:SHOWN]
    pairs = [
        (str(row.number), row.before or ItemRecord(id=row.after.id), row.after)
        for row in rows
        if row.after is not None
    ]
    return changed_lines(session, plan.names, pairs, language)


def changed_lines(
    session: Session,
    names: Names,
    pairs: Sequence[tuple[str, ItemRecord, ItemRecord]],
    language: str,
) -> tuple[ChangedLine, ...]:
    """Return items, each as (where, before, after), with what would change of them."""
    related = {link.id for _, *both in pairs for one in both for link in one.relations if link.id}
    titles = queries.titles_of(session, "item", names.viewer, related) if related else {}
    titled = {**_titles_in(names), **{("item", one): title for one, title in titles.items()}}
    return tuple(
        ChangedLine(
            where,
            after.id,
            title_of(after, language),
            not before.version,
            differences(before, after, titled, language),
        )
        for where, before, after in pairs
    )


def _titles_in(names: Names) -> dict[tuple[str, str], str]:
    """Return what every record that may be named is called."""
    return {
        ("term" if noun in _TERMS else noun, record_id): title
        for noun, book in names.books.items()
        for record_id, title in book.titles.items()
    }


def target_options(
    language: str, without: frozenset[str] = frozenset()
) -> tuple[tuple[str, str], ...]:
    """Return what a column may fill, each text in the languages that people write in."""
    tags = [tag for tag in known_tags() if tag.split("-")[0] not in {"mul", "zxx", "und"}]
    options: list[tuple[str, str]] = []
    for field in FIELDS.values():
        if field.name in without:
            continue
        if field.name not in TEXTS:
            options.append((field.name, str(field.label)))
            continue
        options += [
            (str(Target(field.name, tag)), f"{field.label}: {language_name(tag, language)}")
            for tag in tags
        ]
    return tuple(options)
