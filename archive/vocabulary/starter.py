"""The starter vocabulary, read from its data files and checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeVar

from pydantic import TypeAdapter

from archive.vocabulary.checks import problems_of
from archive.vocabulary.errors import StarterDataError
from archive.vocabulary.values import (
    StarterElement,
    StarterLanguage,
    StarterLaw,
    StarterList,
    StarterPeople,
    StarterPlace,
    StarterRight,
    StarterScheme,
    StarterTerm,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Starter:
    """Everything that `kho init` puts into an empty archive."""

    elements: tuple[StarterElement, ...]
    lists: tuple[StarterList, ...]
    schemes: tuple[StarterScheme, ...]
    terms: tuple[StarterTerm, ...]
    peoples: tuple[StarterPeople, ...]
    languages: tuple[StarterLanguage, ...]
    places: tuple[StarterPlace, ...]
    rights: tuple[StarterRight, ...]
    laws: tuple[StarterLaw, ...]

    def elements_of(self, family: str) -> tuple[StarterElement, ...]:
        """Return the elements of one family, such as `six-dances` or `festivals`."""
        return tuple(element for element in self.elements if element.family == family)

    def terms_of(self, scheme: str) -> tuple[StarterTerm, ...]:
        """Return the terms of one scheme."""
        return tuple(term for term in self.terms if term.scheme == scheme)

    @property
    def units(self) -> tuple[StarterPlace, ...]:
        """The communes and wards since 2025-07-01."""
        return tuple(place for place in self.places if place.valid_from)

    @property
    def former_districts(self) -> tuple[StarterPlace, ...]:
        """The districts, town and city that ended on 2025-06-30."""
        kinds = {"district", "town", "city"}
        return tuple(place for place in self.places if place.kind in kinds)


def read_data(name: str) -> Any:  # noqa: ANN401 - the shape is checked by whoever reads it
    """Return the content of one data file."""
    path = resources.files("archive.vocabulary") / "data" / name
    return json.loads(path.read_text(encoding="utf-8"))


def decode(kind: type[T], rows: object) -> tuple[T, ...]:
    """Return the rows of a data file as values of one kind."""
    adapter: TypeAdapter[tuple[T, ...]] = TypeAdapter(tuple[kind, ...])  # type: ignore[valid-type]
    return adapter.validate_python(rows)


def load_starter() -> Starter:
    """Return the whole starter vocabulary.

    Raises:
        StarterDataError: Slugs are not unique or a reference leads nowhere; all problems at once.
    """
    starter = _read()
    if problems := problems_of(starter):
        raise StarterDataError(problems)
    return starter


def load_rights() -> tuple[StarterRight, ...]:
    """Return the rights statements and licences alone."""
    return decode(StarterRight, read_data("rights.json"))


def _read() -> Starter:
    terms = read_data("terms.json")
    return Starter(
        elements=decode(StarterElement, read_data("elements.json")),
        lists=decode(StarterList, read_data("lists.json")),
        schemes=decode(StarterScheme, terms["schemes"]),
        terms=decode(StarterTerm, terms["terms"]),
        peoples=decode(StarterPeople, read_data("peoples.json")),
        languages=decode(StarterLanguage, read_data("languages.json")["languages"]),
        places=decode(StarterPlace, read_data("places.json")),
        rights=load_rights(),
        laws=decode(StarterLaw, read_data("law.json")),
    )
