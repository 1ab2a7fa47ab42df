"""Draw with SVG: shapes as text, colours of the piêu, and pixels made of them."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

Point = tuple[float, float]
Size = tuple[int, int]
Stop = tuple[float, str, float]

INDIGO, RED, GREEN, GOLD, PINK = "#161A33", "#C92B36", "#2E8B5E", "#F0B52E", "#E8568F"
ORANGE, CREAM, BLUE, NIGHT = "#E2703A", "#FBF1DC", "#3C63C4", "#0B0E22"
LANDSCAPE: Size = (960, 640)
_WIDTH = re.compile(r'width="(\d+)"')


def chance(seed: int) -> random.Random:
    """Return the same dice for the same seed, so that a drawing is the same each time."""
    return random.Random(seed)  # noqa: S311 - drawings, no secret


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; numbers are rounded, `stroke_width` is written `stroke-width`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _value(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def document(size: Size, *layers: str, defs: str = "") -> str:
    """Return a whole picture of layers, the first one behind."""
    width, height = size
    body = tag("defs", defs or "<g/>") + "".join(layers)
    return tag(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
    )


def path(d: str, fill: str = "none", /, **attributes: object) -> str:
    """Return a path."""
    return tag("path", d=d, fill=fill, **attributes)


def circle(center: Point, radius: float, fill: str, /, **attributes: object) -> str:
    """Return a disc."""
    return tag(
        "circle", cx=float(center[0]), cy=float(center[1]), r=radius, fill=fill, **attributes
    )


def ellipse(center: Point, radii: Point, fill: str, /, **attributes: object) -> str:
    """Return an ellipse."""
    x, y = float(center[0]), float(center[1])
    return tag("ellipse", cx=x, cy=y, rx=radii[0], ry=radii[1], fill=fill, **attributes)


def rect(corner: Point, size: Point, fill: str, /, **attributes: object) -> str:
    """Return a rectangle."""
    x, y = float(corner[0]), float(corner[1])
    width, height = float(size[0]), float(size[1])
    return tag("rect", x=x, y=y, width=width, height=height, fill=fill, **attributes)


def line(points: Iterable[Point], stroke: str, width: float, /, **attributes: object) -> str:
    """Return a line through points, with round ends."""
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return path(d, stroke=stroke, stroke_width=width, stroke_linecap="round", **attributes)


def polygon(points: Iterable[Point], fill: str, /, **attributes: object) -> str:
    """Return a closed shape."""
    d = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "z"
    return path(d, fill, **attributes)


def group(content: str, **attributes: object) -> str:
    """Return shapes that share attributes."""
    return tag("g", content, **attributes)


def moved(content: str, to: Point, scale: float = 1.0, turn: float = 0.0) -> str:
    """Return shapes drawn around 0,0 put elsewhere, `turn` in degrees."""
    transform = f"translate({to[0]:.1f} {to[1]:.1f})"
    transform += f"rotate({turn:.1f})" if turn else ""
    return group(content, transform=f"{transform}scale({scale:.3f})")


def linear(name: str, stops: Sequence[Stop], *, end: Point = (0, 1)) -> str:
    """Return a gradient from the top (or the left) to `end`."""
    return tag("linearGradient", _stops(stops), id=name, x1=0, y1=0, x2=end[0], y2=end[1])


def radial(name: str, stops: Sequence[Stop], *, reach: float = 0.5) -> str:
    """Return a gradient from the middle outwards."""
    return tag("radialGradient", _stops(stops), id=name, cx=0.5, cy=0.5, r=f"{reach:.2f}")


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        tag("stop", offset=f"{at:.2f}", stop_color=colour, stop_opacity=f"{opacity:.2f}")
        for at, colour, opacity in stops
    )


def backdrop(size: Size, fill: str) -> str:
    """Return a ground that fills the picture."""
    return rect((0, 0), size, fill)


def sky(name: str, *colours: str) -> str:
    """Return a gradient through these colours, evenly, from top to bottom."""
    last = max(len(colours) - 1, 1)
    return linear(name, [(place / last, colour, 1) for place, colour in enumerate(colours)])


def ridge(size: Size, base: float, swing: float, seed: int, colour: str) -> str:
    """Return one line of hills; `base` and `swing` are shares of the height."""
    width, height = size
    dice = chance(seed)
    shifts = [dice.uniform(0, 6.28) for _ in range(4)]
    waves = ((0.55, 5), (0.3, 11), (0.15, 23))
    points: list[Point] = []
    for x in range(0, width + 12, 12):
        lift = sum(
            a * math.sin(x / width * f + s) for (a, f), s in zip(waves, shifts, strict=False)
        )
        points.append((x, height * (base - swing * lift)))
    return polygon([(0, height), *points, (width + 12, height)], colour)


def stars(size: Size, share: float, count: int, seed: int) -> str:
    """Return stars in the upper `share` of the picture."""
    dice = chance(seed)
    return "".join(
        circle(
            (dice.uniform(0, size[0]), dice.uniform(0, size[1] * share)),
            dice.uniform(0.6, 1.9),
            "#FFEFC9",
            opacity=f"{dice.uniform(0.3, 0.9):.2f}",
        )
        for _ in range(count)
    )


def vignette(size: Size, strength: float = 0.45) -> tuple[str, str]:
    """Return the definition and the layer that darken the edges."""
    definition = radial("vignette", [(0.5, "#000", 0), (1, "#000", strength)], reach=0.75)
    return definition, rect((0, 0), size, "url(#vignette)")


def weave(size: Size, step: int = 4) -> str:
    """Return the fine lines of cloth over the whole picture."""
    width, height = size
    across = "".join(f"M0 {y}H{width}" for y in range(0, height, step))
    down = "".join(f"M{x} 0V{height}" for x in range(0, width, step))
    return path(across, stroke="#fff", stroke_opacity="0.04") + path(
        down, stroke="#000", stroke_opacity="0.09"
    )


def raster(drawing: str, width_px: int) -> Image.Image:
    """Return a drawing of ours as pixels; to be called in a process of its own.

    The loader of SVG is closed where files of strangers are read, and is opened here.
    """
    import pyvips
    from PIL import Image

    pyvips.block_untrusted_set(False)
    scale = width_px / float(_WIDTH.search(drawing)[1])  # type: ignore[index]
    drawn = pyvips.Image.svgload_buffer(drawing.encode(), scale=scale)
    flat = drawn.flatten(background=[255, 255, 255])
    size = (int(flat.width), int(flat.height))
    return Image.frombytes("RGB", size, flat.write_to_memory())
