"""The form of a vocabulary record, as a frozen value and the problems in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from archive.errors import InvalidRecordError
from archive.ids import slug_of
from archive.languages import is_valid_tag, trap
from archive.numbers import whole_number
from archive.records import (
    ElementRecord,
    Name,
    NamedRecord,
    NameStatus,
    Source,
    TermRecord,
    clean_text,
)

_LONGEST_NAME = 300
_TEXTS = {
    "element": (
        "description",
        "meaning",
        "occasion",
        "bearers",
        "transmission",
        "threats",
        "safeguarding",
        "notes",
    ),
    "term": ("description", "scope_note"),
}


@dataclass(slots=True)
class VocabularyForm:
    """What an editor sent, read into values; `problems` say what is wrong, by field."""

    names: tuple[Name, ...] = ()
    slug: str = ""
    base_version: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, kind: str, form: MultiDict[str, str]) -> VocabularyForm:
        """Read the form of an element or a term."""
        read = cls()
        read.names = tuple(_names(form, read.problems))
        if not any(name.status is NameStatus.PREFERRED for name in read.names):
            read.problems["names"] = [_("Cần ít nhất một tên chính.")]
        main = next((name.text for name in read.names), "")
        read.slug = slug_of(form.get("slug", "") or main)
        version = form.get("version", "")
        read.base_version = whole_number(version) or None
        read.values = {text: _texts(form, text) for text in _TEXTS[kind]}
        read.values["sources"] = tuple(
            Source(text=line) for line in form.get("sources", "").splitlines() if line.strip()
        )
        read.values |= _own_values(kind, form)
        return read

    def checked(self) -> VocabularyForm:
        """Return the form; InvalidRecordError with all problems where there are any."""
        if self.problems:
            raise InvalidRecordError(self.problems)
        return self

    def applied_to(self, record: NamedRecord) -> NamedRecord:
        """Return a record with what the form says."""
        return record.model_copy(
            update={**self.values, "names": self.names, "slug": record.slug or self.slug}
        )


def _own_values(kind: str, form: MultiDict[str, str]) -> dict[str, Any]:
    if kind == "term":
        return {"scheme": form.get("scheme", ""), "broader": form.get("broader", "") or None}
    return {
        "kind": form.get("kind", "") or "dance",
        "ich_type": form.get("ich_type", "") or None,
        "peoples": tuple(value for value in form.getlist("peoples") if value),
    }


def _names(form: MultiDict[str, str], problems: dict[str, list[str]]) -> list[Name]:
    names = []
    rows = zip(
        form.getlist("names.language"),
        form.getlist("names.text"),
        form.getlist("names.status"),
        form.getlist("names.source"),
        strict=False,
    )
    for language, text, status, source in rows:
        if not text.strip():
            continue
        if not is_valid_tag(language):
            said = trap(language) or _("Không hiểu mã ngôn ngữ “%(tag)s”.", tag=language)
            problems.setdefault("names", []).append(said)
            continue
        known = status if status in set(NameStatus) else NameStatus.VARIANT
        names.append(
            Name(
                language=language,
                text=text[:_LONGEST_NAME],
                status=NameStatus(known),
                source=source.strip()[:500] or None,
            )
        )
    return names


def _texts(form: MultiDict[str, str], name: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    pairs = zip(form.getlist(f"{name}.lang"), form.getlist(f"{name}.text"), strict=False)
    for language, text in pairs:
        if (cleaned := clean_text(text)) and is_valid_tag(language):
            found.setdefault(language, []).append(cleaned)
    return found


def empty_record(kind: str, scheme: str = "") -> NamedRecord:
    """Return an empty record to begin a form with."""
    if kind == "term":
        return TermRecord(id="", scheme=scheme or "instruments")
    return ElementRecord(id="", kind="dance")
