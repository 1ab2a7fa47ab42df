"""Count what was published in a year, or ever, as far as the viewer may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, distinct, func, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, visible
from archive.catalogue.files.models import File
from archive.catalogue.files.queries import file_open_to
from archive.catalogue.models import ROWS, AccessToken, Item, LinkRow
from archive.records import Status
from archive.uses.models import Use, UseCount

_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_PIECE = 500
Row = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Table:
    """One count: its key, and how much there is of each value, the most first."""

    key: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is counted of a year; 0 stands for all years."""

    year: int
    years: tuple[int, ...]
    items: int
    files: int
    size_bytes: int
    recorded_s: float
    views: int
    downloads: int
    tables: tuple[Table, ...]


def report(session: Session, viewer: Viewer, year: int) -> Report:
    """Return the counts of a year by a fixed number of statements and one reading of the items."""
    ids = _published(viewer, year)
    kinds = _grouped(session, select(Item.kind, func.count()).where(Item.id.in_(ids)), Item.kind)
    files, size_bytes = _held(session, viewer, ids)
    seconds = _recorded(session, viewer, ids)
    uses = _uses(session, viewer, year)
    years = _years(session, viewer)
    tables = (
        Table("year", tuple((str(one), count) for one, count in sorted(years.items()))),
        Table("kind", kinds),
        *(Table(key, _linked(session, viewer, ids, key)) for key in ("element", "people", "place")),
        Table("language", _languages(session, ids)),
        Table("access", _access(session, ids)),
        Table("recording", tuple((kind, round(value / 3600, 2)) for kind, value in seconds)),
    )
    return Report(
        year=year,
        years=tuple(sorted(years, reverse=True)),
        items=int(sum(count for _, count in kinds)),
        files=files,
        size_bytes=size_bytes,
        recorded_s=sum(value for _, value in seconds),
        views=uses.get(Use.VIEW, 0),
        downloads=uses.get(Use.DOWNLOAD, 0),
        tables=tables,
    )


def _published(viewer: Viewer, year: int) -> Select[Any]:
    wanted: Select[Any] = select(Item.id).where(
        Item.status == Status.PUBLISHED, visible(Item, "item", viewer, Grade.SEE)
    )
    if year:
        wanted = wanted.where(
            Item.published_at >= _begin(year), Item.published_at < _begin(year + 1)
        )
    return wanted


def _begin(year: int) -> datetime:
    """Return the first moment of a year in Vietnam."""
    return datetime(year, 1, 1, tzinfo=_HANOI).astimezone(UTC)


def _grouped(session: Session, rows: Any, *groups: Any) -> tuple[Row, ...]:  # noqa: ANN401 - columns
    found = [(str(row[0]), float(row[1])) for row in session.execute(rows.group_by(*groups))]
    return tuple(sorted(found, key=lambda row: (-row[1], row[0])))


def _linked(session: Session, viewer: Viewer, ids: Select[Any], key: str) -> tuple[Row, ...]:
    """Return how many items point to each record that the viewer may know of."""
    relation, target = {
        "element": ("element", "element"),
        "people": ("people", "term"),
        "place": ("place", "place"),
    }[key]
    table = ROWS[target]
    rows = (
        select(table.title, func.count(distinct(LinkRow.owner_id)))
        .join(LinkRow, LinkRow.target_id == table.id)
        .where(
            LinkRow.owner_type == "item",
            LinkRow.relation == relation,
            LinkRow.target_type == target,
            LinkRow.owner_id.in_(ids),
            visible(table, target, viewer),
        )
    )
    return _grouped(session, rows, table.id, table.title)


def _languages(session: Session, ids: Select[Any]) -> tuple[Row, ...]:
    """Count the languages that items say they are in; no statement looks inside a record."""
    found: Counter[str] = Counter()
    for record in session.scalars(
        select(Item.record).where(Item.id.in_(ids)).execution_options(yield_per=_PIECE)
    ):
        found.update(set(record.get("languages", ())))
    return tuple((tag, float(count)) for tag, count in found.most_common())


def _access(session: Session, ids: Select[Any]) -> tuple[Row, ...]:
    """Count to whom items are open; what is for several communities counts once."""
    preset = case(
        {"public": "public", "school": "school", "staff": "staff"},
        value=AccessToken.token,
        else_="community",
    )
    rows = select(preset, func.count(distinct(AccessToken.owner_id))).where(
        AccessToken.owner_type == "item",
        AccessToken.grade == Grade.SEE.value,
        AccessToken.owner_id.in_(ids),
    )
    return _grouped(session, rows, preset)


def _originals(viewer: Viewer, ids: Select[Any]) -> Iterator[Any]:
    yield File.item_id.in_(ids)
    yield File.role == "original"
    yield File.replaced_by.is_(None)
    yield file_open_to(viewer, Grade.KNOW)


def _held(session: Session, viewer: Viewer, ids: Select[Any]) -> tuple[int, int]:
    rows = select(func.count(File.id), func.coalesce(func.sum(File.size_bytes), 0))
    count, size_bytes = session.execute(rows.where(*_originals(viewer, ids))).one()
    return int(count), int(size_bytes)


def _recorded(session: Session, viewer: Viewer, ids: Select[Any]) -> tuple[Row, ...]:
    rows = select(File.kind, func.sum(File.duration_s)).where(
        *_originals(viewer, ids), File.kind.in_(("sound", "video")), File.duration_s.is_not(None)
    )
    return _grouped(session, rows, File.kind)


def _uses(session: Session, viewer: Viewer, year: int) -> dict[Use, int]:
    """Return how often items were opened and taken in the year, whenever they were published."""
    seen = _published(viewer, 0)
    rows = select(UseCount.use, func.sum(UseCount.count)).where(UseCount.item_id.in_(seen))
    if year:
        rows = rows.where(UseCount.day >= f"{year}-01-01", UseCount.day <= f"{year}-12-31")
    return {use: int(count) for use, count in session.execute(rows.group_by(UseCount.use))}


def _years(session: Session, viewer: Viewer) -> Counter[int]:
    rows = select(Item.published_at).where(Item.id.in_(_published(viewer, 0)))
    found = (instant for instant in session.scalars(rows) if instant is not None)
    return Counter(instant.astimezone(_HANOI).year for instant in found)
