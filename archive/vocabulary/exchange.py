"""Terms as SKOS concepts and back.

Source: https://www.w3.org/TR/skos-reference/ sections 4–8.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.records import Name, NamedRecord, NameStatus, Status, TermRecord
from archive.records import Source as Cited
from archive.vocabulary.concepts import Concept, ConceptScheme, SkosVocabulary
from archive.vocabulary.starter import load_starter

_SCHEME = "/schemes/"
_TERM = "/terms/"


def vocabulary_of(terms: Sequence[TermRecord], base_url: str, *, hidden: bool) -> SkosVocabulary:
    """Return terms as concepts of their schemes, with addresses under a base."""
    used = {term.scheme for term in terms}
    named = {scheme.id: scheme for scheme in load_starter().schemes}
    schemes = tuple(
        ConceptScheme(
            uri=f"{base_url}{_SCHEME}{scheme}",
            pref_label={
                language: (text,)
                for language, text in (
                    named[scheme].names if scheme in named else {"vi": scheme}
                ).items()
            },
        )
        for scheme in sorted(used)
    )
    concepts = tuple(_concept(term, base_url, hidden=hidden) for term in terms)
    return SkosVocabulary(schemes=schemes, concepts=concepts)


def _concept(term: TermRecord, base_url: str, *, hidden: bool) -> Concept:
    return Concept(
        uri=f"{base_url}{_TERM}{term.id}",
        pref_label=_labels(term, NameStatus.PREFERRED),
        alt_label=_labels(term, NameStatus.VARIANT),
        hidden_label=_labels(term, NameStatus.HIDDEN) if hidden else {},
        definition={language: tuple(texts) for language, texts in term.description.items()},
        scope_note={language: tuple(texts) for language, texts in term.scope_note.items()},
        notation=(term.notation,) if term.notation else (),
        in_scheme=(f"{base_url}{_SCHEME}{term.scheme}",),
        broader=(f"{base_url}{_TERM}{term.broader}",) if term.broader else (),
        exact_match=(term.url,) if term.url else (),
        source=tuple(source.text for source in term.sources),
    )


def _labels(record: NamedRecord, status: NameStatus) -> dict[str, tuple[str, ...]]:
    labels: dict[str, list[str]] = {}
    for name in record.names:
        if name.status is status:
            labels.setdefault(name.language, []).append(name.text)
    return {language: tuple(texts) for language, texts in labels.items()}


def term_of(concept: Concept, before: TermRecord | None) -> TermRecord:
    """Return a concept as a term, on top of what is known of it."""
    record_id = _last_part(concept.uri)
    start = before or TermRecord(id=record_id, slug=record_id, scheme="", status=Status.PUBLISHED)
    hidden = tuple(name for name in start.names if name.status is NameStatus.HIDDEN)
    said = tuple(_names(concept, start))
    return start.model_copy(
        update={
            "names": said if concept.hidden_label else (*said, *hidden),
            "scheme": _last_part(concept.in_scheme[0]) if concept.in_scheme else start.scheme,
            "broader": _last_part(concept.broader[0]) if concept.broader else None,
            "description": {tag: list(texts) for tag, texts in concept.definition.items()},
            "scope_note": {tag: list(texts) for tag, texts in concept.scope_note.items()},
            "notation": concept.notation[0] if concept.notation else None,
            "url": concept.exact_match[0] if concept.exact_match else None,
            "sources": _sources(concept.source, start.sources),
        }
    )


def _names(concept: Concept, before: TermRecord) -> Iterable[Name]:
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
