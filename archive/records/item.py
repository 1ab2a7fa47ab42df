"""The record of an item and of its files."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import model_validator

from archive.records.base import Access, DateValue, LanguageMap, Link, Record, Value
from media.tiers import Tier, tier_of_cues


class ItemKind(StrEnum):
    """What an item is, as the facet *Loại* names it."""

    IMAGE = "image"
    SOUND = "sound"
    VIDEO = "video"
    TEXT = "text"
    OBJECT = "object"


class FileRole(StrEnum):
    """What a file does for its item."""

    ORIGINAL = "original"
    CAPTIONS = "captions"
    SUPPLEMENT = "supplement"


class FileRecord(Value):
    """One original: bytes that never change, and what is said of them."""

    id: str
    name: str
    sha256: str
    size_bytes: int
    kind: str
    format: str
    media_type: str
    puid: str | None = None
    role: FileRole = FileRole.ORIGINAL
    language: str | None = None
    label: LanguageMap = {}
    alt: LanguageMap = {}
    replaced_by: str | None = None
    access: Access | None = None
    technical: dict[str, Any] = {}
    tiers: tuple[Tier, ...] = ()

    @property
    def timed(self) -> tuple[Tier, ...]:
        """The tiers of captions or annotations; older records keep them as cues."""
        if self.tiers or not self.technical.get("cues"):
            return self.tiers
        return (tier_of_cues(self.technical["cues"], self.language or "vi"),)

    @property
    def master_path(self) -> str:
        """The logical path of the bytes in the OCFL object."""
        return f"masters/{self.id}/{self.name}"


class Narrative(Value):
    """What one voice tells of an item."""

    voice: Link
    text: LanguageMap


class ItemRecord(Record):
    """A catalogued recording, image set, manuscript or object."""

    type: Literal["item"] = "item"
    kind: ItemKind = ItemKind.IMAGE
    title: LanguageMap = {}
    alternative: LanguageMap = {}
    description: LanguageMap = {}
    narratives: tuple[Narrative, ...] = ()
    elements: tuple[Link, ...] = ()
    event: str | None = None
    date: DateValue | None = None
    places: tuple[Link, ...] = ()
    agents: tuple[Link, ...] = ()
    peoples: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    terms: tuple[Link, ...] = ()
    source_note: LanguageMap = {}
    carrier: LanguageMap = {}
    rights: str | None = None
    credit_line: LanguageMap = {}
    notices: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    relations: tuple[Link, ...] = ()
    levels: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    inventory_number: str | None = None
    shelfmark: str | None = None
    files: tuple[FileRecord, ...] = ()
    cover: str | None = None
    from_file: dict[str, str] = {}
    owner: str = ""
    published_at: datetime | None = None

    @model_validator(mode="after")
    def _files_are_no_wider(self) -> Self:
        rules = (file.access for file in self.files if file.access is not None)
        if not all(rule.within(self.access) for rule in rules):
            message = "a file may be stricter than its item, never wider"
            raise ValueError(message)
        return self

    @property
    def current_files(self) -> tuple[FileRecord, ...]:
        """The files in their order, without those that a better scan has replaced."""
        return tuple(file for file in self.files if file.replaced_by is None)

    def file(self, file_id: str) -> FileRecord | None:
        """Return the file of this id, or None."""
        return next((file for file in self.files if file.id == file_id), None)
