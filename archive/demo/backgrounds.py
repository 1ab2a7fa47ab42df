"""Draw what stands behind: a village at night, terraced fields by day, a stage, a fire."""

from __future__ import annotations

import math
from collections.abc import Iterable

from archive.demo.drawing import (
    NIGHT,
    Point,
    Size,
    backdrop,
    circle,
    ellipse,
    line,
    linear,
    moved,
    path,
    radial,
    rect,
    ridge,
    sky,
    stars,
    vignette,
)

_SKIES = (
    ("#FBE3B8", "#F6B98A", "#E58B7B"),
    ("#CFE3F3", "#F4E3C5", "#F3C79B"),
    ("#F9D7C4", "#EFA57E", "#C86B6B"),
    ("#DDEBF0", "#F2DFB6", "#E7B07A"),
    ("#E9D5EE", "#F1BFAE", "#E18A78"),
)


_HILLS = (
    ("#B77F86", "#7F6A8C", "#4E6A6B", "#3B6A4E"),
    ("#9FB4C0", "#7396A0", "#4F7F78", "#3B6A4E"),
    ("#C08A7D", "#94707D", "#5E6A70", "#446A52"),
)


_FIELDS = ("#4C8A4F", "#5C9A54", "#79AC56", "#8DB95C", "#A3C566", "#B8CF74")


_GLOW = (0, "#FFD98A", 0.6), (1, "#FFD98A", 0)


BEATS = 8  # of one round of `phase`


TURN = 2 * math.pi


def house(scale: float, at: Point, colour: str = "#120F2A", light: str = "#FFC76A") -> str:
    """Return a house on stilts with lit windows."""
    body = path("M-78-18L-48-80H48L78-18z", colour) + rect((-54, -22), (108, 40), colour)
    windows = rect((-34, -12), (16, 20), light) + rect((14, -12), (16, 20), light, opacity="0.8")
    legs = path("M-50 18v34M-18 18v34M18 18v34M50 18v34", stroke=colour, stroke_width=7)
    return moved(body + windows + legs, at, scale)


def night(size: Size, seed: int) -> tuple[str, str]:
    """Return definitions and layers of a village at night: moon, hills, houses, ground."""
    width, height = size
    defs = sky("night", NIGHT, "#262255", "#7A2F5A")
    layers = backdrop(size, "url(#night)") + stars(size, 0.42, 90, seed)
    moon = (width * (0.8 if seed % 2 else 0.2), height * 0.16)
    layers += circle(moon, height * 0.06, "#FFF3CF")
    layers += circle(
        (moon[0] + height * 0.024, moon[1] - height * 0.014), height * 0.055, "#1B1B44"
    )
    layers += ridge(size, 0.46, 0.1, seed + 1, "#2A2350") + ridge(
        size, 0.54, 0.07, seed + 2, "#1D1A42"
    )
    for share, scale in ((0.1, 1.0), (0.21, 0.75), (0.9, 0.95)):
        layers += house(scale * height / 900, (width * share, height * 0.56))
    rim, middle = height * 0.6, height * 0.54
    layers += path(f"M0 {rim}Q{width / 2} {middle} {width} {rim}V{height}H0z", "#171433")
    return defs, layers


def day(size: Size, seed: int) -> tuple[str, str]:
    """Return definitions and layers of terraced fields by day: sun, hills, steps of green."""
    width, height = size
    defs = sky("day", *_SKIES[seed % len(_SKIES)])
    sun = (width * (0.76 if seed % 2 else 0.26), height * 0.24)
    layers = backdrop(size, "url(#day)") + circle(sun, height * 0.16, "#FFF6DD", opacity="0.25")
    layers += circle(sun, height * 0.1, "#FFF6DD", opacity="0.92")
    hills = _HILLS[seed % len(_HILLS)]
    for step, colour in enumerate(hills):
        layers += ridge(size, 0.42 + 0.08 * step, 0.09 * (1 - 0.13 * step), seed + step, colour)
    for step, colour in enumerate(_FIELDS):
        y = height * (0.71 + 0.05 * step)
        rise, middle = y + 10 * math.sin(step), width * 0.55
        d = f"M0 {rise:.0f}Q{width * 0.3:.0f} {y - 16:.0f} {middle:.0f} {y + 4:.0f}"
        layers += path(f"{d}T{width} {y - 6:.0f}V{height}H0z", colour)
        layers += path(
            f"{d}T{width} {y - 6:.0f}", stroke="#2F6B3C", stroke_width=1.5, opacity="0.35"
        )
    return defs, layers


def stage(size: Size, light: str, dark: str) -> tuple[str, str]:
    """Return a coloured ground with planks and a glow in the middle."""
    width, height = size
    shade, edge = vignette(size, 0.4)
    defs = (
        linear("stage", [(0, light, 1), (1, dark, 1)], end=(1, 1)) + radial("lamp", _GLOW) + shade
    )
    planks = "".join(
        line([(x, 0), (x, height)], "#000", 3, opacity="0.08") for x in range(0, width, 48)
    )
    lamp = circle((width * 0.48, height * 0.55), height * 0.62, "url(#lamp)")
    return defs, backdrop(size, "url(#stage)") + planks + lamp + edge


def fire(at: Point, size: float, phase: float) -> str:
    """Return a fire with its light; it flickers with the phase."""
    x, y = at
    flick = 1 + 0.06 * math.sin(phase * TURN * 7)
    logs = line([(x - size * 0.26, y + 6), (x + size * 0.2, y - 8)], "#4A2A1C", size * 0.07)
    logs += line([(x + size * 0.26, y + 6), (x - size * 0.2, y - 8)], "#5E3622", size * 0.07)
    return (
        ellipse((x, y + 4), (size * 0.46, size * 0.11), "#2A1620")
        + circle((x, y - size * 0.24), size, "url(#fire)")
        + logs
        + _flame(at, size * flick, "#FF9B36", 1.0)
        + _flame(at, size * flick, "#FFC45A", 0.74)
        + _flame(at, size / flick, "#FFE9A8", 0.48)
    )


def _flame(at: Point, size: float, colour: str, share: float) -> str:
    x, y, s = at[0], at[1], size * share
    return path(
        f"M{x - s * 0.2:.1f} {y:.1f}C{x - s * 0.34:.1f} {y - s * 0.35:.1f} {x - s * 0.02:.1f} "
        f"{y - s * 0.35:.1f} {x - s * 0.04:.1f} {y - s * 0.8:.1f}"
        f"C{x + s * 0.2:.1f} {y - s * 0.5:.1f} "
        f"{x + s * 0.34:.1f} {y - s * 0.2:.1f} {x + s * 0.2:.1f} {y:.1f}z",
        colour,
    )


def in_depth(figures: Iterable[tuple[float, str]]) -> str:
    """Return figures drawn from the back to the front."""
    return "".join(drawing for _, drawing in sorted(figures, key=lambda figure: figure[0]))


def bounce(phase: float, beats: int = BEATS) -> float:
    """Return 0–1, highest between two beats."""
    return abs(math.sin(phase * beats * math.pi))
