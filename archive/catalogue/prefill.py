"""Turn what a file says of itself into the first description of an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.catalogue.dates import DateNotUnderstoodError, format_date, parse_date
from archive.catalogue.files.names import title_from
from archive.catalogue.queries import ids_named
from archive.records import DateValue, ItemKind, ItemRecord, Link
from media.camerawords import spoken
from media.values import Description, Kind

ITEM_KINDS = {
    Kind.IMAGE: ItemKind.IMAGE,
    Kind.SOUND: ItemKind.SOUND,
    Kind.VIDEO: ItemKind.VIDEO,
    Kind.DOCUMENT: ItemKind.TEXT,
    Kind.CAPTIONS: ItemKind.TEXT,
}
_CREATOR_ROLES = {
    Kind.IMAGE: "photographer",
    Kind.SOUND: "performer",
    Kind.VIDEO: "videographer",
    Kind.DOCUMENT: "author",
}
# ISO 639-2 codes that media files carry, as the tags that records use.
_TAGS = {
    "vie": "vi",
    "eng": "en",
    "fra": "fr",
    "fre": "fr",
    "tha": "th",
    "lao": "lo",
}
_UNKNOWN = {"", "und", "mul", "zxx", "mis", "qaa"}


@dataclass(frozen=True, slots=True)
class Matches:
    """Which names in a file are known here, as name → id."""

    agents: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


def matches_of(session: Session, description: Description) -> Matches:
    """Return the people and terms that the file names and that the catalogue knows."""
    return Matches(
        agents=ids_named(session, "agent", description.creators),
        terms=ids_named(session, "term", description.keywords),
    )


def prefilled(description: Description, name: str, matches: Matches) -> dict[str, Any]:
    """Return the fields of an item that follow from a file, with `from_file` saying which."""
    values: dict[str, Any] = {}
    said: dict[str, str] = {}
    for field_name, value, words in _fields(description, name, matches):
        values[field_name] = value
        said[field_name] = words[:500]
    if description.gps is not None:
        said["gps"] = f"{description.gps.latitude:.5f}, {description.gps.longitude:.5f}"
    return {**values, "kind": ITEM_KINDS[description.kind], "from_file": said}


def _fields(description: Description, name: str, matches: Matches) -> list[tuple[str, Any, str]]:
    found: list[tuple[str, Any, str]] = []
    language = tag_of(description.language)
    text_language = language if language in {"vi", "en"} else "vi"
    title = description.title.strip()
    found.append(("title", {text_language: [title or title_from(name)]}, title or name))
    for field_name, text in (
        ("description", spoken(description.description)),
        ("credit_line", description.credit or description.copyright),
    ):
        if text.strip():
            found.append((field_name, {text_language: [text.strip()]}, text.strip()))
    date = date_value(description.captured)
    if date is not None:
        found.append(("date", date, date.as_written))
    if description.creators:
        found.append(("agents", _agents(description, matches), "; ".join(description.creators)))
    if description.keywords:
        found.append(("terms", _terms(description, matches), "; ".join(description.keywords)))
    if language and description.kind in {Kind.SOUND, Kind.VIDEO, Kind.DOCUMENT}:
        found.append(("languages", (language,), description.language))
    return found


def _agents(description: Description, matches: Matches) -> tuple[Link, ...]:
    role = _CREATOR_ROLES.get(description.kind, "")
    names = dict.fromkeys(name.strip() for name in description.creators if name.strip())
    return tuple(Link(id=matches.agents.get(name), name=name, role=role) for name in names)


def _terms(description: Description, matches: Matches) -> tuple[Link, ...]:
    words = dict.fromkeys(word.strip() for word in description.keywords if word.strip())
    return tuple(Link(id=matches.terms.get(word), name=word) for word in words)[:40]


def tag_of(language: str) -> str:
    """Return the language tag that a file means; "" when it does not say."""
    tag = language.strip().replace("_", "-")
    return "" if tag.lower() in _UNKNOWN else _TAGS.get(tag.lower(), tag)


def date_value(edtf: str) -> DateValue | None:
    """Return a date that a file gives as EDTF, written as people write it; None for none."""
    if not edtf:
        return None
    try:
        read = parse_date(edtf)
        written = format_date(read.edtf or edtf)
    except DateNotUnderstoodError:
        return None
    return DateValue(
        edtf=read.edtf, as_written=written, year_from=read.year_from, year_to=read.year_to
    )


def add_prefilled(item: ItemRecord, values: dict[str, Any]) -> dict[str, Any]:
    """Return those prefilled fields that an item has not been given yet."""
    said = values.get("from_file", {})
    fresh = {
        key: value
        for key, value in values.items()
        if key not in {"kind", "from_file"} and not getattr(item, key)
    }
    return {**fresh, "from_file": {**{key: said[key] for key in fresh}, **item.from_file}}
