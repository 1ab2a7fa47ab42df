"""Add and change people, events, communities, collections and places."""

from __future__ import annotations

from archive.access import Grade, Viewer, may_edit, may_view
from archive.catalogue.nouns import queries
from archive.catalogue.queries import ids_named, record_followed
from archive.catalogue.saving import Actor, Save, save
from archive.engines import Engines
from archive.errors import MissingRecordError, NotAllowedError
from archive.ids import new_id, slug_of
from archive.permissions import Permission
from archive.records import (
    AgentRecord,
    CollectionRecord,
    CommunityRecord,
    EventRecord,
    Name,
    NamedRecord,
    NameStatus,
    PlaceRecord,
    Status,
)

Noun = AgentRecord | EventRecord | CommunityRecord | CollectionRecord | PlaceRecord
NOUNS: dict[str, type[Noun]] = {
    "agent": AgentRecord,
    "event": EventRecord,
    "community": CommunityRecord,
    "collection": CollectionRecord,
    "place": PlaceRecord,
}
# What a describe form may add by a name alone.
ADDED_IN_PLACE = {"agent", "event", "place", "collection"}


def blank(kind: str) -> Noun:
    """Return a new, empty record of a noun; MissingRecordError for anything else."""
    if kind not in NOUNS:
        raise MissingRecordError(kind, "new")
    return NOUNS[kind](id=new_id(), status=Status.PUBLISHED)


def editable(engines: Engines, kind: str, record_id: str, viewer: Viewer) -> NamedRecord:
    """Return a record that the viewer may change.

    Raises:
        MissingRecordError: There is none, or none that the viewer may know of.
        NotAllowedError: The viewer may see it, but not change it.
    """
    with engines.db.reading() as session:
        record = record_followed(session, kind, record_id) if kind in NOUNS else None
    if not isinstance(record, NamedRecord) or not may_view(viewer, record, Grade.KNOW):
        raise MissingRecordError(kind, record_id)
    if not may_edit(viewer, record):
        raise NotAllowedError(Permission.DESCRIBE.value)
    return record


def may_set_members(viewer: Viewer, record: NamedRecord) -> bool:
    """Tell whether a viewer may say who belongs to a community: its stewards, and the admin.

    Who belongs may see what is the community's own, so an officer cannot let himself in.
    """
    return record.id in viewer.stewardships or viewer.may(Permission.MANAGE_USERS)


def add_named(
    engines: Engines, kind: str, name: str, *, by: Actor, within: str = ""
) -> NamedRecord:
    """Add a person, an event, a village or a collection of which only the name is known yet."""
    record: NamedRecord = blank(kind).model_copy(
        update={"names": (Name(language="vi", text=name, status=NameStatus.PREFERRED),)}
    )
    if isinstance(record, PlaceRecord):
        with engines.db.reading() as session:
            unit = ids_named(session, "place", [within]).get(within) if within else None
        record = record.model_copy(update={"kind": "village", "within": unit})
    return save_noun(engines, record, base_version=None, by=by)


def save_noun(
    engines: Engines, record: NamedRecord, *, base_version: int | None, by: Actor
) -> NamedRecord:
    """Save a record; one without an address gets one made of its name.

    Raises:
        StaleVersionError: Somebody saved a newer version in between.
    """
    if not record.slug:
        record = record.model_copy(update={"slug": _free_slug(engines, record)})
    message = "Thêm" if base_version is None else "Sửa mô tả"
    saved = save(engines, Save(record, message, base_version=base_version), by=by)
    if not isinstance(saved, NamedRecord):
        raise TypeError(saved.type)
    return saved


def _free_slug(engines: Engines, record: NamedRecord) -> str:
    shown = [name for name in record.names if name.status is not NameStatus.HIDDEN]
    shown.sort(key=lambda name: name.status is not NameStatus.PREFERRED)
    wanted = next(filter(None, (slug_of(name.text) for name in shown)), record.id)
    choices = (wanted, f"{wanted}-{record.id[:4]}")
    with engines.db.reading() as session:
        for one in choices:
            if not queries.is_slug_taken(session, record.type, one, by_other_than=record.id):
                return one
    return record.id
