"""Make two records of one: the new one takes some of the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk import service as rounds
from archive.bulk.models import Round, RoundKind
from archive.bulk.service import Planned
from archive.catalogue.labels import title_of
from archive.catalogue.nouns.queries import is_slug_taken
from archive.catalogue.saving import Actor
from archive.errors import StaleVersionError
from archive.ids import new_id, slug_of
from archive.merging import queries
from archive.merging.errors import NotMergeableError
from archive.merging.planning import check_no_code, check_stewards, planned, points
from archive.records import Name, NamedRecord, NameStatus

_KEPT = ("kind", "scheme", "broader", "within", "peoples", "ich_type")


@dataclass(frozen=True, slots=True)
class Split:
    """What goes to the new noun: names (language, text), and records that point to it."""

    names: tuple[tuple[str, str], ...]
    owners: frozenset[tuple[str, str]]
    version: int


def start_split(
    session: Session, record: NamedRecord, wanted: Split, *, by: Actor, viewer: Viewer
) -> Round:
    """Begin a split as a round that a worker carries out and that can be taken back whole.

    Only what the viewer may know of goes; the rest stays with the old noun.

    Raises:
        NotMergeableError: No name would go, or none would stay, or the noun may not be split.
        StaleVersionError: Somebody changed the noun since it was looked at.
    """
    if record.version != wanted.version:
        raise StaleVersionError(record.id, wanted.version, record.version)
    check_no_code(record)
    check_stewards(viewer, record)
    about = _about(session, record, wanted)
    new, _rest = parted(record, about)
    owners = queries.pointing_to(session, (record.type, record.id)) & wanted.owners
    told = queries.told_of(session, owners, viewer)
    going = {(kind, row.id) for kind, rows in told.items() for row in rows}
    title = f"{title_of(record) or record.id} → {title_of(new)}"
    found = rounds.new_round(session, RoundKind.SPLIT, title, about, by=by)
    session.flush()
    made: list[Planned] = [planned(0, new, "make"), planned(1, record, "keep")]
    rounds.plan(session, found, [*made, *points(session, going, 2)])
    rounds.start(session, found, by=by)
    return found


def _about(session: Session, record: NamedRecord, wanted: Split) -> dict[str, Any]:
    shown = [name for name in record.names if name.status is not NameStatus.HIDDEN]
    going = [name.text for name in shown if (name.language, name.text) in wanted.names]
    if not going:
        raise NotMergeableError("nothing-chosen")
    if len(going) == len(shown):
        raise NotMergeableError("all-chosen")
    fresh = new_id()
    slug = slug_of(going[0]) or fresh
    if is_slug_taken(session, record.type, slug, by_other_than=""):
        slug = f"{slug}-{fresh[:4]}"
    other = slug if record.type in {"element", "term"} else fresh
    names = [list(name) for name in wanted.names]
    return {"type": record.type, "kept": record.id, "other": other, "slug": slug, "names": names}


def parted(record: NamedRecord, about: Mapping[str, Any]) -> tuple[NamedRecord, NamedRecord]:
    """Return the new record and what is left of the old one.

    The new one has the names that go (`names`, each language and text), and is of the same kind,
    at the same place in the tree and open to the same people.
    """
    going = {(language, text) for language, text in about["names"]}
    taken = tuple(name for name in record.names if (name.language, name.text) in going)
    rest = tuple(name for name in record.names if (name.language, name.text) not in going)
    known = {name: getattr(record, name) for name in _KEPT if name in type(record).model_fields}
    new = type(record)(
        id=about["other"],
        slug=about["slug"],
        status=record.status,
        access=record.access,
        is_demo=record.is_demo,
        names=with_main(taken),
        sources=record.sources,
        **known,
    )
    return new, record.model_copy(update={"names": with_main(rest)})


def with_main(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return names of which at least one is the preferred one: else the first that is shown."""
    if any(name.status is NameStatus.PREFERRED for name in names):
        return names
    shown = next((name for name in names if name.status is NameStatus.VARIANT), None)
    return tuple(
        name.model_copy(update={"status": NameStatus.PREFERRED}) if name is shown else name
        for name in names
    )
