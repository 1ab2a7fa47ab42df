"""Draw places, plants and games: boats, flowers, villages, rain, hills, balls."""

from __future__ import annotations

import math

from archive.demo.backgrounds import day, fire, house, in_depth, night, stage
from archive.demo.dancers import Dancer, drawn
from archive.demo.drawing import (
    CREAM,
    GOLD,
    GREEN,
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
    line,
    moved,
    path,
    polygon,
    radial,
    rect,
    ridge,
    sky,
    stars,
    tag,
)

_BLOOM = (
    "".join(
        path(
            "M0 0C-17-14-15-42 0-50 15-42 17-14 0 0z",
            "#FFF7FA" if place else "#F6B7CF",
            transform=f"rotate({place * 72})",
            stroke="#E9B3C8",
        )
        for place in range(5)
    )
    + circle((0, 0), 6, "#E7A93B")
    + path("M0 0L-4-22M0 0L5-20M0 0V-24", stroke="#D9748F", stroke_width=2)
)


_BLOOM_PLACES = (
    *((80, 95), (170, 110), (250, 140), (330, 185), (430, 225), (520, 222), (610, 212)),
    *((700, 190), (790, 150), (880, 110), (430, 300), (500, 365), (565, 400), (700, 275)),
    *((780, 300), (860, 312), (120, 160), (300, 110), (560, 150), (740, 90), (660, 130)),
)


def boats(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw long boats with rowers on a lake between hills."""
    width, height = size
    defs = sky("air", "#BFDDF0", "#F9EBCF") + sky("lake", "#6FB3C8", "#2E7391")
    layers = backdrop(size, "url(#air)") + circle((width * 0.2, height * 0.18), 52, "#FFF6DD")
    for step, colour in enumerate(("#8FB7B0", "#5F9583", "#3E7762")):
        layers += ridge(size, 0.36 + step * 0.06, 0.11, seed + step, colour)
    layers += rect((0, height * 0.52), (width, height * 0.48), "url(#lake)")
    dice = chance(seed)
    for _ in range(40):
        x, y = dice.uniform(0, width), dice.uniform(height * 0.54, height)
        layers += line([(x, y), (x + dice.uniform(20, 70), y)], "#fff", 2, opacity="0.22")
    crews = ((0.42, 0.62, 0.72, RED), (0.6, 0.76, 0.95, GOLD), (0.36, 0.93, 1.2, PINK))
    fleet = "".join(_boat((width * x, height * y), scale, colour) for x, y, scale, colour in crews)
    return document(size, layers, fleet, defs=defs)


def _boat(at: Point, scale: float, colour: str) -> str:
    rowers = ""
    for place in range(8):
        x = -196 + place * 54
        rowers += path(f"M{x - 13} 0C{x - 15}-34 {x + 15}-34 {x + 13} 0z", colour)
        rowers += circle((x + 3, -42), 10, "#EBC6A0") + path(
            f"M{x - 8}-44C{x - 8}-58 {x + 14}-58 {x + 13}-44z", "#161A33"
        )
        rowers += line([(x + 2, -22), (x + 30, 34)], "#E9CF95", 5) + ellipse(
            (x + 32, 38), (5, 11), "#E9CF95"
        )
    hull = path("M-290-14C-250 30 250 30 300-26 262-4-220-2-290-14z", "#6E3B1E") + path(
        "M-286-10C-220 4 240 2 292-20", stroke=GOLD, stroke_width=4
    )
    wake = path("M-300 30H280M-250 42H220", stroke="#fff", stroke_width=3, opacity="0.4")
    return moved(rowers + hull + wake, at, scale)


def ban_flowers(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw branches of ban flowers before far hills."""
    dice, defs = chance(seed), sky("air", "#BFD9EA", "#F4E9EE")
    layers = backdrop(size, "url(#air)")
    for base, colour in ((0.72, "#8FB0B5"), (0.82, "#6C9582"), (0.92, "#4E7E63")):
        layers += ridge(size, base, 0.1, seed + int(base * 100), colour)
    bark = {"stroke": "#5C4038", "stroke_linecap": "round"}
    layers += path("M-20 80C220 110 380 240 620 210S900 120 990 60", stroke_width=16, **bark)
    layers += path("M360 205C420 300 470 360 560 400", stroke_width=9, **bark)
    layers += path("M640 208C700 280 760 300 860 310", stroke_width=8, **bark)
    blooms = "".join(
        moved(
            _BLOOM,
            (x + dice.uniform(-14, 14), y + dice.uniform(-14, 14)),
            dice.uniform(0.8, 1.4),
            dice.uniform(0, 360),
        )
        for x, y in _BLOOM_PLACES
    )
    return document(size, layers, blooms, defs=defs)


def village(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw stilt houses among terraced fields."""
    width, height = size
    defs, layers = day(size, seed)
    places = (
        (0.2, 0.66, 0.9),
        (0.46, 0.62, 0.7),
        (0.74, 0.68, 1.05),
        (0.34, 0.84, 1.5),
        (0.66, 0.9, 1.25),
    )
    houses = [
        (y, house(scale, (width * x, height * y), "#5B3A22", "#FFE2A6")) for x, y, scale in places
    ]
    trees = "".join(
        _palm((width * x, height * y), scale)
        for x, y, scale in ((0.08, 0.9, 1.2), (0.9, 0.86, 1.4))
    )
    return document(size, layers, in_depth(houses), trees, defs=defs)


def _palm(at: Point, scale: float) -> str:
    leaves = "".join(
        path(
            "M0-150C30-190 80-180 104-130 70-150 40-150 0-150z",
            "#2F7A45",
            transform=f"rotate({turn} 0 -150)",
        )
        for turn in (0, 50, 110, 180, 240, 300)
    )
    return moved(path("M-6 0C-2-60 0-100-2-150H6C6-100 4-60 8 0z", "#6B4A2C") + leaves, at, scale)


def rain(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw rain over terraced fields and figures who look up to it."""
    width, height = size
    defs, layers = day(size, seed)
    layers += rect((0, 0), size, "#42566B", opacity="0.45")
    for x, y, scale in ((0.2, 0.16, 1.2), (0.55, 0.1, 1.6), (0.86, 0.18, 1.1)):
        cloud = "".join(
            circle((dx, dy), r, "#E4EAF0")
            for dx, dy, r in ((-60, 10, 42), (0, -10, 58), (60, 8, 46), (20, 26, 40))
        )
        layers += moved(cloud, (width * x, height * y), scale)
    dice, drops = chance(seed), ""
    for _ in range(110):
        x, y = dice.uniform(0, width), dice.uniform(height * 0.22, height)
        drops += line([(x, y), (x - 7, y + 26)], "#EAF4FB", 2, opacity="0.6")
    people = ""
    for place in range(4):
        x, y, tall = width * (0.26 + 0.16 * place), height * 0.94, height * 0.42
        hands = (x - tall * 0.2, y - tall * 0.95), (x + tall * 0.2, y - tall * 0.95)
        people += drawn(Dancer(x, y, tall, (CREAM, GOLD, PINK, CREAM)[place], *hands, head="hat"))
    return document(size, layers, people, drops, defs=defs)


def platform(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a bamboo platform by the fire at night, figures on it."""
    width, height = size
    defs, layers = night(size, seed)
    defs += radial("fire", [(0, "#FFE9A8", 1), (0.3, "#FFB648", 0.7), (1, "#E4572E", 0)])
    posts = "".join(
        rect((width * at, height * 0.66), (16, height * 0.26), "#8A6231")
        for at in (0.26, 0.42, 0.58, 0.72)
    )
    deck = rect((width * 0.22, height * 0.64), (width * 0.56, 22), "#C99B55", rx=6)
    rails = "".join(
        rect((width * at, height * 0.5), (8, height * 0.14), "#A87B3E") for at in (0.23, 0.77)
    )
    people = ""
    for place, blouse in enumerate((CREAM, PINK, GREEN, GOLD)):
        people += drawn(
            Dancer(
                width * (0.3 + 0.14 * place),
                height * 0.65,
                height * 0.26,
                blouse,
                head="scarf" if place % 2 else "cap",
                dress="skirt" if place % 2 else "trousers",
            )
        )
    return document(
        size,
        layers,
        posts,
        rails,
        people,
        deck,
        fire((width * 0.5, height * 0.94), 110, 0.1),
        defs=defs,
    )


def _tasselled(colour: str) -> str:
    tail = "".join(
        line([(0, 0), (-66 - 8 * place, 14 + 10 * place)], thread, 5)
        for place, thread in enumerate((RED, GREEN, GOLD))
    )
    ball = circle((0, 0), 19, colour)
    return tail + ball + path("M-19 0H19M0-19V19", stroke=CREAM, stroke_width=3)


def ball_game(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a tall pole with a ring, tasselled balls in flight, players below."""
    width, height = size
    defs, layers = day(size, seed)
    pole = line([(width * 0.5, height * 0.9), (width * 0.5, height * 0.14)], "#C99B55", 12)
    pole += tag(
        "circle", cx=width / 2, cy=height * 0.14, r=44, fill="none", stroke=RED, stroke_width=9
    )
    flights = ((0.28, 0.3, 0), (0.4, 0.16, 0), (0.66, 0.26, 150), (0.8, 0.42, 150))
    balls = ""
    for (x, y, turn), colour in zip(flights, (PINK, GOLD, ORANGE, RED), strict=True):
        balls += moved(_tasselled(colour), (width * x, height * y), 1, turn)
    people = ""
    for place in range(4):
        x, y, tall = width * (0.14 + 0.24 * place), height * 0.95, height * 0.46
        people += drawn(
            Dancer(
                x,
                y,
                tall,
                (CREAM, PINK, GOLD, CREAM)[place],
                None,
                (x + tall * 0.2, y - tall * 0.98),
            )
        )
    return document(size, layers, pole, people, balls, defs=defs)


def coffee(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a branch of ripe coffee cherries."""
    width, height = size
    defs = sky("air", "#E7F0DC", "#BFD8A8")
    layers = backdrop(size, "url(#air)") + ridge(size, 0.8, 0.1, seed, "#8DB37C")
    branch = path("M-10 192C288 268 576 332 970 358", stroke="#6B4A2C", stroke_width=14)
    dice, drawn_ = chance(seed), ""
    for place in range(7):
        x, y = width * (0.08 + 0.14 * place), height * (0.335 + 0.035 * place)
        for turn in (-50, 130):
            leaf = path(
                "M0 0C50-60 150-60 210 0 150 44 50 44 0 0z", dice.choice(("#2F7A45", "#3B8C50"))
            )
            drawn_ += moved(
                leaf + line([(6, 0), (200, 0)], "#1F5A30", 3),
                (x, y),
                0.85,
                turn + dice.uniform(-12, 12),
            )
        for _ in range(6):
            at = (x + dice.uniform(-40, 40), y + dice.uniform(-24, 44))
            drawn_ += circle(at, 20, dice.choice((RED, "#A81F2B", "#D9552E"))) + circle(
                (at[0] - 6, at[1] - 7), 5, "#fff", opacity="0.45"
            )
    return document(size, layers, branch, drawn_, defs=defs)


def new_rice(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw ears of ripe rice and a bamboo basket."""
    width, height = size
    defs, layers = stage(size, "#D99A3C", "#8A4E1A")
    dice, ears = chance(seed), ""
    for place in range(22):
        x = width * (0.04 + 0.044 * place)
        bend = dice.uniform(-60, 60)
        tip = (x + bend, dice.uniform(70, 190))
        ears += path(
            f"M{x:.0f} {height}Q{x:.0f} {height * 0.5} {tip[0]:.0f} {tip[1]:.0f}",
            stroke="#7E8B2E",
            stroke_width=5,
        )
        ears += "".join(
            ellipse(
                (tip[0] + dice.uniform(-16, 16) - bend * 0.05 * k, tip[1] + 15 * k),
                (7, 11),
                "#F6D36B",
            )
            for k in range(8)
        )
    basket = path(
        f"M{width * 0.34} 400H{width * 0.66}L{width * 0.62} 600H{width * 0.38}z", "#8A5A28"
    )
    basket += "".join(
        line([(width * 0.35, y), (width * 0.65, y)], "#D9B477", 7) for y in range(420, 600, 26)
    )
    basket += ellipse((width * 0.5, 400), (width * 0.16, 34), "#FFF6E0") + ellipse(
        (width * 0.5, 392), (width * 0.12, 24), "#FFFDF4"
    )
    return document(size, layers, ears, basket, defs=defs)


def hills(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw ranges of hills at dawn with mist between them."""
    width, height = size
    defs = sky("dawn", "#FCE6C4", "#F5B7A0", "#B98BB0")
    layers = backdrop(size, "url(#dawn)") + circle((width * 0.6, height * 0.3), 62, "#FFF8E6")
    for step, colour in enumerate(("#A98FB0", "#87799F", "#645F87", "#454A6B", "#2B3350")):
        layers += ridge(size, 0.4 + step * 0.11, 0.12, seed * 7 + step, colour)
        layers += rect((0, height * (0.44 + step * 0.11)), (width, 26), "#FFF3E0", opacity="0.12")
    return document(size, layers, stars(size, 0.1, 12, seed), defs=defs)


def pots_and_beans(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw large flat beans set up in rows on a mat."""
    width, height = size
    defs, layers = stage(size, "#C9A26A", "#8A6231")
    dice, beans = chance(seed), ""
    for row in range(4):
        for place in range(6 - row % 2):
            at = (width * (0.16 + 0.13 * place + 0.065 * (row % 2)), height * (0.24 + 0.18 * row))
            bean = ellipse((4, 8), (44, 34), "#000", opacity="0.25") + ellipse(
                (0, 0), (44, 33), "#5E2A1C"
            )
            bean += ellipse((-12, -10), (14, 8), "#B97350", opacity="0.8")
            beans += moved(bean, at, 1, dice.uniform(-30, 30))
    return document(size, layers, beans, defs=defs)


def balls(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw cloth balls in many colours."""
    width, height = size
    defs, layers = stage(size, "#2F6B5A", "#12302B")
    dice, drawn_ = chance(seed), ""
    colours = (RED, GOLD, PINK, GREEN, ORANGE, CREAM)
    for place in range(9):
        at = (width * (0.2 + 0.3 * (place % 3)), height * (0.22 + 0.28 * (place // 3)))
        ball = circle((6, 10), 66, "#000", opacity="0.25")
        for part in range(6):
            start, end = math.tau * part / 6, math.tau * (part + 1) / 6
            points = [
                (0.0, 0.0),
                (66 * math.cos(start), 66 * math.sin(start)),
                (70 * math.cos((start + end) / 2), 70 * math.sin((start + end) / 2)),
                (66 * math.cos(end), 66 * math.sin(end)),
            ]
            ball += polygon(points, colours[(part + place) % 6])
        ball += circle((0, 0), 14, "#161A33")
        drawn_ += moved(ball, at, dice.uniform(0.85, 1.1), dice.uniform(0, 60))
    return document(size, layers, drawn_, defs=defs)
