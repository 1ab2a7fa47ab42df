"""The describe form of an item, as one frozen value: from a record, from a request, to a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.catalogue.dates import DateNotUnderstoodError, parse_date
from archive.catalogue.forms import (
    AccessForm,
    FormData,
    LanguageRows,
    Row,
    language_map,
    language_rows,
    link_rows,
    many,
    one,
    rows_of,
)
from archive.catalogue.items.file_forms import FileForm, applied_to_files, file_forms, read_files
from archive.numbers import whole_number
from archive.records import DateValue, ItemKind, ItemRecord, Link, Narrative, clean_text

TEXTS = ("title", "alternative", "description", "source_note", "carrier", "credit_line")
LINKS = {"elements": "element", "agents": "agent", "places": "place", "terms": "term"}
CHOICES = ("peoples", "communities", "languages", "notices", "levels", "subjects")
LINES = ("rights", "inventory_number", "shelfmark")
Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which record a typed name means: (type, name) → id."""

    ids: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def find(self, owner_type: str, row: Row) -> str:
        """Return the id that a row means, "" when nothing is known under the name."""
        return row.kept_id or self.ids.get((owner_type, row.name), "")

    def with_new(self, made: Mapping[tuple[str, str], str]) -> Lookup:
        """Return the lookup with records that were just made."""
        return Lookup({**self.ids, **made})


@dataclass(frozen=True, slots=True)
class ItemForm:
    """Everything that a person fills in of an item."""

    base_version: int = 0
    kind: str = ItemKind.IMAGE.value
    texts: Mapping[str, LanguageRows] = field(default_factory=dict)
    narratives: tuple[tuple[Row, str, str], ...] = ()
    links: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    event: Row = field(default_factory=Row)
    date: str = ""
    edtf: str = ""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    collections: tuple[Row, ...] = ()
    relations: tuple[Row, ...] = ()
    former_ids: tuple[str, ...] = ()
    access: AccessForm = field(default_factory=AccessForm)
    files: tuple[FileForm, ...] = ()
    cover: str = ""

    @classmethod
    def read(cls, data: FormData) -> ItemForm:
        """Read what a browser or a kept draft holds."""
        event = link_rows(data, "event")
        base = one(data, "base_version")
        return cls(
            base_version=whole_number(base),
            kind=one(data, "kind"),
            texts={name: language_rows(data, name) for name in TEXTS},
            narratives=tuple(_read_narratives(data)),
            links={name: link_rows(data, name) for name in LINKS},
            event=event[0] if event else Row(),
            date=one(data, "date")[:200],
            edtf=_edtf(data),
            choices={name: many(data, name) for name in CHOICES},
            lines={name: one(data, name)[:200] for name in LINES},
            collections=link_rows(data, "collections"),
            relations=link_rows(data, "relations"),
            former_ids=many(data, "former_ids"),
            access=AccessForm.read(data),
            files=read_files(data),
            cover=one(data, "cover"),
        )

    @classmethod
    def of(cls, record: ItemRecord, names: Names) -> ItemForm:
        """Return what the form shows of a record; `names` are what its links are called."""
        date = record.date or DateValue()
        return cls(
            base_version=record.version,
            kind=record.kind.value,
            texts={name: rows_of(getattr(record, name)) for name in TEXTS},
            narratives=tuple(_narrative_rows(record, names)),
            links={
                name: tuple(shown(link, kind, names) for link in getattr(record, name))
                for name, kind in LINKS.items()
            },
            event=shown(Link(id=record.event), "event", names) if record.event else Row(),
            date=date.as_written,
            edtf=date.edtf or "",
            choices={name: getattr(record, name) for name in CHOICES},
            lines={name: getattr(record, name) or "" for name in LINES},
            collections=tuple(
                shown(Link(id=found), "collection", names) for found in record.collections
            ),
            relations=tuple(shown(link, "item", names) for link in record.relations),
            former_ids=record.former_ids,
            access=AccessForm.of(record.access),
            files=file_forms(record),
            cover=record.cover or "",
        )

    def typed(self) -> Iterator[tuple[str, Row]]:
        """Yield (type, row) of everything that names another record."""
        for name, kind in LINKS.items():
            yield from ((kind, row) for row in self.links.get(name, ()))
        yield from (("agent", row) for row, _, _ in self.narratives)
        yield from (("collection", row) for row in self.collections)
        if self.event.name:
            yield "event", self.event

    def problems(self, lookup: Lookup) -> dict[str, list[str]]:
        """Return the codes of what is wrong, by field."""
        found: dict[str, list[str]] = {}
        if self.kind not in set(ItemKind):
            found["kind"] = ["unknown"]
        if self._date_hint():
            found["date"] = [self._date_hint()]
        if self.access.problem():
            found["access"] = [self.access.problem()]
        for name, kind in (("elements", "element"), ("collections", "collection")):
            rows = self.links.get(name, ()) if name in LINKS else self.collections
            unknown = [row.name for row in rows if not lookup.find(kind, row) and not row.is_new]
            if unknown:
                found[name] = ["not-known", *unknown]
        if self.event.name and not self.event.is_new and not lookup.find("event", self.event):
            found["event"] = ["not-known", self.event.name]
        return found

    def _date_hint(self) -> str:
        try:
            self._date()
        except DateNotUnderstoodError as error:
            return error.words
        return ""

    def _date(self) -> DateValue | None:
        """Return the date: as EDTF where it was set by hand, else as the words say."""
        if not self.date and not self.edtf:
            return None
        read = parse_date(self.edtf or self.date)
        return DateValue(
            edtf=read.edtf,
            as_written=self.date or self.edtf,
            year_from=read.year_from,
            year_to=read.year_to,
            is_lunar=read.is_lunar,
        )

    def applied_to(self, record: ItemRecord, lookup: Lookup) -> ItemRecord:
        """Return the record with everything that the form says; the form has no problems."""
        values: dict[str, Any] = {
            "kind": ItemKind(self.kind),
            **{name: language_map(self.texts[name]) for name in TEXTS},
            **{
                name: tuple(meant(row, kind, lookup) for row in self.links[name])
                for name, kind in LINKS.items()
            },
            **{name: self.choices[name] for name in CHOICES},
            **{name: self.lines[name] or None for name in LINES},
            "narratives": tuple(self._narratives(lookup)),
            "event": lookup.find("event", self.event) or None,
            "date": self._date(),
            "collections": tuple(
                found for row in self.collections if (found := lookup.find("collection", row))
            ),
            "relations": tuple(_relation(row) for row in self.relations),
            "former_ids": self.former_ids,
            "access": self.access.access(),
            "files": applied_to_files(record, self.files),
        }
        files = {file.id for file in record.current_files}
        values["cover"] = self.cover if self.cover in files else record.cover
        return ItemRecord.model_validate({**_as_values(record), **values})

    def changes(self, record: ItemRecord, lookup: Lookup) -> bool:
        """Tell whether saving the form would change anything that the record says."""
        return _meaning(self.applied_to(record, lookup)) != _meaning(record)

    def _narratives(self, lookup: Lookup) -> Iterator[Narrative]:
        for row, language, text in self.narratives:
            yield Narrative(voice=meant(row, "agent", lookup), text={language: [text]})


def _edtf(data: FormData) -> str:
    """Return the EDTF value set by hand; one read from words that have changed since counts not."""
    edtf = one(data, "date.edtf")[:100]
    is_untouched = edtf == one(data, "date.edtf.before")[:100]
    were_words_changed = one(data, "date") != one(data, "date.before")
    return "" if is_untouched and were_words_changed else edtf


def _meaning(record: ItemRecord) -> dict[str, Any]:
    """Return what a record says; what somebody once wrote of a known record says no more."""
    values = _as_values(record)
    for name in (*LINKS, "relations"):
        values[name] = tuple(_bare(link) for link in values[name])
    values["narratives"] = tuple((_bare(told.voice), told.text) for told in record.narratives)
    return values


def _bare(link: Link) -> Link:
    return link.model_copy(update={"name": ""}) if link.id else link


def _as_values(record: ItemRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ItemRecord.model_fields}


def shown(link: Link, owner_type: str, names: Names) -> Row:
    """Return a link as the form shows it: by the name that the record bears now.

    What the reader may not know of stands there by its id alone, so that the link is kept.
    """
    name = names.get((owner_type, link.id or "")) or link.id or link.name
    return Row(name=name, role=link.role, id=link.id or "", was=name)


def meant(row: Row, owner_type: str, lookup: Lookup) -> Link:
    """Return the link that a row means; a name that nothing bears is kept as it was written."""
    found = lookup.find(owner_type, row)
    return Link(id=found or None, name="" if found else row.name, role=row.role)


def _relation(row: Row) -> Link:
    """Return a related item, named by its id or by the address of its page."""
    found = row.kept_id or row.name.rstrip("/").rsplit("/", 1)[-1]
    return Link(id=found, role=row.role)


def _read_narratives(data: FormData) -> Iterator[tuple[Row, str, str]]:
    parts = (data.get(f"narrative.{part}", ()) for part in ("voice", "id", "was", "lang", "text"))
    for voice, kept, was, language, text in zip(*parts, strict=False):
        if told := clean_text(text.replace("\r\n", "\n")):
            row = Row(name=clean_text(voice), id=kept, was=was)
            yield row, language or "vi", told


def _narrative_rows(record: ItemRecord, names: Names) -> Iterator[tuple[Row, str, str]]:
    for narrative in record.narratives:
        row = shown(narrative.voice, "agent", names)
        yield from ((row, language, text) for language, text in rows_of(narrative.text))
