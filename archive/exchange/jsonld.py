"""An item as schema.org JSON-LD, holding no more than its page shows."""

from __future__ import annotations

from typing import Any

from archive.catalogue.items.queries import ItemPage
from archive.discover.citation import PUBLISHER
from archive.records import ItemKind

CONTENT_TYPE = "application/ld+json"
_TYPES = {
    ItemKind.IMAGE: "ImageObject",
    ItemKind.SOUND: "AudioObject",
    ItemKind.VIDEO: "VideoObject",
    ItemKind.TEXT: "Manuscript",
    ItemKind.OBJECT: "VisualArtwork",
}


def item_jsonld(page: ItemPage, root: str) -> dict[str, Any]:
    """Return an item as a schema.org object.

    Args:
        page: what the viewer may see of the item.
        root: the address of the archive, without a slash at the end.

    Source: https://schema.org/CreativeWork, https://schema.org/MediaObject
    """
    record, citation = page.record, page.citation
    said = {
        "@context": "https://schema.org",
        "@id": citation.url,
        "@type": _TYPES[record.kind],
        "url": citation.url,
        "identifier": [record.id, *filter(None, (record.inventory_number, record.shelfmark))],
        "name": _texts(record.title),
        "alternateName": _texts(record.alternative),
        "description": _texts(record.description),
        "inLanguage": list(record.languages),
        "dateCreated": record.date.edtf if record.date else None,
        "creator": [{"@type": "Person", "name": name} for name in citation.makers],
        "about": _linked(page, "element", root),
        "locationCreated": _linked(page, "place", root),
        "keywords": [named["name"] for named in _linked(page, "term", root)],
        "license": page.rights.uri,
        "creditText": page.rights.credit or None,
        "thumbnailUrl": [root + sheet.picture.src_set[-1][1][0][0] for sheet in page.sheets[:1]],
        "publisher": {"@type": "Organization", "name": PUBLISHER, "url": root + "/"},
        "datePublished": record.published_at.date().isoformat() if record.published_at else None,
    }
    return {key: value for key, value in said.items() if value}


def item_json(page: ItemPage, root: str) -> dict[str, Any]:
    """Return an item as plain JSON: texts by language, links by id, files by address.

    Source: docs/reference/formats.md, our own form.
    """
    record = page.record
    said = {
        "id": record.id,
        "type": "item",
        "url": page.citation.url,
        "kind": record.kind.value,
        "title": record.title,
        "alternative": record.alternative,
        "description": record.description,
        "date": record.date.model_dump(mode="json", exclude_none=True) if record.date else None,
        "linked": [
            {"type": key[0], "id": key[1], "title": named.title, "url": root + named.href}
            for key, named in sorted(page.names.items())
        ],
        "languages": list(record.languages),
        "rights": record.rights,
        "credit_line": record.credit_line,
        "inventory_number": record.inventory_number,
        "shelfmark": record.shelfmark,
        "files": [
            {
                "title": one.title,
                "note": one.note,
                "url": root + one.href,
                "size_bytes": one.size_bytes,
            }
            for one in page.downloads
        ],
        "citation": page.citation.text,
        "is_demo": record.is_demo,
        "version": record.version,
        "updated_at": record.updated_at.isoformat(),
    }
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}


def _texts(texts: dict[str, list[str]]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": tag} for tag, values in texts.items() for text in values]


def _linked(page: ItemPage, record_type: str, root: str) -> list[dict[str, str]]:
    return [
        {"@id": root + named.href, "name": named.title}
        for key, named in sorted(page.names.items())
        if key[0] == record_type
    ]
