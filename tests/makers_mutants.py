"""Make hostile files: small originals of every format that we take, damaged by a seed; bombs."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.makers_media import (
    _chunk,
    a_heic,
    a_jpeg,
    a_pdf,
    a_png,
    a_png_bomb,
    a_sound,
    a_video,
    a_vtt,
    a_wav,
    an_image,
    an_mp4,
    an_srt,
)

SPOKEN = {"bext": {"description": "Xòe vòng", "date": "2024-02-12"}, "info": {"INAM": "Xòe"}}
MAKERS: dict[str, Callable[[], bytes]] = {
    "exif.jpg": lambda: a_jpeg(96, 64, gps=(21.3, 103.9, 600), iptc={5: "Xòe"}, xmp="<dc:title/>"),
    "progressive.jpg": lambda: an_image("JPEG", progressive=True),
    "cmyk.jpg": lambda: an_image("JPEG", mode="CMYK"),
    "plain.png": a_png,
    "palette.png": lambda: an_image("PNG", mode="P"),
    "alpha.png": lambda: an_image("PNG", mode="RGBA"),
    "plain.tif": lambda: an_image("TIFF"),
    "lzw.tif": lambda: an_image("TIFF", compression="tiff_lzw"),
    "deflate.tif": lambda: an_image("TIFF", compression="tiff_adobe_deflate"),
    "jpeg.tif": lambda: an_image("TIFF", compression="jpeg"),
    "fax.tif": lambda: an_image("TIFF", mode="1", compression="group4"),
    "big.tif": lambda: an_image("TIFF", big_tiff=True),
    "lossy.webp": lambda: an_image("WEBP"),
    "lossless.webp": lambda: an_image("WEBP", lossless=True),
    "a.gif": lambda: an_image("GIF"),
    "a.heic": a_heic,
    "a.avif": lambda: an_image("AVIF"),
    "a.jp2": lambda: an_image("JPEG2000"),
    "a.bmp": lambda: an_image("BMP"),
    "plain.wav": lambda: a_wav(0.4),
    "spoken.wav": lambda: a_wav(0.4, **SPOKEN),
    "a.flac": lambda: a_sound("flac", "flac", duration_s=0.4),
    "a.mp3": lambda: a_sound(duration_s=0.4, tags={"title": "Xòe"}),
    "a.m4a": lambda: a_sound("ipod", "aac", duration_s=0.4),
    "a.opus": lambda: a_sound("ogg", "libopus", rate_hz=48000, duration_s=0.4),
    "a.oga": lambda: a_sound("ogg", "vorbis", duration_s=0.4),
    "a.aiff": lambda: a_sound("aiff", "pcm_s16be", duration_s=0.4),
    "a.mp4": lambda: an_mp4(duration_s=0.6),
    "a.mov": lambda: a_video("mov", duration_s=0.6),
    "a.mkv": lambda: a_video("matroska", duration_s=0.6),
    "a.webm": lambda: a_video("webm", "libvpx", duration_s=0.6),
    "mpeg4.avi": lambda: a_video("avi", "mpeg4", duration_s=0.6),
    "mjpeg.avi": lambda: a_video("avi", "mjpeg", duration_s=0.6, sound=False),
    "a.pdf": lambda: a_pdf(pages=2),
    "a.vtt": a_vtt,
    "a.srt": an_srt,
}
# What a field of a length, a count or an offset is likely to be believed about.
_LIES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Mutant:
    """One damaged file; its number makes it again."""

    number: int
    name: str
    way: str
    data: bytes


@cache
def original(name: str) -> bytes:
    """Return the bytes of an original, the same in every process."""
    made = MAKERS[name]()
    return made if isinstance(made, bytes) else made.encode()


def a_mutant(number: int) -> Mutant:
    """Return the mutant of a number: the originals and the ways to damage them take turns."""
    chance = random.Random(number)
    names, ways = list(MAKERS), list(_WAYS)
    name, way = names[number % len(names)], ways[number // len(names) % len(ways)]
    data = bytearray(original(name))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _WAYS[way](data, chance)
    return Mutant(number, name, way, bytes(data))


def _place(data: bytearray, chance: random.Random) -> int:
    """Return where to strike: in the first 4 KB as often as anywhere, for there headers stand."""
    end = min(len(data), _HEAD_BYTES) if chance.random() < 0.5 else len(data)
    return chance.randrange(max(1, end))


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 16, 64))):
        if data:
            data[_place(data, chance)] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[_place(data, chance) :]


def _lie(data: bytearray, chance: random.Random) -> None:
    size, order = chance.choice((1, 2, 4, 8)), chance.choice(("big", "little"))
    value = chance.choice((*_LIES, len(data), 2 * len(data))) % (1 << 8 * size)
    at = _place(data, chance)
    data[at : at + size] = value.to_bytes(size, order)


def _splice(data: bytearray, chance: random.Random) -> None:
    other = original(chance.choice(list(MAKERS)))
    start = chance.randrange(len(other))
    at = _place(data, chance)
    data[at : at + chance.choice((0, 64, 4096))] = other[start : start + chance.choice((32, 2048))]


def _repeat(data: bytearray, chance: random.Random) -> None:
    at, size = _place(data, chance), chance.choice((8, 256, 4096))
    data[at:at] = bytes(data[at : at + size]) * chance.choice((1, 8, 64))


def _blank(data: bytearray, chance: random.Random) -> None:
    at, size = _place(data, chance), min(chance.choice((4, 64, 1024)), len(data))
    filling = chance.choice((b"\x00", b"\xff", b"%"))
    data[at : at + size] = filling * size


_WAYS: dict[str, Callable[[bytearray, random.Random], None]] = {
    "bit flips": _flip,
    "truncation": _cut,
    "lying lengths": _lie,
    "splices": _splice,
    "repetition": _repeat,
    "blank stretches": _blank,
}


# ------------------------------------------------------------------------------------------ bombs


def a_text_bomb(megabytes: int = 512) -> bytes:
    """Return a PNG whose compressed comment unpacks to so many megabytes."""
    squeezed = zlib.compressobj(9)
    block = bytes(1 << 20)
    body = b"".join(squeezed.compress(block) for _ in range(megabytes)) + squeezed.flush()
    picture = a_png()
    comment = _chunk(b"zTXt", b"Comment\x00\x00" + body)
    profile = _chunk(b"iCCP", b"sRGB\x00\x00" + body)
    return picture[:33] + profile + comment + picture[33:]


def a_lying_jpeg() -> bytes:
    """Return a small JPEG whose frame header says 65,500 by 65,500 pixels."""
    data = bytearray(an_image("JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", 65_500, 65_500)
    return bytes(data)


def a_lying_gif() -> bytes:
    """Return a small GIF whose canvas is 65,535 by 65,535 pixels."""
    data = bytearray(an_image("GIF"))
    data[6:10] = b"\xff\xff\xff\xff"
    return bytes(data)


def a_lying_bitmap() -> bytes:
    """Return a BMP of a few bytes that promises 600 megabytes of pixels below the ceiling."""
    head = bytearray(b"BM" + bytes(52))
    head[10:14], head[14:18] = (54).to_bytes(4, "little"), (40).to_bytes(4, "little")
    head[18:22] = head[22:26] = (15_000).to_bytes(4, "little")
    head[26], head[28] = 1, 24
    return bytes(head) + bytes(1000)


def a_striped_tiff() -> bytes:
    """Return a TIFF of a few kilobytes: 19,000 by 19,000 white pixels, packed by deflate."""
    out = io.BytesIO()
    from PIL import Image

    Image.new("1", (19_000, 19_000), 1).save(out, "TIFF", compression="group4")
    return out.getvalue()


def a_giant_page() -> bytes:
    """Return a PDF whose one page is as wide as a street."""
    return a_pdf().replace(b"/MediaBox [0 0", b"/MediaBox [-9999999 -9999999", 1)


BOMBS: dict[str, Callable[[], bytes]] = {
    # The three of the prototype that showed the need of a sandbox.
    "9000.png": lambda: a_png_bomb(9_000),
    "13000.png": lambda: a_png_bomb(13_000),
    "30000.png": lambda: a_png_bomb(30_000),
    "text.png": a_text_bomb,
    "lying.jpg": a_lying_jpeg,
    "lying.gif": a_lying_gif,
    "lying.bmp": a_lying_bitmap,
    "striped.tif": a_striped_tiff,
    "giant.pdf": a_giant_page,
}
