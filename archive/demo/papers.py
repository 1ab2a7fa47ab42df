"""Make pages and captions: paper drawn by code, with words that the vocabulary attests.

No letter is made up: the words in Tai script are names of works, peoples and things for which
the starter vocabulary has a source.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from archive.demo.drawing import (
    Size,
    backdrop,
    chance,
    circle,
    document,
    line,
    linear,
    path,
    radial,
    raster,
    rect,
)
from archive.demo.order import Order
from archive.demo.pdf import Page, pdf
from archive.demo.pictures import write_picture
from archive.vocabulary.starter import load_starter
from archive.vocabulary.values import Named
from media.captions import Cue, write_vtt

if TYPE_CHECKING:
    from PIL import Image

_SHEET: Size = (960, 640)
_UPRIGHT: Size = (720, 960)
_PAGES = 4
_FONT = "tai-heritage-pro-tai-viet-400*.woff2"
_INK = (43, 26, 16)


@cache
def attested_words() -> tuple[tuple[str, str], ...]:
    """Return (Tai script, romanised or Vietnamese) of every attested name in Tai script."""
    starter = load_starter()
    found = []
    for entry in (*starter.elements, *starter.terms, *starter.peoples):
        tai, latin = _shown(entry, "-Tavt"), _shown(entry, "-Latn")
        # Where there are several, nothing says which spelling belongs to which.
        beside = latin[0] if latin and len(tai) == 1 else entry.name("vi")
        found += [(word, beside) for word in tai]
    return tuple(dict.fromkeys(found))


def _shown(entry: Named, script: str) -> list[str]:
    return [name.text for name in entry.names if name.language.endswith(script) and name.is_shown]


def make_paper(order: Order, target: Path) -> None:
    """Write one page as a picture, or a booklet as a PDF whose text can be found and copied."""
    if order.extension == "pdf":
        target.write_bytes(_booklet(order))
        return
    words = [word for word, _ in attested_words()]
    shift = order.seed * 3 % len(words)
    lines = _lines([*words[shift:], *words[:shift]], 3 + order.seed % 4, 1 + order.seed % 2)
    write_picture(_page(lines, order.seed, _SHEET, order.detail.picture_px), order, target)


def _lines(words: list[str], count: int, on_a_line: int) -> list[str]:
    chosen = [words[place % len(words)] for place in range(count * on_a_line)]
    starts = range(0, len(chosen), on_a_line)
    return ["   ".join(chosen[start : start + on_a_line]) for start in starts]


def _booklet(order: Order) -> bytes:
    words, pages = attested_words(), []
    size = _SHEET if order.seed % 2 else _UPRIGHT
    width_px = round(order.detail.picture_px * (0.8 if order.seed % 2 else 0.55))
    for number in range(_PAGES):
        chosen = [words[(order.seed + number * 5 + place) % len(words)] for place in range(5)]
        image = _page([word for word, _ in chosen], order.seed + number, size, width_px)
        data = io.BytesIO()
        image.save(data, "JPEG", quality=82)
        text = tuple(f"{word} {latin}" for word, latin in chosen)
        pages.append(Page(data.getvalue(), image.size, text))
    return pdf(pages, order.said.title, order.said.creator)


def _page(lines: list[str], seed: int, size: Size, width_px: int) -> Image.Image:
    """Return a sheet of paper with one line of letters in each row."""
    image = raster(_sheet(seed, size, len(lines)), width_px)
    font_path = tai_font()
    if font_path is not None:
        _letter(image, lines, font_path)
    return image


def _letter(image: Image.Image, lines: list[str], font_path: Path) -> None:
    from PIL import ImageDraw, ImageFont

    draw = ImageDraw.Draw(image)
    step = image.height * 0.72 / len(lines)
    font = ImageFont.truetype(str(font_path), round(min(step * 0.5, image.width * 0.085)))
    for place, text in enumerate(lines):
        y = image.height * 0.155 + step * place
        left = (image.width - draw.textlength(text, font=font)) / 2
        draw.text((left, y), text, font=font, fill=_INK)


def tai_font() -> Path | None:
    """Return the font of the page's own Tai letters; None where the front end is not built."""
    fonts = Path(str(resources.files("archive") / "static" / "dist")).glob(_FONT)
    return next(iter(sorted(fonts)), None)


def _sheet(seed: int, size: Size, rows: int) -> str:
    """Draw a sheet of old-looking paper with ruled lines, folds and spots, on a table."""
    width, height = size
    dice = chance(seed)
    defs = linear("leaf", [(0, "#E9D3A4", 1), (0.5, "#F2E2BE", 1), (1, "#CFAE74", 1)], end=(1, 1))
    defs += radial("edge", [(0.55, "#7A4E1E", 0), (1, "#6B3F14", 0.55)], reach=0.72)
    layers = _leaf(size) + _rules(size, rows)
    for _ in range(26):
        at = (dice.uniform(44, width - 44), dice.uniform(44, height - 44))
        faint = f"{dice.uniform(0.05, 0.2):.2f}"
        layers += circle(at, dice.uniform(1, 9), "#7A5120", opacity=faint)
    if width > height:
        middle = [(width / 2, 30), (width / 2, height - 30)]
        layers += line(middle, "#6B4A22", 10, opacity="0.22")
    shade = rect((0, 0), size, "url(#edge)")
    return document(size, backdrop(size, "#5A4029"), layers, shade, defs=defs)


def _leaf(size: Size) -> str:
    w, h = size
    right = f"{w - 36} 42 {w - 26} {h / 2} {w - 44} {h - 34}"
    return path(
        f"M40 36Q{w / 2} 22 {right} {w / 2} {h - 22} 34 {h - 40} 24 {h / 2} 40 36z", "url(#leaf)"
    )


def _rules(size: Size, rows: int) -> str:
    width, height = size
    step, top = height * 0.72 / rows, height * 0.26
    return "".join(
        line([(90, top + step * n), (width - 90, top + step * n)], "#8A6A3C", 1.2, opacity="0.35")
        for n in range(rows)
    )


_SAID_BY_LANGUAGE = {
    "vi": (
        "[Tiếng trống, chiêng do máy tạo]",
        "Phần minh họa: hình vẽ chuyển động theo nhịp hai phách.",
        "Mỗi bước của hình vẽ rơi vào một tiếng trống.",
        "Thông tin về di sản nằm ở trang di sản, có ghi nguồn.",
        "[Hết phần minh họa]",
    ),
    "en": (
        "[Synthesised drum and gong]",
        "Demonstration: the drawing moves in two-four time.",
        "Each step of the drawing falls on a stroke of the drum.",
        "Facts about the heritage stand on its own page, with sources.",
        "[End of the demonstration]",
    ),
}


@cache
def parallel_words() -> tuple[dict[str, str], ...]:
    """Return the names that are attested in Tai script, in Latin letters and in Vietnamese."""
    starter = load_starter()
    found = []
    for entry in (*starter.elements, *starter.terms, *starter.peoples):
        tai, latin = _shown(entry, "-Tavt"), _shown(entry, "-Latn")
        if len(tai) == len(latin) == 1:
            found.append({"blt-Tavt": tai[0], "blt-Latn": latin[0], "vi": entry.name("vi")})
    return tuple(found)


def make_captions(order: Order, target: Path) -> None:
    """Write WebVTT captions in the language that the motif names; `vi:words` are words by time."""
    language, _, option = order.motif.partition(":")
    texts = _texts(language, option)
    step_s = order.detail.length_s / (len(texts) + 0.5)
    cues = [
        Cue(step_s * place, step_s * (place + 0.95), text, str(place + 1))
        for place, text in enumerate(texts)
    ]
    target.write_text(write_vtt(cues, language), encoding="utf-8")


def _texts(language: str, option: str) -> Sequence[str]:
    if option == "words":
        return [entry[language] for entry in parallel_words()]
    words = [f"{tai} · {latin}" for tai, latin in attested_words()]
    return _SAID_BY_LANGUAGE.get(language) or words
