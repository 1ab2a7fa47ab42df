"""An item as a IIIF manifest: a canvas for each picture, page, sound and video that may be seen.

Source: https://iiif.io/api/presentation/3.0/; of the ways to give captions only embedded pages with
one supplementing annotation each, Vietnamese first, play in Mirador, Clover, UV, TIFY and Ramp.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.access import Grade, Viewer, may_view_file
from archive.catalogue.files.models import Rendition
from archive.catalogue.files.queries import renditions_of
from archive.catalogue.items.queries import Fact, ItemPage, Looking, item_page
from archive.catalogue.reading.queries import Moved, find
from archive.discover.cards import seen_files
from archive.discover.citation import PUBLISHER
from archive.engines import Engines
from archive.errors import MissingRecordError, NotAllowedError
from archive.exchange.iiif.service import SEEN_PX
from archive.languages import language_name
from archive.records import FileRecord, FileRole, ItemRecord
from media import iiif
from media.derive.plan import TILES
from media.iiif import Bounds, Box, Size, Version
from media.iiif_info import is_smaller, profile

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
_VIDEOS = ("video-720p.mp4", "video-360p.mp4")
Renditions = Mapping[str, Sequence[Rendition]]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A manifest, and whether everybody gets the same one."""

    document: Json
    is_public: bool


@dataclass(frozen=True, slots=True)
class _Writing:
    """What all parts of one manifest are written with."""

    item: ItemRecord
    renditions: Renditions
    captions: Sequence[FileRecord]
    viewer: Viewer
    root: str
    language: str

    @property
    def address(self) -> str:
        """The manifest's own address, below which everything in it is named."""
        return f"{self.root}/iiif/presentation/{self.item.id}"

    def bounds(self, file: FileRecord) -> Bounds:
        """How fine this viewer gets a file's pictures."""
        is_whole = may_view_file(self.viewer, self.item, file, Grade.TAKE)
        return iiif.FREE if is_whole else Bounds(SEEN_PX)


def manifest(engines: Engines, item_id: str, viewer: Viewer, root: str, language: str) -> Found:
    """Return the manifest of an item with all that the viewer may see of it.

    Raises:
        MissingRecordError: There is no such item, or none that the viewer may know.
        NotAllowedError: The viewer may know of the item, but not see it.
    """
    with engines.db.reading() as session:
        sight = find(session, "item", item_id, viewer)
        if isinstance(sight, Moved) or not isinstance(sight.record, ItemRecord):
            raise MissingRecordError("item", item_id)
        if not sight.is_seen:
            raise NotAllowedError("see-item")
        record = sight.record
        files = seen_files(record, viewer)
        page = item_page(session, record, Looking(viewer, language, f"{root}/items/{record.id}"))
        made = renditions_of(session, [file.id for file in files])
    captions = [file for file in files if file.role is FileRole.CAPTIONS]
    writing = _Writing(record, made, captions, viewer, root, language)
    originals = [file for file in files if file.role is FileRole.ORIGINAL]
    return Found(_document(writing, page, originals), sight.is_public)


def _document(writing: _Writing, page: ItemPage, files: Sequence[FileRecord]) -> Json:
    said = {
        "@context": CONTEXT,
        "id": f"{writing.address}/manifest",
        "type": "Manifest",
        "label": dict(writing.item.title) or {"none": [page.title]},
        "summary": dict(writing.item.description),
        "metadata": [_fact(fact, writing.language) for fact in page.facts],
        "requiredStatement": _credit(page, writing.language),
        "rights": _rights(page.rights.uri),
        "provider": [_provider(writing)],
        "homepage": [_homepage(writing, page)],
        "seeAlso": [_see_also(writing)],
        "thumbnail": _thumbnail(writing, files[:1]),
        "items": list(_canvases(writing, files)),
    }
    return {key: value for key, value in said.items() if value or key == "items"}


def _rights(uri: str | None) -> str | None:
    """Return the address that names a licence: these two houses write theirs with `http:`.

    Source: Presentation API 3.0, `rights`.
    """
    houses = ("https://creativecommons.org/", "https://rightsstatements.org/")
    return f"http{uri.removeprefix('https')}" if uri and uri.startswith(houses) else uri


def _fact(fact: Fact, language: str) -> Json:
    texts = [text for text, _, _ in fact.links] or [fact.text]
    return {"label": {language: [fact.label]}, "value": {language: texts}}


def _credit(page: ItemPage, language: str) -> Json | None:
    if not page.rights.credit:
        return None
    label = {"vi": "Ghi công", "en": "Credit"}[language]
    return {"label": {language: [label]}, "value": {language: [page.rights.credit]}}


def _provider(writing: _Writing) -> Json:
    home = {
        "id": f"{writing.root}/",
        "type": "Text",
        "label": {"none": [PUBLISHER]},
        "format": "text/html",
    }
    return {
        "id": f"{writing.root}/about",
        "type": "Agent",
        "label": {"none": [PUBLISHER]},
        "homepage": [home],
    }


def _homepage(writing: _Writing, page: ItemPage) -> Json:
    return {
        "id": page.citation.url,
        "type": "Text",
        "label": {page.title_lang or "none": [page.title]},
        "format": "text/html",
        "language": [writing.language],
    }


def _see_also(writing: _Writing) -> Json:
    return {
        "id": f"{writing.root}/items/{writing.item.id}?format=jsonld",
        "type": "Dataset",
        "label": {"none": ["schema.org JSON-LD"]},
        "format": "application/ld+json",
        "profile": "https://schema.org/",
    }


def _thumbnail(writing: _Writing, files: Iterable[FileRecord]) -> list[Json]:
    for file in files:
        for one in writing.renditions.get(file.id, ()):
            if one.name == "thumb-320.jpg":
                return [_picture(writing, one)]
    return []


def _picture(writing: _Writing, one: Rendition) -> Json:
    return {
        "id": f"{writing.root}/files/{one.file_id}/{one.name}",
        "type": "Image",
        "format": one.media_type,
        "width": one.width_px,
        "height": one.height_px,
    }


def _canvases(writing: _Writing, files: Iterable[FileRecord]) -> Iterator[Json]:
    for file in files:
        made = {one.name: one for one in writing.renditions.get(file.id, ())}
        if file.kind == "image":
            yield from _image(writing, file, made)
        elif file.kind == "document":
            yield from _pages(writing, file, made)
        elif file.kind == "video":
            yield from _video(writing, file, made)
        elif file.kind == "sound":
            yield from _sound(writing, file, made)


def _image(writing: _Writing, file: FileRecord, made: Mapping[str, Rendition]) -> Iterator[Json]:
    jpegs = [one for one in made.values() if one.media_type == "image/jpeg"]
    widest = max(jpegs, key=lambda one: one.width_px or 0, default=None)
    one = made.get(TILES) or widest
    if one is not None:
        label = dict(file.label) or {"none": [file.name]}
        yield _shown(writing, file, file.id, one, label)


def _pages(writing: _Writing, file: FileRecord, made: Mapping[str, Rendition]) -> Iterator[Json]:
    numbers = sorted(
        int(name.removeprefix("pdf-page-").removesuffix(".jpg"))
        for name in made
        if name.startswith("pdf-page-") and name.endswith(".jpg")
    )
    for number in numbers:
        label = {"vi": [f"Trang {number}"], "en": [f"Page {number}"]}
        yield _shown(writing, file, f"{file.id}-{number}", made[f"pdf-page-{number}.jpg"], label)


def _shown(
    writing: _Writing, file: FileRecord, name: str, one: Rendition, label: Mapping[str, Any]
) -> Json:
    size = (one.width_px or 1, one.height_px or 1)
    bounds = writing.bounds(file)
    shown, level = _largest(size, bounds), "level0" if is_smaller(size, bounds) else "level2"
    three = f"{writing.root}/iiif/3/{name}"
    body = {
        "id": f"{three}/full/max/0/default.jpg",
        "type": "Image",
        "format": "image/jpeg",
        "width": shown[0],
        "height": shown[1],
        "service": [
            {"id": three, "type": "ImageService3", "profile": level},
            {
                "@id": f"{writing.root}/iiif/2/{name}",
                "@type": "ImageService2",
                "profile": profile(Version.TWO, size, bounds),
            },
        ],
    }
    canvas = _canvas(writing, name, label, body)
    return {**canvas, "width": size[0], "height": size[1]}


def _largest(size: Size, bounds: Bounds) -> Size:
    return iiif.largest_size(Box(0, 0, *size), size, bounds)


def _video(writing: _Writing, file: FileRecord, made: Mapping[str, Rendition]) -> Iterator[Json]:
    one = next((made[name] for name in _VIDEOS if name in made), None)
    if one is None or not (length_s := one.duration_s or file.technical.get("duration_s")):
        return
    shape = {"width": one.width_px or 640, "height": one.height_px or 360}
    body = {**_recording(writing, one, "Video", length_s), **shape}
    canvas = _canvas(writing, file.id, dict(file.label) or {"none": [file.name]}, body)
    yield {**canvas, **shape, "duration": length_s, **_spoken(writing, file)}


def _sound(writing: _Writing, file: FileRecord, made: Mapping[str, Rendition]) -> Iterator[Json]:
    one = made.get("sound.m4a")
    if one is None or not (length_s := one.duration_s or file.technical.get("duration_s")):
        return
    body = _recording(writing, one, "Sound", length_s)
    canvas = _canvas(writing, file.id, dict(file.label) or {"none": [file.name]}, body)
    yield {**canvas, "duration": length_s, **_spoken(writing, file)}


def _recording(writing: _Writing, one: Rendition, kind: str, length_s: float) -> Json:
    return {
        "id": f"{writing.root}/files/{one.file_id}/{one.name}",
        "type": kind,
        "format": one.media_type,
        "duration": length_s,
    }


def _canvas(writing: _Writing, name: str, label: Mapping[str, Any], body: Json) -> Json:
    address = f"{writing.address}/canvas/{name}"
    painting = {
        "id": f"{address}/painting/1",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": address,
    }
    page = {"id": f"{address}/painting", "type": "AnnotationPage", "items": [painting]}
    return {"id": address, "type": "Canvas", "label": dict(label), "items": [page]}


def _spoken(writing: _Writing, file: FileRecord) -> Json:
    """Return the captions of a recording as annotations that supplement it."""
    mine = sorted(
        (one for one in writing.captions if _belongs(one, file, writing.item)),
        key=lambda one: ((one.language or "vi") != "vi", one.language or ""),
    )
    if not mine:
        return {}
    address = f"{writing.address}/canvas/{file.id}"
    page = f"{address}/captions"
    items = [_caption(writing, one, address, f"{page}/{one.id}") for one in mine]
    label = {"vi": ["Phụ đề"], "en": ["Captions"]}
    return {"annotations": [{"id": page, "type": "AnnotationPage", "label": label, "items": items}]}


def _belongs(caption: FileRecord, file: FileRecord, item: ItemRecord) -> bool:
    playable = [one for one in item.current_files if one.kind in ("sound", "video")]
    stem = file.name.rpartition(".")[0]
    return len(playable) == 1 or caption.name.startswith(stem)


def _caption(writing: _Writing, caption: FileRecord, canvas: str, address: str) -> Json:
    language = caption.language or "vi"
    return {
        "id": address,
        "type": "Annotation",
        "motivation": "supplementing",
        "body": {
            "id": f"{writing.root}/files/{caption.id}/captions.vtt",
            "type": "Text",
            "format": "text/vtt",
            "language": language,
            "label": {language: [language_name(language, language)]},
        },
        "target": canvas,
    }
