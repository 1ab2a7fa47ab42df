"""Write a small PDF: a picture on each page, and under it the text that can be found and copied.

Source: ISO 32000-1 §7.5 (file structure), §9.3.6 (text rendering mode 3), §9.7 (composite fonts),
§9.10.3 (ToUnicode CMaps).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_POINTS_WIDE = 420


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a JPEG of this size, and its lines from top to bottom."""

    jpeg: bytes
    size_px: tuple[int, int]
    lines: tuple[str, ...]


def pdf(pages: Sequence[Page], title: str, author: str) -> bytes:
    """Return a whole file."""
    characters = sorted({char for page in pages for text in page.lines for char in text})
    codes = {char: number for number, char in enumerate(characters, 1)}
    # 1 catalogue, 2 page tree, 3–6 font, 7 about; then three objects a page.
    first = 8
    kids = " ".join(f"{first + 3 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(vi)>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        *_font(codes),
        f"<</Title{_text(title)}/Author{_text(author)}/Producer(Kho Xoe)>>".encode(),
    ]
    for number, page in enumerate(pages):
        objects += _page(page, first + 3 * number, codes)
    return _file(objects)


def _text(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def _font(codes: dict[str, int]) -> list[bytes]:
    """Return a composite font that draws nothing and knows what its codes mean."""
    entries = [f"<{code:04X}><{char.encode('utf-16-be').hex()}>" for char, code in codes.items()]
    blocks = "".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n"
        for part in (entries[at : at + 100] for at in range(0, len(entries), 100))
    )
    meaning = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Kho def "
        "/CMapType 2 def 1 begincodespacerange <0000><FFFF> endcodespacerange\n"
        f"{blocks}endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    base = "/BaseFont/KhoInvisible"
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    return [
        f"<</Type/Font/Subtype/Type0{base}/Encoding/Identity-H/DescendantFonts[4 0 R]"
        "/ToUnicode 6 0 R>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType2{base}{system}/FontDescriptor 5 0 R/DW 600>>".encode(),
        (
            b"<</Type/FontDescriptor/FontName/KhoInvisible/Flags 4/FontBBox[0 0 1000 1000]"
            b"/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
        ),
        _stream("", meaning.encode()),
    ]


def _page(page: Page, number: int, codes: dict[str, int]) -> Iterable[bytes]:
    """Return the objects of a page: itself, its content, its picture."""
    width_px, height_px = page.size_px
    wide, tall = _POINTS_WIDE, round(_POINTS_WIDE * height_px / width_px)
    content = [f"q {wide} 0 0 {tall} 0 0 cm /I Do Q BT 3 Tr /F 16 Tf"]
    step = tall * 0.72 / max(len(page.lines), 1)
    for place, text in enumerate(page.lines):
        shown = "".join(f"{codes[char]:04X}" for char in text)
        content.append(f"1 0 0 1 60 {tall * 0.8 - step * place:.0f} Tm <{shown}> Tj")
    picture = (
        f"/Type/XObject/Subtype/Image/Width {width_px}/Height {height_px}"
        "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    )
    resources = f"<</Font<</F 3 0 R>>/XObject<</I {number + 2} 0 R>>>>"
    return (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {tall}]/Resources{resources}"
        f"/Contents {number + 1} 0 R>>".encode(),
        _stream("", "\n".join([*content, "ET"]).encode()),
        _stream(picture, page.jpeg),
    )


def _stream(keys: str, data: bytes) -> bytes:
    return f"<<{keys}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n"
    tail = f"<</Size {count}/Root 1 0 R/Info 7 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + (table + tail).encode()
