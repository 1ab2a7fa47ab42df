"""Draw cloth: piêu, brocade, batik, silver buttons on a blouse.

Every pattern is made up by rules and dice; none copies a cloth that exists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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
    group,
    line,
    linear,
    path,
    polygon,
    rect,
    tag,
    vignette,
    weave,
)

_GROUNDS = (INDIGO, "#2A0F1C", "#0F2A22", "#191133")


_THREADS = (
    (GOLD, PINK, RED, GREEN),
    (CREAM, RED, GOLD, PINK),
    (PINK, GOLD, GREEN, RED),
    (ORANGE, CREAM, PINK, GOLD),
)


def stitched(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw cross-stitch: diamonds within diamonds, as many threads as a piêu has."""
    cell = (10, 8, 12)[seed % 3]
    period = (24, 20, 28)[seed % 3]
    threads: dict[str, list[str]] = {}
    for y in range(size[1] // cell + 1):
        for x in range(size[0] // cell + 1):
            shift = period // 2 if (x // period) % 2 else 0
            colour = _stitch(x % period - period // 2, (y + shift) % period - period // 2, seed)
            if colour:
                square = f"M{x * cell + 1} {y * cell + 1}h{cell - 2}v{cell - 2}h-{cell - 2}z"
                threads.setdefault(colour, []).append(square)
    drawn = "".join(path("".join(squares), colour) for colour, squares in threads.items())
    shade, edge = vignette(size)
    ground = backdrop(size, _GROUNDS[seed % len(_GROUNDS)])
    return document(size, ground, drawn, weave(size), edge, defs=shade)


def _stitch(x: int, y: int, seed: int) -> str | None:
    """Return the thread of a stitch at a distance from the middle of its diamond, or None."""
    first, second, third, fourth = _THREADS[seed % len(_THREADS)]
    apart, away = abs(abs(x) - abs(y)), abs(x) + abs(y)
    rules = {
        0: first,
        1: first,
        3: second,
        5: third,
        6: third,
        8: first if (x + y) % 4 == 0 else None,
        9: fourth,
        12: second if apart % 4 == 0 else None,
        14: third if x % 2 == 0 else None,
    }
    return rules.get(away)


def scarf(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a whole scarf laid out on a mat: indigo, a stitched head, spirals at the edge."""
    width, height = size
    defs = linear("mat", [(0, "#D9BC86", 1), (1, "#B88C52", 1)], end=(1, 1))
    mat = backdrop(size, "url(#mat)")
    mat += path(
        "".join(f"M0 {y}H{width}" for y in range(0, height, 9)), stroke="#8A6231", opacity="0.25"
    )
    left, top, right, low = width * 0.1, height * 0.24, width * 0.9, height * 0.76
    cloth = rect((left + 8, top + 12), (right - left, low - top), "#000", opacity="0.25", rx=6)
    cloth += rect((left, top), (right - left, low - top), INDIGO, rx=4)
    for end, away in ((left, 1), (right, -1)):
        cloth += _scarf_head((end, top), low - top, away, seed)
    shade, edge = vignette(size, 0.35)
    return document(size, mat, cloth, edge, defs=defs + shade)


def _scarf_head(corner: Point, tall: float, away: int, seed: int) -> str:
    cell, colours = 7.0, _THREADS[seed % len(_THREADS)]
    drawn = ""
    for row in range(int(tall // cell)):
        for column in range(26):
            colour = _stitch(column % 20 - 10, row % 20 - 10, seed)
            if colour:
                x = corner[0] + away * (column * cell + 14) - (cell if away < 0 else 0)
                drawn += rect((x, corner[1] + row * cell + 3), (cell - 1.4, cell - 1.4), colour)
    edge = corner[0] - away * 4
    for place in range(7):
        y = corner[1] + tall * (place + 0.5) / 7
        drawn += spiral((edge, y), 15, colours[place % 4], away)
    return drawn


def spiral(center: Point, radius: float, colour: str, turn: int = 1) -> str:
    """Return one embroidered spiral."""
    points = []
    for step in range(47):
        share = step / 46
        angle, reach = turn * 4.2 * math.pi * share - math.pi / 2, radius * (1 - share * 0.93)
        points.append((center[0] + reach * math.cos(angle), center[1] + reach * math.sin(angle)))
    return line(points, colour, radius * 0.34)


def brocade(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw woven bands: zigzags, lozenges and checks between stripes."""
    width, height = size
    dice = chance(seed)
    colours = [RED, GOLD, GREEN, PINK, CREAM, ORANGE]
    dice.shuffle(colours)
    drawn, y, kind = "", 0.0, seed
    while y < height:
        tall = dice.choice((34.0, 48.0, 64.0))
        drawn += BANDS[kind % len(BANDS)](width, y, tall, colours)
        drawn += rect((0, y + tall), (width, 5), colours[kind % 6])
        drawn += rect((0, y + tall + 8), (width, 2.5), colours[(kind + 2) % 6])
        y, kind = y + tall + 15, kind + 1
    shade, edge = vignette(size, 0.38)
    ground = backdrop(size, _GROUNDS[(seed + 1) % len(_GROUNDS)])
    return document(size, ground, drawn, weave(size, 3), edge, defs=shade)


def _zigzag(width: int, y: float, tall: float, colours: Sequence[str]) -> str:
    drawn = ""
    for place, colour in enumerate(colours[:3]):
        inset = 5 + place * tall * 0.14
        points = [
            (x, y + (inset if step % 2 else tall - inset))
            for step, x in enumerate(range(-20, width + 41, round(tall * 0.6)))
        ]
        drawn += line(points, colour, tall * 0.07)
    return drawn


def _lozenges(width: int, y: float, tall: float, colours: Sequence[str]) -> str:
    drawn = ""
    for place, x in enumerate(range(0, width + round(tall), round(tall * 1.1))):
        for shrink, colour in ((0.48, place), (0.34, place + 2), (0.18, place + 4)):
            drawn += _lozenge((x, y + tall / 2), tall * shrink, colours[colour % 6])
    return drawn


def _lozenge(center: Point, reach: float, colour: str) -> str:
    x, y = center
    return polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], colour)


def _checks(width: int, y: float, tall: float, colours: Sequence[str]) -> str:
    cell = tall / 4
    squares: dict[str, str] = {}
    for row in range(4):
        for column in range(int(width // cell) + 1):
            if (row + column) % 2 == 0:
                colour = colours[(column // 4 + row) % 3]
                side = f"{cell:.1f}"
                square = f"M{column * cell:.1f} {y + row * cell:.1f}h{side}v{side}h-{side}z"
                squares[colour] = squares.get(colour, "") + square
    return "".join(path(d, colour) for colour, d in squares.items())


def _crosses(width: int, y: float, tall: float, colours: Sequence[str]) -> str:
    drawn = ""
    for place, x in enumerate(range(round(tall / 2), width + 40, round(tall * 1.3))):
        middle, arm = y + tall / 2, tall * 0.36
        for dx, dy in ((arm, 0), (0, arm), (arm * 0.62, arm * 0.62), (arm * 0.62, -arm * 0.62)):
            ends = [(x - dx, middle - dy), (x + dx, middle + dy)]
            drawn += line(ends, colours[(place + 1) % 6], tall * 0.09)
        drawn += _lozenge((x + tall * 0.65, middle), tall * 0.14, colours[(place + 3) % 6])
    return drawn


BANDS = (_lozenges, _zigzag, _checks, _crosses)


def batik(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw wax-resist: pale spirals, wheels and borders left out of the blue."""
    width, height = size
    pale, step = "#E4ECF6", 160
    drawn = ""
    for row, y in enumerate(range(step // 2, height + step, step)):
        for column, x in enumerate(range(step // 2, width + step, step)):
            if (row + column + seed) % 2:
                drawn += _wheel((x, y), 58, pale)
            else:
                drawn += "".join(
                    spiral((x + dx, y + dy), 26, pale, 1 if dx == dy else -1)
                    for dx in (-32, 32)
                    for dy in (-32, 32)
                )
    lines = range(0, width + step, step)
    grid = "".join(line([(x, 0), (x, height)], pale, 3) for x in lines)
    grid += "".join(line([(0, y), (width, y)], pale, 3) for y in range(0, height + step, step))
    shade, edge = vignette(size, 0.4)
    defs = linear("dye", [(0, "#22408E", 1), (1, "#14265C", 1)], end=(1, 1)) + shade
    return document(size, backdrop(size, "url(#dye)"), grid, drawn, weave(size), edge, defs=defs)


def _wheel(center: Point, radius: float, colour: str) -> str:
    rays = ""
    for step in range(16):
        angle = step * math.pi / 8
        tip = (center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle))
        inner = (
            center[0] + radius * 0.45 * math.cos(angle),
            center[1] + radius * 0.45 * math.sin(angle),
        )
        rays += line([inner, tip], colour, 4)
    ring = tag(
        "circle", cx=center[0], cy=center[1], r=radius, fill="none", stroke=colour, stroke_width=3
    )
    return ring + rays + circle(center, radius * 0.2, colour)


def buttons(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw silver butterfly buttons in two rows on a dark blouse."""
    width, height = size
    shade, edge = vignette(size, 0.5)
    defs = linear("silver", [(0, "#FFFFFF", 1), (0.5, "#C9CEDA", 1), (1, "#8D93A6", 1)]) + shade
    ground = backdrop(size, ("#16203F", "#2A1230", "#12302B")[seed % 3])
    seam = rect((width / 2 - 5, 0), (10, height), "#000", opacity="0.35")
    seam += rect((width / 2 - 46, 0), (8, height), RED) + rect(
        (width / 2 + 38, 0), (8, height), RED
    )
    pairs = ""
    for row in range(5):
        y = height * (row + 0.5) / 5
        for side in (-1, 1):
            wing = _butterfly_wing()
            at = (width / 2 + side * 8, y)
            pairs += group(
                wing, transform=f"translate({at[0]:.1f} {at[1]:.1f})scale({side * 1.25} 1.25)"
            )
    return document(size, ground, weave(size), seam, pairs, edge, defs=defs)


def _butterfly_wing() -> str:
    upper = path("M0 0C8-44 62-52 70-22 74-4 40 6 0 0z", "url(#silver)", stroke="#5E6478")
    lower = path("M0 0C30 0 58 14 52 34 44 50 10 36 0 0z", "url(#silver)", stroke="#5E6478")
    marks = "".join(circle((x, y), 4, "#8087A0") for x, y in ((48, -24), (30, -16), (36, 22)))
    return upper + lower + marks + line([(0, -10), (14, -46)], "#C9CEDA", 3)
