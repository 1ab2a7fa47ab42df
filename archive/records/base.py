"""The values that every record is made of."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from archive.records.embargoes import day_of
from archive.records.seasons import days_of

SCHEMA = "https://kho-xoe.vn/ns/record/1"


class Status(StrEnum):
    """Where a record stands on its way to the public."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Preset(StrEnum):
    """Who may see, in the four plain words of the page."""

    PUBLIC = "public"
    SCHOOL = "school"
    COMMUNITY = "community"
    STAFF = "staff"


class NameStatus(StrEnum):
    """What a name is for: shown first, shown too, or a search key only."""

    PREFERRED = "preferred"
    VARIANT = "variant"
    HIDDEN = "hidden"


# What no text of XML 1.0 may hold, and so no feed. Source: https://www.w3.org/TR/xml/#charsets
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return a text in NFC, without the control characters that no document may hold."""
    return unicodedata.normalize("NFC", _NO_TEXT.sub("", text)).strip()


def _clean_map(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the map in NFC, without empty texts and empty languages."""
    cleaned = {
        tag: [text for text in map(clean_text, values) if text] for tag, values in texts.items()
    }
    return {tag: values for tag, values in cleaned.items() if values}


LanguageMap = Annotated[dict[str, list[str]], AfterValidator(_clean_map)]


class Value(BaseModel):
    """A frozen value that refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Audience(Value):
    """A set of viewers: a preset, for *Cộng đồng* the communities it means, and when it is open.

    Either in a `season` of every year, or from the day of an `embargo` on.
    """

    preset: Preset = Preset.PUBLIC
    communities: tuple[str, ...] = ()
    all_of: bool = False
    season: str | None = None
    embargo: str | None = None

    @model_validator(mode="after")
    def _opens_on_real_days(self) -> Self:
        if self.season is not None and self.embargo is not None:
            message = "a season or an embargo, not both"
            raise ValueError(message)
        if self.season is not None and not days_of(self.season):
            message = "a season has days"
            raise ValueError(message)
        if self.embargo is not None:
            day_of(self.embargo)
        return self

    @model_validator(mode="after")
    def _names_its_communities(self) -> Self:
        if (self.preset is Preset.COMMUNITY) != bool(self.communities):
            message = "communities are named exactly where the preset is “community”"
            raise ValueError(message)
        return self

    def within(self, other: Audience) -> bool:
        """Tell whether everyone of this audience belongs to the other one too."""
        if self == other or self.preset is Preset.STAFF:
            return True
        if not (_season_within(self.season, other.season) and _embargo_within(self, other)):
            return False
        if other.preset is Preset.PUBLIC:
            return True
        if other.preset is Preset.SCHOOL:
            # Whoever is a member or staff is signed in, and so of the school; a visitor is not.
            return self.preset is not Preset.PUBLIC
        if self.preset is not Preset.COMMUNITY or other.preset is not Preset.COMMUNITY:
            return False
        return _communities_within(self, other)


def _season_within(narrow: str | None, wide: str | None) -> bool:
    """Tell whether a season lies within another one; without one it is the whole year."""
    return wide is None or (narrow is not None and days_of(narrow) <= days_of(wide))


def _embargo_within(narrow: Audience, wide: Audience) -> bool:
    """Tell whether one audience is let in no sooner than another one."""
    return wide.embargo is None or (narrow.embargo is not None and narrow.embargo >= wide.embargo)


def _communities_within(narrow: Audience, wide: Audience) -> bool:
    """Tell whether members of `narrow` are always members of `wide`."""
    mine, theirs = set(narrow.communities), set(wide.communities)
    if narrow.all_of:
        return theirs <= mine if wide.all_of else bool(mine & theirs)
    return len(theirs) == 1 and mine == theirs if wide.all_of else mine <= theirs


class Access(Value):
    """Who may see the record (`see`), who may know of it, who may take the originals."""

    see: Audience = Audience()
    know: Audience | None = None
    take: Audience | None = None

    @model_validator(mode="after")
    def _grades_narrow(self) -> Self:
        if not self.see.within(self.known_by) or not self.taken_by.within(self.see):
            message = "take ⊆ see ⊆ know does not hold"
            raise ValueError(message)
        return self

    def within(self, other: Access) -> bool:
        """Tell whether this rule lets in nobody whom the other one keeps out, at any grade."""
        return (
            self.known_by.within(other.known_by)
            and self.see.within(other.see)
            and self.taken_by.within(other.taken_by)
        )

    @property
    def known_by(self) -> Audience:
        """The audience that may know the title and whom to ask."""
        return self.know or self.see

    @property
    def taken_by(self) -> Audience:
        """The audience that may take the originals."""
        return self.take or self.see


class Source(Value):
    """Where a statement comes from."""

    text: str
    url: str | None = None


class Name(Value):
    """One name in one language and script."""

    language: str
    text: Annotated[str, AfterValidator(clean_text)]
    status: NameStatus = NameStatus.VARIANT
    source: str | None = None


class DateValue(Value):
    """A date as EDTF beside the words that somebody wrote."""

    edtf: str | None = None
    as_written: str = ""
    year_from: int | None = None
    year_to: int | None = None
    is_lunar: bool = False


class Link(Value):
    """A pointer to another record, with the role it plays; `name` keeps what was written."""

    id: str | None = None
    name: str = ""
    role: str = ""


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Record(Value):
    """What all records share."""

    type: str
    id: str
    version: int = 0
    status: Status = Status.DRAFT
    access: Access = Access()
    is_demo: bool = False
    former_ids: tuple[str, ...] = ()
    created_at: datetime = Field(default_factory=_now)
    created_by: str = ""
    updated_at: datetime = Field(default_factory=_now)
    updated_by: str = ""
    withdrawn_reason: LanguageMap = {}
    sources: tuple[Source, ...] = ()
    confidence: str | None = None

    @property
    def object_id(self) -> str:
        """The identifier of the OCFL object that holds the record."""
        return f"urn:kho:{self.type}:{self.id}"

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of the record, without what stands at its default."""
        instants = {"created_at", "updated_at"}
        dumped = self.model_dump(mode="json", exclude_defaults=True, exclude=instants)
        always = self.model_dump(mode="json", include=instants)
        return {"schema": SCHEMA, "type": self.type, **dumped, **always}

    @model_validator(mode="before")
    @classmethod
    def _drop_schema(cls, value: Any) -> Any:  # noqa: ANN401 - pydantic hands over anything
        if isinstance(value, dict) and "schema" in value:
            return {key: content for key, content in value.items() if key != "schema"}
        return value


class NamedRecord(Record):
    """A record that is called by names and described in several languages.

    One that was merged into another is withdrawn, says nothing but where it went (`replaced_by`),
    and its address leads there. Source: dcterms:isReplacedBy.
    """

    slug: str = ""
    names: tuple[Name, ...] = ()
    description: LanguageMap = {}
    replaced_by: str | None = None

    def names_in(self, language: str, *, shown: bool = True) -> tuple[str, ...]:
        """Return the names in a language, preferred first; hidden ones only on request."""
        wanted = [
            name
            for name in self.names
            if name.language == language and not (shown and name.status is NameStatus.HIDDEN)
        ]
        return tuple(name.text for name in sorted(wanted, key=_preferred_first))


def _preferred_first(name: Name) -> bool:
    return name.status is not NameStatus.PREFERRED
