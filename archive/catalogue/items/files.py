"""The files of an item as its page shows them: pictures and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from archive.access import Grade, Viewer, may_view_file
from archive.catalogue.files.models import Rendition
from archive.catalogue.labels import text_in
from archive.discover.pictures import Picture, file_url, picture_of, service_url
from archive.records import FileRecord, FileRole, ItemRecord
from media.derive.plan import TILES
from media.embed import FORMATS

Renditions = Mapping[str, Sequence[Rendition]]
_SMALL, _LARGE = "video-360p.mp4", "video-720p.mp4"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture of an item, or one page of a document.

    `zoom` is what deep zoom opens: an image service where there are tiles, else the large picture.
    """

    href: str
    picture: Picture
    label: str
    large: str
    zoom: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A line of the box “Tải về”."""

    title: str
    note: str
    href: str
    size_bytes: int | None = None


def sheets_of(
    files: Iterable[FileRecord], renditions: Renditions, href: str, language: str, chosen: str
) -> tuple[Sheet, ...]:
    """Return the pictures and document pages, the chosen one (by its label's key) as current."""
    found = [sheet for file in files for sheet in _sheets(file, renditions, href, language)]
    keys = [key for key, _ in found]
    current = chosen if chosen in keys else next(iter(keys), "")
    return tuple(replace(sheet, current=key == current) for key, sheet in found)


def _sheets(
    file: FileRecord, renditions: Renditions, href: str, language: str
) -> Iterable[tuple[str, Sheet]]:
    made = renditions.get(file.id, ())
    if file.kind == "image":
        alt = text_in(file.alt, language)[1] or text_in(file.label, language)[1] or file.name
        # Small ones too: the same picture stands in the row below, and on narrow windows.
        picture = picture_of(made, ("thumb", "page"), alt)
        if picture is not None:
            label = text_in(file.label, language)[1] or file.name
            large = _largest(picture)
            zoom = service_url(file.id) if any(one.name == TILES for one in made) else large
            yield file.id, Sheet(f"{href}?file={file.id}", picture, label, large, zoom)
    elif file.kind == "document":
        yield from _pages(file, made, href)


def _pages(file: FileRecord, made: Sequence[Rendition], href: str) -> Iterable[tuple[str, Sheet]]:
    stems = {one.name.rsplit(".", 1)[0] for one in made if one.name.startswith("pdf-page-")}
    for stem in sorted(stems, key=lambda stem: int(stem.rsplit("-", 1)[1])):
        number = stem.rsplit("-", 1)[1]
        label = _("Trang %(n)s", n=number)
        mine = [one for one in made if one.name.rsplit(".", 1)[0] == stem]
        picture = picture_of(mine, "pdf-page", label)
        if picture is not None:
            key = f"{file.id}-{number}"
            large = _largest(picture)
            yield key, Sheet(f"{href}?file={key}", picture, label, large, large)


def _largest(picture: Picture) -> str:
    return picture.src_set[-1][1][-1][0]


def downloads_of(
    item: ItemRecord, files: Iterable[FileRecord], renditions: Renditions, viewer: Viewer
) -> tuple[Download, ...]:
    """Return what may be taken away: renditions of what is seen, originals of what may be taken."""
    found: list[Download] = []
    for file in files:
        found += _made_downloads(file, renditions.get(file.id, ()))
        if may_view_file(viewer, item, file, Grade.TAKE):
            found += _original_downloads(file)
    return tuple(found)


def _original_downloads(file: FileRecord) -> list[Download]:
    title, note = _original(file), note_of(file)
    found = [Download(title, note, file_url(file.id, "original"), file.size_bytes)]
    if file.role is FileRole.ORIGINAL and file.format in FORMATS:
        title, note = _("Bản gốc kèm mô tả"), _("Tên, người, nơi, quyền ghi sẵn trong tệp")
        found.append(Download(title, note, file_url(file.id, "described"), file.size_bytes))
    return found


def _made_downloads(file: FileRecord, made: Sequence[Rendition]) -> list[Download]:
    titles = {
        _SMALL: _("Xem trên điện thoại"),
        _LARGE: _("Chiếu trong lớp"),
        "sound.m4a": _("Chỉ âm thanh") if file.kind == "video" else _("Nghe trên điện thoại"),
    }
    notes = {_SMALL: "MP4 360p", _LARGE: "MP4 720p", "sound.m4a": "M4A"}
    by_name = {one.name: one for one in made}
    return [
        Download(title, notes[name], file_url(file.id, name), by_name[name].size_bytes)
        for name, title in titles.items()
        if name in by_name
    ]


def _original(file: FileRecord) -> str:
    if file.role is FileRole.CAPTIONS:
        return _("Phụ đề")
    return _("Bản gốc")


def note_of(file: FileRecord) -> str:
    """Return a file's name, its format and its size in pixels or pages."""
    facts = [file.name, file.format.upper()]
    width, height = file.technical.get("width_px"), file.technical.get("height_px")
    if width and height:
        facts.append(f"{width} × {height}")
    if pages := file.technical.get("pages"):
        facts.append(_("%(n)s trang", n=pages))
    return " · ".join(facts)
