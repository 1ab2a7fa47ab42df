"""Read what points to a noun, what stands above it, and which others it may be merged with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, visible
from archive.catalogue.files.models import File, Segment
from archive.catalogue.labels import fold_label
from archive.catalogue.models import ROWS, AccessToken, Label, LinkRow
from archive.catalogue.queries import every_record
from archive.merging.pointing import points_to
from archive.records import Status, record_of

Owner = tuple[str, str]
# Links that say what a noun stands below, or whom a person learnt from: no circle may be in them.
_UPWARDS = ("broader", "within", "taught-by", "edition-of")
# Pointers that have no row of their own, by the noun that they point to.
_UNLINKED = {"term": ("element",), "agent": ("consent",)}
MOST_CANDIDATES = 20


def pointing_to(session: Session, target: Owner) -> set[Owner]:
    """Return every record that points to a noun, whoever may see it."""
    kind, record_id = target
    links = select(LinkRow.owner_type, LinkRow.owner_id).where(
        LinkRow.target_type == kind, LinkRow.target_id == record_id
    )
    found = {(owner, one) for owner, one in session.execute(links)}
    if kind == "term":
        steps = select(Segment.item_id).where(Segment.movement_id == record_id)
        found |= {("item", item) for item in session.scalars(steps)}
    if kind == "agent":
        found |= set(_told_by(session, record_id))
    if kind == "community":
        found |= set(_opened_to(session, record_id))
    for owner_type in _UNLINKED.get(kind, ()):
        records = (record_of(row) for row in every_record(session, owner_type))
        found |= {(one.type, one.id) for one in records if points_to(one, target)}
    return found - {target}


def _told_by(session: Session, agent: str) -> Iterator[Owner]:
    """Yield the items in which a person tells something."""
    for record in every_record(session, "item"):
        told: list[Any] = record.get("narratives", [])
        if any(one["voice"].get("id") == agent for one in told):
            yield "item", record["id"]


def _opened_to(session: Session, community: str) -> Iterator[Owner]:
    """Yield the records whose rules name a community, or a file of which does."""
    rows = select(AccessToken.owner_type, AccessToken.owner_id).where(
        AccessToken.token.contains(community, autoescape=True)
    )
    found = {(owner_type, owner) for owner_type, owner in session.execute(rows.distinct())}
    files = {owner for owner_type, owner in found if owner_type == "file"}
    items = select(File.item_id).where(File.id.in_(files))
    found |= {("item", item) for item in session.scalars(items)}
    for kind, record_id in found:
        row = session.get(ROWS[kind], record_id) if kind in ROWS else None
        if row is not None and points_to(record_of(row.record), ("community", community)):
            yield kind, record_id


def told_of(session: Session, owners: set[Owner], viewer: Viewer) -> dict[str, list[Any]]:
    """Return the rows among these that a viewer may know of, by noun."""
    found: dict[str, list[Any]] = {}
    for kind in sorted({kind for kind, _ in owners}):
        table = ROWS[kind]
        ids = sorted(one for owner_type, one in owners if owner_type == kind)
        rows = [
            row
            for start in range(0, len(ids), 400)
            for row in session.scalars(
                select(table).where(
                    table.id.in_(ids[start : start + 400]), visible(table, kind, viewer)
                )
            )
        ]
        if rows:
            found[kind] = sorted(rows, key=lambda row: (row.sort_key, row.id))
    return found


def heads(session: Session, owners: Iterable[Owner]) -> Iterator[tuple[Owner, int, str]]:
    """Yield the version and the title of each of these records as it stands now."""
    for kind, record_id in owners:
        row = session.get(ROWS[kind], record_id)
        if row is not None:
            yield (kind, record_id), row.version, row.title


def candidates(session: Session, kind: str, words: str, viewer: Viewer, but: str) -> list[Any]:
    """Return the nouns of a kind that bear a name with these words in it."""
    table = ROWS[kind]
    folded = fold_label(words)
    named = select(Label.owner_id).where(
        Label.owner_type == kind, Label.folded.contains(folded, autoescape=True)
    )
    wanted = select(table).where(
        table.status == Status.PUBLISHED,
        table.id != but,
        visible(table, kind, viewer, Grade.SEE),
        or_(table.id.in_(named), table.id == words, table.slug == words),
    )
    return list(session.scalars(wanted.order_by(table.sort_key, table.id).limit(MOST_CANDIDATES)))


def stands_between(session: Session, lower: Owner, upper: Owner) -> bool:
    """Tell whether a noun stands below another one with others in between."""
    level = set(_above(session, lower)) - {upper}
    seen = {lower}
    while level:
        if upper in level:
            return True
        seen |= level
        level = {above for one in level for above in _above(session, one)} - seen
    return False


def _above(session: Session, owner: Owner) -> list[Owner]:
    rows = select(LinkRow.target_type, LinkRow.target_id).where(
        LinkRow.owner_type == owner[0],
        LinkRow.owner_id == owner[1],
        or_(
            LinkRow.relation.in_(_UPWARDS),
            (LinkRow.relation == "related") & (LinkRow.role == "part-of"),
        ),
    )
    return [(kind, one) for kind, one in session.execute(rows)]


def pointing_count(session: Session, target: Owner, viewer: Viewer) -> int:
    """Return how many items that a viewer may know of point to a noun."""
    table = ROWS["item"]
    pointing = select(LinkRow.owner_id).where(
        LinkRow.owner_type == "item",
        LinkRow.target_type == target[0],
        LinkRow.target_id == target[1],
    )
    counted = select(func.count()).where(table.id.in_(pointing), visible(table, "item", viewer))
    return session.scalar(counted) or 0
