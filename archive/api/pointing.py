"""Take out of an answer what points to records that the viewer may not know of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Grade, Viewer, may_view_file
from archive.catalogue.pointers import TARGETS
from archive.catalogue.queries import ids_known
from archive.records import CollectionRecord, ItemRecord, Link, Record

Key = tuple[str, str]

# Where the JSON of a record holds ids, or links with an id, of which type of record.
_TARGETS = {**TARGETS, "unesco_domains": "term"}


def known_targets(session: Session, records: Iterable[Record], viewer: Viewer) -> set[Key]:
    """Return what these records point to and the viewer may know of; a statement for each type."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for name, target_type in _targets_of(record):
            wanted[target_type] |= {_id_of(one) for one in _values(getattr(record, name))}
        wanted["agent"] |= {told.voice.id or "" for told in getattr(record, "narratives", ())}
        if isinstance(record, CollectionRecord):
            wanted["item"].add(record.cover or "")
    return {
        (target_type, found)
        for target_type, ids in wanted.items()
        for found in ids_known(session, target_type, ids - {""}, viewer)
    }


def without_hidden(
    record: Record, said: dict[str, Any], known: set[Key], viewer: Viewer
) -> dict[str, Any]:
    """Return the JSON of a record without the pointers to what the viewer may not know of."""
    kept = dict(said)
    for name, target_type in _targets_of(record):
        if name in kept:
            kept[name] = _without(kept[name], target_type, known)
    for told in kept.get("narratives", ()):
        if not _is_told(told["voice"], "agent", known):
            told["voice"] = {}
    if isinstance(record, ItemRecord) and not _is_seen(record, record.cover, viewer):
        kept.pop("cover", None)
    if isinstance(record, CollectionRecord) and ("item", record.cover) not in known:
        kept.pop("cover", None)
    return {name: value for name, value in kept.items() if value not in (None, [])}


def _targets_of(record: Record) -> Iterable[tuple[str, str]]:
    return (pair for pair in _TARGETS.items() if pair[0] in type(record).model_fields)


def _values(value: Any) -> Iterable[Any]:  # noqa: ANN401 - an id, a link, or several
    return value if isinstance(value, tuple | list) else (value,)


def _id_of(one: Any) -> str:  # noqa: ANN401 - an id, or a link as record or as JSON
    if isinstance(one, dict):
        return str(one.get("id") or "")
    return str((one.id if isinstance(one, Link) else one) or "")


def _is_told(one: Any, target_type: str, known: set[Key]) -> bool:  # noqa: ANN401 - as above
    found = _id_of(one)
    return not found or (target_type, found) in known


def _without(value: Any, target_type: str, known: set[Key]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [one for one in value if _is_told(one, target_type, known)]
    return value if _is_told(value, target_type, known) else None


def _is_seen(record: ItemRecord, file_id: str | None, viewer: Viewer) -> bool:
    file = record.file(file_id or "")
    return file is not None and may_view_file(viewer, record, file, Grade.SEE)
