"""Enter the starter vocabulary into the catalogue; what people changed since stays theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from archive.catalogue.models import ROWS
from archive.catalogue.saving import SYSTEM, Save, save_many
from archive.engines import Engines
from archive.records import (
    ElementRecord,
    LanguageMap,
    Link,
    ListRecord,
    Name,
    NameStatus,
    PlaceRecord,
    Record,
    Source,
    Status,
    TermRecord,
    record_of,
)
from archive.records.nouns import DatedName, Inscription
from archive.vocabulary.starter import load_starter
from archive.vocabulary.values import (
    Named,
    Sources,
    StarterElement,
    StarterInscription,
    StarterList,
    StarterPeople,
    StarterPlace,
    StarterTerm,
    Text,
)

MESSAGE = "Bộ từ vựng ban đầu"
_BATCH = 200
_BOOKKEEPING = {"version", "created_at", "created_by", "updated_at", "updated_by"}
Progress = Callable[[int], None]


def load_vocabulary(engines: Engines, progress: Progress | None = None) -> int:
    """Save what is new or was changed in the starter vocabulary; return how many records.

    A record that a person has edited is left alone.
    """
    saved, records = 0, starter_records()
    while batch := list(islice(records, _BATCH)):
        saves = list(_needed(engines, batch))
        save_many(engines, saves, by=SYSTEM)
        saved += len(saves)
        if progress:
            progress(saved)
    return saved


def _needed(engines: Engines, batch: Iterable[Record]) -> Iterator[Save]:
    with engines.db.reading() as session:
        for record in batch:
            row = session.get(ROWS[record.type], record.id)
            if row is None:
                yield Save(record, MESSAGE)
                continue
            there = record_of(row.record)
            if there.updated_by == SYSTEM.name and _said(there) != _said(record):
                kept = {"created_at": there.created_at, "created_by": there.created_by}
                yield Save(record.model_copy(update=kept), MESSAGE, base_version=row.version)


def _said(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record.to_json().items() if key not in _BOOKKEEPING}


def starter_records() -> Iterator[Record]:
    """Yield the records of the starter vocabulary."""
    starter = load_starter()
    yield from (_term(term) for term in starter.terms)
    yield from (_people(people) for people in starter.peoples if people.is_identified)
    yield from (_place(place) for place in starter.places)
    yield from (_element(element) for element in starter.elements)
    yield from (_list(listed) for listed in starter.lists)


def _common(entry: Named) -> dict[str, Any]:
    return {
        "id": entry.id,
        "slug": entry.id,
        "status": Status.PUBLISHED,
        "names": tuple(
            Name(
                language=name.language,
                text=name.text,
                status=NameStatus(name.status),
                source=name.reason or None,
            )
            for name in entry.names
        ),
        "sources": _sources(entry.sources),
        "confidence": entry.confidence,
    }


def _sources(sources: Sources) -> tuple[Source, ...]:
    return tuple(Source(text=said.text, url=said.url) for said in sources if said.is_citation)


def _map(text: Text) -> LanguageMap:
    return {language: [words] for language, words in text.items() if words}


def _element(entry: StarterElement) -> ElementRecord:
    terms = [Link(id=term, role="instrument") for term in entry.instruments]
    terms += [Link(id=term, role="costume") for term in entry.costumes]
    related = [Link(id=other, role="related") for other in entry.related]
    related += [Link(id=other, role="draws-on") for other in entry.draws_on]
    if entry.part_of:
        related.append(Link(id=entry.part_of, role="part-of"))
    return ElementRecord(
        **_common(entry),
        kind=entry.kind,
        ich_type=entry.ich_type,
        unesco_domains=entry.unesco_domains,
        inscriptions=tuple(_inscription(said) for said in entry.inscriptions),
        peoples=entry.peoples,
        places=tuple(Link(id=place) for place in entry.places),
        description=_map(entry.description),
        meaning=_map(entry.meaning),
        occasion=_map(entry.occasion),
        creators=tuple(Link(name=author.name, role=author.role) for author in entry.authors),
        terms=tuple(terms),
        related=tuple(related),
        profile=_profile(entry),
        notes=_map(entry.note),
    )


def _profile(entry: StarterElement) -> dict[str, LanguageMap]:
    said = {"movement": _map(entry.movement), "place_note": _map(entry.place_note)}
    said |= {f"fact:{fact.id}": _map(fact.text) for fact in entry.facts}
    if entry.has_living_authors:
        said["living_authors"] = {"vi": ["có"], "en": ["yes"]}
    if entry.is_sensitive:
        said["sensitive"] = {"vi": ["có"], "en": ["yes"]}
    return {key: texts for key, texts in said.items() if texts}


def _inscription(entry: StarterInscription) -> Inscription:
    return Inscription(
        list=entry.list,
        decision=entry.decision,
        date=entry.date or entry.date_written,
        sources=_sources(entry.sources),
    )


def _term(entry: StarterTerm) -> TermRecord:
    return TermRecord(
        **_common(entry),
        scheme=entry.scheme,
        broader=entry.broader,
        description=_map(entry.definition),
        notation=entry.notation,
        url=entry.url,
    )


def _people(entry: StarterPeople) -> TermRecord:
    return TermRecord(
        **_common(entry), scheme="peoples", notation=entry.gso_code, scope_note=_map(entry.note)
    )


def _place(entry: StarterPlace) -> PlaceRecord:
    note = {**_map(entry.point_note)}
    for language, words in _map(entry.note).items():
        note[language] = [*note.get(language, []), *words]
    return PlaceRecord(
        **_common(entry),
        kind=entry.kind,
        code=entry.code,
        latitude=entry.latitude,
        longitude=entry.longitude,
        within=entry.within or entry.merged_into,
        merged_from=entry.merged_from,
        dated_names=(
            DatedName(text=entry.name("vi"), valid_from=entry.valid_from, valid_to=entry.valid_to),
        ),
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        note=note,
    )


def _list(entry: StarterList) -> ListRecord:
    return ListRecord(
        **_common(entry),
        description=_map(entry.description),
        note=_map(entry.note),
        members=tuple(Link(id=member.element, name=member.as_written) for member in entry.members),
    )
