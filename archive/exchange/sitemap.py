"""The sitemap: an index of parts, each of at most 50,000 addresses, written as they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from xml.sax.saxutils import escape

from archive.exchange.queries import Address

CONTENT_TYPE = "application/xml; charset=utf-8"
# Source: https://www.sitemaps.org/protocol.html, “no more than 50,000 URLs”.
LARGEST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
FOLDERS = {
    "item": "items",
    "element": "elements",
    "agent": "people",
    "place": "places",
    "event": "events",
    "community": "communities",
    "collection": "collections",
    "term": "terms",
}
FIXED = ("/", "/elements", "/map", "/calendar", "/collections", "/people", "/places", "/about")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the sitemap: some of the pages of one type."""

    record_type: str
    number: int

    @property
    def name(self) -> str:
        """The part's name in its address."""
        return f"{self.record_type}-{self.number}"

    @property
    def skip(self) -> int:
        """How many pages of the type stand in the parts before."""
        return (self.number - 1) * LARGEST


def parts(counts: Mapping[str, int]) -> list[Part]:
    """Return the parts that hold so many pages of each type."""
    return [
        Part(record_type, number)
        for record_type, count in counts.items()
        for number in range(1, -(-count // LARGEST) + 1)
    ]


def part_named(name: str) -> Part | None:
    """Return the part of a name, or None for a name of no part."""
    record_type, _, number = name.rpartition("-")
    if record_type not in FOLDERS or not (number.isascii() and number.isdigit()):
        return None
    return Part(record_type, int(number[:6])) if int(number[:6]) > 0 else None


def index(found: Iterable[Part], root: str) -> Iterator[str]:
    """Yield the index of the sitemap.

    Source: https://www.sitemaps.org/protocol.html#index
    """
    yield f"{_HEAD}<sitemapindex {_SPACE}>\n"
    yield f"<sitemap><loc>{escape(root)}/sitemap/pages.xml</loc></sitemap>\n"
    for part in found:
        yield f"<sitemap><loc>{escape(root)}/sitemap/{part.name}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def fixed(root: str) -> Iterator[str]:
    """Yield the part of the pages that are always there.

    Source: https://www.sitemaps.org/protocol.html
    """
    yield f"{_HEAD}<urlset {_SPACE} {_XHTML}>\n"
    for path in FIXED:
        yield _url(root, path, "")
    yield "</urlset>\n"


def urls(addresses: Iterable[Address], root: str) -> Iterator[str]:
    """Yield one part, an address at a time, each with its other language.

    Source: https://www.sitemaps.org/protocol.html
    """
    yield f"{_HEAD}<urlset {_SPACE} {_XHTML}>\n"
    for one in addresses:
        changed = one.changed_at.astimezone(UTC).date().isoformat()
        yield _url(root, f"/{FOLDERS[one.record_type]}/{one.key}", changed)
    yield "</urlset>\n"


def _url(root: str, path: str, changed: str) -> str:
    shown, english = escape(root + path), escape(f"{root}/en{path}")
    changed = f"<lastmod>{changed}</lastmod>" if changed else ""
    other = f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/>'
    return f"<url><loc>{shown}</loc>{changed}{other}</url>\n"
