"""Read the form of the editor, and make tiers of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.catalogue.captions.grid import Row, rows_of
from archive.catalogue.captions.times import moment
from archive.catalogue.forms import FormData, one
from archive.numbers import whole_number
from archive.records import clean_text
from media.tiers import Segment, Tier, TierKind, spans_of

_LONGEST, _MOST_ROWS, _MOST_COUNTS = 5000, 500, 999
_ID = re.compile(r"[a-z0-9-]{1,80}")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


@dataclass(frozen=True, slots=True)
class CellForm:
    """What somebody typed for one tier of a row."""

    text: str = ""
    counts: int | None = None
    plan: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.text or self.plan or self.counts)


@dataclass(frozen=True, slots=True)
class LineForm:
    """What somebody typed for one row."""

    key: str
    start: str
    end: str
    cells: Mapping[int, CellForm]


@dataclass(frozen=True, slots=True)
class CaptionsForm:
    """A page of the editor as it was sent; `shown` are the tiers that it had."""

    base_version: int
    shown: tuple[int, ...]
    page: int = 1
    lines: tuple[LineForm, ...] = ()
    dropped: frozenset[str] = frozenset()

    @classmethod
    def read(cls, data: FormData) -> CaptionsForm:
        """Return the form that these fields hold."""
        shown = tuple(dict.fromkeys(whole_number(value) for value in data.get("tier", ())))
        keys = list(dict.fromkeys(data.get("row", ())))[:_MOST_ROWS]
        return cls(
            base_version=whole_number(one(data, "base_version")),
            shown=shown,
            page=max(1, whole_number(one(data, "page"), 1)),
            lines=tuple(_line(data, key, shown) for key in keys),
            dropped=frozenset(data.get("drop", ())),
        )


def _line(data: FormData, key: str, shown: Sequence[int]) -> LineForm:
    cells = {at: _cell(data, f"{at}-{key}") for at in shown if f"text-{at}-{key}" in data}
    return LineForm(key, one(data, f"start-{key}"), one(data, f"end-{key}"), cells)


def _cell(data: FormData, tail: str) -> CellForm:
    plan = one(data, f"plan-{tail}")
    counts = whole_number(one(data, f"counts-{tail}"))
    text = clean_text(one(data, f"text-{tail}").replace("\r\n", "\n"))[:_LONGEST]
    return CellForm(
        text=text,
        counts=counts if 0 < counts <= _MOST_COUNTS else None,
        plan=plan if _ID.fullmatch(plan) else "",
    )


@dataclass(slots=True)
class Applied:
    """The tiers that a form makes of others, and what is wrong with it, by field."""

    tiers: tuple[Tier, ...]
    problems: dict[str, list[str]] = field(default_factory=dict)


def applied(tiers: tuple[Tier, ...], form: CaptionsForm) -> Applied:
    """Return the tiers as the form says; rows of other pages stay as they are."""
    shown = tuple(at for at in form.shown if at < len(tiers))
    work = _Work(tiers, {row.key: row for row in rows_of(tiers, shown)}, shown)
    for line in form.lines:
        if line.key not in form.dropped:
            work.take(line)
    for key in form.dropped:
        work.drop(key)
    return Applied(work.finished(), work.problems)


class _Work:
    """Tiers while a form is applied to them."""

    def __init__(
        self, tiers: tuple[Tier, ...], rows: Mapping[str, Row], shown: Sequence[int]
    ) -> None:
        self.tiers, self.rows, self.shown = tiers, rows, shown
        self.changed: dict[str, Segment] = {}
        self.fresh: dict[int, list[Segment]] = {}
        self.gone: set[str] = set()
        self.problems: dict[str, list[str]] = {}
        numbers = (re.search(r"(\d{1,9})$", one.id) for tier in tiers for one in tier.segments)
        self.number = max((int(found[1]) for found in numbers if found), default=0)

    def take(self, line: LineForm) -> None:
        """Change the segments of a row, and add those that are new."""
        start, end = (
            self._time(f"start-{line.key}", line.start),
            self._time(f"end-{line.key}", line.end),
        )
        if start is not None and end is not None and end < start:
            self.problems[f"end-{line.key}"] = ["ends-before"]
        row = self.rows.get(line.key)
        standing = dict(zip(self.shown, row.cells, strict=True)) if row else {}
        keyed: dict[str, str] = {self.tiers[at].id: s.id for at, s in standing.items() if s}
        for at, cell in line.cells.items():
            old = standing.get(at)
            if old is not None:
                self.changed[old.id] = _changed(old, cell, _times(old, row, start, end))
            elif not cell.is_empty and at < len(self.tiers):
                keyed[self.tiers[at].id] = self._add(at, cell, keyed, (start, end))

    def _time(self, name: str, text: str) -> int | None:
        try:
            return moment(text)
        except ValueError:
            self.problems[name] = ["time"]
            return None

    def _add(
        self,
        at: int,
        cell: CellForm,
        keyed: Mapping[str, str],
        times: tuple[int | None, int | None],
    ) -> str:
        tier = self.tiers[at]
        hangs = not tier.segments or any(one.parent for one in tier.segments)
        parent = keyed.get(tier.parent, "") if tier.parent and hangs else ""
        self.number += 1
        start, end = (None, None) if parent else times
        fresh = Segment(f"a{self.number}", start, end, parent=parent)
        self.fresh.setdefault(at, []).append(_changed(fresh, cell, (start, end)))
        return fresh.id

    def drop(self, key: str) -> None:
        """Take out the segments of a row, and what hangs on them in any tier."""
        row = self.rows.get(key)
        self.gone |= {one.id for one in row.cells if one is not None} if row else set()

    def finished(self) -> tuple[Tier, ...]:
        """Return the tiers as they stand now, each in the order of its time."""
        tiers = tuple(
            replace(
                tier,
                segments=(
                    *(self.changed.get(one.id, one) for one in tier.segments),
                    *self.fresh.get(at, ()),
                ),
            )
            for at, tier in enumerate(self.tiers)
        )
        for _ in tiers:  # what hangs on something that went, goes too, however deep
            self.gone |= {s.id for t in tiers for s in t.segments if s.parent in self.gone}
        kept = tuple(
            replace(t, segments=tuple(s for s in t.segments if s.id not in self.gone))
            for t in tiers
        )
        if not self.fresh and all(self._is_in_place(one) for one in self.changed.values()):
            return kept
        return ordered(kept)

    def _is_in_place(self, one: Segment) -> bool:
        return one.start_ms == self._starts.get(one.id)

    @property
    def _starts(self) -> dict[str, int | None]:
        return {one.id: one.start_ms for tier in self.tiers for one in tier.segments}


def _times(
    old: Segment, row: Row | None, start: int | None, end: int | None
) -> tuple[int | None, int | None]:
    """Return the times of a segment of a row: its own change, a parent's it keeps."""
    if row is None or old.parent:
        return old.start_ms, old.end_ms
    return start, end


def _changed(old: Segment, cell: CellForm, times: tuple[int | None, int | None]) -> Segment:
    text = old.text if clean_text(old.text) == cell.text else cell.text
    return replace(
        old,
        start_ms=times[0],
        end_ms=times[1],
        text=text,
        # The name of a movement that was written anew is looked up anew.
        movement=old.movement if text == old.text else "",
        counts=cell.counts,
        plan=cell.plan,
    )


def ordered(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Return tiers with their segments by time; one without time follows the one before it."""
    spans = spans_of(tiers)
    return tuple(replace(tier, segments=_by_time(tier.segments, spans)) for tier in tiers)


def _by_time(
    segments: Sequence[Segment], spans: Mapping[str, tuple[int, int]]
) -> tuple[Segment, ...]:
    keys, last = {}, (-1, -1)
    for segment in segments:
        last = spans.get(segment.id, last)
        keys[segment.id] = last
    return tuple(sorted(segments, key=lambda segment: keys[segment.id]))


def new_tier(data: FormData, tiers: Sequence[Tier]) -> Tier:
    """Return the empty tier that somebody asks for; it may hang on one of these."""
    kind = one(data, "kind")
    language = one(data, "language")
    under = whole_number(one(data, "under"), -1)
    parent = tiers[under].id if 0 <= under < len(tiers) else ""
    known = TierKind(kind) if kind in set(TierKind) else TierKind.CAPTIONS
    tag = language if _TAG.fullmatch(language) else "vi"
    return Tier(f"{known.value} {tag}", known, tag, label=one(data, "label")[:80], parent=parent)


def kept_under(file_id: str, page: int) -> tuple[str, str]:
    """Return the owner under which a page of the editor is kept: each page has its own."""
    return "captions", f"{file_id}:{page}"
