"""Turn staged bytes and their description into the record of a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive.catalogue.files.names import caption_name, safe_name
from archive.catalogue.prefill import tag_of
from archive.ids import new_id
from archive.records import FileRecord, FileRole
from media.storage import StagedFile
from media.values import Description, Kind


def original_of(
    description: Description,
    staged: StagedFile,
    name: str,
    **said: Any,  # noqa: ANN401 - any field of FileRecord
) -> FileRecord:
    """Return the record of an original under a new id; further fields may be said."""
    values: dict[str, Any] = {
        "id": new_id(),
        "name": safe_name(name),
        "sha256": staged.sha256,
        "size_bytes": staged.size_bytes,
        "kind": description.kind.value,
        "format": description.format,
        "media_type": description.media_type,
        "puid": description.puid or None,
        "technical": technical_of(description),
        **said,
    }
    return FileRecord(**values)


def technical_of(description: Description) -> dict[str, Any]:
    """Return the typed description as JSON without the raw extraction and what is empty."""
    told = replace(description, raw={}, tiers=()).as_dict()
    return {key: value for key, value in told.items() if value not in ("", None, [], {})}


def captions_of(
    description: Description, staged: StagedFile, name: str, language: str | None = None
) -> FileRecord:
    """Return the record of a caption file with its tiers.

    A language that is told is that of a single tier; of several each keeps what it says itself.
    """
    found = language or caption_name(name).language or tag_of(description.language) or "vi"
    is_told = bool(language or caption_name(name).language) and len(description.tiers) == 1
    tiers = tuple(
        replace(tier, language=found if is_told else tag_of(tier.language) or found)
        for tier in description.tiers
    )
    technical = technical_of(description)
    technical.pop("text", None)  # the segments say it already, each under its own time
    said = {"role": FileRole.CAPTIONS, "language": found, "technical": technical, "tiers": tiers}
    return original_of(description, staged, name, **said)


def masters_of(
    file: FileRecord, staged: StagedFile, description: Description
) -> Mapping[str, StagedFile | bytes]:
    """Return what goes into the object: the bytes, and the raw extraction beside them."""
    raw = json.dumps(dict(description.raw), ensure_ascii=False, indent=1, default=str)
    return {file.master_path: staged, f"metadata/{file.id}.json": raw.encode()}


def is_recording(file: FileRecord) -> bool:
    """Tell whether captions may run beside a file."""
    return file.kind in {Kind.SOUND.value, Kind.VIDEO.value} and file.role is FileRole.ORIGINAL
