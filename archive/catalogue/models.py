"""The tables of the catalogue: one row a record, and the rows by which it is found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Enum, Index, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from archive.db import Model, by_code_point
from archive.records import ItemKind, Status


def string_enum(kind: type[Any]) -> Enum:
    """Return the column type of a StrEnum: its values as text of 32 characters."""
    return Enum(
        kind, native_enum=False, length=32, values_callable=lambda kinds: [k.value for k in kinds]
    )


class RecordRow:
    """What every record's row has: its key columns and the whole record beside them."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy's declared_attr is given the class
        """Name the table after the noun."""
        return str(cls.__name__).lower()  # type: ignore[attr-defined]

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    status: Mapped[Status] = mapped_column(string_enum(Status), index=True)
    title: Mapped[str] = mapped_column(String(500))
    sort_key: Mapped[str] = mapped_column(by_code_point(500), index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    checked_at: Mapped[datetime | None] = mapped_column(index=True)
    record: Mapped[dict[str, Any]]


class Item(RecordRow, Model):
    """A catalogued recording, image set, manuscript or object."""

    kind: Mapped[ItemKind] = mapped_column(string_enum(ItemKind))
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    event_id: Mapped[str | None] = mapped_column(String(80), index=True)
    rights: Mapped[str | None] = mapped_column(String(40))
    cover_id: Mapped[str | None] = mapped_column(String(10))
    owner: Mapped[str] = mapped_column(String(80), default="", index=True)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_item_status_published_at", "status", "published_at", "id"),)


class Element(RecordRow, Model):
    """A living heritage element."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)
    ich_type: Mapped[str | None] = mapped_column(String(32))


class Agent(RecordRow, Model):
    """A person or a group."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)


class Place(RecordRow, Model):
    """A place with dated names."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)
    code: Mapped[str | None] = mapped_column(String(16), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    within_id: Mapped[str | None] = mapped_column(String(80), index=True)


class Event(RecordRow, Model):
    """Something that happened at a time and a place."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]


class Community(RecordRow, Model):
    """A community that governs what is its own."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)


class Collection(RecordRow, Model):
    """A set of items."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)


class Term(RecordRow, Model):
    """A concept of a controlled vocabulary."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    scheme: Mapped[str] = mapped_column(String(32), index=True)
    broader_id: Mapped[str | None] = mapped_column(String(80), index=True)


class ElementList(RecordRow, Model):
    """A sourced list of elements."""

    __tablename__ = "element_list"
    slug: Mapped[str] = mapped_column(String(120), unique=True)


class Lesson(RecordRow, Model):
    """A lesson made of items."""

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    owner: Mapped[str] = mapped_column(String(80), default="", index=True)


class Consent(RecordRow, Model):
    """What a person agreed to."""

    person_id: Mapped[str | None] = mapped_column(String(80), index=True)
    withdrawn_on: Mapped[str | None] = mapped_column(String(10))
    ends_on: Mapped[str | None] = mapped_column(String(10), index=True)


class Label(Model):
    """A name of a record in one language and script, folded and with its sort key."""

    __tablename__ = "label"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    position: Mapped[int] = mapped_column(default=0)
    value: Mapped[str] = mapped_column(String(500))
    folded: Mapped[str] = mapped_column(by_code_point(500), index=True)
    sort_key: Mapped[str] = mapped_column(by_code_point(500))

    __table_args__ = (Index("ix_label_owner", "owner_type", "owner_id"),)


class LinkRow(Model):
    """A pointer from one record to another, with its role."""

    __tablename__ = "link"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[str] = mapped_column(String(80))
    relation: Mapped[str] = mapped_column(String(32))
    target_type: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(64), default="")
    position: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        Index("ix_link_owner", "owner_type", "owner_id"),
        Index("ix_link_target", "target_type", "target_id", "owner_type", "owner_id"),
    )


class AccessToken(Model):
    """One token that opens one grade (know, see, take) of a record or a file."""

    __tablename__ = "access_token"
    owner_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    grade: Mapped[str] = mapped_column(String(8), primary_key=True)
    token: Mapped[str] = mapped_column(String(400), primary_key=True)

    __table_args__ = (Index("ix_access_token_token", "owner_type", "grade", "token", "owner_id"),)


class Redirect(Model):
    """An old slug, merged or former id and where it leads now."""

    __tablename__ = "redirect"
    type: Mapped[str] = mapped_column(String(16), primary_key=True)
    old: Mapped[str] = mapped_column(String(160), primary_key=True)
    target_id: Mapped[str] = mapped_column(String(80), index=True)


class Identifier(Model):
    """An inventory number, shelfmark or former id, found exactly."""

    __tablename__ = "identifier"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(16))
    owner_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(String(200), index=True)

    __table_args__ = (Index("ix_identifier_owner", "owner_type", "owner_id"),)


class Revision(Model):
    """A version of a record as it was saved, whole, for the diff and the way back."""

    __tablename__ = "revision"
    owner_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(120))
    message: Mapped[str] = mapped_column(String(300))
    record: Mapped[dict[str, Any]]


class Draft(Model):
    """A form somebody has not saved yet: autosave."""

    __tablename__ = "draft"
    owner_type: Mapped[str] = mapped_column(String(16), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    base_version: Mapped[int]
    saved_at: Mapped[datetime]
    form: Mapped[dict[str, Any]]


ROWS: dict[str, type[Any]] = {
    "item": Item,
    "element": Element,
    "agent": Agent,
    "place": Place,
    "event": Event,
    "community": Community,
    "collection": Collection,
    "term": Term,
    "list": ElementList,
    "lesson": Lesson,
    "consent": Consent,
}
