"""What the lists and suggestions of a form offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.rights import all_rights
from archive.catalogue.schooling import LEVELS, SUBJECTS
from archive.desk.queries import Offered, offered_records
from archive.discover.words import ITEM_KINDS, ROLES
from archive.languages import known_tags, language_name

Options = tuple[tuple[str, str], ...]
SUGGESTED = ("element", "agent", "place", "event", "collection", "community")
_NOT_WRITTEN = {"mul", "zxx", "und"}
_TERM_SCHEMES = {"instruments", "costumes", "movements"}
_NOTICE_SCHEMES = ("tk-labels", "bc-labels", "notices")


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that the describe form offers."""

    kinds: Options
    text_languages: Options
    spoken_languages: Options
    roles: Options
    element_roles: Options
    relations: Options
    rights: tuple[tuple[str, Options], ...]
    recommended: str
    levels: Options
    subjects: Options
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    peoples: Options = ()
    communities: Options = ()
    notices: Mapping[str, Options] = field(default_factory=dict)


def choices(session: Session, viewer: Viewer, language: str) -> Choices:
    """Return what the describe form offers to a viewer."""
    offered = {kind: offered_records(session, kind, viewer) for kind in SUGGESTED}
    terms = offered_records(session, "term", viewer)
    offered["term"] = [row for row in terms if row.scheme in _TERM_SCHEMES]
    return Choices(
        kinds=_worded(ITEM_KINDS),
        text_languages=language_options(language, written=True),
        spoken_languages=language_options(language),
        roles=_worded(ROLES),
        element_roles=_terms(terms, "element-roles", language, by_notation=True),
        relations=_terms(terms, "relations", language, by_notation=True),
        rights=rights_options(language),
        recommended=next(right.id for right in all_rights() if right.is_recommended),
        levels=_worded(LEVELS),
        subjects=_worded(SUBJECTS),
        suggestions={kind: suggestions_of(rows) for kind, rows in offered.items()},
        peoples=_terms(terms, "peoples", language),
        communities=tuple((row.id, row.title) for row in offered["community"]),
        notices={scheme: _terms(terms, scheme, language) for scheme in _NOTICE_SCHEMES},
    )


def suggestions_of(rows: Iterable[Offered]) -> tuple[str, ...]:
    """Return names to be offered; a name that two records bear carries the id as well."""
    listed = list(rows)
    counts = Counter(row.title for row in listed)
    return tuple(
        row.title if counts[row.title] == 1 else f"{row.title} · {row.id}" for row in listed
    )


def language_options(language: str, *, written: bool = False) -> Options:
    """Return the language tags that a form offers; with `written` those of texts only."""
    tags = known_tags()
    if written:
        tags = tuple(tag for tag in tags if tag.split("-")[0] not in _NOT_WRITTEN)
    return tuple((tag, language_name(tag, language)) for tag in tags)


def rights_options(language: str) -> tuple[tuple[str, Options], ...]:
    """Return the licences and statements as groups, the recommended one first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for right in all_rights():
        label = right.label["en" if language == "en" else "vi"]
        groups.setdefault(right.family, []).append((right.id, label))
    return tuple((family, tuple(options)) for family, options in groups.items())


def _worded(words: Mapping[Any, object]) -> Options:
    return tuple((str(key), str(text)) for key, text in words.items())


def _terms(
    rows: Iterable[Offered], scheme: str, language: str, *, by_notation: bool = False
) -> Options:
    return tuple(
        (row.notation if by_notation and row.notation else row.id, row.named(language))
        for row in rows
        if row.scheme == scheme
    )
