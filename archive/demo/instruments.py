"""Draw instruments: lute, drum and gong, mouth organ, flutes."""

from __future__ import annotations

import math

from archive.demo.backgrounds import stage
from archive.demo.drawing import (
    GOLD,
    LANDSCAPE,
    PINK,
    RED,
    Size,
    circle,
    document,
    ellipse,
    line,
    linear,
    moved,
    path,
    rect,
)


def lute(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a gourd lute with its long neck."""
    width, height = size
    grounds = (("#7E2A33", "#3A1730"), ("#23405E", "#101B36"), ("#2C5A46", "#12281F"))
    defs, layers = stage(size, *grounds[seed % 3])
    defs += linear("wood", [(0, "#E9B765", 1), (1, "#9A5A22", 1)], end=(1, 1))
    neck = rect((-60, -14), (560, 28), "#5B3317", rx=10)
    head = path("M488-20l64-16q22 36 0 72l-64-12z", "#472710")
    pegs = "".join(rect((x, -48), (12, 26), "#2E180A", rx=5) for x in (512, 536))
    strings = "".join(line([(-190, y), (505, y)], "#F4E6C8", 2) for y in (-5, 5))
    belly = circle((-110, 0), 128, "url(#wood)") + circle((-110, 0), 94, "#F2D59B")
    belly += "".join(
        circle(
            (-110 + 54 * math.cos(t * math.tau / 9), 54 * math.sin(t * math.tau / 9)), 5, "#7A4B1E"
        )
        for t in range(9)
    )
    belly += circle((-110, 0), 14, "#5B3317") + rect((-176, -34), (12, 68), "#472710", rx=4)
    whole = moved(
        neck + head + pegs + belly + strings,
        (width * 0.42, height * 0.6),
        0.92,
        -30 + seed % 3 * 14,
    )
    return document(size, layers, whole, defs=defs)


def drum_and_gong(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a drum with its stick, and a gong."""
    width, height = size
    defs, layers = stage(size, *(("#21305E", "#0F1530"), ("#4A2238", "#1E0F22"))[seed % 2])
    x, y = width * 0.34, height * 0.36
    body = path(
        f"M{x - 158} {y}C{x - 190} {y + 150} {x - 150} {y + 290} {x - 120} {y + 310}H{x + 120}"
        f"C{x + 150} {y + 290} {x + 190} {y + 150} {x + 158} {y}z",
        "#7B2C1F",
    )
    hoops = "".join(
        path(
            f"M{x - 172} {y + at}Q{x} {y + at + 46} {x + 172} {y + at}",
            stroke=GOLD,
            stroke_width=5,
            opacity="0.7",
        )
        for at in (70, 200)
    )
    skin = ellipse((x, y), (160, 58), "#EAD3A2") + ellipse((x, y), (128, 43), "#F6E6C2")
    nails = "".join(
        circle(
            (x - 158 * math.cos(math.pi * i / 12), y + 10 + 56 * math.sin(math.pi * i / 12)),
            6,
            GOLD,
        )
        for i in range(13)
    )
    beater = line([(x - 60, 40), (x + 34, y - 14)], "#E9CDA0", 14) + circle(
        (x + 38, y - 10), 20, RED
    )
    gong = circle((width * 0.74, height * 0.52), 160, "#B9812E") + circle(
        (width * 0.74, height * 0.52), 134, "#D8A044"
    )
    gong += circle((width * 0.74, height * 0.52), 100, "#C98F37") + circle(
        (width * 0.74, height * 0.52), 46, "#F0C568"
    )
    cord = line(
        [(width * 0.67, height * 0.29), (width * 0.74, 20), (width * 0.81, height * 0.29)], RED, 7
    )
    return document(size, layers, cord, gong, body, hoops, skin, nails, beater, defs=defs)


def mouth_organ(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw a mouth organ of bamboo pipes."""
    width, height = size
    defs, layers = stage(size, *(("#355C4B", "#13261F"), ("#5C3A22", "#26150C"))[seed % 2])
    defs += linear("bamboo", [(0, "#F0D18C", 1), (1, "#B98A3E", 1)], end=(1, 0))
    pipes = ""
    for place in range(8):
        x, tall = -112 + place * 29, 430 - abs(place - 3.5) * 46
        pipes += rect((x, -tall * 0.7), (25, tall), "url(#bamboo)", rx=8)
        pipes += "".join(
            rect((x, -tall * 0.7 + tall * at), (25, 6), "#8A5F24") for at in (0.25, 0.6)
        )
    pipes += rect((-128, -40), (250, 20), RED, rx=6) + rect(
        (-128, -160), (250, 14), "#7A4B1E", rx=6
    )
    chamber = path(
        "M-150 30C-150-10 150-10 150 30 130 70 40 76 0 150-40 76-130 70-150 30z", "#8A4A1E"
    )
    chamber += ellipse((0, 22), (120, 14), "#B26B2F") + rect((-12, 120), (24, 70), "#5B3317", rx=8)
    whole = moved(pipes + chamber, (width * 0.5, height * 0.6), 1.0, 12 if seed % 2 else -14)
    return document(size, layers, whole, defs=defs)


def pipe(seed: int, size: Size = LANDSCAPE) -> str:
    """Draw flutes of bamboo with ribbons."""
    width, height = size
    defs, layers = stage(size, "#6A4B86", "#221636")
    defs += linear("bamboo", [(0, "#F6DFA2", 1), (1, "#A9772F", 1)])
    flutes = ""
    for place, turn in enumerate((-24, -15, -6)):
        body = rect((-360, -15), (720, 30), "url(#bamboo)", rx=12)
        holes = "".join(ellipse((x, -2), (9, 7), "#3A220E") for x in range(-120, 300, 68))
        joints = "".join(rect((x, -16), (7, 32), "#8A5F24") for x in (-200, 40, 250))
        ribbon = path(
            "M-300 12q-30 60 6 110M-292 12q20 60-10 120",
            stroke=RED if place % 2 else PINK,
            stroke_width=8,
        )
        flutes += moved(
            ribbon + body + joints + holes,
            (width * 0.5, height * (0.32 + 0.2 * place)),
            1 - seed % 2 * 0.1,
            turn,
        )
    return document(size, layers, flutes, defs=defs)
