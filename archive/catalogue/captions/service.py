"""Hand out the timed words of recordings, each form through the access function."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.access import Grade, Viewer
from archive.catalogue.captions import webannotations
from archive.catalogue.captions.documents import as_elan
from archive.catalogue.files import queries as files
from archive.catalogue.files.models import File
from archive.catalogue.files.values import Sendable
from archive.catalogue.queries import item_record
from archive.engines import Engines
from archive.errors import MissingFileBytesError, MissingRecordError
from archive.records import FileRecord, ItemRecord
from media import webvtt
from media.errors import MissingFileError, MissingObjectError
from media.tiers import Segment, Span, Tier, spans_of

Spans = dict[str, Span]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file somebody asks for, of which only one tier where `tier` is a position."""

    file_id: str
    viewer: Viewer
    root: str = ""
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    engines: Engines
    item: ItemRecord
    file: FileRecord
    tiers: tuple[Tier, ...]
    spans: Spans
    document: bytes = b""


Writer = Callable[[_Told, Asked], str | bytes]


def exported(engines: Engines, asked: Asked, form: str) -> Sendable:
    """Return the words of a file in one of `FORMS`, if the viewer may see the file.

    Raises:
        MissingRecordError: There is no such file, or none that the viewer may see.
        MissingFileBytesError: It holds no words, or no such tier.
    """
    with engines.db.reading() as session:
        row = files.file_seen_by(session, asked.file_id, asked.viewer, Grade.SEE)
        if row is None:
            raise MissingRecordError("file", asked.file_id)
        item = item_record(session, row.item_id)
        is_public = files.is_public(session, row, Grade.SEE)
    told = _told(engines, item, row, asked, form)
    media_type, writer = FORMS[form]
    content = writer(told, asked)
    data = content.encode() if isinstance(content, str) else content
    etag = f"{row.sha256[:32]}-{told.item.version}-{form}-{asked.tier}-{len(data)}"
    name = f"{told.file.name.rpartition('.')[0]}.{form}" if form in _TAKEN_AWAY else ""
    return Sendable(io.BytesIO(data), len(data), media_type, etag, is_public, name)


def _told(engines: Engines, item: ItemRecord | None, row: File, asked: Asked, form: str) -> _Told:
    file = item.file(row.id) if item is not None else None
    if item is None or file is None or not file.timed:
        raise MissingFileBytesError(row.id, form)
    tiers = file.timed
    if asked.tier is not None:
        tiers = file.timed[asked.tier : asked.tier + 1]
    if not tiers:
        raise MissingFileBytesError(row.id, form)
    document = _document(engines, item, file) if form == "eaf" and asked.tier is None else b""
    return _Told(engines, item, file, tiers, spans_of(file.timed), document)


def _document(engines: Engines, item: ItemRecord, file: FileRecord) -> bytes:
    """Return the ELAN file that the tiers came in, or nothing where they came otherwise."""
    if file.format != "eaf":
        return b""
    try:
        return engines.repository.read(item.object_id, file.master_path)
    except (MissingFileError, MissingObjectError, FileNotFoundError) as error:
        raise MissingFileBytesError(file.id, "original") from error


def _vtt(told: _Told, _asked: Asked) -> str:
    return webvtt.write_vtt(told.tiers[0], told.spans)


def _srt(told: _Told, _asked: Asked) -> str:
    return webvtt.write_srt(told.tiers[0], told.spans)


def _eaf(told: _Told, asked: Asked) -> bytes:
    tiers = told.tiers
    if asked.tier is not None:  # a tier that leaves its parent takes its times along
        tiers = tuple(replace(tier, parent="", segments=_own(tier, told.spans)) for tier in tiers)
    return as_elan(told.engines, told.file, tiers, told.document)


def _own(tier: Tier, spans: Spans) -> tuple[Segment, ...]:
    """Return segments with times of their own in place of a parent's."""
    none = (None, None)
    return tuple(
        replace(one, parent="", start_ms=start, end_ms=end)
        for one in tier.segments
        for start, end in [spans.get(one.id, none)]
    )


def _annotations(told: _Told, asked: Asked) -> str:
    address = f"{asked.root}/files/{told.file.id}/annotations.jsonld"
    if asked.tier is not None:
        address += f"?tier={asked.tier}"
    source = f"{asked.root}/items/{told.item.id}"
    page = webannotations.page_of(told.tiers, told.spans, address, source, asked.root)
    return json.dumps(page, ensure_ascii=False, indent=1)


_TAKEN_AWAY = ("srt", "eaf")
FORMS: dict[str, tuple[str, Writer]] = {
    "vtt": ("text/vtt; charset=utf-8", _vtt),
    "srt": ("application/x-subrip; charset=utf-8", _srt),
    "eaf": ("application/xml", _eaf),
    "jsonld": (webannotations.CONTENT_TYPE, _annotations),
}
