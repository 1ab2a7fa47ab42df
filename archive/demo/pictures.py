"""Make picture files: drawn, then written with the metadata that cameras and archives write."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.demo import crafts, instruments, places, scenes, textiles
from archive.demo.drawing import raster
from archive.demo.order import Order, Said

if TYPE_CHECKING:
    from PIL import Image

Draw = Callable[[int], str]
_NAMESPACES = (
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
)
_EXIF_DETAIL, _EXIF_PLACE = 0x8769, 0x8825
# Numbers of datasets. Source: IPTC-IIM 4.2, record 2.
_TITLE, _KEYWORDS, _DATE, _CREATOR, _CREDIT, _CAPTION = 5, 25, 55, 80, 110, 120

MOTIFS: dict[str, Draw] = {
    "night-ring": scenes.night_ring,
    "two-rings": scenes.two_rings,
    "scarf": partial(scenes.row, mode="scarf"),
    "toss": partial(scenes.row, mode="toss"),
    "hold": partial(scenes.row, mode="hold"),
    "to-and-fro": partial(scenes.row, mode="to-and-fro"),
    "clap": partial(scenes.row, mode="clap"),
    "hats": partial(scenes.row, mode="hats"),
    "fans": partial(scenes.row, mode="fans"),
    "flowers": partial(scenes.row, mode="flowers"),
    "sticks": partial(scenes.row, mode="sticks"),
    "rattles": partial(scenes.row, mode="rattles"),
    "fours": scenes.fours,
    "poles": scenes.poles,
    "close-up": scenes.close_up,
    "stitched": textiles.stitched,
    "piece": textiles.scarf,
    "brocade": textiles.brocade,
    "batik": textiles.batik,
    "silver": textiles.buttons,
    "drying": crafts.drying,
    "basketry": crafts.basketry,
    "loom": crafts.loom,
    "paper": crafts.paper,
    "threads": crafts.threads,
    "jars": crafts.jars,
    "jar-wine": crafts.jar_wine,
    "forge": crafts.forge,
    "lute": instruments.lute,
    "drum": instruments.drum_and_gong,
    "organ": instruments.mouth_organ,
    "flutes": instruments.pipe,
    "boats": places.boats,
    "ban": places.ban_flowers,
    "village": places.village,
    "rain": places.rain,
    "platform": places.platform,
    "ball-game": places.ball_game,
    "coffee": places.coffee,
    "rice": places.new_rice,
    "hills": places.hills,
    "beans": places.pots_and_beans,
    "balls": places.balls,
}


def make_picture(order: Order, path: Path) -> None:
    """Draw a picture and write it in the format of its name."""
    draw = MOTIFS[order.motif]
    write_picture(raster(draw(order.seed), order.detail.picture_px), order, path)


def write_picture(image: Image.Image, order: Order, path: Path) -> None:
    """Write pixels with what the file says of itself."""
    _WRITERS[order.extension](image, order.said, path)


def _jpeg(image: Image.Image, said: Said, path: Path) -> None:
    image.save(path, "JPEG", quality=86, exif=_exif(said), xmp=_xmp(said), optimize=True)
    data = path.read_bytes()
    path.write_bytes(data[:2] + _iptc_segment(said) + data[2:])


def _png(image: Image.Image, said: Said, path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Title", said.title)
    info.add_itxt("XML:com.adobe.xmp", _xmp(said).decode())
    image.quantize(256).save(path, "PNG", pnginfo=info, exif=_exif(said))


def _webp(image: Image.Image, said: Said, path: Path) -> None:
    image.save(path, "WEBP", quality=84, exif=_exif(said), xmp=_xmp(said))


def _tiff(image: Image.Image, said: Said, path: Path) -> None:
    # 700 holds XMP, 305 the software. Source: Adobe XMP Specification part 3, §3.2 (TIFF).
    tags = {305: "Kho Xoe, drawn by code", 700: _xmp(said)}
    image.save(path, "TIFF", compression="tiff_lzw", dpi=(300, 300), tiffinfo=tags)


_WRITERS: dict[str, Callable[[Any, Said, Path], None]] = {
    "jpg": _jpeg,
    "png": _png,
    "webp": _webp,
    "tif": _tiff,
}


def _exif(said: Said) -> bytes:
    """Return Exif with the maker, the day and the place; words are left to XMP, which is UTF-8."""
    from PIL import Image

    exif = Image.Exif()
    exif[271], exif[272], exif[305] = "Kho Xoe", "Drawn by code", "Kho Xoe demonstration"
    if said.captured:
        detail = exif.get_ifd(_EXIF_DETAIL)
        detail[36867] = f"{said.captured.replace('-', ':')} 09:30:00"
        detail[36881] = "+07:00"
    if said.point:
        exif.get_ifd(_EXIF_PLACE).update(_place(*said.point))
    return exif.tobytes()


def _place(latitude: float, longitude: float) -> dict[int, object]:
    return {1: "N", 2: _degrees(latitude), 3: "E", 4: _degrees(longitude)}


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2)


def _xmp(said: Said) -> bytes:
    """Return an XMP packet of Dublin Core and the credit line."""
    keywords = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in said.keywords)
    parts = [
        _alternatives("dc:title", {"x-default": said.title, "vi": said.title, "en": said.title_en}),
        _alternatives("dc:description", {"x-default": said.description}),
        _alternatives("dc:rights", {"x-default": said.credit}),
        f"<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>" if keywords else "",
        f"<photoshop:Credit>{escape(said.credit)}</photoshop:Credit>",
        "<xmp:CreatorTool>Kho Xòe, drawn by code</xmp:CreatorTool>",
    ]
    if said.creator:
        creator = f"<rdf:Seq><rdf:li>{escape(said.creator)}</rdf:li></rdf:Seq>"
        parts.append(f"<dc:creator>{creator}</dc:creator>")
    body = f'<rdf:Description rdf:about="">{"".join(parts)}</rdf:Description>'
    packet = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF{_NAMESPACES}>{body}</rdf:RDF></x:xmpmeta>'
    )
    start = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{start}{packet}<?xpacket end="w"?>'.encode()


def _alternatives(name: str, texts: dict[str, str]) -> str:
    rows = "".join(
        f'<rdf:li xml:lang="{tag}">{escape(text)}</rdf:li>' for tag, text in texts.items() if text
    )
    return f"<{name}><rdf:Alt>{rows}</rdf:Alt></{name}>" if rows else ""


def _iptc_segment(said: Said) -> bytes:
    """Return the JPEG segment of IPTC-IIM in UTF-8.

    Source: IPTC-IIM 4.2 §1.6 and 5; Adobe Photoshop File Formats, image resource 0x0404.
    """
    values = [(_TITLE, said.title), (_CREATOR, said.creator), (_CREDIT, said.credit)]
    values += [(_CAPTION, said.description), (_DATE, said.captured.replace("-", ""))]
    values += [(_KEYWORDS, word) for word in said.keywords]
    data = b"\x1c\x01\x5a\x00\x03\x1b%G" + b"".join(
        _dataset(*value) for value in values if value[1]
    )
    block = (
        b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + data + b"\x00" * (len(data) % 2)
    )
    body = b"Photoshop 3.0\x00" + block
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def _dataset(number: int, text: str) -> bytes:
    data = text.encode()
    return struct.pack(">BBBH", 0x1C, 2, number, len(data)) + data
