"""Draw dances: a ring around a fire at night, rows on terraced fields, fours, poles, two rings.

`phase` runs from 0 to 1 and round again, so that every scene can be moved to the beat.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from archive.demo.backgrounds import BEATS, TURN, bounce, day, fire, in_depth, night
from archive.demo.dancers import (
    BLOUSES,
    Dancer,
    curve,
    drawn,
    fan,
    flower,
    hat_in_hand,
    rattle,
    scarf_between,
    stick,
)
from archive.demo.drawing import (
    GOLD,
    LANDSCAPE,
    PINK,
    RED,
    Point,
    Size,
    document,
    ellipse,
    line,
    path,
    radial,
)


def _ring_hands(place: Callable[[float], tuple[float, float, float]], count: int) -> list[Point]:
    hands = []
    for index in range(count):
        (x, y, tall), (next_x, next_y, next_tall) = place(index), place(index + 1)
        hands.append(((x + next_x) / 2, (y + next_y - 0.6 * (tall + next_tall)) / 2))
    return hands


def ring_of(
    center: Point, radii: Point, tall: float, count: int, phase: float, *, mixed: bool = False
) -> list[tuple[float, str]]:
    """Return dancers hand in hand around a middle, each with the depth at which it stands.

    In one round of `phase` the ring goes on by as many dancers as there are colours in a row.
    """
    shift = phase * 4

    def place(index: float) -> tuple[float, float, float]:
        angle = TURN * (index + 0.5 + shift) / count
        x, y = center[0] + radii[0] * math.cos(angle), center[1] + radii[1] * math.sin(angle)
        depth = (y - center[1] + radii[1]) / (2 * radii[1])
        return x, y, tall * (depth * 0.45 + 0.72)

    hands = _ring_hands(place, count)
    step = bounce(phase) * tall * 0.02
    found = []
    for index in range(count):
        x, y, own = place(index)
        left, right = sorted((hands[index], hands[index - 1]))
        lift = step if index % 2 else -step * 0.4
        is_man = mixed and index % 4 == 2  # noqa: PLR2004 - one in four
        one = Dancer(
            x,
            y - lift,
            own,
            BLOUSES[index % 4 + (4 if mixed else 0)] if not is_man else "#2B3160",
            left,
            right,
            head="cap" if is_man else "scarf",
            dress="trousers" if is_man else "skirt",
        )
        found.append((y, drawn(one)))
    return found


_FIRE_LIGHT = radial(
    "fire", [(0, "#FFE9A8", 1), (0.25, "#FFB648", 0.8), (0.6, "#E4572E", 0.32), (1, "#E4572E", 0)]
) + radial("glow", [(0, "#F4A24A", 0.6), (1, "#F4A24A", 0)])


def night_ring(seed: int, phase: float = 0.0, size: Size = LANDSCAPE) -> str:
    """Draw a ring of dancers around a fire."""
    width, height = size
    defs, layers = night(size, seed)
    across = min(width * 0.36, height * 0.62)
    center, radii = (width * 0.5, height * 0.68), (across, across * 0.3)
    layers += ellipse(center, (radii[0] * 1.35, radii[1] * 1.95), "url(#glow)")
    tall = min(height * 0.25, width * 0.22)
    figures = ring_of(center, radii, tall, 16 if seed % 3 else 12, phase)
    figures.append((center[1], fire(center, tall, phase)))
    return document(size, layers, in_depth(figures), defs=defs + _FIRE_LIGHT)


def two_rings(seed: int, phase: float = 0.0, size: Size = LANDSCAPE) -> str:
    """Draw two rings, one within the other, by day."""
    width, height = size
    defs, layers = day(size, seed)
    center = (width * 0.5, height * 0.76)
    layers += ellipse(center, (width * 0.45, height * 0.2), "#D9B477", opacity="0.75")
    tall = height * 0.24
    outer = ring_of(center, (width * 0.4, height * 0.155), tall, 20, phase, mixed=True)
    inner = ring_of(center, (width * 0.2, height * 0.07), tall * 0.86, 8, 1 - phase, mixed=True)
    return document(size, layers, in_depth([*outer, *inner]), defs=defs)


def row(seed: int, phase: float = 0.0, size: Size = LANDSCAPE, mode: str = "scarf") -> str:
    """Draw a row of dancers on terraced fields; `mode` says what their hands do."""
    width, height = size
    defs, layers = day(size, seed)
    count = max(2, round((5 if seed % 2 else 4) * min(1.0, width / height / 1.3)))
    tall, gap = height * 0.54, width * 0.82 / count
    figures = ""
    for index in range(count):
        hop = bounce(phase + index / count / BEATS) * tall * 0.025
        x = width * 0.5 + (index - (count - 1) / 2) * gap
        y = height * 0.95 - hop - (10 if index % 2 else 0)
        figures += _MODES[mode](_Step(x, y, tall, gap, index, seed, phase))
    return document(size, layers, figures, defs=defs)


class _Step:
    """One dancer of a row at one moment."""

    def __init__(
        self, x: float, y: float, tall: float, gap: float, index: int, seed: int, phase: float
    ) -> None:
        self.x, self.y, self.tall, self.gap, self.index = x, y, tall, gap, index
        self.blouse = BLOUSES[(index + seed) % len(BLOUSES)]
        self.sway = math.sin(phase * TURN * 2 + index * 0.4)

    def hands(self, across: float, up: float, other_up: float | None = None) -> tuple[Point, Point]:
        right_up = up if other_up is None else other_up
        return (self.x - self.tall * across, self.y - self.tall * up), (
            self.x + self.tall * across,
            self.y - self.tall * right_up,
        )

    def figure(self, hands: tuple[Point, Point], head: str = "scarf", lean: float = 0.0) -> str:
        return drawn(Dancer(self.x, self.y, self.tall, self.blouse, *hands, lean=lean, head=head))


def _scarf(step: _Step) -> str:
    hands = step.hands(0.19, 0.8 + 0.05 * step.sway)
    return step.figure(hands) + scarf_between(*hands, -step.tall * 0.1, step.tall * 0.055)


def _toss(step: _Step) -> str:
    hands = step.hands(0.2, 0.98 + 0.06 * step.sway, 0.98 - 0.06 * step.sway)
    tip = (step.x + step.tall * 0.18 * step.sway, step.y - step.tall * 1.28)
    colour = (RED, PINK, GOLD)[step.index % 3]
    bend = (hands[0][0] - step.tall * 0.1, tip[1])
    d = f"{curve(hands[0], bend, tip)}T{hands[1][0]:.1f} {hands[1][1]:.1f}"
    width = step.tall * 0.05
    cloth = path(d, stroke=colour, stroke_width=width, stroke_linecap="round")
    cloth += path(d, stroke="#fff", stroke_width=width * 0.2, stroke_dasharray="5 6", opacity="0.7")
    return step.figure(hands) + cloth


def _hold(step: _Step) -> str:
    lift = 0.56 + 0.06 * step.sway
    hands = (
        (step.x - step.gap * 0.5, step.y - step.tall * lift),
        (
            step.x + step.gap * 0.5,
            step.y - step.tall * lift,
        ),
    )
    return step.figure(hands, "scarf" if step.index % 2 else "bun")


def _to_and_fro(step: _Step) -> str:
    hands = step.hands(0.23, 0.5 + 0.12 * step.sway, 0.68 - 0.12 * step.sway)
    return step.figure(hands, "bun" if step.index % 2 else "scarf", lean=0.1 * step.sway + 0.02)


def _clap(step: _Step) -> str:
    hands = step.hands(0.02 + 0.11 * abs(step.sway), 0.74)
    return step.figure(hands, "scarf" if step.index % 2 else "bun")


def _with_hats(step: _Step) -> str:
    hands = step.hands(0.25, 0.72 + 0.1 * step.sway, 0.86 - 0.1 * step.sway)
    held = hat_in_hand(hands[1], step.tall * 0.55, 18 * step.sway)
    return step.figure(hands, "hat" if step.index % 2 else "scarf") + held


def _with_fans(step: _Step) -> str:
    hands = step.hands(0.24, 0.78 + 0.08 * step.sway, 0.92 - 0.08 * step.sway)
    fans = fan(hands[0], step.tall * 0.6, -30 + 12 * step.sway, PINK)
    return (
        step.figure(hands, "bun") + fans + fan(hands[1], step.tall * 0.6, 25 - 12 * step.sway, RED)
    )


def _with_flowers(step: _Step) -> str:
    hands = step.hands(0.24, 0.84 + 0.07 * step.sway, 0.84 - 0.07 * step.sway)
    size = step.tall * 0.22
    return step.figure(hands) + flower(hands[0], size) + flower(hands[1], size)


def _with_sticks(step: _Step) -> str:
    hands = step.hands(0.2, 0.62 + 0.05 * step.sway, 0.78)
    return step.figure(hands, "bun") + stick(hands[1], step.tall * 0.62, 30 * step.sway)


def _with_rattles(step: _Step) -> str:
    hands = step.hands(0.22, 0.66 + 0.1 * step.sway, 0.86 - 0.1 * step.sway)
    size = step.tall * 0.62
    return step.figure(hands) + rattle(hands[0], size) + rattle(hands[1], size)


_MODES: dict[str, Callable[[_Step], str]] = {
    "scarf": _scarf,
    "toss": _toss,
    "hold": _hold,
    "to-and-fro": _to_and_fro,
    "clap": _clap,
    "hats": _with_hats,
    "fans": _with_fans,
    "flowers": _with_flowers,
    "sticks": _with_sticks,
    "rattles": _with_rattles,
}


def fours(seed: int, phase: float = 0.0, size: Size = LANDSCAPE) -> str:
    """Draw two groups of four that meet in their middle and part again."""
    width, height = size
    defs, layers = day(size, seed)
    apart = 0.75 + 0.25 * math.cos(phase * TURN)
    figures = []
    for side in (0.28, 0.72):
        center = (width * side, height * 0.8)
        layers += ellipse(center, (width * 0.21, height * 0.15), "#D9B477", opacity="0.7")
        figures += _four(
            center, (width * 0.15 * apart, height * 0.085 * apart), height * 0.4, phase
        )
    return document(size, layers, in_depth(figures), defs=defs)


def _four(center: Point, radii: Point, tall: float, phase: float) -> list[tuple[float, str]]:
    figures = []
    raised = (center[0], center[1] - tall * (0.95 + 0.08 * bounce(phase)))
    for index in range(4):
        angle = TURN * (index + 0.5) / 4
        x, y = center[0] + radii[0] * math.cos(angle), center[1] + radii[1] * math.sin(angle)
        outward = (x + tall * (0.2 if x > center[0] else -0.2), y - tall * 0.6)
        inward = ((x + raised[0]) / 2, (y - tall * 0.62 + raised[1]) / 2)
        left, right = (inward, outward) if x > center[0] else (outward, inward)
        one = Dancer(
            x, y, tall * (0.9 + 0.1 * math.sin(angle)), BLOUSES[index * 2 % 8], left, right
        )
        figures.append((y, drawn(one)))
    return figures


def poles(seed: int, phase: float = 0.0, size: Size = LANDSCAPE) -> str:
    """Draw dancers who step between bamboo poles that open and close."""
    width, height = size
    defs, layers = day(size, seed)
    opening = height * (0.012 + 0.018 * bounce(phase))
    for place in range(3):
        for side in (-opening, opening):
            y = height * (0.83 + 0.055 * place) + side
            ends = [(width * (0.1 - 0.02 * place), y), (width * (0.9 + 0.02 * place), y - 4)]
            layers += line(ends, "#8E6527", 9) + line(ends, "#E6C67A", 5)
    figures = ""
    for place in range(4):
        hop = bounce(phase + place / 16) * height * 0.035
        x, y = width * (0.26 + 0.16 * place), height * 0.93 - hop
        one = _Step(x, y, height * 0.48, width * 0.16, place, seed, phase)
        figures += one.figure(
            one.hands(0.2, 0.62 + 0.06 * one.sway, 0.62 - 0.06 * one.sway), "scarf"
        )
    return document(size, layers, figures, defs=defs)


def close_up(seed: int, phase: float = 0.0, size: Size = LANDSCAPE) -> str:
    """Draw one dancer large, holding a scarf, before the hills."""
    width, height = size
    defs, layers = day(size, seed)
    tall = height * 1.25
    step = _Step(width * 0.5, height * 1.28, tall, width * 0.4, seed, seed, phase)
    hands = step.hands(0.2, 0.72)
    figure = step.figure(hands) + scarf_between(*hands, -tall * 0.05, tall * 0.06)
    return document(size, layers, figure, defs=defs)
