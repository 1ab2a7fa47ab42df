"""The rows of the describe form that say what is shown of each file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive.catalogue.forms import (
    FormData,
    LanguageRows,
    language_map,
    language_rows,
    one,
    rows_of,
)
from archive.numbers import whole_number
from archive.records import Access, Audience, FileRecord, ItemRecord, Preset
from media.tiers import Tier

# A file's own rule names no community: for those the whole item is restricted.
PRESETS = (Preset.SCHOOL, Preset.STAFF)


@dataclass(frozen=True, slots=True)
class FileForm:
    """What a person says of one file."""

    id: str
    label: LanguageRows = ()
    alt: LanguageRows = ()
    language: str = ""
    position: int = 0
    access: str = ""


def read_files(data: FormData) -> tuple[FileForm, ...]:
    """Return the rows `file-<id>-…` in the order of their positions."""
    keys = (re.fullmatch(r"file-([a-z0-9]{10})-position", key) for key in data)
    forms = [_read_file(data, found[1]) for found in keys if found]
    return tuple(sorted(forms, key=lambda form: form.position))


def _read_file(data: FormData, file_id: str) -> FileForm:
    stem = f"file-{file_id}"
    position = one(data, f"{stem}-position")
    return FileForm(
        id=file_id,
        label=language_rows(data, f"{stem}-label"),
        alt=language_rows(data, f"{stem}-alt"),
        language=one(data, f"{stem}-language")[:35],
        position=whole_number(position),
        access=one(data, f"{stem}-access"),
    )


def file_forms(record: ItemRecord) -> tuple[FileForm, ...]:
    """Return what the form shows of the current files."""
    return tuple(
        FileForm(
            id=file.id,
            label=rows_of(file.label),
            alt=rows_of(file.alt),
            language=file.language or "",
            position=position,
            access=file.access.see.preset.value if file.access else "",
        )
        for position, file in enumerate(record.current_files, 1)
    )


def applied_to_files(record: ItemRecord, forms: tuple[FileForm, ...]) -> tuple[FileRecord, ...]:
    """Return the files as the forms say; files that no form names stay, after the others."""
    said = {form.id: (place, form) for place, form in enumerate(forms)}
    ordered = sorted(
        record.files, key=lambda file: said[file.id][0] if file.id in said else len(said)
    )
    return tuple(
        _described(file, said[file.id][1]) if file.id in said else file for file in ordered
    )


def _described(file: FileRecord, form: FileForm) -> FileRecord:
    return file.model_copy(
        update={
            "label": language_map(form.label),
            "alt": language_map(form.alt),
            "language": form.language or None,
            "access": _access(file, form.access),
            "tiers": _tiers(file, form.language),
        }
    )


def _tiers(file: FileRecord, language: str) -> tuple[Tier, ...]:
    """Return the tiers; the language of a file is that of its only tier."""
    if len(file.tiers) != 1 or not language or language == file.language:
        return file.tiers
    return (replace(file.tiers[0], language=language),)


def _access(file: FileRecord, preset: str) -> Access | None:
    if preset not in {kept.value for kept in PRESETS}:
        # A rule of a kind that the form does not offer is kept, not dropped by saving.
        kept_as_is = file.access is not None and preset == file.access.see.preset.value
        return file.access if kept_as_is else None
    return Access(see=Audience(preset=Preset(preset)))
