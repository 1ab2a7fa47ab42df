"""Read the tiers and segments that a viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer
from archive.catalogue.files.models import File, Segment, Tier
from archive.catalogue.files.queries import file_open_to
from archive.catalogue.models import Label, Revision, Term
from archive.records import FileRecord, ItemRecord, Status, record_of
from media.tiers import TierKind


@dataclass(frozen=True, slots=True)
class TierLines:
    """A tier of a file with its segments in their order.

    `key` is the tier's own name, `parent` the key of the tier that it hangs on.
    """

    file_id: str
    position: int
    key: str
    kind: TierKind
    language: str
    label: str
    parent: str
    segments: tuple[Segment, ...]

    @property
    def timed(self) -> tuple[Segment, ...]:
        """The segments that have a time, by their start."""
        known = [one for one in self.segments if one.start_s is not None]
        return tuple(sorted(known, key=lambda one: (one.start_s, one.end_s or 0.0)))


def tiers_of_item(
    session: Session, item_id: str, viewer: Viewer, kinds: Collection[TierKind] = ()
) -> tuple[TierLines, ...]:
    """Return the tiers of all files of an item that the viewer may see, file by file.

    With `kinds` only those. Two statements, however many files, tiers and segments there are.
    """
    return _tiers(session, select(File.id).where(File.item_id == item_id), viewer, kinds)


def tiers_of_files(
    session: Session, file_ids: Sequence[str], viewer: Viewer, kinds: Collection[TierKind] = ()
) -> tuple[TierLines, ...]:
    """Return the tiers of these files, as far as the viewer may see them; two statements."""
    return _tiers(session, select(File.id).where(File.id.in_(file_ids)), viewer, kinds)


def _tiers(
    session: Session, files: Select[str], viewer: Viewer, kinds: Collection[TierKind]
) -> tuple[TierLines, ...]:
    open_files = files.where(file_open_to(viewer, Grade.SEE), File.replaced_by.is_(None))
    wanted = (
        select(Tier)
        .join(File, File.id == Tier.file_id)
        .where(Tier.file_id.in_(open_files))
        .order_by(File.position, Tier.position)
    )
    if kinds:
        wanted = wanted.where(Tier.kind.in_([kind.value for kind in kinds]))
    tiers = list(session.scalars(wanted))
    segments = _segments(session, tiers)
    return tuple(
        TierLines(
            tier.file_id,
            tier.position,
            tier.key,
            TierKind(tier.kind),
            tier.language,
            tier.label,
            tier.parent,
            tuple(segments[tier.file_id, tier.position]),
        )
        for tier in tiers
    )


def _segments(session: Session, tiers: Sequence[Tier]) -> dict[tuple[str, int], list[Segment]]:
    found: dict[tuple[str, int], list[Segment]] = defaultdict(list)
    if tiers:
        rows = (
            select(Segment)
            .where(Segment.file_id.in_({tier.file_id for tier in tiers}))
            .order_by(Segment.file_id, Segment.position)
        )
        for row in session.scalars(rows):
            found[row.file_id, row.tier].append(row)
    return found


def file_at(session: Session, item_id: str, file_id: str, version: int) -> FileRecord | None:
    """Return the record of a file as it stood in a version of its item, or None."""
    row = session.get(Revision, ("item", item_id, version))
    record = record_of(row.record) if row is not None else None
    return record.file(file_id) if isinstance(record, ItemRecord) else None


def movement_names(session: Session) -> dict[str, tuple[str, str]]:
    """Return the published movements by each of their names, folded: id and preferred name."""
    rows = session.execute(
        select(Label.folded, Label.owner_id, Label.value, Label.kind, Label.language)
        .join(Term, Term.id == Label.owner_id)
        .where(
            Label.owner_type == "term",
            Label.kind != "hidden",
            Term.scheme == "movements",
            Term.status == Status.PUBLISHED.value,
        )
        .order_by(Label.owner_id, Label.kind != "preferred", Label.language != "vi", Label.position)
    )
    titles: dict[str, str] = {}
    found: dict[str, tuple[str, str]] = {}
    for folded, owner, value, _kind, _language in rows:
        found.setdefault(folded, (owner, titles.setdefault(owner, value)))
    return found
