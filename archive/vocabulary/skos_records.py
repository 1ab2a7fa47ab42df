"""Terms of the catalogue as SKOS concepts, and concepts of others as terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from archive.records import Name, NameStatus, Source, TermRecord
from archive.vocabulary.concepts import Concept, ConceptScheme, Labels, SkosVocabulary
from archive.vocabulary.values import fold

_NO_LANGUAGE = "und"
_LONGEST_SLUG = 80


def vocabulary_of(
    terms: Iterable[TermRecord], base_url: str, schemes: Mapping[str, Mapping[str, str]]
) -> SkosVocabulary:
    """Return terms as SKOS.

    Args:
        terms: The records; hidden names become hidden labels, so outdated ones stay search keys.
        base_url: The archive's address, without a slash at its end.
        schemes: The names of the schemes, by id and language.
    """
    concepts = sorted((_concept(term, base_url) for term in terms), key=lambda each: each.uri)
    used = {uri for concept in concepts for uri in concept.in_scheme}
    listed = (_scheme(slug, names, base_url) for slug, names in schemes.items())
    return SkosVocabulary(
        tuple(sorted((each for each in listed if each.uri in used), key=lambda each: each.uri)),
        tuple(concepts),
    )


def terms_of(vocabulary: SkosVocabulary, base_url: str, scheme: str) -> Iterator[TermRecord]:
    """Yield concepts as drafts of terms; those of other archives enter one scheme of ours.

    Args:
        vocabulary: What was read.
        base_url: The archive's address: concepts below it keep their ids.
        scheme: The scheme for concepts that stand in none of ours.
    """
    ids = {concept.uri: _id_of(concept, base_url) for concept in vocabulary.concepts}
    for concept in vocabulary.concepts:
        above = next((ids[uri] for uri in concept.broader if uri in ids), None)
        yield TermRecord(
            id=ids[concept.uri],
            slug=ids[concept.uri],
            scheme=_local_scheme(concept, base_url) or scheme,
            names=tuple(_names_of(concept)),
            broader=above,
            description=_texts(concept.definition),
            scope_note=_texts(concept.scope_note),
            notation=next(iter(concept.notation), None),
            url=_address_of(concept, base_url),
            sources=tuple(Source(text=text) for text in concept.source),
        )


def _scheme(slug: str, names: Mapping[str, str], base_url: str) -> ConceptScheme:
    labels = {language: (text,) for language, text in sorted(names.items())}
    return ConceptScheme(uri=f"{base_url}/terms#{slug}", pref_label=labels)


def _concept(term: TermRecord, base_url: str) -> Concept:
    return Concept(
        uri=f"{base_url}/terms/{term.id}",
        pref_label=_labels(term, NameStatus.PREFERRED),
        alt_label=_labels(term, NameStatus.VARIANT),
        hidden_label=_labels(term, NameStatus.HIDDEN),
        definition=_sorted(term.description),
        scope_note=_sorted(term.scope_note),
        notation=(term.notation,) if term.notation else (),
        in_scheme=(f"{base_url}/terms#{term.scheme}",),
        broader=(f"{base_url}/terms/{term.broader}",) if term.broader else (),
        exact_match=(term.url,) if term.url else (),
        source=tuple(sorted(source.text for source in term.sources)),
    )


def _labels(term: TermRecord, status: NameStatus) -> Labels:
    found: dict[str, list[str]] = {}
    for name in term.names:
        if name.status is status:
            found.setdefault(name.language, []).append(name.text)
    return _sorted(found)


def _sorted(texts: Mapping[str, list[str]]) -> Labels:
    return {language: tuple(sorted(set(texts[language]))) for language in sorted(texts)}


def _texts(labels: Labels) -> dict[str, list[str]]:
    return {language or _NO_LANGUAGE: list(texts) for language, texts in labels.items()}


def _names_of(concept: Concept) -> Iterator[Name]:
    for status, labels in (
        (NameStatus.PREFERRED, concept.pref_label),
        (NameStatus.VARIANT, concept.alt_label),
        (NameStatus.HIDDEN, concept.hidden_label),
    ):
        for language, texts in labels.items():
            for text in texts:
                yield Name(language=language or _NO_LANGUAGE, text=text, status=status)


def _id_of(concept: Concept, base_url: str) -> str:
    """Return our own id of a concept, or one made of its Vietnamese, else its first name."""
    if concept.uri.startswith(f"{base_url}/terms/"):
        return _slug(concept.uri.rpartition("/")[2])
    names = concept.pref_label.get("vi") or next(iter(concept.pref_label.values()))
    return _slug(names[0]) or _slug(concept.uri)


def _slug(text: str) -> str:
    folded = " ".join(fold(word) for word in re.split(r"[\s-]+", text))
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:_LONGEST_SLUG].rstrip("-")


def _local_scheme(concept: Concept, base_url: str) -> str | None:
    start = f"{base_url}/terms#"
    return next((uri[len(start) :] for uri in concept.in_scheme if uri.startswith(start)), None)


def _address_of(concept: Concept, base_url: str) -> str | None:
    if concept.uri.startswith(f"{base_url}/"):
        return next(iter(concept.exact_match), None)
    return concept.uri
