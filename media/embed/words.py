"""Write the catalogue's words as an XMP packet.

Source: ISO 16684-1:2019 §7 (RDF forms), Adobe XMP Specification part 2 (dc, xmpRights,
photoshop), IPTC Photo Metadata Standard 2023.1 (Location).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_NAMES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
)
LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a copy is to carry; texts by language tag, the first language being the default."""

    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    creators: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    rights: str = ""
    rights_url: str = ""
    credit: str = ""
    date: str = ""
    place: str = ""
    identifier: str = ""

    def first(self, texts: Mapping[str, str]) -> str:
        """Return the text of the default language."""
        return plain(next(iter(texts.values()), ""))


def plain(text: str) -> str:
    """Return a text without what XML and tags cannot hold, at most `LENGTH` characters."""
    return _NOT_XML.sub("", text).strip()[:LENGTH]


def packet(words: Words) -> bytes:
    """Return the packet as UTF-8."""
    parts = (
        _alternatives("dc:title", words.title),
        _alternatives("dc:description", words.description),
        _list("dc:creator", "Seq", words.creators),
        _list("dc:subject", "Bag", words.keywords),
        _alternatives("dc:rights", {"vi": words.rights}),
        _list("dc:date", "Seq", (words.date,)),
        _text("dc:identifier", words.identifier),
        _text("xmpRights:WebStatement", words.rights_url),
        _text("photoshop:Credit", words.credit),
        _text("Iptc4xmpCore:Location", words.place),
    )
    body = "\n".join(part for part in parts if part)
    return (
        f'{_HEAD}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_NAMES}>\n{body}\n</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _text(name: str, value: str) -> str:
    said = plain(value)
    return f"<{name}>{escape(said)}</{name}>" if said else ""


def _list(name: str, form: str, values: Iterable[str]) -> str:
    items = "".join(f"<rdf:li>{escape(said)}</rdf:li>" for v in values if (said := plain(v)))
    return f"<{name}><rdf:{form}>{items}</rdf:{form}></{name}>" if items else ""


def _alternatives(name: str, texts: Mapping[str, str]) -> str:
    said = [(tag, plain(text)) for tag, text in texts.items() if plain(text)]
    if not said:
        return ""
    tagged = [("x-default", said[0][1]), *said]
    items = "".join(
        f"<rdf:li xml:lang={quoteattr(tag)}>{escape(text)}</rdf:li>" for tag, text in tagged
    )
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
