"""What is said of a thing, as one value: the content of its `record.json`.

A record is the command and the database is its projection (docs/decisions/0002). Every noun of
the catalogue has one record type; its JSON Schema is published from here.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from archive.records.base import (
    Access,
    Audience,
    DateValue,
    LanguageMap,
    Link,
    Name,
    NamedRecord,
    NameStatus,
    Preset,
    Record,
    Source,
    Status,
    clean_text,
)
from archive.records.item import FileRecord, FileRole, ItemKind, ItemRecord, Narrative
from archive.records.nouns import (
    AgentRecord,
    CollectionRecord,
    CommunityRecord,
    ConsentForm,
    ConsentRecord,
    ConsentUse,
    ElementRecord,
    EventRecord,
    LessonRecord,
    ListRecord,
    PlaceRecord,
    TermRecord,
)

AnyRecord = Annotated[
    ItemRecord
    | ElementRecord
    | AgentRecord
    | PlaceRecord
    | EventRecord
    | CommunityRecord
    | CollectionRecord
    | TermRecord
    | ListRecord
    | LessonRecord
    | ConsentRecord,
    Field(discriminator="type"),
]
_ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyRecord)


def read_record(content: bytes | str) -> Record:
    """Return the record that a `record.json` holds; ValueError when it holds none."""
    record: Record = _ADAPTER.validate_json(content)
    return record


def record_of(value: dict[str, Any]) -> Record:
    """Return the record that a JSON object (a database column) holds."""
    record: Record = _ADAPTER.validate_python(value)
    return record


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `record.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_ADAPTER.json_schema()}


__all__ = [
    "Access",
    "AgentRecord",
    "AnyRecord",
    "Audience",
    "CollectionRecord",
    "CommunityRecord",
    "ConsentForm",
    "ConsentRecord",
    "ConsentUse",
    "DateValue",
    "ElementRecord",
    "EventRecord",
    "FileRecord",
    "FileRole",
    "ItemKind",
    "ItemRecord",
    "LanguageMap",
    "LessonRecord",
    "Link",
    "ListRecord",
    "Name",
    "NameStatus",
    "NamedRecord",
    "Narrative",
    "PlaceRecord",
    "Preset",
    "Record",
    "Source",
    "Status",
    "TermRecord",
    "clean_text",
    "json_schema",
    "read_record",
    "record_of",
]
