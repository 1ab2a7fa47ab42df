"""Put together what the editor of captions shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view_file
from archive.catalogue.captions.changes import Changes
from archive.catalogue.captions.editing import Edited
from archive.catalogue.captions.forms import CaptionsForm, CellForm, LineForm, kept_under
from archive.catalogue.captions.grid import Row, page_of, pages_of, rows_of
from archive.catalogue.captions.times import moment, written
from archive.catalogue.files.originals import is_recording
from archive.catalogue.files.queries import renditions_of
from archive.catalogue.models import Draft
from archive.desk import queries
from archive.desk.choices import Options, language_options
from archive.discover.pictures import file_url
from archive.records import FileRecord, ItemRecord
from media.tiers import Tier

_SHOWN_AT_FIRST = 4
_SPARE_ROWS = 3
_PLAYED = ("video-360p.mp4", "video-240p.mp4", "sound.m4a")
_FRAMES_A_SECOND = 25.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the page shows it: times as text, a cell for each tier, what is odd about it."""

    key: str
    start: str
    end: str
    cells: Mapping[int, CellForm]
    shared: str = ""
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    """The recording that is listened to."""

    kind: str
    href: str
    media_type: str
    frame_rate: float


@dataclass(frozen=True, slots=True)
class CaptionsPage:
    """Everything that the editor shows; `spare` are empty rows for new lines."""

    record: ItemRecord
    file: FileRecord
    shown: tuple[int, ...]
    lines: tuple[Line, ...]
    page: int
    pages: int
    base_version: int
    duration_s: float | None
    played: Played | None
    movements: tuple[str, ...]
    languages: Options
    spare: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    kept: Draft | None = None
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    theirs: Changes | None = None

    @property
    def tiers(self) -> tuple[tuple[int, Tier], ...]:
        """The tiers that are shown, with their positions."""
        return tuple((at, self.file.timed[at]) for at in self.shown)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a file is looked at, by whom."""

    viewer: Viewer
    language: str
    tiers: tuple[int, ...] = ()
    page: int = 1


def captions_page(
    session: Session,
    found: Edited,
    wanted: Wanted,
    *,
    form: CaptionsForm | None = None,
    problems: Mapping[str, Sequence[str]] | None = None,
    theirs: Changes | None = None,
) -> CaptionsPage:
    """Return the editor of a file, showing a form that was sent where there is one."""
    item, file = found.item, found.file
    shown = _shown(file.timed, form.shown if form else wanted.tiers)
    rows = rows_of(file.timed, shown)
    recording = recording_of(item, file, wanted.viewer)
    page = min(form.page if form else wanted.page, pages_of(rows))
    duration_s = recording.technical.get("duration_s") if recording else None
    lines = _typed(form, rows) if form else tuple(_line(row, shown) for row in page_of(rows, page))
    keys = {line.key for line in lines}
    spare = [f"new-{number}" for number in range(1, 60) if f"new-{number}" not in keys]
    owner = kept_under(file.id, page)
    return CaptionsPage(
        record=item,
        file=file,
        shown=shown,
        lines=tuple(_checked(lines, duration_s)),
        page=page,
        pages=pages_of(rows),
        base_version=form.base_version if form and theirs is None else item.version,
        duration_s=duration_s,
        played=_played(session, recording),
        movements=_movements(session, wanted),
        languages=language_options(wanted.language, written=True),
        spare=tuple(spare[:_SPARE_ROWS]),
        dropped=tuple(sorted(form.dropped)) if form else (),
        kept=queries.kept_form(session, owner, wanted.viewer) if form is None else None,
        problems=problems or {},
        theirs=theirs,
    )


def _shown(tiers: tuple[Tier, ...], asked: Sequence[int]) -> tuple[int, ...]:
    known = tuple(at for at in dict.fromkeys(asked) if at < len(tiers))
    return known or tuple(range(min(len(tiers), _SHOWN_AT_FIRST)))


def recording_of(item: ItemRecord, file: FileRecord, viewer: Viewer) -> FileRecord | None:
    """Return the recording that a caption file runs beside: that of its name, else the first."""
    heard = [
        one
        for one in item.current_files
        if is_recording(one) and may_view_file(viewer, item, one, Grade.SEE)
    ]
    named = (one for one in heard if file.name.startswith(one.name.rpartition(".")[0]))
    return next(named, heard[0] if heard else None)


def _played(session: Session, recording: FileRecord | None) -> Played | None:
    if recording is None:
        return None
    made = {one.name: one for one in renditions_of(session, [recording.id])[recording.id]}
    name = next((name for name in _PLAYED if name in made), "")
    if not name:
        return None
    rate = recording.technical.get("frame_rate") or _FRAMES_A_SECOND
    return Played(recording.kind, file_url(recording.id, name), made[name].media_type, rate)


def _movements(session: Session, wanted: Wanted) -> tuple[str, ...]:
    rows = queries.offered_records(session, "term", wanted.viewer)
    return tuple(row.named(wanted.language) for row in rows if row.scheme == "movements")


def _line(row: Row, shown: Sequence[int]) -> Line:
    cells = {
        at: CellForm(one.text, one.counts, one.plan) if one else CellForm()
        for at, one in zip(shown, row.cells, strict=True)
    }
    return Line(row.key, written(row.start_ms), written(row.end_ms), cells, _shared(row))


def _shared(row: Row) -> str:
    """Return when a row is heard that does not say both of its times itself."""
    is_whole = row.start_ms is not None and row.end_ms is not None
    return "" if is_whole or not row.span else "–".join(map(written, row.span))


def _typed(form: CaptionsForm, rows: Sequence[Row]) -> tuple[Line, ...]:
    shared = {row.key: _shared(row) for row in rows}
    return tuple(
        Line(line.key, line.start, line.end, line.cells, shared.get(line.key, ""))
        for line in form.lines
        if line.key not in form.dropped and not _is_blank(line)
    )


def _is_blank(line: LineForm) -> bool:
    is_new = line.key.startswith("new-")
    return is_new and all(cell.is_empty for cell in line.cells.values())


def _checked(lines: Sequence[Line], duration_s: float | None) -> Iterator[Line]:
    """Yield lines with what is odd about their times; oddities hinder nobody from saving."""
    last: int | None = None
    for line in lines:
        start, end = _moment(line.start), _moment(line.end)
        odd = []
        if start is not None and last is not None and start < last:
            odd.append("overlap")
        if end is not None and duration_s is not None and end > duration_s * 1000 + 1:
            odd.append("beyond")
        if (start is None or end is None) and not line.shared:
            odd.append("untimed")
        last = end if end is not None else last
        yield replace(line, oddities=tuple(odd))


def _moment(text: str) -> int | None:
    try:
        return moment(text)
    except ValueError:
        return None
