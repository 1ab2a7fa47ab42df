"""Write a record into the rows by which it is found: the database is a projection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from archive.access import Grade, tokens_of, tokens_of_file
from archive.accounts.models import Membership
from archive.catalogue.files.models import File, Segment, Tier
from archive.catalogue.files.timed import segment_rows, tier_rows
from archive.catalogue.labels import fold_label, sort_key_of, title_of
from archive.catalogue.models import (
    ROWS,
    AccessToken,
    Draft,
    Identifier,
    Label,
    LinkRow,
    Redirect,
    Revision,
)
from archive.catalogue.pointers import pointers
from archive.errors import NameTakenError
from archive.ids import slug_of
from archive.records import (
    AgentRecord,
    CommunityRecord,
    ConsentRecord,
    ElementRecord,
    EventRecord,
    ItemRecord,
    LessonRecord,
    NamedRecord,
    PlaceRecord,
    Record,
    Status,
    TermRecord,
)


def project(session: Session, record: Record, before: Record | None = None) -> None:
    """Make the rows of a record equal to it, whatever stood there before.

    With `before`, the record that the rows say now, only what differs from it is written anew.
    """
    row = session.get(ROWS[record.type], record.id)
    values = {**_columns(record), **_own_columns(record)}
    if row is None:
        session.add(ROWS[record.type](id=record.id, **values))
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()
    for table, rows in _OWNED_ROWS.items():
        wanted = list(rows(record))
        if row is None or before is None or wanted != list(rows(before)):
            _replace_owned(session, table, record, wanted, is_new=row is None)
    _project_redirects(session, record, before)
    if isinstance(record, ItemRecord) and _files_differ(record, before):
        _project_files(session, record)
    if isinstance(record, CommunityRecord):
        _project_members(session, record)


def _project_redirects(session: Session, record: Record, before: Record | None) -> None:
    gone = set(before.former_ids if before else ()) - set(record.former_ids)
    session.execute(
        delete(Redirect).where(
            Redirect.type == record.type,
            Redirect.old.in_(gone),
            Redirect.target_id == record.id,
        )
    )
    for old in record.former_ids:
        session.merge(Redirect(type=record.type, old=old, target_id=record.id))


def remove(session: Session, owner_type: str, owner_id: str) -> None:
    """Remove every row of a record (a purge)."""
    if owner_type == "item":
        _drop_typed_words(session, owner_id)
    _clear_owned(session, owner_type, owner_id)
    for table in (Revision, Draft):
        session.execute(
            delete(table).where(table.owner_type == owner_type, table.owner_id == owner_id)
        )
    session.execute(
        delete(Redirect).where(Redirect.type == owner_type, Redirect.target_id == owner_id)
    )
    row = session.get(ROWS[owner_type], owner_id)
    if row is not None:
        session.delete(row)
    session.flush()


def _drop_typed_words(session: Session, item_id: str) -> None:
    """Drop what people typed in the editor of captions and have not saved."""
    for file_id in session.scalars(select(File.id).where(File.item_id == item_id)):
        typed = Draft.owner_id.startswith(f"{file_id}:")
        session.execute(delete(Draft).where(Draft.owner_type == "captions", typed))


def _columns(record: Record) -> dict[str, Any]:
    title = title_of(record)
    columns: dict[str, Any] = {
        "version": record.version,
        "status": record.status,
        "title": title[:500],
        "sort_key": sort_key_of(title)[:500],
        "is_demo": record.is_demo,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "record": record.to_json(),
    }
    if isinstance(record, NamedRecord):
        columns["slug"] = address_of(record)
    return columns


def address_of(record: NamedRecord) -> str:
    """Return the last part of the address of a record's page."""
    return record.slug or slug_of(title_of(record)) or record.id


def _own_columns(record: Record) -> dict[str, Any]:
    """Return the columns that only this noun has."""
    match record:
        case ItemRecord():
            return _item_columns(record)
        case ElementRecord():
            return {"kind": record.kind, "ich_type": record.ich_type}
        case AgentRecord():
            return {"kind": record.kind}
        case PlaceRecord():
            return _place_columns(record)
        case EventRecord():
            date = record.date
            return {
                "year_from": date.year_from if date else None,
                "year_to": date.year_to if date else None,
            }
        case TermRecord():
            return {"scheme": record.scheme, "broader_id": record.broader}
        case LessonRecord():
            return {"owner": record.owner}
        case ConsentRecord():
            return _consent_columns(record)
        case _:
            return {}


def _consent_columns(record: ConsentRecord) -> dict[str, Any]:
    day, ends = record.withdrawn_on, record.expires_on if record.is_in_force else None
    return {
        "person_id": record.person.id,
        "withdrawn_on": day.isoformat() if day else None,
        "ends_on": ends.isoformat() if ends else None,
    }


def _item_columns(record: ItemRecord) -> dict[str, Any]:
    date = record.date
    return {
        "kind": record.kind,
        "year_from": date.year_from if date else None,
        "year_to": date.year_to if date else None,
        "event_id": record.event,
        "rights": record.rights,
        "cover_id": record.cover,
        "owner": record.owner,
        "published_at": _published_at(record),
        "withdrawn_at": record.updated_at if record.status is Status.WITHDRAWN else None,
    }


def _published_at(record: ItemRecord) -> datetime | None:
    return record.published_at if record.status is Status.PUBLISHED else None


def _place_columns(record: PlaceRecord) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "code": record.code,
        "latitude": record.latitude,
        "longitude": record.longitude,
        "within_id": record.within,
    }


def _clear_owned(session: Session, owner_type: str, owner_id: str) -> None:
    for table in _OWNED_ROWS:
        _clear(session, table, owner_type, owner_id)


def _clear(session: Session, table: type[Any], owner_type: str, owner_id: str) -> None:
    session.execute(delete(table).where(table.owner_type == owner_type, table.owner_id == owner_id))


def _replace_owned(
    session: Session, table: type[Any], record: Record, rows: list[dict[str, Any]], *, is_new: bool
) -> None:
    if not is_new:
        _clear(session, table, record.type, record.id)
    owner = {"owner_type": record.type, "owner_id": record.id}
    _insert(session, table, ({**owner, **row} for row in rows))


def _files_differ(record: ItemRecord, before: Record | None) -> bool:
    """Tell whether the rows of the files, and of who may have them, are to be written anew."""
    if not isinstance(before, ItemRecord):
        return True
    return any(
        getattr(record, name) != getattr(before, name)
        for name in ("files", "access", "status", "owner")
    )


def _insert(session: Session, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        session.execute(insert(table), values)


def _labels(record: Record) -> Iterator[dict[str, Any]]:
    for position, (language, kind, text) in enumerate(_texts(record)):
        yield {
            "language": language,
            "kind": kind,
            "position": position,
            "value": text[:500],
            "folded": fold_label(text)[:500],
            "sort_key": sort_key_of(text)[:500],
        }


def _texts(record: Record) -> Iterator[tuple[str, str, str]]:
    if isinstance(record, NamedRecord):
        yield from ((name.language, name.status.value, name.text) for name in record.names)
    if isinstance(record, ItemRecord):
        for kind, texts in (("preferred", record.title), ("variant", record.alternative)):
            yield from ((tag, kind, text) for tag, values in texts.items() for text in values)


def _link_rows(record: Record) -> Iterator[dict[str, Any]]:
    for position, pointer in enumerate(pointers(record)):
        yield {
            "relation": pointer.relation,
            "target_type": pointer.target_type,
            "target_id": pointer.target_id,
            "role": pointer.role[:64],
            "position": position,
        }


def _token_rows(record: Record) -> Iterator[dict[str, str]]:
    for grade in Grade:
        for token in sorted(tokens_of(record, grade)):
            yield {"grade": grade.value, "token": token}


def _identifiers(record: Record) -> Iterator[dict[str, str]]:
    found = [("former", former) for former in record.former_ids]
    if isinstance(record, ItemRecord):
        found += [
            ("inventory", record.inventory_number or ""),
            ("shelfmark", record.shelfmark or ""),
        ]
    for kind, value in found:
        if value:
            yield {"kind": kind, "value": value[:200]}


_OWNED_ROWS: dict[type[Any], Callable[[Record], Iterable[dict[str, Any]]]] = {
    Label: _labels,
    LinkRow: _link_rows,
    AccessToken: _token_rows,
    Identifier: _identifiers,
}


def _project_members(session: Session, record: CommunityRecord) -> None:
    session.execute(delete(Membership).where(Membership.community_id == record.id))
    members = {
        member.id: {
            "community_id": record.id,
            "username": member.id,
            "is_steward": member.role == "steward",
        }
        for member in record.members
        if member.id
    }
    _insert(session, Membership, members.values())


def _project_files(session: Session, record: ItemRecord) -> None:
    kept = {file.id for file in record.files}
    foreign = select(File.id).where(File.id.in_(kept), File.item_id != record.id)
    if taken := session.scalars(foreign).first():
        raise NameTakenError(taken)  # renditions stand under a file's id, and so would its access
    session.execute(delete(File).where(File.item_id == record.id, File.id.not_in(kept)))
    for position, file in enumerate(record.files):
        technical = file.technical
        session.merge(
            File(
                id=file.id,
                item_id=record.id,
                position=position,
                role=file.role.value,
                name=file.name,
                kind=file.kind,
                format=file.format,
                media_type=file.media_type,
                puid=file.puid or "",
                size_bytes=file.size_bytes,
                sha256=file.sha256,
                master_path=file.master_path,
                replaced_by=file.replaced_by,
                width_px=technical.get("width_px"),
                height_px=technical.get("height_px"),
                duration_s=technical.get("duration_s"),
                pages=technical.get("pages"),
            )
        )
        _project_file_tokens(session, record, file.id)
    _project_segments(session, record)


def _project_file_tokens(session: Session, record: ItemRecord, file_id: str) -> None:
    file = record.file(file_id)
    session.execute(
        delete(AccessToken).where(AccessToken.owner_type == "file", AccessToken.owner_id == file_id)
    )
    if file is not None:
        rows = (
            {"owner_type": "file", "owner_id": file_id, "grade": grade.value, "token": token}
            for grade in Grade
            for token in tokens_of_file(record, file, grade)
        )
        _insert(session, AccessToken, rows)


def _project_segments(session: Session, record: ItemRecord) -> None:
    for table in (Segment, Tier):
        session.execute(delete(table).where(table.item_id == record.id))
    for file in record.current_files:
        tiers = file.timed
        _insert(session, Tier, tier_rows(record, file, tiers))
        _insert(session, Segment, segment_rows(record, file, tiers))
