"""Gather what the pages of elements show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.pointers import pointers
from archive.discover import queries
from archive.discover.names import Key, Named, links_to, named, names_of
from archive.discover.nouns import (
    Entry,
    NameRow,
    Recordings,
    entries_of,
    links_of,
    name_rows,
    recordings_about,
)
from archive.discover.words import (
    ELEMENT_KINDS,
    ICH_TYPES,
    INSCRIPTIONS,
    PROFILES,
    RELATIONS,
    ROLES,
    SCHEMES,
    said,
)
from archive.records import ElementRecord, LanguageMap, Link, ListRecord, Source, record_of

FactRow = tuple[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, slots=True)
class Member:
    """An element on a list: as the list writes it, and the element where there is one."""

    as_written: str
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class SourcedList:
    """A list of elements as one tradition or one book tells it, with its sources."""

    record: ListRecord
    title: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The elements of one kind."""

    kind: str
    label: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """An official list that an element stands on."""

    label: str
    decision: str
    date: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ElementPage:
    """Everything that the template of an element shows."""

    record: ElementRecord
    title: str
    title_lang: str
    kind_label: str
    ich_type: str
    names: tuple[NameRow, ...]
    sections: tuple[tuple[str, LanguageMap], ...]
    statements: tuple[LanguageMap, ...]
    facts: tuple[FactRow, ...]
    listings: tuple[Listing, ...]
    lists: tuple[tuple[str, LanguageMap], ...]
    recordings: Recordings
    has_living_authors: bool
    is_sensitive: bool

    @property
    def other_names(self) -> tuple[tuple[str, str], ...]:
        """The first name in each other language, as far as it differs from the title."""
        firsts = {row.names[0].casefold(): row for row in reversed(self.names)}
        firsts.pop(self.title.casefold(), None)
        return tuple((row.names[0], row.language) for row in self.names if row in firsts.values())


def element_page(
    session: Session, record: ElementRecord, viewer: Viewer, language: str
) -> ElementPage:
    """Return the page of an element."""
    keys = {(pointer.target_type, pointer.target_id) for pointer in pointers(record)}
    keys |= {("term", domain) for domain in record.unesco_domains}
    names = names_of(session, keys, viewer, language)
    shown = named(record, language)
    lists = (record_of(row.record) for row in queries.lists_with(session, record.id, viewer))
    return ElementPage(
        record=record,
        title=shown.title,
        title_lang=shown.language,
        kind_label=said(ELEMENT_KINDS, record.kind),
        ich_type=said(ICH_TYPES, record.ich_type) if record.ich_type else "",
        names=name_rows(record, language),
        sections=tuple(_profile(record)),
        statements=tuple(texts for key, texts in record.profile.items() if key.startswith("fact:")),
        facts=tuple(_facts(record, names)),
        listings=tuple(_listings(record)),
        lists=tuple((named(one, language).title, _note(one)) for one in lists),
        recordings=recordings_about(session, "element", [record.id], viewer, language),
        has_living_authors="living_authors" in record.profile,
        is_sensitive="sensitive" in record.profile,
    )


def _note(record: object) -> LanguageMap:
    return record.note if isinstance(record, ListRecord) else {}


def _profile(record: ElementRecord) -> Iterable[tuple[str, LanguageMap]]:
    for key, label in PROFILES.items():
        if record.profile.get(key):
            yield str(label), record.profile[key]


def _facts(record: ElementRecord, names: Mapping[Key, Named]) -> Iterable[FactRow]:
    yield said(SCHEMES, "peoples"), links_to(names, "term", record.peoples)
    yield from _by(record.creators, "agent", names, ROLES, "author")
    yield _("Nơi thực hành"), links_of(record.places, "place", names)
    by_scheme: dict[str, list[Link]] = defaultdict(list)
    for link in record.terms:
        found = names.get(("term", link.id or ""))
        by_scheme[found.kind if found else ""].append(link)
    for scheme, links in by_scheme.items():
        yield said(SCHEMES, scheme), links_of(links, "term", names)
    yield _("Lĩnh vực theo UNESCO"), links_to(names, "term", record.unesco_domains)
    yield from _by(record.related, "element", names, RELATIONS, "related")


def _by(
    links: Iterable[Link],
    record_type: str,
    names: Mapping[Key, Named],
    words: Mapping[str, object],
    otherwise: str,
) -> Iterable[FactRow]:
    """Yield a row for each role among some links."""
    by_role: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_role[link.role or otherwise].append(link)
    for role, group in by_role.items():
        yield said(words, role), links_of(group, record_type, names)


def _listings(record: ElementRecord) -> Iterable[Listing]:
    for one in record.inscriptions:
        yield Listing(said(INSCRIPTIONS, one.list), one.decision, one.date, one.sources)


def sourced_lists(
    session: Session, viewer: Viewer, language: str, counts: Mapping[str, int]
) -> tuple[SourcedList, ...]:
    """Return the sourced lists with their members; the best-known one first."""
    records = [record_of(row.record) for row in queries.element_lists(session, viewer)]
    lists = [record for record in records if isinstance(record, ListRecord)]
    ids = {link.id for one in lists for link in one.members if link.id}
    entries = {entry.id: entry for entry in elements_of(session, ids, viewer, language, counts)}
    return tuple(
        SourcedList(
            one,
            named(one, language).title,
            tuple(Member(link.name, entries.get(link.id or "")) for link in one.members),
        )
        for one in lists
    )


def elements_of(
    session: Session,
    ids: Iterable[str],
    viewer: Viewer,
    language: str,
    counts: Mapping[str, int],
) -> tuple[Entry, ...]:
    """Return the elements of these ids."""
    rows = queries.rows_with_ids(session, "element", list(ids), viewer)
    return entries_of(rows, counts, language)


def element_groups(
    session: Session, viewer: Viewer, language: str, counts: Mapping[str, int], kind: str
) -> tuple[KindGroup, ...]:
    """Return all elements by kind, or those of one kind."""
    rows = (
        queries.elements_of_kind(session, kind, viewer)
        if kind
        else queries.rows_of(session, "element", viewer)
    )
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries_of(rows, counts, language):
        by_kind[entry.kind].append(entry)
    order = [*ELEMENT_KINDS, *sorted(set(by_kind) - set(ELEMENT_KINDS))]
    return tuple(
        KindGroup(one, said(ELEMENT_KINDS, one), tuple(by_kind[one]))
        for one in order
        if one in by_kind
    )
