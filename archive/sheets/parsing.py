"""Read one cell as the value of a field; what cannot be read is a CellError."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.catalogue.dates import DateNotUnderstoodError, parse_date
from archive.catalogue.labels import fold_label
from archive.catalogue.rights import find_right
from archive.languages import is_valid_tag
from archive.records import (
    Audience,
    DateValue,
    ItemKind,
    Link,
    Narrative,
    Preset,
)
from archive.sheets.cells import split, unescaped, with_role
from archive.sheets.columns import Target
from archive.sheets.names import FREE, NOUNS, Names
from archive.sheets.problems import CellError
from archive.sheets.writing import ALL_OF

_LONGEST = 20_000
_PRESETS = {
    "cong khai": Preset.PUBLIC,
    "public": Preset.PUBLIC,
    "truong hoc": Preset.SCHOOL,
    "school": Preset.SCHOOL,
    "cong dong": Preset.COMMUNITY,
    "community": Preset.COMMUNITY,
    "rieng can bo": Preset.STAFF,
    "staff": Preset.STAFF,
}
Warn = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Parser:
    """Reads cells with the names that its viewer may use; warnings gather beside."""

    names: Names
    warnings: list[tuple[str, str, str]] = field(default_factory=list)

    def texts(self, text: str) -> list[str]:
        """Return the texts of one language."""
        if len(text) > _LONGEST:
            raise CellError("too-long", text[:40])
        return [unescaped(one) for one in split(text)]

    def narratives(self, text: str, language: str) -> list[Narrative]:
        """Return what voices tell, written “Tên người :: lời kể”."""
        found = []
        for one in split(text):
            voice, mark, told = one.partition("::")
            if not mark:
                raise CellError("no-separator", one)
            link = self._known("agents", unescaped(voice), "")
            found.append(Narrative(voice=link, text={language: [unescaped(told)]}))
        return found

    def links(self, text: str, target: Target) -> list[Link]:
        """Return the records that a cell names, with their roles."""
        return [self._link(one, target) for one in split(text, is_list=True)]

    def _link(self, text: str, target: Target) -> Link:
        codes = self.names.roles(target.field)
        name, role, bracket = with_role(text, codes.by_word)
        if bracket and not self._is_known(target.field, name) and (near := codes.near(bracket)):
            raise CellError("role-unknown", bracket, near)
        return self._known(target.field, name, role or target.role)

    def _is_known(self, field_name: str, name: str) -> bool:
        return field_name in NOUNS and bool(self.names.book(field_name).find(name))

    def _known(self, field_name: str, name: str, role: str) -> Link:
        if field_name == "relations":
            return Link(id=name.rstrip("/").rsplit("/", 1)[-1], role=role)
        book = self.names.book(field_name)
        found = book.find(name)
        if found:
            return Link(id=found, role=role)
        if book.is_ambiguous(name):
            raise CellError("ambiguous", name)
        if field_name not in FREE:
            raise CellError("not-known", name, book.near(name))
        self.warnings.append(("written-as-is", name, book.near(name)))
        return Link(name=name, role=role)

    def ids(self, text: str, field_name: str) -> list[str]:
        """Return the ids of the records that a cell names."""
        return list(self._ids(split(text, is_list=True), field_name))

    def _ids(self, values: list[str], field_name: str) -> Iterator[str]:
        book = self.names.book(field_name)
        for value in map(unescaped, values):
            found = book.find(value)
            if not found:
                code = "ambiguous" if book.is_ambiguous(value) else "not-known"
                raise CellError(code, value, book.near(value))
            yield found

    def event(self, text: str) -> str | None:
        """Return the id of the event."""
        found = self.ids(text.replace("|", "\\|").replace(";", "\\;"), "event")
        return found[0] if found else None

    def codes(self, text: str, list_name: str) -> list[str]:
        """Return the codes of a fixed list."""
        return [self._code(unescaped(one), list_name) for one in split(text, is_list=True)]

    def _code(self, value: str, list_name: str) -> str:
        codes = self.names.codes[list_name]
        found = codes.find(value)
        if not found and list_name == "languages" and is_valid_tag(value):
            return value
        if not found:
            raise CellError("code-unknown", value, codes.near(value))
        return found

    def kind(self, text: str) -> ItemKind:
        """Return what an item is."""
        return ItemKind(self._code(text, "kind"))

    def rights(self, text: str) -> str:
        """Return the rights statement or licence that a cell names by id, address or words."""
        found = find_right(text)
        return found.id if found else self._code(text, "rights")

    def date(self, words: str, edtf: str) -> DateValue | None:
        """Return a date from what was written and, where it was given, its EDTF value."""
        if not words and not edtf:
            return None
        try:
            read = parse_date(words or edtf)
        except DateNotUnderstoodError as error:
            if not edtf:
                raise CellError("date-not-understood", words, more=str(error.words)) from error
            read = None
        if edtf and (read is None or read.edtf != edtf):
            try:
                read = parse_date(edtf)
            except DateNotUnderstoodError as error:
                raise CellError("date-not-understood", edtf, more=str(error.words)) from error
        if read is None:
            return None
        return DateValue(
            edtf=read.edtf,
            as_written=words or edtf,
            year_from=read.year_from,
            year_to=read.year_to,
            is_lunar=read.is_lunar,
        )

    def audience(self, text: str) -> Audience | None:
        """Return an audience: a preset, after a colon communities, after an @ when it is open."""
        if not text:
            return None
        always, _, opened = text.partition(" @ ")
        found = self._audience_of_all_days(always)
        if not opened:
            return found
        when = "season" if "/" in opened else "embargo"
        try:
            return Audience(**{**dict(found), when: opened.strip()})
        except ValueError:
            raise CellError("access-unknown", text) from None

    def _audience_of_all_days(self, text: str) -> Audience:
        word, _, communities = text.partition(":")
        word, _, all_of = word.partition("(")
        preset = _PRESETS.get(fold_label(word))
        if preset is None or (preset is Preset.COMMUNITY) != bool(communities.strip()):
            raise CellError("access-unknown", text)
        if preset is not Preset.COMMUNITY:
            return Audience(preset=preset)
        ids = self.ids(communities, "communities")
        is_all = fold_label(all_of) in {fold_label(ALL_OF), "all"}
        return Audience(preset=preset, communities=tuple(ids), all_of=is_all)
