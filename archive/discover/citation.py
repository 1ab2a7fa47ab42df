"""How an item is cited: in words, as RIS, as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from archive.records import ItemKind

PUBLISHER = "Kho Xòe Sơn La"
MAKERS = (
    "creator",
    "author",
    "composer",
    "choreographer",
    "performer",
    "dancer",
    "singer",
    "instrumentalist",
    "narrator",
    "maker",
    "weaver",
    "scribe",
    "interviewee",
    "photographer",
    "videographer",
    "recordist",
)

# Source: RIS format specification, reference types; https://www.zotero.org/support/kb/item_types_and_fields
_RIS_TYPES = {
    ItemKind.IMAGE: "FIGURE",
    ItemKind.SOUND: "SOUND",
    ItemKind.VIDEO: "VIDEO",
    ItemKind.TEXT: "MANSCPT",
    ItemKind.OBJECT: "ART",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation is made of; Vietnamese names stay whole, family name first."""

    id: str
    title: str
    kind: ItemKind
    kind_label: str
    url: str
    makers: tuple[str, ...] = ()
    year: str = ""
    number: str = ""
    language: str = ""
    description: str = ""
    rights: str = ""

    @property
    def before(self) -> str:
        """The words before the title: makers and year."""
        year = f"({self.year})" if self.year else _("(không rõ năm)")
        return f"{', '.join(self.makers)} {year}." if self.makers else ""

    @property
    def after(self) -> str:
        """The words after the title: kind, year without makers, archive, number, address."""
        year = "" if self.makers else f" ({self.year or _('không rõ năm')})"
        number = f", {self.number}" if self.number else ""
        return f"[{self.kind_label.lower()}]{year}. {PUBLISHER}{number}. {self.url}"

    @property
    def text(self) -> str:
        """The whole citation as plain text."""
        return " ".join(part for part in (self.before, f"{self.title}", self.after) if part)

    def ris(self) -> str:
        """Return the citation as a RIS record, its lines ended by CR LF."""
        fields = [
            ("TY", _RIS_TYPES[self.kind]),
            ("ID", self.id),
            ("TI", self.title),
            *(("AU", maker) for maker in self.makers),
            ("PY", self.year),
            ("PB", PUBLISHER),
            ("AN", self.number),
            ("M3", self.kind_label),
            ("LA", self.language),
            ("AB", self.description),
            ("N1", self.rights),
            ("UR", self.url),
        ]
        lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
        return "\r\n".join([*lines, "ER  - ", ""])

    def bibtex(self) -> str:
        """Return the citation as a BibTeX entry of the kind `misc`."""
        fields = [
            ("author", " and ".join(f"{{{_tex(maker)}}}" for maker in self.makers)),
            ("title", f"{{{_tex(self.title)}}}"),
            ("year", self.year),
            ("howpublished", _tex(f"{self.kind_label}, {PUBLISHER}")),
            ("number", _tex(self.number)),
            ("note", _tex(self.rights)),
            ("url", self.url),
        ]
        said = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
        return f"@misc{{kho-xoe-{self.id},\n{said}\n}}\n"


def makers_of(agents: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return who made the item, of pairs (role, name): those of the first role filled."""
    by_role: dict[str, list[str]] = {}
    for role, name in agents:
        by_role.setdefault(role, []).append(name)
    for role in MAKERS:
        if role in by_role:
            return tuple(by_role[role])
    return ()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    escapes = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"}
    escapes |= {char: f"\\{char}" for char in "&%$#_"}
    return "".join(escapes.get(char, char) for char in _one_line(text))
