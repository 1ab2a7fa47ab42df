"""The Atom feed of what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from archive.catalogue.labels import text_in, title_of
from archive.records import ItemRecord

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
ET.register_namespace("", _ATOM)


def atom(
    records: Sequence[ItemRecord], *, root: str, title: str, language: str, path: str = "/feed.atom"
) -> bytes:
    """Return a feed of items, newest first.

    Args:
        records: public items.
        root: the address of the archive, without a slash at the end.
        title: the feed's own title.
        language: the language of the page that the feed belongs to.
        path: where the feed is, below the language, with its query.

    Source: RFC 4287, https://www.rfc-editor.org/rfc/rfc4287
    """
    prefix = f"{root}/en" if language == "en" else root
    feed = ET.Element(_name("feed"), {f"{{{_XML}}}lang": language})
    _add(feed, "id", f"{prefix}{path}")
    _add(feed, "title", title)
    _add(feed, "updated", _instant(max((one.updated_at for one in records), default=_epoch())))
    _add(feed, "link", "", rel="self", href=f"{prefix}{path}", type="application/atom+xml")
    _add(feed, "link", "", rel="alternate", href=f"{prefix}/", type="text/html")
    _add(ET.SubElement(feed, _name("author")), "name", "Kho Xòe Sơn La")
    for record in records:
        _entry(feed, record, prefix, root, language)
    body: bytes = ET.tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _entry(feed: ET.Element, record: ItemRecord, prefix: str, root: str, language: str) -> None:
    entry = ET.SubElement(feed, _name("entry"))
    _add(entry, "id", f"{root}/items/{record.id}")
    _add(entry, "title", title_of(record, language))
    _add(entry, "updated", _instant(record.updated_at))
    _add(entry, "published", _instant(record.published_at or record.created_at))
    _add(entry, "link", "", rel="alternate", href=f"{prefix}/items/{record.id}", type="text/html")
    tag, text = text_in(record.description, language)
    if text:
        summary = _add(entry, "summary", text)
        summary.set(f"{{{_XML}}}lang", tag)


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _name(name), attributes)
    child.text = text or None
    return child


def _name(local: str) -> str:
    return f"{{{_ATOM}}}{local}"


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _epoch() -> datetime:
    return datetime.fromtimestamp(0, UTC)
