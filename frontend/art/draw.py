# ruff: noqa: INP001  a script beside the pages, not part of a package
"""Draw `archive/static/art/` anew: `python frontend/art/draw.py`."""

from __future__ import annotations

import math
from pathlib import Path

import dancers

ART = Path(__file__).resolve().parents[2] / "archive" / "static" / "art"
RED, GREEN, GOLD, PINK, CREAM = "#C92B36", "#2E8B5E", "#F0B52E", "#E8568F", "#FBF1DC"
ROWS, PERIOD, CELL = 13, 26, 2
BY_DISTANCE = {0: GOLD, 1: PINK, 3: GOLD, 4: RED}
BY_EDGE = {0: CREAM, 1: GREEN, 2: GREEN}


def stitch(x: int, y: int) -> str | None:
    """Return the thread of one cross-stitch of the band, or None where the cloth shows."""
    middle = ROWS // 2
    if y in (0, ROWS - 1):
        return RED if x % 2 == 0 else None
    distance = abs(x - PERIOD // 2) + abs(y - middle)
    edge = min(x, PERIOD - x) + abs(y - middle)
    if distance in BY_DISTANCE:
        return BY_DISTANCE[distance]
    if distance == 5 and y not in (1, ROWS - 2):  # noqa: PLR2004  the outer diamond
        return RED
    if edge == 4 and (x + y) % 2 == 0:  # noqa: PLR2004  the dots around the small diamond
        return GOLD
    return BY_EDGE.get(edge)


def band() -> str:
    """Return the embroidered border of a khăn piêu: one tile, one path a thread."""
    threads: dict[str, str] = {}
    for y in range(ROWS):
        for x in range(PERIOD):
            colour = stitch(x, y)
            if colour:
                square = f"M{x * CELL + 0.2:g} {y * CELL + 0.2:g}h1.500v1.500h-1.500z".replace(
                    "500", "5"
                )
                threads[colour] = threads.get(colour, "") + square
    paths = "".join(f'<path fill="{colour}" d="{d}"/>' for colour, d in threads.items())
    width, height = PERIOD * CELL, ROWS * CELL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{paths}</svg>\n'
    )


def spiral(x: float, y: float, radius: float, start: float, turn: int) -> str:
    """Return one embroidered spiral (cút piêu) as a path of quadratic curves."""
    steps, turns = 46, 2.1
    points = []
    for i in range(steps + 1):
        share = i / steps
        angle, reach = start + turn * turns * 2 * math.pi * share, radius * (1 - share * 0.93)
        points.append(f"{x + reach * math.cos(angle):.1f} {y + reach * math.sin(angle):.1f}")
    curves = "".join(f"Q{points[i]} {points[i + 1]}" for i in range(1, steps, 2))
    return f"M{points[0]}{curves}"


def icon() -> str:
    """Return the logo on indigo, for the browser's tab: an odd number of spirals."""
    spirals = (
        (PINK, spiral(15, 31, 9.6, -1.57, 1)),
        (GOLD, spiral(33, 31, 9.6, -1.57, -1)),
        ("#E23A45", spiral(24, 15.5, 10.4, 1.57, 1)),
    )
    paths = "".join(f'<path stroke="{colour}" d="{d}"/>' for colour, d in spirals)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
        '<rect width="48" height="48" rx="10" fill="#161A33"/>'
        f'<g fill="none" stroke-width="3.6" stroke-linecap="round">{paths}</g></svg>\n'
    )


def main() -> None:
    """Write every drawing."""
    wide = dancers.Ring(count=20, x=1170, y=560, half_width=360, half_height=112, height=200)
    phone = dancers.Ring(count=20, x=400, y=330, half_width=330, half_height=78, height=150)
    drawings = {
        "band": band(),
        "icon": icon(),
        "hero": dancers.night(1600, 800, wide),
        "hero-phone": dancers.night(800, 450, phone),
    }
    ART.mkdir(parents=True, exist_ok=True)
    for name, drawing in drawings.items():
        (ART / f"{name}.svg").write_text(drawing, encoding="utf-8")


if __name__ == "__main__":
    main()
