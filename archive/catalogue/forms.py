"""Read what forms send, and write values as forms show them: texts by language, rows, access."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from archive.languages import is_valid_tag
from archive.records import Access, Audience, LanguageMap, Name, NameStatus, Preset, clean_text
from archive.records.embargoes import embargo_day
from archive.records.seasons import days_of, season_days

FormData = Mapping[str, Sequence[str]]
LanguageRows = tuple[tuple[str, str], ...]
_LONGEST = 20_000
_MOST_ROWS = 200


def one(data: FormData, name: str) -> str:
    """Return the first value of a field, trimmed; "" where it was not sent."""
    values = data.get(name) or ("",)
    return _typed(values[0])


def _typed(value: str) -> str:
    return clean_text(value.replace("\r\n", "\n"))[:_LONGEST]


def many(data: FormData, name: str) -> tuple[str, ...]:
    """Return the values of a field that are not empty, once each."""
    values = (_typed(value) for value in data.get(name, ()))
    return tuple(dict.fromkeys(value for value in values if value))


def language_rows(data: FormData, name: str) -> LanguageRows:
    """Return the parallel lists `name.lang` and `name.text` as (language, text)."""
    codes, texts = data.get(f"{name}.lang", ()), data.get(f"{name}.text", ())
    cleaned = map(_typed, texts)
    return tuple((code, text) for code, text in zip(codes, cleaned, strict=False) if text)


def language_map(rows: LanguageRows) -> LanguageMap:
    """Return (language, text) pairs as a language map; rows in no known language are left out."""
    texts: dict[str, list[str]] = {}
    for code, text in rows:
        if is_valid_tag(code):
            texts.setdefault(code, []).append(text)
    return texts


def rows_of(texts: LanguageMap) -> LanguageRows:
    """Return a language map as (language, text) pairs, Vietnamese first."""
    pairs = ((code, text) for code, values in texts.items() for text in values)
    return tuple(sorted(pairs, key=lambda pair: pair[0] != "vi"))


@dataclass(frozen=True, slots=True)
class Row:
    """A pointer as a form shows it: the name that was typed, the record that it meant before."""

    name: str = ""
    role: str = ""
    id: str = ""
    was: str = ""
    is_new: bool = False
    extra: str = ""

    @property
    def kept_id(self) -> str:
        """The record that is meant still, as the name was not touched."""
        return self.id if self.name == self.was else ""


def link_rows(data: FormData, prefix: str) -> tuple[Row, ...]:
    """Return the rows `prefix-0-name`, `prefix-0-role` … whose name is not empty."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-name")
    numbers = sorted(int(found[1]) for key in data if (found := pattern.fullmatch(key)))
    rows = (_row(data, f"{prefix}-{number}") for number in numbers[:_MOST_ROWS])
    return tuple(row for row in rows if row.name)


def _row(data: FormData, stem: str) -> Row:
    return Row(
        name=one(data, f"{stem}-name")[:300],
        role=one(data, f"{stem}-role")[:64],
        id=one(data, f"{stem}-id")[:80],
        was=one(data, f"{stem}-was")[:300],
        is_new=bool(one(data, f"{stem}-new")),
        extra=one(data, f"{stem}-extra")[:300],
    )


@dataclass(frozen=True, slots=True)
class AccessForm:
    """Who may see, know and take, as the form shows it; "" for “as they may see”."""

    see: str = Preset.PUBLIC.value
    communities: tuple[str, ...] = ()
    all_of: bool = False
    know: str = ""
    take: str = ""
    season_from: str = ""
    season_to: str = ""
    embargo: str = ""

    @classmethod
    def read(cls, data: FormData) -> AccessForm:
        """Read `access`, `access_communities`, `access_all`, `know`, `take`, season, embargo."""
        return cls(
            one(data, "access") or Preset.PUBLIC.value,
            many(data, "access_communities"),
            bool(one(data, "access_all")),
            one(data, "know"),
            one(data, "take"),
            one(data, "season_from"),
            one(data, "season_to"),
            one(data, "embargo"),
        )

    @classmethod
    def of(cls, access: Access) -> AccessForm:
        """Return what the form shows for an access rule."""
        named = next(
            (one_ for one_ in (access.see, access.know, access.take) if one_ and one_.communities),
            access.see,
        )
        return cls(
            access.see.preset.value,
            named.communities,
            named.all_of,
            access.know.preset.value if access.know else "",
            access.take.preset.value if access.take else "",
            *season_days(access.see.season),
            embargo_day(access.see.embargo),
        )

    def access(self) -> Access:
        """Return the access rule; ValueError where it makes no sense."""
        return Access(
            see=self._audience(self.see),
            know=self._of_all_days(self.know) if self.know else None,
            take=self._audience(self.take) if self.take else None,
        )

    def _audience(self, preset: str) -> Audience:
        """Return who may see or take: only when it is open, where that is not always."""
        always = self._of_all_days(preset)
        if always.preset is Preset.STAFF:
            return always
        season = self.season_from or self.season_to
        return Audience(
            **{
                **dict(always),
                "season": read_season(self.season_from, self.season_to) if season else None,
                "embargo": read_embargo(self.embargo) if self.embargo else None,
            }
        )

    def _of_all_days(self, preset: str) -> Audience:
        kind = Preset(preset)
        if kind is not Preset.COMMUNITY:
            return Audience(preset=kind)
        return Audience(preset=kind, communities=self.communities, all_of=self.all_of)

    def problem(self) -> str:
        """Return the code of what is wrong, "" when nothing is."""
        chosen = {self.see, self.know, self.take}
        if not chosen <= {*(preset.value for preset in Preset), ""}:
            return "access-unknown"
        if Preset.COMMUNITY.value in chosen and not self.communities:
            return "community-missing"
        if wrong := self._wrong_days():
            return wrong
        try:
            self.access()
        except ValueError:
            return "grades-crossed"
        return ""

    def _wrong_days(self) -> str:
        season = self.season_from or self.season_to
        if season and not _is_read(read_season, self.season_from, self.season_to):
            return "season-unreadable"
        if self.embargo and not _is_read(read_embargo, self.embargo):
            return "embargo-unreadable"
        return "season-and-embargo" if season and self.embargo else ""


def _is_read(read: Callable[..., str], *written: str) -> bool:
    try:
        return bool(read(*written))
    except ValueError:
        return False


def read_embargo(written: str) -> str:
    """Return the day written as `15/3/2027` as it is kept; ValueError where it is none."""
    day, month, year = (int(part) for part in written.strip().replace("-", "/").split("/"))
    return date(year, month, day).isoformat()


def read_season(first: str, last: str) -> str:
    """Return the season between two days written as `15/3`; ValueError where they are none."""
    days = [day.strip().replace("-", "/").split("/") for day in (first, last)]
    season = "/".join(f"{int(month):02}-{int(day):02}" for day, month in days)
    return season if days_of(season) else ""


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name as the form shows it."""

    language: str = "vi"
    text: str = ""
    status: str = NameStatus.PREFERRED.value


def name_rows(data: FormData) -> tuple[NameRow, ...]:
    """Return the parallel lists `name.lang`, `name.text` and `name.status` that are not empty."""
    lists = (data.get(f"name.{part}", ()) for part in ("lang", "text", "status"))
    rows = (NameRow(*values) for values in zip(*lists, strict=False))
    return tuple(row for row in rows if row.text.strip() and is_valid_tag(row.language))


def names_from(rows: Iterable[NameRow], before: Sequence[Name] = ()) -> tuple[Name, ...]:
    """Return names as a record keeps them; a name that stood there keeps its source."""
    sources = {(name.language, name.text): name.source for name in before}
    known = {status.value for status in NameStatus}
    return tuple(
        Name(
            language=row.language,
            text=row.text.strip(),
            status=NameStatus(row.status if row.status in known else NameStatus.VARIANT),
            source=sources.get((row.language, row.text.strip())),
        )
        for row in rows
    )


def shown_names(names: Iterable[Name]) -> tuple[NameRow, ...]:
    """Return names as the form shows them."""
    return tuple(NameRow(name.language, name.text, name.status.value) for name in names)
