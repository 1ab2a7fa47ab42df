"""The drawn map of the province: places as circles on an outline, without any map server."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SMALLEST_RADIUS, RADIUS_PER_ROOT = 3.6, 0.62
LABEL_WIDTH, LABEL_HEIGHT, LABEL_GAP = 62, 17, 4
LABELS = 14


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place to draw: its name, where it leads, how many items it has, and where it lies."""

    label: str
    href: str
    count: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A place on the drawing, in the drawing's own units."""

    label: str
    href: str
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """A place's name over its circle."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the map macro needs; `dots` are places without any item."""

    width: int
    height: int
    outline: str
    neighbours: tuple[str, ...]
    points: tuple[DrawnPoint, ...]
    dots: tuple[DrawnPoint, ...]
    labels: tuple[Label, ...]


@cache
def outline() -> dict[str, Any]:
    """Return the simplified outline with its projection, as kept in `province.json`."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("province.json").read_bytes())
    return loaded


def project(lat: float, lon: float) -> tuple[float, float]:
    """Return where a point lies on the drawing (equirectangular at 21.3° north)."""
    view = outline()["projection"]
    x = (lon - view["west"]) * view["x_per_degree"] + view["x"]
    y = (view["north"] - lat) * view["y_per_degree"] + view["y"]
    return round(x, 1), round(y, 1)


def draw(places: Iterable[MapPoint]) -> Drawing:
    """Draw the places: the more items, the larger the circle; small circles lie on top."""
    drawn = sorted((_drawn(place) for place in places), key=lambda point: -point.count)
    points = tuple(point for point in drawn if point.count)
    shape = outline()
    return Drawing(
        width=shape["width"],
        height=shape["height"],
        outline=shape["outline"],
        neighbours=tuple(shape["neighbours"]),
        points=points,
        dots=tuple(point for point in drawn if not point.count),
        labels=_labels(points),
    )


def _drawn(place: MapPoint) -> DrawnPoint:
    x, y = project(place.lat, place.lon)
    radius = round(SMALLEST_RADIUS + min(math.sqrt(place.count) * RADIUS_PER_ROOT, 14), 1)
    return DrawnPoint(place.label, place.href, place.count, x, y, radius)


def _labels(points: Sequence[DrawnPoint]) -> tuple[Label, ...]:
    """Name the largest places, leaving out a name that would lie over another."""
    labels: list[Label] = []
    for point in points:
        name = point.label.removeprefix("Phường ").removeprefix("Xã ")
        name = name.removesuffix(" Ward").removesuffix(" Commune")
        label = Label(name, point.x, round(point.y - point.radius - LABEL_GAP, 1))
        if len(labels) < LABELS and not any(_collide(label, other) for other in labels):
            labels.append(label)
    return tuple(labels)


def _collide(one: Label, other: Label) -> bool:
    return abs(one.x - other.x) < LABEL_WIDTH and abs(one.y - other.y) < LABEL_HEIGHT
