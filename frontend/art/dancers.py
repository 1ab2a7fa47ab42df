# ruff: noqa: INP001  a script beside the pages, not part of a package
"""Draw the home page's picture: dancers hand in hand around a fire, as one small SVG.

A dancer is one symbol used many times; only the arms are drawn for each, since hands must meet.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

BLOUSES = ("#F6EFE3", "#E8568F", "#3BA37A", "#F6EFE3", "#3C63C4", "#F0B52E", "#F6EFE3", "#E2703A")
FACE = "#EBC6A0"

# Feet at 0,0, height 100; the blouse takes its colour from the use.
DANCER = (
    '<symbol id="d" overflow="visible">'
    '<path fill="#0B0C1E" d="M-7-51C-10-30-11-12-13 0Q0 3.5 13 0C11-12 10-30 7-51z"/>'
    '<path fill="#C92B36" opacity=".85" d="M-12.6-3Q0 .6 12.6-3L12.2-6.2Q0-2.8-12.2-6.2z"/>'
    '<path d="M-10.5-78Q0-82 10.5-78 9-66 7.6-50 0-47.5-7.6-50-9-66-10.5-78z"/>'
    '<path d="M0-76v21" stroke="#fff" stroke-width="2.3" stroke-dasharray="0 5.2" '
    'stroke-linecap="round" opacity=".92"/>'
    '<path fill="#2E8B5E" d="M-7.8-53Q0-50 7.8-53L7.6-48.6Q0-45.8-7.6-48.6z"/>'
    '<path fill="#EBC6A0" d="M-2.6-84h5.2L3-78h-6z"/>'
    '<ellipse cy="-88.5" rx="5.4" ry="6.4" fill="#EBC6A0"/>'
    '<path fill="#161A33" d="M-6.6-87C-7.6-98 7.6-98 6.6-87 5-92.5-5-92.5-6.6-87z"/>'
    '<path fill="#C92B36" d="M5.2-91L9.6-82 7.4-74 4.9-83z"/>'
    '<path fill="#F0B52E" d="M6.2-85L9-81 8.2-78 5.8-82z"/>'
    '<path d="M-5.4-93.2Q0-97.4 5.4-93.2" stroke="#C92B36" stroke-width="1.4" fill="none"/>'
    '<ellipse cy="-97.5" rx="3.3" ry="2.6" fill="#1A1420"/></symbol>'
)


@dataclass(frozen=True, slots=True)
class Ring:
    """The circle of dancers, seen from the side: its middle, half axes, and a dancer's height."""

    count: int
    x: float
    y: float
    half_width: float
    half_height: float
    height: float

    def place(self, index: int) -> tuple[float, float]:
        """Return where a dancer's feet stand."""
        angle = 2 * math.pi * (index + 0.5) / self.count
        return self.x + self.half_width * math.cos(angle), self.y + self.half_height * math.sin(
            angle
        )

    def scale(self, index: int) -> float:
        """Return a dancer's height over 100: who stands behind is smaller."""
        depth = (self.place(index)[1] - self.y + self.half_height) / (2 * self.half_height)
        return self.height * (depth * 0.45 + 0.72) / 100

    def hand(self, index: int) -> tuple[float, float]:
        """Return where a dancer and the next one hold hands."""
        (x, y), (next_x, next_y) = (
            self.place(index % self.count),
            self.place((index + 1) % self.count),
        )
        rise = 60 * (self.scale(index % self.count) + self.scale((index + 1) % self.count))
        return (x + next_x) / 2, (y + next_y - rise) / 2


def arm(shoulder: tuple[float, float], hand: tuple[float, float], size: float, colour: str) -> str:
    """Return a sleeve from the shoulder to the hand, and the hand."""
    bend_x, bend_y = (shoulder[0] + hand[0]) / 2, (shoulder[1] + hand[1]) / 2 + 6 * size
    return (
        f'<path d="M{shoulder[0]:.0f} {shoulder[1]:.0f}Q{bend_x:.0f} {bend_y:.0f} {hand[0]:.0f} '
        f'{hand[1]:.0f}" stroke="{colour}" stroke-width="{6 * size:.1f}"/>'
        f'<circle cx="{hand[0]:.0f}" cy="{hand[1]:.0f}" r="{2.6 * size:.1f}" '
        f'fill="{FACE}" stroke="none"/>'
    )


def dancer(ring: Ring, index: int) -> str:
    """Return one dancer with both arms."""
    (x, y), size = ring.place(index), ring.scale(index)
    colour = BLOUSES[index % len(BLOUSES)]
    left, right = sorted((ring.hand(index), ring.hand(index - 1)))
    sleeves = arm((x - 9 * size, y - 76 * size), left, size, colour)
    sleeves += arm((x + 9 * size, y - 76 * size), right, size, colour)
    return (
        f'<g fill="none" stroke-linecap="round">{sleeves}</g>'
        f'<use href="#d" fill="{colour}" transform="translate({x:.0f} {y:.0f})scale({size:.2f})"/>'
    )


def fire(ring: Ring) -> str:
    """Return the fire in the middle and its light."""
    x, y, s, h = ring.x, ring.y, ring.height, ring.half_height
    flame = (
        f"M{x - s * 0.2:.0f} {y + h * 0.1:.0f}C{x - s * 0.34:.0f} {y - s * 0.35:.0f} "
        f"{x - s * 0.02:.0f} {y - s * 0.35:.0f} {x - s * 0.04:.0f} {y - s * 0.78:.0f}"
        f"C{x + s * 0.2:.0f} {y - s * 0.5:.0f} {x + s * 0.34:.0f} {y - s * 0.2:.0f} "
        f"{x + s * 0.2:.0f} {y + h * 0.1:.0f}z"
    )
    heart = (
        f"M{x - s * 0.1:.0f} {y + h * 0.1:.0f}C{x - s * 0.18:.0f} {y - s * 0.2:.0f} {x:.0f} "
        f"{y - s * 0.2:.0f} {x:.0f} {y - s * 0.46:.0f}C{x + s * 0.12:.0f} {y - s * 0.26:.0f} "
        f"{x + s * 0.18:.0f} {y - s * 0.1:.0f} {x + s * 0.1:.0f} {y + h * 0.1:.0f}z"
    )
    return (
        f'<ellipse cx="{x}" cy="{y + h * 0.12:.0f}" rx="{s * 0.42:.0f}" '
        f'ry="{s * 0.1:.0f}" fill="#2A1620"/>'
        f'<circle cx="{x}" cy="{y - s * 0.24:.0f}" r="{s}" fill="url(#f)"/>'
        f'<path d="{flame}" fill="#FF9B36"/><path d="{heart}" fill="#FFE49A"/>'
    )


def light_on_ground(ring: Ring) -> str:
    """Return the glow around the fire."""
    x, y = ring.x, ring.y - ring.half_height * 0.1
    across, deep = ring.half_width * 1.35, ring.half_height * 1.9
    return f'<ellipse cx="{x}" cy="{y:.0f}" rx="{across:.0f}" ry="{deep:.0f}" fill="url(#g)"/>'


def moon(width: int, height: int) -> str:
    """Return a crescent: a disc and the sky's disc over it."""
    x = width * 0.8
    return (
        f'<circle cx="{x:.0f}" cy="{height * 0.16:.0f}" r="{height * 0.06:.0f}" fill="#FFF3CF"/>'
        f'<circle cx="{x + height * 0.022:.0f}" cy="{height * 0.145:.0f}" '
        f'r="{height * 0.055:.0f}" fill="#1b1b44" opacity=".92"/>'
    )


def ridge(size: tuple[int, int], base: float, swing: float, seed: int, colour: str) -> str:
    """Return one line of hills."""
    width, height = size
    chance = random.Random(seed)  # noqa: S311  the same hills at each drawing, no secret
    shifts = [chance.uniform(0, 6.28) for _ in range(3)]
    waves = ((0.55, 5), (0.3, 11), (0.15, 23))
    points = []
    for x in range(0, width + 1, 40):
        lift = sum(a * math.sin(x / width * f + s) for (a, f), s in zip(waves, shifts, strict=True))
        points.append(f"{x} {base - swing * lift:.0f}")
    return f'<path d="M0 {height}L{"L".join(points)}L{width} {height}z" fill="{colour}"/>'


def stars(width: int, height: float, count: int, seed: int) -> str:
    """Return the stars as dots of two paths."""
    chance = random.Random(seed)  # noqa: S311  the same sky at each drawing, no secret
    layers = []
    for size, opacity in ((1.6, 0.45), (2.6, 0.8)):
        dots = "".join(
            f"M{chance.uniform(0, width):.0f} {chance.uniform(0, height):.0f}h0"
            for _ in range(count // 2)
        )
        layers.append(f'<path d="{dots}" stroke-width="{size}" opacity="{opacity}"/>')
    return f'<g stroke="#FFEFC9" stroke-linecap="round">{"".join(layers)}</g>'


def house(x: float, y: float, scale: float) -> str:
    """Return a house on stilts with lit windows."""
    return f'<use href="#h" transform="translate({x:.0f} {y:.0f})scale({scale:.2f})"/>'


HOUSE = (
    '<symbol id="h" overflow="visible"><path d="M-70-20L-46-78H46L70-20z" fill="#120F2A"/>'
    '<path d="M-54-22H54V18H-54z" fill="#1A1636"/>'
    '<path d="M-34-12h16V8h-16zM14-12h16V8H14z" fill="#FFC76A"/>'
    '<path d="M-50 18v32M-18 18v32M18 18v32M50 18v32" stroke="#120F2A" stroke-width="7"/></symbol>'
)


def gradient(
    kind: str, name: str, stops: tuple[tuple[float, str, float], ...], extra: str = ""
) -> str:
    """Return a gradient definition."""
    body = "".join(
        f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity}"/>'
        for at, colour, opacity in stops
    )
    return f'<{kind}Gradient id="{name}"{extra}>{body}</{kind}Gradient>'


def night(width: int, height: int, ring: Ring, seed: int = 4) -> str:
    """Return the whole picture: sky, hills, houses, and the circle around the fire."""
    sky = gradient(
        "linear",
        "s",
        ((0, "#0B0E22", 1), (0.55, "#262255", 1), (1, "#7A2F5A", 1)),
        ' x2="0" y2="1"',
    )
    glow = ((0, "#FFE9A8", 1), (0.25, "#FFB648", 0.85), (0.6, "#E4572E", 0.35), (1, "#E4572E", 0))
    light = gradient("radial", "f", glow) + gradient(
        "radial", "g", ((0, "#F4A24A", 0.55), (1, "#F4A24A", 0))
    )
    rim = f"{height * 0.6:.0f}"
    ground = f"M0 {rim}Q{width / 2:.0f} {height * 0.54:.0f} {width} {rim}V{height}H0z"
    behind = [
        f'<path fill="url(#s)" d="M0 0h{width}v{height}H0z"/>',
        stars(width, height * 0.4, 90, seed),
        moon(width, height),
        ridge((width, height), height * 0.46, height * 0.1, seed + 1, "#2A2350"),
        ridge((width, height), height * 0.54, height * 0.07, seed + 2, "#1D1A42"),
        *(
            house(width * at, height * 0.56, size * height / 900)
            for at, size in ((0.1, 1), (0.2, 0.8), (0.9, 0.95))
        ),
        f'<path d="{ground}" fill="#171433"/>',
        light_on_ground(ring),
    ]
    standing = [(ring.place(i)[1], dancer(ring, i)) for i in range(ring.count)] + [
        (ring.y, fire(ring))
    ]
    before = [drawing for _, drawing in sorted(standing, key=lambda pair: pair[0])]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><defs>{sky}{light}{DANCER}{HOUSE}</defs>'
        f"{''.join(behind + before)}</svg>\n"
    )
