"""Make one record of two: what the kept one takes over, and what is left of the other."""

from __future__ import annotations

from typing import Any

from archive.catalogue.projection import address_of
from archive.merging.pointing import repointed
from archive.records import Link, Name, NamedRecord, NameStatus, Status

_OWN = {
    "type",
    "id",
    "slug",
    "version",
    "status",
    "access",
    "is_demo",
    "former_ids",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "withdrawn_reason",
    "confidence",
    "names",
    "replaced_by",
    "latitude",
    "longitude",
}


def joined(kept: NamedRecord, other: NamedRecord) -> NamedRecord:
    """Return the kept record with the names, sources, notes and pointers of the other one.

    What both say stands once; where only one can hold, that of the kept one does.
    """
    changes: dict[str, Any] = {
        name: _both(getattr(kept, name), getattr(other, name))
        for name in type(kept).model_fields
        if name not in _OWN
    }
    if getattr(kept, "latitude", None) is None and hasattr(other, "latitude"):
        changes |= {"latitude": other.latitude, "longitude": getattr(other, "longitude", None)}
    if getattr(kept, "broader", None) == other.id:
        changes["broader"] = getattr(other, "broader", None)
    if getattr(kept, "within", None) == other.id:
        changes["within"] = getattr(other, "within", None)
    changes["names"] = _names(kept, other)
    changes["former_ids"] = _former(kept, other)
    whole = kept.model_copy(update=changes)
    return repointed(whole, (kept.type, other.id), kept.id)


def taken_names(kept: NamedRecord, other: NamedRecord) -> tuple[Name, ...]:
    """Return the names that the kept record has not yet: shown ones become variants."""
    known = {(name.language, name.text) for name in kept.names}
    new = (name for name in other.names if (name.language, name.text) not in known)
    return tuple(
        name.model_copy(update={"status": NameStatus.VARIANT})
        if name.status is NameStatus.PREFERRED
        else name
        for name in new
    )


def tombstone(record: NamedRecord, kept_id: str) -> NamedRecord:
    """Return what is left of a record that was merged: its address, and where it leads."""
    said: dict[str, Any] = {
        "id": record.id,
        "slug": address_of(record),
        "version": record.version,
        "status": Status.WITHDRAWN,
        "access": record.access,
        "is_demo": record.is_demo,
        "created_at": record.created_at,
        "created_by": record.created_by,
        "replaced_by": kept_id,
    }
    needed = {
        name: getattr(record, name)
        for name, about in type(record).model_fields.items()
        if about.is_required() and name not in said
    }
    return type(record)(**said, **needed)


def _names(kept: NamedRecord, other: NamedRecord) -> tuple[Name, ...]:
    return (*kept.names, *taken_names(kept, other))


def _former(kept: NamedRecord, other: NamedRecord) -> tuple[str, ...]:
    all_of_them = (*kept.former_ids, other.id, address_of(other), *other.former_ids)
    return tuple(dict.fromkeys(one for one in all_of_them if one not in {kept.id, kept.slug}))


def _both(mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - any field of a record
    """Return what two fields say together."""
    if isinstance(mine, dict):
        return {
            key: _both(mine[key], theirs[key])
            if key in mine and key in theirs
            else mine.get(key, theirs.get(key))
            for key in (*mine, *(key for key in theirs if key not in mine))
        }
    if isinstance(mine, list | tuple):
        keys = [_key(one) for one in mine]
        return type(mine)([*mine, *(one for one in theirs if _key(one) not in keys)])
    return theirs if mine is None or mine == "" else mine


def _key(value: Any) -> Any:  # noqa: ANN401 - any member of a field
    """Return what makes two values the same: a source by its words, a link by id and role."""
    if isinstance(value, Link) and value.id:
        return ("link", value.id, value.role)
    return getattr(value, "text", value)
