"""The describe form of people, events, communities, collections and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.catalogue.dates import DateNotUnderstoodError, parse_date
from archive.catalogue.forms import (
    AccessForm,
    FormData,
    LanguageRows,
    NameRow,
    Row,
    language_map,
    language_rows,
    link_rows,
    many,
    name_rows,
    names_from,
    one,
    rows_of,
    shown_names,
)
from archive.catalogue.items.forms import Lookup, Names, meant, shown
from archive.numbers import whole_number
from archive.records import DateValue, Link, NamedRecord

TEXTS = {
    "agent": ("description", "honours"),
    "event": ("description",),
    "community": ("description", "protocol", "contact"),
    "collection": ("description",),
    "place": ("description", "note"),
}
LINKS = {
    "agent": {"places": "place"},
    "event": {"places": "place", "elements": "element", "agents": "agent"},
    "community": {"places": "place"},
    "collection": {},
    "place": {},
}
DATES = {"agent": ("born", "died"), "event": ("date",)}
IDS = {"agent": {"taught_by": "agent"}, "collection": {"items": "item"}}
AGENT_KINDS = ("person", "group")
PLACE_KINDS = ("village", "commune", "ward", "mountain", "river")


@dataclass(frozen=True, slots=True)
class NounForm:
    """Everything that a person fills in of a noun; what the noun has not, stays empty."""

    type: str
    base_version: int = 0
    names: tuple[NameRow, ...] = ()
    kind: str = ""
    texts: Mapping[str, LanguageRows] = field(default_factory=dict)
    links: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    ids: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    peoples: tuple[str, ...] = ()
    members: tuple[Row, ...] = ()
    within: Row = field(default_factory=Row)
    latitude: str = ""
    longitude: str = ""
    access: AccessForm = field(default_factory=AccessForm)

    @classmethod
    def read(cls, kind: str, data: FormData) -> NounForm:
        """Read what a browser sends."""
        base, within = one(data, "base_version"), link_rows(data, "within")
        return cls(
            type=kind,
            base_version=whole_number(base),
            names=name_rows(data),
            kind=one(data, "kind"),
            texts={name: language_rows(data, name) for name in TEXTS[kind]},
            links={name: link_rows(data, name) for name in LINKS[kind]},
            ids={name: link_rows(data, name) for name in IDS.get(kind, {})},
            dates={name: one(data, name)[:200] for name in DATES.get(kind, ())},
            peoples=many(data, "peoples"),
            members=link_rows(data, "members"),
            within=within[0] if within else Row(),
            latitude=one(data, "latitude").replace(",", "."),
            longitude=one(data, "longitude").replace(",", "."),
            access=AccessForm.read(data),
        )

    @classmethod
    def of(cls, record: NamedRecord, names: Names) -> NounForm:
        """Return what the form shows of a record."""
        kind = record.type
        within = getattr(record, "within", None)
        return cls(
            type=kind,
            base_version=record.version,
            names=shown_names(record.names),
            kind=str(getattr(record, "kind", "")),
            texts={name: rows_of(getattr(record, name)) for name in TEXTS[kind]},
            links={
                name: tuple(shown(link, target, names) for link in getattr(record, name))
                for name, target in LINKS[kind].items()
            },
            ids={
                name: tuple(shown(Link(id=found), target, names) for found in getattr(record, name))
                for name, target in IDS.get(kind, {}).items()
            },
            dates={name: _written(getattr(record, name)) for name in DATES.get(kind, ())},
            peoples=getattr(record, "peoples", ()),
            members=tuple(_member_row(link) for link in getattr(record, "members", ())),
            within=shown(Link(id=within), "place", names) if within else Row(),
            latitude=_number(getattr(record, "latitude", None)),
            longitude=_number(getattr(record, "longitude", None)),
            access=AccessForm.of(record.access),
        )

    def typed(self) -> Iterator[tuple[str, Row]]:
        """Yield (type, row) of everything that names another record."""
        for fields, rows in ((LINKS[self.type], self.links), (IDS.get(self.type, {}), self.ids)):
            for name, target in fields.items():
                yield from ((target, row) for row in rows.get(name, ()))
        if self.within.name:
            yield "place", self.within

    def problems(self, lookup: Lookup) -> dict[str, list[str]]:
        """Return the codes of what is wrong, by field."""
        found: dict[str, list[str]] = {}
        if not self.names:
            found["names"] = ["title-missing"]
        for name, text in self.dates.items():
            hint = _hint(text)
            if hint:
                found[name] = [hint]
        if self.access.problem():
            found["access"] = [self.access.problem()]
        if self.within.name and not lookup.find("place", self.within):
            found["within"] = ["not-known", self.within.name]
        for name in ("latitude", "longitude"):
            if not _is_degrees(getattr(self, name)):
                found[name] = ["degrees"]
        return found

    def applied_to(self, record: NamedRecord, lookup: Lookup, *, with_members: bool) -> NamedRecord:
        """Return the record with everything that the form says; the form has no problems."""
        values: dict[str, Any] = {
            "names": names_from(self.names, record.names),
            "access": self.access.access(),
            **{name: language_map(rows) for name, rows in self.texts.items()},
            **{name: _date(text) for name, text in self.dates.items()},
        }
        for name, target in LINKS[self.type].items():
            values[name] = tuple(meant(row, target, lookup) for row in self.links[name])
        for name, target in IDS.get(self.type, {}).items():
            values[name] = tuple(_ids(self.ids[name], target, lookup))
        values |= self._own_values(lookup, with_members=with_members)
        fields = type(record).model_fields
        kept = {name: getattr(record, name) for name in fields}
        given = {name: value for name, value in values.items() if name in fields}
        return type(record).model_validate({**kept, **given})

    def _own_values(self, lookup: Lookup, *, with_members: bool) -> dict[str, Any]:
        values: dict[str, Any] = {"peoples": self.peoples}
        if self.kind in (*AGENT_KINDS, *PLACE_KINDS):
            values["kind"] = self.kind
        if self.type == "place":
            values |= {
                "within": lookup.find("place", self.within) or None,
                "latitude": float(self.latitude) if self.latitude else None,
                "longitude": float(self.longitude) if self.longitude else None,
            }
        if self.type == "community" and with_members:
            values["members"] = tuple(
                Link(id=row.name.lower(), role=row.role) for row in self.members
            )
        return values


def _member_row(link: Link) -> Row:
    return Row(name=link.id or "", role=link.role, id=link.id or "", was=link.id or "")


def _ids(rows: tuple[Row, ...], target: str, lookup: Lookup) -> Iterator[str]:
    for row in rows:
        if target == "item":
            yield row.kept_id or row.name.rstrip("/").rsplit("/", 1)[-1]
        elif found := lookup.find(target, row):
            yield found


def _written(date: DateValue | None) -> str:
    return (date.as_written or date.edtf or "") if date else ""


def _hint(text: str) -> str:
    try:
        _date(text)
    except DateNotUnderstoodError as error:
        return error.words
    return ""


def _date(text: str) -> DateValue | None:
    if not text:
        return None
    read = parse_date(text)
    return DateValue(
        edtf=read.edtf,
        as_written=text,
        year_from=read.year_from,
        year_to=read.year_to,
        is_lunar=read.is_lunar,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _is_degrees(text: str) -> bool:
    try:
        return not text or -180 <= float(text) <= 180  # noqa: PLR2004 - degrees of a circle
    except ValueError:
        return False
