"""The records of everything that an item points to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from archive.records.base import (
    DateValue,
    LanguageMap,
    Link,
    NamedRecord,
    Record,
    Source,
    Value,
)


class Inscription(Value):
    """A list that an element stands on, with the decision that put it there."""

    list: str
    decision: str = ""
    date: str = ""
    sources: tuple[Source, ...] = ()


class ElementRecord(NamedRecord):
    """A living heritage element: a dance, a festival, a craft, a script, a song."""

    type: Literal["element"] = "element"
    kind: str
    ich_type: str | None = None
    unesco_domains: tuple[str, ...] = ()
    inscriptions: tuple[Inscription, ...] = ()
    peoples: tuple[str, ...] = ()
    places: tuple[Link, ...] = ()
    meaning: LanguageMap = {}
    occasion: LanguageMap = {}
    bearers: LanguageMap = {}
    transmission: LanguageMap = {}
    threats: LanguageMap = {}
    safeguarding: LanguageMap = {}
    creators: tuple[Link, ...] = ()
    terms: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    profile: dict[str, LanguageMap] = {}
    notes: LanguageMap = {}


class AgentRecord(NamedRecord):
    """A person or a group."""

    type: Literal["agent"] = "agent"
    kind: Literal["person", "group"] = "person"
    born: DateValue | None = None
    died: DateValue | None = None
    peoples: tuple[str, ...] = ()
    places: tuple[Link, ...] = ()
    taught_by: tuple[str, ...] = ()
    honours: LanguageMap = {}


class DatedName(Value):
    """A name that a place bore for a time."""

    text: str
    valid_from: str | None = None
    valid_to: str | None = None


class PlaceRecord(NamedRecord):
    """A place: province, commune or ward, former unit, village."""

    type: Literal["place"] = "place"
    kind: str = "commune"
    code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: str | None = None
    merged_from: tuple[str, ...] = ()
    dated_names: tuple[DatedName, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    note: LanguageMap = {}


class EventRecord(NamedRecord):
    """Something that happened: a festival edition, a recording journey, a lesson."""

    type: Literal["event"] = "event"
    date: DateValue | None = None
    places: tuple[Link, ...] = ()
    elements: tuple[Link, ...] = ()
    agents: tuple[Link, ...] = ()


class CommunityRecord(NamedRecord):
    """A community that governs what is its own: its rules; members are kept beside."""

    type: Literal["community"] = "community"
    peoples: tuple[str, ...] = ()
    places: tuple[Link, ...] = ()
    protocol: LanguageMap = {}
    contact: LanguageMap = {}
    members: tuple[Link, ...] = ()


class CollectionRecord(NamedRecord):
    """A set of items made by hand."""

    type: Literal["collection"] = "collection"
    items: tuple[str, ...] = ()
    cover: str | None = None


class TermRecord(NamedRecord):
    """A concept of a controlled vocabulary (SKOS)."""

    type: Literal["term"] = "term"
    scheme: str
    broader: str | None = None
    scope_note: LanguageMap = {}
    notation: str | None = None
    url: str | None = None


class ListRecord(NamedRecord):
    """A sourced list of elements, such as one tradition's “six ancient dances”."""

    type: Literal["list"] = "list"
    members: tuple[Link, ...] = ()
    note: LanguageMap = {}


class LessonRecord(NamedRecord):
    """A lesson that a teacher made of items."""

    type: Literal["lesson"] = "lesson"
    items: tuple[Link, ...] = ()
    subject: str | None = None
    level: str | None = None
    minutes: int | None = None
    owner: str = ""


class ConsentUse(StrEnum):
    """What somebody agrees to when they agree to be heard and seen."""

    WEB = "web"
    CLASS = "class"
    RESEARCH = "research"
    PRINT = "print"


class ConsentForm(StrEnum):
    """How a consent was given: signed on paper, spoken into a recording, before a witness."""

    SCAN = "scan"
    SOUND = "sound"
    WITNESS = "witness"


class ConsentRecord(Record):
    """What a person agreed to for uses of items, or of some files of them only."""

    type: Literal["consent"] = "consent"
    person: Link
    items: tuple[str, ...] = ()
    file_ids: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    form: str = ""
    guardian: Link | None = None
    given_on: date | None = None
    expires_on: date | None = None
    withdrawn_on: date | None = None
    lapsed_on: date | None = None
    note: LanguageMap = {}

    @property
    def is_in_force(self) -> bool:
        """Whether the person still agrees, as far as is written down."""
        return self.withdrawn_on is None and self.lapsed_on is None
