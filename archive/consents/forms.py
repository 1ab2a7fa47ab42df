"""The form of a consent, parsed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from archive.errors import InvalidRecordError
from archive.records import ConsentForm, ConsentUse, clean_text


@dataclass(frozen=True, slots=True)
class NewConsent:
    """A consent as it was typed in."""

    person: str
    guardian: str
    uses: tuple[str, ...]
    form: str
    files: tuple[str, ...]
    given_on: date | None
    expires_on: date | None
    note: str

    @classmethod
    def read(cls, form: Mapping[str, Sequence[str]]) -> NewConsent:
        """Read what was sent; InvalidRecordError names every field that cannot be."""
        problems: dict[str, list[str]] = {}
        uses = tuple(use.value for use in ConsentUse if use.value in form.get("uses", ()))
        read = cls(
            person=_text(form, "person"),
            guardian=_text(form, "guardian"),
            uses=uses,
            form=_form(form, problems),
            files=tuple(form.get("files", ())),
            given_on=_day(form, "given_on", problems),
            expires_on=_day(form, "expires_on", problems),
            note=_text(form, "note", 2000),
        )
        problems |= {} if read.person else {"person": ["empty"]}
        problems |= {} if read.uses else {"uses": ["empty"]}
        if read.given_on and read.expires_on and read.expires_on < read.given_on:
            problems["expires_on"] = ["before"]
        if problems:
            raise InvalidRecordError(problems)
        return read


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form when it is shown again."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """Return the single value of a field."""
        return next(iter(self.values.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return the values of a field."""
        return tuple(self.values.get(name, ()))


def _text(form: Mapping[str, Sequence[str]], name: str, most: int = 200) -> str:
    return clean_text(next(iter(form.get(name, ())), ""))[:most]


def _form(form: Mapping[str, Sequence[str]], problems: dict[str, list[str]]) -> str:
    chosen = _text(form, "form")
    if chosen not in {one.value for one in ConsentForm}:
        problems["form"] = ["empty"]
    return chosen


def _day(
    form: Mapping[str, Sequence[str]], name: str, problems: dict[str, list[str]]
) -> date | None:
    """Return a day written as 2026-11-30 or 30/11/2026."""
    typed = _text(form, name)
    if not typed:
        return None
    day, _, rest = typed.partition("/")
    month, _, year = rest.partition("/")
    try:
        return date(int(year), int(month), int(day)) if rest else date.fromisoformat(typed)
    except ValueError:
        problems[name] = ["day"]
        return None
