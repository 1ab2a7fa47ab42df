"""Draw crafts at work: dyeing, weaving, plaiting, pottery, paper, a forge."""

from __future__ import annotations

from archive.demo.backgrounds import stage
from archive.demo.drawing import (
    CREAM,
    GOLD,
    GREEN,
    INDIGO,
    LANDSCAPE,
    ORANGE,
    PINK,
    RED,
    Point,
    Size,
    backdrop,
    chance,
    circle,
    document,
    ellipse,
    group,
    line,
    moved,
    path,
    radial,
    rect,
    ridge,
    sky,
    tag,
    vignette,
)
from archive.demo.textiles import BANDS


def drying(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw dyed cloths on a line, jars below."""
    width, height = size
    defs = sky("air", "#CFE3F3", "#F6EAD3")
    layers = backdrop(size, "url(#air)") + ridge(size, 0.5, 0.1, seed, "#8FB0B5")
    layers += ridge(size, 0.62, 0.08, seed + 1, "#6C9582")
    layers += rect((0, height * 0.74), (width, height * 0.26), "#C8A873")
    blues = ("#1B2A63", "#27418F", "#3C63C4", "#161A33", "#5D83D6")
    rope = path(f"M0 {height * 0.16}Q{width / 2} {height * 0.24} {width} {height * 0.15}")
    cloths = rope.replace('fill="none"', 'fill="none" stroke="#7A5A34" stroke-width="5"')
    for place in range(5):
        x = width * (0.05 + 0.185 * place)
        cloths += _hung(
            (x, height * 0.19), (width * 0.16, height * 0.42), blues[(place + seed) % 5]
        )
    jars = "".join(jar((width * at, height * 0.93), 1.0, "#4A3A36") for at in (0.2, 0.48, 0.8))
    return document(size, layers, cloths, jars, defs=defs)


def _hung(corner: Point, size: Point, colour: str) -> str:
    x, y, w, h = *corner, *size
    d = f"M{x} {y}H{x + w}V{y + h}Q{x + w * 0.75} {y + h - 14} {x + w / 2} {y + h}T{x} {y + h}z"
    folds = "".join(
        line([(x + w * at, y + 4), (x + w * at, y + h - 8)], "#fff", 3, opacity="0.1")
        for at in (0.2, 0.42, 0.66, 0.86)
    )
    return path(d, colour) + folds


def jar(at: Point, scale: float, colour: str) -> str:
    """Return an earthen jar that stands at a point."""
    body = path("M-34-92C-70-70-66-10-30 0H30C66-10 70-70 34-92z", colour)
    shine = path("M-34-84C-54-62-50-24-34-10", stroke="#fff", stroke_width=6, opacity="0.14")
    rings = path(
        "M-55-62Q0-50 55-62M-60-44Q0-32 60-44", stroke="#000", stroke_width=2, opacity="0.3"
    )
    mouth = ellipse((0, -94), (36, 10), colour) + ellipse((0, -95), (28, 6), "#120C0A")
    shadow = ellipse((0, 0), (58, 10), "#000", opacity="0.25")
    return moved(shadow + body + shine + rings + mouth, at, scale)


def basketry(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw the weave of bamboo strips, over and under."""
    width, height = size
    step, drawn = (40, 32, 48)[seed % 3], ""
    for y in range(0, height, step):
        for x in range(0, width, step):
            is_over = (x // step + y // step) % 2 == 1
            drawn += _strip(
                (x, y), step, _strip_colour(x // step, y // step, seed, is_over=is_over)
            )
            ends = (
                [(x + 5, y + step / 2), (x + step - 5, y + step / 2)]
                if is_over
                else [(x + step / 2, y + 5), (x + step / 2, y + step - 5)]
            )
            drawn += line(ends, "#fff" if is_over else "#000", 3, opacity="0.2")
    shade, edge = vignette(size, 0.55)
    return document(size, backdrop(size, "#8A6231"), drawn, edge, defs=shade)


def _strip(corner: Point, step: int, colour: str) -> str:
    return rect((corner[0] + 2, corner[1] + 2), (step - 4, step - 4), colour, rx=7)


def _strip_colour(column: int, row: int, seed: int, *, is_over: bool) -> str:
    if is_over and column % 6 == 3 + seed % 2:
        return "#7B2C1F"
    if not is_over and row % 5 == 2:  # noqa: PLR2004 - every fifth strip is dyed
        return "#1C6B4A"
    return "#E2C38D" if not is_over else "#A9783F"


def loom(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a loom: a frame of wood, the warp, the cloth as far as it is woven."""
    width, height = size
    defs = sky("room", "#7A4A2C", "#3A2016")
    wood, left, right = "#C58F4D", width * 0.18, width * 0.82
    posts = "".join(rect((x, 40), (26, height - 60), wood, rx=6) for x in (left - 40, right + 14))
    beams = "".join(
        rect((left - 60, y), (right - left + 120, 24), "#A87335", rx=8) for y in (70, 520)
    )
    warp = "".join(
        line([(x, 90), (x, 530)], "#F3E7CC", 2, opacity="0.8")
        for x in range(round(left), round(right), 9)
    )
    dice, bands, y = chance(seed), "", 350.0
    colours = [RED, GOLD, GREEN, PINK, CREAM, ORANGE]
    while y < 520:  # noqa: PLR2004 - the cloth beam
        band = BANDS[dice.randrange(4)](round(right - left), 0, 34, colours)
        bands += moved(rect((0, 0), (right - left, 38), INDIGO) + band, (left, y))
        y += 38
    clip = tag("clipPath", rect((left, 340), (right - left, 190), "#000"), id="woven")
    reed = rect((left - 30, 318), (right - left + 60, 26), "#8A5A28", rx=5)
    cloth = group(bands, clip_path="url(#woven)")
    return document(
        size, backdrop(size, "url(#room)"), warp, cloth, reed, posts, beams, defs=defs + clip
    )


def paper(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw sheets of handmade paper on frames in the sun."""
    width, height = size
    defs = sky("air", "#DDEBF0", "#F7EDD6")
    layers = backdrop(size, "url(#air)") + ridge(size, 0.55, 0.1, seed, "#7FA08E")
    layers += rect((0, height * 0.66), (width, height * 0.34), "#B9A06B")
    dice, frames = chance(seed), ""
    for place in range(5):
        sheet = rect((-82, -190), (164, 190), "#A8763A", rx=4)
        sheet += rect((-74, -182), (148, 174), "#F4EAD0")
        for _ in range(26):
            x, y = dice.uniform(-70, 60), dice.uniform(-176, -14)
            fibre = [(x, y), (x + dice.uniform(6, 18), y + dice.uniform(-5, 5))]
            sheet += line(fibre, "#C4AE80", 1.2, opacity="0.7")
        at = (width * (0.12 + 0.19 * place), height * (0.9 if place % 2 else 0.82))
        frames += moved(sheet, at, 1.0, -6)
    return document(size, layers, frames, defs=defs)


def threads(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw skeins of dyed thread hanging side by side."""
    width = size[0]
    colours = (RED, GOLD, "#F6EFE3", GREEN, PINK, ORANGE, "#3C63C4", "#6B2E7A")
    shade, edge = vignette(size, 0.45)
    defs = radial("wall", [(0, "#6B4630", 1), (1, "#2C1A12", 1)], reach=0.8) + shade
    drawn = rect((0, 60), (width, 26), "#A87335", rx=8)
    for place in range(8):
        x = width * (0.07 + 0.123 * place)
        colour = colours[(place + seed) % 8]
        skein = "".join(
            path(
                f"M{x + dx:.0f} 74C{x + dx - 26:.0f} 260 {x + dx - 16:.0f} 420 {x + dx:.0f} 540",
                stroke=colour,
                stroke_width=7,
                stroke_linecap="round",
                opacity=f"{0.72 + 0.04 * (dx % 7):.2f}",
            )
            for dx in range(-30, 36, 9)
        )
        drawn += skein + rect((x - 42, 300), (66, 16), CREAM, rx=6)
    return document(size, backdrop(size, "url(#wall)"), drawn, edge, defs=defs)


def jars(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw earthen jars before the mouth of a kiln."""
    width, height = size
    defs = sky("yard", "#3B2A3A", "#7A4632") + radial(
        "fire", [(0, "#FFE9A8", 1), (0.5, "#F08A32", 0.7), (1, "#E4572E", 0)]
    )
    layers = backdrop(size, "url(#yard)") + rect(
        (0, height * 0.76), (width, height * 0.24), "#4A3026"
    )
    kiln = _dome((width * 0.75, height * 0.78), (width * 0.25, height * 0.58), "#8A5038")
    kiln += _dome((width * 0.76, height * 0.78), (width * 0.09, height * 0.28), "#FF9B36")
    kiln += circle((width * 0.76, height * 0.7), 170, "url(#fire)")
    dice, pots = chance(seed), ""
    for place in range(5):
        tint = dice.choice(("#A65B3B", "#8F4A34", "#B97350", "#6E4238"))
        pots += jar(
            (width * (0.08 + 0.105 * place), height * (0.9 if place % 2 else 0.83)),
            dice.uniform(0.8, 1.5),
            tint,
        )
    return document(size, layers, kiln, pots, defs=defs)


def _dome(foot: Point, reach: Point, colour: str) -> str:
    """Return a dome that stands on a point: half its width, and its height."""
    x, y = foot
    top, side = y - reach[1], reach[0]
    d = f"M{x - side} {y}C{x - side * 0.92} {top} {x + side * 0.92} {top} {x + side} {y}z"
    return path(d, colour)


def jar_wine(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a jar with long bamboo straws, banana leaves around it."""
    width, height = size
    defs, layers = stage(size, "#6B3A1E", "#26120A")
    straws = ""
    for place in range(6):
        side = (place - 2.5) * 62
        middle, tip = width / 2 + side, (width / 2 + side * 2.2, 150 - abs(side) * 0.2)
        bend = f"{middle - side * 0.6:.0f} 150 {middle + side * 0.4:.0f} 70"
        d = f"M{middle - side * 0.9:.0f} 300C{bend} {tip[0]:.0f} {tip[1]:.0f}"
        straws += path(d, stroke="#E6C67A", stroke_width=9, stroke_linecap="round")
    leaves = "".join(
        moved(
            path("M0 0C60-70 180-80 260-20 170 20 60 30 0 0z", "#3F8A4E")
            + line([(8, -2), (240, -22)], "#2A6238", 4),
            (width / 2, height * 0.93),
            1,
            turn,
        )
        for turn in (-16, 10, 170, 196)
    )
    pot = jar((width / 2, height * 0.95), 3.1 + 0.2 * (seed % 2), "#7A3E24")
    return document(size, layers, leaves, straws, pot, defs=defs)


def forge(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw an anvil, a glowing blade and sparks."""
    width, height = size
    defs, layers = stage(size, "#3A2A2E", "#120D12")
    defs += radial("fire", [(0, "#FFE9A8", 1), (0.4, "#F08A32", 0.7), (1, "#E4572E", 0)])
    coals = circle((width * 0.2, height * 0.72), 190, "url(#fire)")
    anvil = moved(path("M-170 0H270L190 50H115L155 180H-75L-40 50H-90z", "#4B5568"), (478, 380))
    blade = path(
        f"M{width * 0.3} 372L{width * 0.7} 352Q{width * 0.76} 356 {width * 0.74} 374z", "#FF9B36"
    )
    hammer = moved(
        rect((-12, -230), (24, 230), "#A87335", rx=8)
        + rect((-60, -40), (120, 62), "#6E778B", rx=8),
        (width * 0.58, 330),
        1,
        24,
    )
    dice = chance(seed)
    sparks = "".join(
        circle(
            (width * 0.56 + dice.gauss(0, 120), 330 + dice.gauss(-40, 80)),
            dice.uniform(1.5, 5),
            GOLD,
            opacity="0.9",
        )
        for _ in range(60)
    )
    return document(size, layers, coals, anvil, blade, hammer, sparks, defs=defs)
