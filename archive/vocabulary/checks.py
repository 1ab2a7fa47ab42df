"""What must hold between the starter vocabulary's data files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.vocabulary.starter import Starter
    from archive.vocabulary.values import Named, StarterElement, StarterName

Reference = tuple[str, str, str]  # what refers, the family referred to, the slug


def problems_of(starter: Starter) -> tuple[str, ...]:
    """Return every broken rule in words; an empty tuple means that all holds."""
    return (
        *_repeated_slugs(starter),
        *_dangling_references(starter),
        *_bad_names(starter),
        *_without_source(starter),
    )


def _named(starter: Starter) -> Iterator[Named]:
    yield from starter.elements
    yield from starter.lists
    yield from starter.terms
    yield from starter.peoples
    yield from starter.places


def _families(starter: Starter) -> dict[str, list[str]]:
    return {
        "element": [element.id for element in starter.elements],
        "list": [each.id for each in starter.lists],
        "scheme": [scheme.id for scheme in starter.schemes],
        "term": [term.id for term in starter.terms],
        "people": [people.id for people in starter.peoples],
        "language": [language.id for language in starter.languages],
        "place": [place.id for place in starter.places],
        "right": [right.id for right in starter.rights],
        "law": [law.id for law in starter.laws],
    }


def _repeated_slugs(starter: Starter) -> Iterator[str]:
    for family, slugs in _families(starter).items():
        for slug, count in Counter(slugs).items():
            if count > 1:
                yield f"{family} {slug} stands {count} times"


def _dangling_references(starter: Starter) -> Iterator[str]:
    known = {family: set(slugs) for family, slugs in _families(starter).items()}
    known["ich-type"] = {str(term.notation) for term in starter.terms_of("ich-types")}
    known["kind"] = {str(term.notation) for term in starter.terms_of("element-kinds")}
    known["work-type"] = {str(term.notation) for term in starter.terms_of("work-types")}
    known["role"] = {str(term.notation) for term in starter.terms_of("agent-roles")}
    for owner, family, slug in _references(starter):
        if slug not in known[family]:
            yield f"{owner} refers to the {family} {slug}, which does not exist"


def _references(starter: Starter) -> Iterator[Reference]:
    for element in starter.elements:
        yield from _element_references(element)
    for each in starter.lists:
        yield from _of(each.id, "list", each.competes_with)
        for member in each.members:
            yield from _of(each.id, "element", (member.element, member.related))
    for term in starter.terms:
        yield from _of(term.id, "scheme", (term.scheme,))
        yield from _of(term.id, "term", (term.broader,))
        yield from _of(term.id, "people", term.peoples)
    for people in starter.peoples:
        yield from _of(people.id, "language", people.languages)
    for language in starter.languages:
        yield from _of(language.id, "people", (language.people,))
    for place in starter.places:
        links = (place.within, place.merged_into, *place.former_districts, *place.merged_from)
        yield from _of(place.id, "place", links)


def _element_references(element: StarterElement) -> Iterator[Reference]:
    links = (element.part_of, *element.draws_on, *element.related)
    yield from _of(element.id, "element", links)
    yield from _of(element.id, "kind", (element.kind,))
    yield from _of(element.id, "ich-type", (element.ich_type,))
    yield from _of(element.id, "term", element.unesco_domains)
    yield from _of(element.id, "term", (*element.instruments, *element.costumes))
    yield from _of(element.id, "people", element.peoples)
    yield from _of(element.id, "place", (*element.places, *element.unverified_places))
    yield from _of(element.id, "work-type", (element.work_type,))
    yield from _of(element.id, "role", (author.role for author in element.authors))


def _of(owner: str, family: str, slugs: Iterable[str | None]) -> Iterator[Reference]:
    yield from ((owner, family, slug) for slug in slugs if slug is not None)


def _bad_names(starter: Starter) -> Iterator[str]:
    for entry in _named(starter):
        first = [name for name in entry.names if name.status == "preferred"]
        for language in ("vi", "en"):
            if sum(name.language == language for name in first) != 1:
                yield f"{entry.id} has not exactly one preferred name in {language}"
        for name, count in Counter(_keys(entry.names)).items():
            if count > 1:
                yield f"{entry.id} bears the name {name} {count} times"
        if any(name.reason == "outdated" and name.is_shown for name in entry.names):
            yield f"{entry.id} would show an outdated name"


def _keys(names: Iterable[StarterName]) -> Iterator[tuple[str, str]]:
    return ((name.language, name.text.casefold()) for name in names)


def _without_source(starter: Starter) -> Iterator[str]:
    for entry in _named(starter):
        if not entry.sources:
            yield f"{entry.id} names no source"
        elif not entry.is_sourced and entry.confidence != "low":
            yield f"{entry.id} has no source and yet some confidence"
