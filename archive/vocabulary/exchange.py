"""Terms as SKOS concepts and back.

Source: https://www.w3.org/TR/skos-reference/ sections 4–8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive.ids import slug_of
from archive.records import (
    ElementRecord,
    Name,
    NamedRecord,
    NameStatus,
    PlaceRecord,
    Status,
    TermRecord,
)
from archive.records import Source as Cited
from archive.vocabulary.concepts import Concept, ConceptScheme, SkosVocabulary
from archive.vocabulary.starter import load_starter

_SCHEME = "/schemes/"
# Where records of each type have their pages, which are the addresses of their concepts.
_PAGES = {"term": "/terms/", "element": "/elements/", "place": "/places/"}
# Elements and places are no lists of terms, but concepts all the same: each a scheme of its own.
OF_RECORDS = {"elements": "element", "places": "place"}
_NAMES = {
    "elements": {"vi": "Di sản", "en": "Elements of living heritage"},
    "places": {"vi": "Nơi chốn", "en": "Places"},
}


def vocabulary_of(records: Sequence[NamedRecord], base_url: str, *, hidden: bool) -> SkosVocabulary:
    """Return terms, elements and places as concepts, with addresses under a base."""
    used = {scheme_of(record) for record in records}
    named = {scheme.id: scheme.names for scheme in load_starter().schemes} | _NAMES
    schemes = tuple(
        ConceptScheme(
            uri=f"{base_url}{_SCHEME}{scheme}",
            pref_label={
                language: (text,) for language, text in named.get(scheme, {"vi": scheme}).items()
            },
        )
        for scheme in sorted(used)
    )
    concepts = tuple(_concept(record, base_url, hidden=hidden) for record in records)
    return SkosVocabulary(schemes, concepts, replaced=tuple(_replaced(records, base_url)))


def _replaced(records: Sequence[NamedRecord], base_url: str) -> Iterator[tuple[str, str]]:
    """Yield what each former address of a concept was replaced by.

    Source: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/ (isReplacedBy).
    """
    for record in records:
        address = f"{base_url}{_PAGES[record.type]}"
        for former in record.former_ids:
            if slug_of(former) == former:
                yield f"{address}{former}", f"{address}{record.id}"


def scheme_of(record: NamedRecord) -> str:
    """Return the scheme that a record is a concept of."""
    return record.scheme if isinstance(record, TermRecord) else f"{record.type}s"


def _concept(record: NamedRecord, base_url: str, *, hidden: bool) -> Concept:
    address = f"{base_url}{_PAGES[record.type]}"
    above = broader_of(record)
    term = record if isinstance(record, TermRecord) else None
    return Concept(
        uri=f"{address}{record.id}",
        pref_label=_labels(record, NameStatus.PREFERRED),
        alt_label=_labels(record, NameStatus.VARIANT),
        hidden_label=_labels(record, NameStatus.HIDDEN) if hidden else {},
        definition={language: tuple(texts) for language, texts in record.description.items()},
        scope_note={language: tuple(texts) for language, texts in term.scope_note.items()}
        if term
        else {},
        notation=tuple(filter(None, (_notation(record),))),
        in_scheme=(f"{base_url}{_SCHEME}{scheme_of(record)}",),
        broader=(f"{address}{above}",) if above else (),
        exact_match=(term.url,) if term and term.url else (),
        source=tuple(source.text for source in record.sources),
    )


def broader_of(record: NamedRecord) -> str | None:
    """Return the id of what a record is within, of its own type."""
    if isinstance(record, PlaceRecord):
        return record.within
    return record.broader if isinstance(record, TermRecord) else None


def _notation(record: NamedRecord) -> str | None:
    """Return the code of a term; of an element or a place, which kind it is."""
    if isinstance(record, ElementRecord | PlaceRecord):
        return record.kind
    return record.notation if isinstance(record, TermRecord) else None


def _labels(record: NamedRecord, status: NameStatus) -> dict[str, tuple[str, ...]]:
    labels: dict[str, list[str]] = {}
    for name in record.names:
        if name.status is status:
            labels.setdefault(name.language, []).append(name.text)
    return {language: tuple(texts) for language, texts in labels.items()}


def key_of(concept: Concept) -> tuple[str, str]:
    """Return which type of record a concept is, by its address, and its id."""
    folder = f"/{concept.uri.rstrip('/').rsplit('/', 2)[-2:-1][0]}/" if "/" in concept.uri else ""
    types = {page: record_type for record_type, page in _PAGES.items()}
    return types.get(folder, "term"), _last_part(concept.uri)


def record_of_concept(concept: Concept, before: NamedRecord | None) -> NamedRecord:
    """Return a concept as a record, on top of what is known of it."""
    start = before or _begun(concept)
    hidden = tuple(name for name in start.names if name.status is NameStatus.HIDDEN)
    said = tuple(_names(concept, start))
    changes: dict[str, object] = {
        "names": said if concept.hidden_label else (*said, *hidden),
        "description": {tag: list(texts) for tag, texts in concept.definition.items()},
        "sources": _sources(concept.source, start.sources),
    }
    if isinstance(start, TermRecord):
        changes |= _of_term(concept, start)
    return start.model_copy(update=changes)


def _begun(concept: Concept) -> NamedRecord:
    record_type, record_id = key_of(concept)
    common = {"id": record_id, "slug": record_id, "status": Status.PUBLISHED}
    kind = {"kind": concept.notation[0]} if concept.notation else {}
    above = _last_part(concept.broader[0]) if concept.broader else None
    if record_type == "element":
        return ElementRecord.model_validate({"kind": "custom", **common, **kind})
    if record_type == "place":
        return PlaceRecord.model_validate({**common, **kind, "within": above})
    return TermRecord.model_validate({**common, "scheme": ""})


def _of_term(concept: Concept, start: TermRecord) -> dict[str, object]:
    return {
        "scheme": _last_part(concept.in_scheme[0]) if concept.in_scheme else start.scheme,
        "broader": _last_part(concept.broader[0]) if concept.broader else None,
        "scope_note": {tag: list(texts) for tag, texts in concept.scope_note.items()},
        "notation": concept.notation[0] if concept.notation else None,
        "url": concept.exact_match[0] if concept.exact_match else None,
    }


def _names(concept: Concept, before: NamedRecord) -> Iterable[Name]:
    known = {(name.language, name.text, name.status): name for name in before.names}
    by_status = (
        (NameStatus.PREFERRED, concept.pref_label),
        (NameStatus.VARIANT, concept.alt_label),
        (NameStatus.HIDDEN, concept.hidden_label),
    )
    found = {
        (language, text, status): Name(language=language, text=text, status=status)
        for status, labels in by_status
        for language, texts in labels.items()
        for text in texts
    }
    # Names that are known stay as they are and where they are; new ones follow.
    yield from (name for key, name in known.items() if key in found)
    yield from (name for key, name in found.items() if key not in known)


def _sources(said: tuple[str, ...], before: tuple[Cited, ...]) -> tuple[Cited, ...]:
    known = {source.text: source for source in before}
    kept = [source for source in before if source.text in said]
    return (*kept, *(Cited(text=text) for text in said if text not in known))


def _last_part(address: str) -> str:
    return address.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1][:80]
