"""Give out a copy of an original with the catalogue's own words inside; the master stays."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePath

from archive.access import Viewer
from archive.catalogue.files import service as files
from archive.catalogue.files.values import Sendable
from archive.catalogue.items.queries import ItemPage, Looking, item_page
from archive.catalogue.reading.queries import Moved, find
from archive.engines import Engines
from archive.errors import MissingFileBytesError, MissingRecordError
from archive.records import ItemRecord, LanguageMap
from media.embed import Words, embedded

SUFFIX = "-kho-xoe"


def copy_with_words(
    engines: Engines, file_id: str, viewer: Viewer, language: str, root: str
) -> Sendable:
    """Return an original that the viewer may take, with what they may read of its item inside.

    Raises:
        MissingRecordError: There is no such file, or none that the viewer may know.
        NotAllowedError: The viewer may know the file, but not take it.
        MissingFileBytesError: Words cannot be put into this file.
    """
    original = files.original(engines, file_id, viewer)
    item_id, format_key = files.owner_of(engines, file_id)
    words = _words(engines, item_id, Looking(viewer, language, f"{root}/items/{item_id}"))
    copy = embedded(original.file, original.size_bytes, format_key, words)
    if copy is None:
        original.file.close()
        raise MissingFileBytesError(file_id, "described")
    name = PurePath(original.download_name)
    return replace(
        original,
        file=io.BufferedReader(copy),
        size_bytes=copy.size_bytes,
        etag=f"{original.etag[:32]}-{copy.signature}",
        is_public=False,
        download_name=f"{name.stem}{SUFFIX}{name.suffix}",
    )


def _words(engines: Engines, item_id: str, looking: Looking) -> Words:
    with engines.db.reading() as session:
        sight = find(session, "item", item_id, looking.viewer)
        if isinstance(sight, Moved) or not isinstance(sight.record, ItemRecord):
            raise MissingRecordError("item", item_id)
        if not sight.is_seen:
            return Words(identifier=looking.url)
        return words_of(item_page(session, sight.record, looking))


def words_of(page: ItemPage) -> Words:
    """Return what the page of an item says, as a copy of its file is to carry it."""
    record = page.record
    linked = {
        kind: tuple(named.title for (of, _), named in sorted(page.names.items()) if of == kind)
        for kind in ("place", "term", "element")
    }
    return Words(
        title=_texts(record.title) or {"vi": page.title},
        description=_texts(record.description),
        creators=page.citation.makers,
        keywords=tuple(dict.fromkeys((*linked["element"], *linked["term"]))),
        rights=page.rights.label,
        rights_url=page.rights.uri or "",
        credit=page.rights.credit,
        date=(record.date.edtf or "") if record.date else "",
        place=", ".join(linked["place"]),
        identifier=page.citation.url,
    )


def _texts(said: LanguageMap) -> dict[str, str]:
    """Return the texts by language, Vietnamese first."""
    tags = sorted(said, key=lambda tag: tag != "vi")
    return {tag: "\n".join(said[tag]) for tag in tags if any(said[tag])}
