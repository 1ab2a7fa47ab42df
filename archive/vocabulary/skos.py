"""SKOS in Turtle: out of plain values and back, nothing lost on the way.

Source: https://www.w3.org/TR/skos-reference/, https://www.w3.org/TR/turtle/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import DCTERMS
from rdflib.term import BNode, Identifier

from archive.languages import html_lang
from archive.vocabulary.concepts import (
    Collection,
    Concept,
    ConceptScheme,
    Labels,
    SkosVocabulary,
)
from archive.vocabulary.errors import SkosSyntaxError
from archive.vocabulary.turtle import read_graph

_LINKS = {
    "in_scheme": SKOS.inScheme,
    "broader": SKOS.broader,
    "related": SKOS.related,
    "exact_match": SKOS.exactMatch,
    "close_match": SKOS.closeMatch,
}
_ADDRESS = re.compile(r"(https?://|urn:)[^\s<>\"{}|\\^`]+")  # what Turtle can write again


class _Described(Protocol):
    @property
    def uri(self) -> str: ...

    @property
    def pref_label(self) -> Labels: ...

    @property
    def definition(self) -> Labels: ...

    @property
    def source(self) -> tuple[str, ...]: ...


def write_skos(vocabulary: SkosVocabulary) -> str:
    """Return the vocabulary as SKOS in Turtle, always in the same order."""
    graph = Graph(bind_namespaces="none")
    graph.bind("skos", SKOS)
    graph.bind("dcterms", DCTERMS)
    for scheme in vocabulary.schemes:
        _write_common(graph, scheme, SKOS.ConceptScheme)
    for concept in vocabulary.concepts:
        _write_concept(graph, concept)
    for collection in vocabulary.collections:
        _write_collection(graph, collection)
    for old, new in vocabulary.replaced:
        graph.add((URIRef(old), DCTERMS.isReplacedBy, URIRef(new)))
    return graph.serialize(format="turtle")


def read_skos(text: str | bytes) -> SkosVocabulary:
    """Return what a SKOS file in Turtle holds.

    Raises:
        SkosSyntaxError: With a reason and, where the Turtle itself is broken, the line.
    """
    graph = read_graph(text)
    schemes = tuple(_scheme(graph, each) for each in _subjects(graph, SKOS.ConceptScheme))
    concepts = tuple(_concept(graph, each) for each in _subjects(graph, SKOS.Concept))
    if not schemes and not concepts:
        raise SkosSyntaxError("no-concepts")
    _refuse_circles(concepts)
    return SkosVocabulary(schemes, concepts, tuple(_collections(graph)))


def _write_common(graph: Graph, said: _Described, kind: URIRef) -> URIRef:
    subject = URIRef(said.uri)
    graph.add((subject, RDF.type, kind))
    _write_labels(graph, subject, SKOS.prefLabel, said.pref_label)
    _write_labels(graph, subject, SKOS.definition, said.definition)
    for source in said.source:
        graph.add((subject, DCTERMS.source, Literal(source)))
    return subject


def _write_labels(graph: Graph, subject: URIRef, predicate: URIRef, labels: Labels) -> None:
    for tag, texts in labels.items():
        for text in texts:
            graph.add((subject, predicate, Literal(text, lang=tag or None)))


def _write_concept(graph: Graph, concept: Concept) -> None:
    subject = _write_common(graph, concept, SKOS.Concept)
    _write_labels(graph, subject, SKOS.altLabel, concept.alt_label)
    _write_labels(graph, subject, SKOS.hiddenLabel, concept.hidden_label)
    _write_labels(graph, subject, SKOS.scopeNote, concept.scope_note)
    for notation in concept.notation:
        graph.add((subject, SKOS.notation, Literal(notation)))
    for name, predicate in _LINKS.items():
        for uri in getattr(concept, name):
            graph.add((subject, predicate, URIRef(uri)))


def _write_collection(graph: Graph, collection: Collection) -> None:
    members: list[Identifier] = [URIRef(uri) for uri in collection.members]
    if not collection.is_ordered:
        subject = _write_common(graph, collection, SKOS.Collection)
        for member in members:
            graph.add((subject, SKOS.member, member))
        return
    subject = _write_common(graph, collection, SKOS.OrderedCollection)
    start = BNode()
    RdfList(graph, start, members)  # type: ignore[arg-type]
    graph.add((subject, SKOS.memberList, start))


def _subjects(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted({each for each in graph.subjects(RDF.type, kind) if isinstance(each, URIRef)})


def _scheme(graph: Graph, subject: URIRef) -> ConceptScheme:
    return ConceptScheme(
        uri=_address(subject),
        pref_label=_preferred(graph, subject),
        definition=_labels(graph, subject, SKOS.definition),
        source=_texts(graph, subject, DCTERMS.source),
    )


def _concept(graph: Graph, subject: URIRef) -> Concept:
    preferred = _preferred(graph, subject)
    if not preferred:
        raise SkosSyntaxError("no-preferred-label")
    return Concept(
        uri=_address(subject),
        pref_label=preferred,
        alt_label=_labels(graph, subject, SKOS.altLabel),
        hidden_label=_labels(graph, subject, SKOS.hiddenLabel),
        definition=_labels(graph, subject, SKOS.definition),
        scope_note=_labels(graph, subject, SKOS.scopeNote),
        notation=_texts(graph, subject, SKOS.notation),
        in_scheme=_links(graph, subject, SKOS.inScheme),
        broader=_links(graph, subject, SKOS.broader),
        related=_links(graph, subject, SKOS.related),
        exact_match=_links(graph, subject, SKOS.exactMatch),
        close_match=_links(graph, subject, SKOS.closeMatch),
        source=_texts(graph, subject, DCTERMS.source),
    )


def _collections(graph: Graph) -> Iterator[Collection]:
    ordered = set(_subjects(graph, SKOS.OrderedCollection))
    for subject in sorted({*_subjects(graph, SKOS.Collection), *ordered}):
        yield Collection(
            uri=_address(subject),
            pref_label=_preferred(graph, subject),
            members=_members(graph, subject),
            definition=_labels(graph, subject, SKOS.definition),
            source=_texts(graph, subject, DCTERMS.source),
            is_ordered=subject in ordered,
        )


def _members(graph: Graph, subject: URIRef) -> tuple[str, ...]:
    start = graph.value(subject, SKOS.memberList)
    if start is None:
        return _links(graph, subject, SKOS.member)
    try:
        listed = list(graph.items(start))
    except ValueError:  # the list bites its own tail
        raise SkosSyntaxError("circle") from None
    return tuple(_address(each) for each in listed)


def _labels(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in graph.objects(subject, predicate):
        if not isinstance(each, Literal):
            raise SkosSyntaxError("label-without-text")
        tag = html_lang(each.language) if each.language else ""
        found.setdefault(tag, []).append(str(each))
    return {tag: tuple(sorted(set(found[tag]))) for tag in sorted(found)}


def _preferred(graph: Graph, subject: URIRef) -> dict[str, tuple[str, ...]]:
    labels = _labels(graph, subject, SKOS.prefLabel)
    if any(len(texts) > 1 for texts in labels.values()):
        raise SkosSyntaxError("two-preferred-labels")  # SKOS S14
    return labels


def _texts(graph: Graph, subject: URIRef, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted({str(each) for each in graph.objects(subject, predicate)}))


def _links(graph: Graph, subject: URIRef, predicate: URIRef) -> tuple[str, ...]:
    return tuple(sorted({_address(each) for each in graph.objects(subject, predicate)}))


def _address(node: object) -> str:
    if not isinstance(node, URIRef) or not _ADDRESS.fullmatch(node):
        raise SkosSyntaxError("address")
    return str(node)


def _refuse_circles(concepts: tuple[Concept, ...]) -> None:
    """Refuse a concept that is broader than itself: pages walk upwards."""
    above = {concept.uri: concept.broader for concept in concepts}
    done: set[str] = set()
    for start, first in above.items():
        path: list[tuple[str, Iterator[str]]] = [(start, iter(first))]
        trail = {start}
        while path:
            uri, rest = path[-1]
            upper = next((each for each in rest if each not in done), None)
            if upper in trail:
                raise SkosSyntaxError("circle")
            if upper is None:
                path.pop()
                trail.discard(uri)
                done.add(uri)
            else:
                trail.add(upper)
                path.append((upper, iter(above.get(upper, ()))))
