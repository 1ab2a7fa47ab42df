"""What the starter vocabulary is made of, as frozen values that mirror its data files.

Texts are maps from a BCP 47 tag to words. Where a statement has no source, it stands under
`unverified…` and not beside the sourced ones, so that nothing shows it as a fact by accident.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BeforeValidator

Text = Mapping[str, str]
Confidence = Literal["high", "medium", "low"]
NameStatus = Literal["preferred", "variant", "hidden"]

UNSOURCED = "no source found: general knowledge, verify"
_URL = re.compile(r"https?://[^\s;,]+")


@dataclass(frozen=True, slots=True)
class StarterSource:
    """Where a statement comes from, as it is cited."""

    text: str

    @property
    def url(self) -> str | None:
        """The first address in the citation, or None."""
        found = _URL.search(self.text)
        return found.group() if found else None

    @property
    def is_citation(self) -> bool:
        """Tell a source from the remark that none was found."""
        return self.text != UNSOURCED


def _as_source(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Sources = tuple[Annotated[StarterSource, BeforeValidator(_as_source)], ...]


@dataclass(frozen=True, slots=True)
class StarterName:
    """One name: shown first (`preferred`), shown too (`variant`) or a search key (`hidden`).

    `reason` tells why: attested, autonym, official, or for hidden ones search (a plausible
    spelling), unmarked, bare, short, outdated.
    """

    language: str
    text: str
    status: NameStatus
    reason: str = ""

    @property
    def is_shown(self) -> bool:
        """Tell whether a page may show the name."""
        return self.status != "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whatever has a stable slug, names, sources and a degree of confidence."""

    id: str
    names: tuple[StarterName, ...]
    sources: Sources
    confidence: Confidence = "high"

    def name(self, language: str) -> str:
        """Return the preferred name in a language, else in Vietnamese."""
        preferred = {n.language: n.text for n in reversed(self.names) if n.status == "preferred"}
        return preferred.get(language) or preferred["vi"]

    @property
    def is_sourced(self) -> bool:
        """Tell whether at least one true source stands behind the entry."""
        return any(source.is_citation for source in self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterInscription:
    """A list that an element stands on: `date` is EDTF, `date_written` what the source wrote."""

    id: str
    list: Literal["national", "unesco-representative"]
    title: Text
    sources: Sources
    confidence: Confidence
    decision: str = ""
    element_number: str = ""
    date: str = ""
    date_written: str = ""
    is_inferred: bool = False
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFact:
    """A sourced statement about an element that fits no field."""

    id: str
    text: Text
    sources: Sources
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterAuthor:
    """A person who made an authored work, with the role played in it."""

    name: str
    role: str
    honour: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionRule:
    """When something is held each year, by the lunar or the solar calendar."""

    calendar: Literal["lunar", "solar"]
    month: int
    day: int | None = None
    until_month: int | None = None
    until_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterElement(Named):
    """A heritage element or an authored work."""

    family: str
    kind: str
    ich_type: str | None = None
    ich_type_basis: Literal["inscription", "editor"] | None = None
    unesco_domains: tuple[str, ...] = ()
    peoples: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    place_note: Text = field(default_factory=dict)
    meaning: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    occasion: Text = field(default_factory=dict)
    occasion_rules: tuple[OccasionRule, ...] = ()
    movement: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)
    facts: tuple[StarterFact, ...] = ()
    inscriptions: tuple[StarterInscription, ...] = ()
    part_of: str | None = None
    draws_on: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    costumes: tuple[str, ...] = ()
    script: str | None = None
    work_type: str | None = None
    authors: tuple[StarterAuthor, ...] = ()
    has_living_authors: bool = False
    is_sensitive: bool = False
    is_modern: bool = False
    unverified: Mapping[str, Text] = field(default_factory=dict)
    unverified_rules: tuple[OccasionRule, ...] = ()
    unverified_places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterScheme:
    """A controlled list of terms (a SKOS concept scheme)."""

    id: str
    names: Text
    sources: Sources
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterTerm(Named):
    """A concept of a scheme; `matches` holds addresses elsewhere by `exact` and `close`."""

    scheme: str
    broader: str | None = None
    notation: str | None = None
    category: str | None = None
    definition: Text = field(default_factory=dict)
    peoples: tuple[str, ...] = ()
    url: str | None = None
    matches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterPeople(Named):
    """A people of Sơn La; `is_identified` is false where sources name a number, not a people."""

    gso_code: str | None = None
    languages: tuple[str, ...] = ()
    census_2009: Mapping[str, float] = field(default_factory=dict)
    note: Text = field(default_factory=dict)
    is_identified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterPlace(Named):
    """A province, a unit since 2025-07-01, or a district, commune or ward before that day."""

    kind: Literal["province", "city", "town", "district", "ward", "commune", "township"]
    code: str | None = None
    code_is_certain: bool = True
    latitude: float | None = None
    longitude: float | None = None
    point_note: Text = field(default_factory=dict)
    area_km2: float | None = None
    within: str | None = None
    former_districts: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    merged_into: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    unchanged: bool = False
    note: Text = field(default_factory=dict)

    @property
    def is_current(self) -> bool:
        """Tell whether the place still exists under this name."""
        return self.valid_to is None


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterListMember:
    """One place in a list: the element meant, or only the words where none is known."""

    as_written: str
    element: str | None = None
    related: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterList(Named):
    """A sourced list of elements, such as one tradition's “six ancient dances”."""

    members: tuple[StarterListMember, ...]
    description: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)
    competes_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterLanguage:
    """A language tag with its names, in the order in which pages list it."""

    id: str
    names: Text
    sources: Sources
    registry_name: str
    iso639_3: str | None = None
    glottocode: str | None = None
    people: str | None = None
    scripts: tuple[str, ...] = ()
    confidence: Confidence = "high"


Permission = Literal["yes", "ask", "no"]
Use = Literal["view", "teach", "research", "share", "adapt", "commercial"]
Badge = Literal["ok", "limited", "ask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterRight:
    """A rights statement or licence, with the plain answer to “Tôi dùng được không?”."""

    id: str
    family: Literal["rights-statement", "licence"]
    uri: str
    label: Text
    answer: Text
    badge: Badge
    uses: Mapping[Use, Permission]
    sources: Sources
    conditions: tuple[str, ...] = ()
    is_recommended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterLaw:
    """A law, decree or circular that the archive answers to."""

    id: str
    title: Text
    points: tuple[Text, ...]
    sources: Sources
    confidence: Confidence
    adopted: str | None = None
    in_force: str | None = None


def fold(text: str) -> str:
    """Return the text without case, marks, hyphens and apostrophes, as a key for comparison."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[’'‘-]", "", kept).strip()
