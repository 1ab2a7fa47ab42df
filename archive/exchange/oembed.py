"""oEmbed: an item as a link with its title and its picture."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from archive.discover.cards import Card
from archive.discover.citation import PUBLISHER


def item_id_in(url: str) -> str:
    """Return the item that an address names, or ""."""
    parts = urlsplit(url).path.strip("/").split("/")
    return parts[-1] if len(parts) > 1 and parts[-2] == "items" else ""


def oembed(card: Card, root: str) -> dict[str, Any]:
    """Return an item as an oEmbed answer of the type `link`.

    Source: https://oembed.com/#section2.3
    """
    said: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": card.title,
        "provider_name": PUBLISHER,
        "provider_url": root + "/",
        "cache_age": 3600,
    }
    if card.thumb:
        url, width = card.thumb.src_set[-1][1][0]
        height = round(width * card.thumb.height / card.thumb.width) if card.thumb.width else 0
        said |= {"thumbnail_url": root + url, "thumbnail_width": width, "thumbnail_height": height}
    return said
