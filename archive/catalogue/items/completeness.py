"""What an item must have before it is published, and what would make it better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import FileRole, ItemKind, ItemRecord
from media.values import Kind


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that an item lacks: where in the form, why, and whether it must be there."""

    group: str
    field: str
    reason: str
    is_required: bool
    count: int = 1


def lacks_of(record: ItemRecord) -> tuple[Lack, ...]:
    """Return everything that an item lacks, in the order of the form."""
    return tuple(_lacks(record))


def problems_of(record: ItemRecord) -> dict[str, list[str]]:
    """Return what keeps an item from being published, by field."""
    problems: dict[str, list[str]] = {}
    for lack in lacks_of(record):
        if lack.is_required:
            problems.setdefault(lack.field, []).append(lack.reason)
    return problems


def _lacks(record: ItemRecord) -> Iterator[Lack]:
    if not record.title:
        yield Lack("about", "title", "title-missing", is_required=True)
    if not record.description and not record.elements:
        yield Lack("about", "description", "description-missing", is_required=True)
    elif not record.elements:
        yield Lack("about", "elements", "elements-missing", is_required=False)
    if record.date is None:
        yield Lack("when", "date", "date-missing", is_required=False)
    if not record.places:
        yield Lack("when", "places", "places-missing", is_required=False)
    if not record.agents:
        yield Lack("who", "agents", "agents-missing", is_required=False)
    if not record.rights:
        yield Lack("rights", "rights", "rights-missing", is_required=True)
    yield from _file_lacks(record)


def _file_lacks(record: ItemRecord) -> Iterator[Lack]:
    originals = [file for file in record.current_files if file.role is FileRole.ORIGINAL]
    if not originals and record.kind is not ItemKind.OBJECT:
        yield Lack("files", "files", "files-missing", is_required=True)
    silent = [file for file in originals if file.kind == Kind.IMAGE.value and not file.alt]
    if silent:
        yield Lack("files", "alt", "alt-missing", is_required=False, count=len(silent))
    has_captions = any(file.role is FileRole.CAPTIONS for file in record.current_files)
    if not has_captions and any(file.kind == Kind.VIDEO.value for file in originals):
        yield Lack("files", "captions", "captions-missing", is_required=False)
