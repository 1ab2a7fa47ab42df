"""Write down what a merge or a split is to change, and check what neither may touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.bulk.service import Planned
from archive.catalogue.labels import title_of
from archive.merging.errors import NotMergeableError
from archive.merging.queries import heads
from archive.permissions import Permission
from archive.records import NamedRecord, TermRecord

# Schemes whose codes the program itself knows: an icon, a word or a rule hangs on each.
_CODES = {
    "agent-roles",
    "bc-labels",
    "element-kinds",
    "element-roles",
    "item-kinds",
    "notices",
    "relations",
    "tk-labels",
    "work-types",
}


def check_no_code(record: NamedRecord) -> None:
    """Raise NotMergeableError for a term that is a code of the program's own."""
    if isinstance(record, TermRecord) and record.scheme in _CODES:
        raise NotMergeableError("code")


def check_stewards(viewer: Viewer, *nouns: NamedRecord) -> None:
    """Raise NotMergeableError where a viewer may not say who sees what is a community's own."""
    ids = {noun.id for noun in nouns if noun.type == "community"}
    if not (ids <= viewer.stewardships or viewer.may(Permission.MANAGE_USERS)):
        raise NotMergeableError("stewards")


def planned(position: int, record: NamedRecord, action: str) -> Planned:
    """Return the entry of a noun itself."""
    version = record.version or None
    return Planned(position, record.id, version, action, title_of(record), record.type)


def points(session: Session, owners: Collection[tuple[str, str]], first: int) -> Iterable[Planned]:
    """Yield an entry for each record that is to point elsewhere."""
    found = heads(session, sorted(owners))
    for position, ((kind, record_id), version, title) in enumerate(found, start=first):
        yield Planned(position, record_id, version, "point", title or record_id, kind)
