"""Which record a name in a cell means, and what comes nearest where none does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from sqlalchemy.orm import Session

from archive.access import Viewer
from archive.catalogue.labels import fold_label
from archive.catalogue.rights import all_rights
from archive.catalogue.schooling import LEVELS, SUBJECTS
from archive.discover.words import ITEM_KINDS, ROLES
from archive.languages import known_tags, language_name
from archive.sheets import queries

NOUNS = {
    "elements": "element",
    "agents": "agent",
    "places": "place",
    "terms": "term",
    "event": "event",
    "peoples": "people",
    "communities": "community",
    "collections": "collection",
    "notices": "notice",
}
# What may be written without being known: a person nobody has described yet is kept as written.
FREE = frozenset({"agents", "places", "terms"})
_SCHEMES = {
    "people": ("peoples",),
    "notice": ("tk-labels", "bc-labels", "notices"),
}
_MOST_NEAR = 200
_NEAR_ENOUGH = 0.7
_KINDS = {
    "image": ("ảnh", "hình ảnh", "photo", "still image", "stillimage"),
    "sound": ("ghi âm", "âm thanh", "audio", "sound"),
    "video": ("video", "phim", "movies", "moving image", "movingimage"),
    "text": ("văn bản", "sách", "tài liệu", "texts", "text"),
    "object": ("hiện vật", "physical object", "physicalobject", "object"),
}


@dataclass(slots=True)
class Book:
    """The names of one noun."""

    by_name: Mapping[str, frozenset[str]]
    titles: Mapping[str, str]
    spelled: Mapping[str, str]
    _near: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str:
        """Return the id of the one record that a text names, "" for none or several."""
        _name, mark, named = text.rpartition("·")
        if mark and named.strip() in self.titles:
            return named.strip()
        if text in self.titles:
            return text
        found = self.by_name.get(fold_label(text), frozenset())
        return next(iter(found)) if len(found) == 1 else ""

    def written(self, record_id: str) -> str:
        """Return what `find` reads as this record."""
        title = self.titles.get(record_id, "")
        if title and self.find(title) == record_id:
            return title
        return f"{title} · {record_id}".strip()

    def is_ambiguous(self, text: str) -> bool:
        """Tell whether several records bear a name."""
        return len(self.by_name.get(fold_label(text), ())) > 1

    def near(self, text: str) -> str:
        """Return the name that comes nearest to a text, "" where none is near."""
        key = fold_label(text)
        if key not in self._near and len(self._near) < _MOST_NEAR:
            found = get_close_matches(key, self.spelled, n=1, cutoff=_NEAR_ENOUGH)
            self._near[key] = self.spelled[found[0]] if found else ""
        return self._near.get(key, "")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a fixed list with the words for them."""

    by_word: Mapping[str, str]
    words: Mapping[str, str]

    def find(self, text: str) -> str:
        """Return the code that a text names, "" for none."""
        return text if text in self.words else self.by_word.get(fold_label(text), "")

    def near(self, text: str) -> str:
        """Return the word that comes nearest."""
        found = get_close_matches(fold_label(text), self.by_word, n=1, cutoff=_NEAR_ENOUGH)
        return self.words[self.by_word[found[0]]] if found else ""


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that cells may name, as one viewer may know it."""

    books: Mapping[str, Book]
    codes: Mapping[str, Codes]
    viewer: Viewer | None = None

    def book(self, field_name: str) -> Book:
        """Return the names that a field may hold."""
        return self.books[NOUNS[field_name]]

    def roles(self, field_name: str) -> Codes:
        """Return the roles that a field's links may have."""
        return self.codes.get(f"{field_name}-roles", self.codes["roles"])


def names_for(session: Session, viewer: Viewer | None) -> Names:
    """Return all that a viewer may name."""
    books = {noun: _book(session, noun, viewer) for noun in dict.fromkeys(NOUNS.values())}
    codes = {
        "kind": _codes(_KINDS, ITEM_KINDS),
        "languages": _codes({tag: _language_names(tag) for tag in known_tags()}),
        "levels": _codes({}, LEVELS),
        "subjects": _codes({}, SUBJECTS),
        "rights": _codes({one.id: (*one.label.values(), one.uri) for one in all_rights()}),
        "roles": _codes({}, ROLES),
        "elements-roles": _codes(queries.notations_of(session, "element-roles")),
        "relations-roles": _codes(queries.notations_of(session, "relations")),
    }
    return Names(books, codes, viewer)


def _language_names(tag: str) -> tuple[str, ...]:
    return language_name(tag, "vi"), language_name(tag, "en")


def _book(session: Session, noun: str, viewer: Viewer | None) -> Book:
    table = "term" if noun in _SCHEMES else noun
    rows = queries.names_of(session, table, viewer, _SCHEMES.get(noun, ()))
    by_name: dict[str, set[str]] = {}
    for owner, folded, _value in rows:
        by_name.setdefault(folded, set()).add(owner)
    if noun == "place":
        _mean_the_present(by_name, queries.former_places(session))
    titles = queries.titles_of(session, table, viewer)
    if noun in _SCHEMES:
        known = {owner for owner, *_ in rows}
        titles = {owner: title for owner, title in titles.items() if owner in known}
    return Book(
        {name: frozenset(ids) for name, ids in by_name.items()},
        titles,
        {folded: value for _owner, folded, value in rows},
    )


def _mean_the_present(by_name: dict[str, set[str]], former: set[str]) -> None:
    """Let a name that a unit of today shares with units that are no more mean that of today."""
    for name, ids in by_name.items():
        if len(ids) > 1 and (present := ids - former):
            by_name[name] = present


def _codes(said: Mapping[str, Iterable[str]], worded: Mapping[Any, object] | None = None) -> Codes:
    """Return a list of codes; the first word of each is the one that is written."""
    words: dict[str, list[str]] = {str(code): list(names) for code, names in said.items()}
    for code, text in (worded or {}).items():
        vietnamese = getattr(text, "_args", (str(text),))[0]
        words[str(code)] = [vietnamese, *words.get(str(code), ())]
    by_word = {fold_label(name): code for code, names in words.items() for name in names if name}
    return Codes(
        {**by_word, **{fold_label(code): code for code in words}},
        {code: names[0] if names else code for code, names in words.items()},
    )
