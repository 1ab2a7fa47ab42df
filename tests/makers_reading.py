"""Factories for the reading pages: a catalogue of many items, files with renditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.catalogue.files.models import Rendition
from archive.catalogue.saving import SYSTEM, Save, save_many
from archive.db import now
from archive.indexing.indexer import Indexer
from archive.records import (
    CollectionRecord,
    EventRecord,
    Link,
    ListRecord,
    Name,
    NameStatus,
    PlaceRecord,
    Status,
    TermRecord,
)
from tests.makers import a_file, an_agent, an_element, an_item, stored

if TYPE_CHECKING:
    from archive.engines import Engines
    from archive.records import FileRecord, ItemRecord, NamedRecord, Record


def named(noun: type[NamedRecord], record_id: str, name: str, **said: object) -> Record:
    """Make a published record of any noun with one Vietnamese name; the id is the slug."""
    names = (Name(language="vi", text=name, status=NameStatus.PREFERRED),)
    return noun(
        **{"id": record_id, "slug": record_id, "status": Status.PUBLISHED, "names": names, **said}
    )


def a_place(record_id: str = "xa-mau", name: str = "Xã Mẫu", **said: object) -> Record:
    """Make a commune of today, with a point on the map."""
    return named(
        PlaceRecord,
        record_id,
        name,
        **{"kind": "commune", "latitude": 21.3, "longitude": 103.9, **said},
    )


def a_term(record_id: str = "i-mau", name: str = "Đàn mẫu", **said: object) -> Record:
    """Make an instrument."""
    return named(TermRecord, record_id, name, **{"scheme": "instruments", **said})


def an_event(record_id: str = "hoi-mau", name: str = "Hội mẫu", **said: object) -> Record:
    """Make an event."""
    return named(EventRecord, record_id, name, **said)


def a_collection(record_id: str = "bo-mau", name: str = "Bộ mẫu", **said: object) -> Record:
    """Make a collection."""
    return named(CollectionRecord, record_id, name, **said)


def a_list(record_id: str, name: str, *members: str, **said: object) -> Record:
    """Make a sourced list of elements."""
    links = tuple(Link(id=member, name=member) for member in members)
    return named(ListRecord, record_id, name, members=links, **said)


def many_items(engines: Engines, count: int) -> None:
    """Store so many findable items, each with its own element, place, person, term and cover."""
    about = [
        record
        for n in range(12)
        for record in (
            an_element(f"Điệu {n}", id=f"dieu-{n}", slug=f"dieu-{n}"),
            a_place(f"xa-{n}", f"Xã {n}"),
            an_agent(f"Người {n}", id=f"nguoi-{n}", slug=f"nguoi-{n}"),
            a_term(f"i-{n}", f"Nhạc cụ {n}"),
        )
    ]
    stored(engines, *about)
    items = [_item(n) for n in range(count)]
    save_many(engines, [Save(item, "many") for item in items], by=SYSTEM)
    give_renditions(engines, *(file for item in items for file in item.files))
    Indexer(engines).drain()


def _item(n: int) -> ItemRecord:
    return an_item(
        f"Xòe vòng số {n}",
        elements=(Link(id=f"dieu-{n % 12}"),),
        places=(Link(id=f"xa-{n % 12}"),),
        agents=(Link(id=f"nguoi-{n % 12}", role="dancer"),),
        terms=(Link(id=f"i-{n % 12}", role="instrument"),),
        files=(a_file(f"anh-{n}.jpg"),),
    )


def give_renditions(engines: Engines, *files: FileRecord, names: tuple[str, ...] = ()) -> None:
    """Write the rows of a file's renditions, without bytes."""
    with engines.db.writing() as session:
        for file in files:
            for name in names or ("thumb-320.webp", "thumb-320.jpg", "page-1280.jpg"):
                session.add(_rendition(file.id, name))


def _rendition(file_id: str, name: str) -> Rendition:
    media_type = {
        "webp": "image/webp",
        "jpg": "image/jpeg",
        "mp4": "video/mp4",
        "m4a": "audio/mp4",
        "svg": "image/svg+xml",
        "json": "application/json",
        "vtt": "text/vtt",
    }[name.rsplit(".", 1)[1]]
    return Rendition(
        file_id=file_id,
        name=name,
        media_type=media_type,
        size_bytes=1000,
        width_px=1280 if "page" in name or "video" in name else 320,
        height_px=800 if "page" in name or "video" in name else 200,
        etag="0" * 64,
        made_at=now(),
    )
