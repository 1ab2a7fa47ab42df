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
# Of a letter and a line at 12 px; on a phone the first few names stand there alone, in 19 px.
LETTER_WIDTH, LABEL_HEIGHT, LABEL_GAP = 6.8, 17, 4
LABELS, PHONE_LABELS, PHONE_SCALE = 14, 5, 19 / 12


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
    """Name the largest places, leaving out a name that would lie over another or over a circle."""
    labels = [_label(points[0])] if points else []
    for most, scale in ((PHONE_LABELS, PHONE_SCALE), (LABELS, 1.0)):
        for point in points[1:]:
            label = _label(point)
            others = [other for other in points if other is not point]
            if len(labels) < most and _is_free(label, labels, others, scale):
                labels.append(label)
    return tuple(labels)


def _label(point: DrawnPoint) -> Label:
    name = point.label.removeprefix("Phường ").removeprefix("Xã ")
    name = name.removesuffix(" Ward").removesuffix(" Commune")
    return Label(name, point.x, round(point.y - point.radius - LABEL_GAP, 1))


def _is_free(
    label: Label, labels: Sequence[Label], points: Sequence[DrawnPoint], scale: float
) -> bool:
    half, height = _half_width(label) * scale, LABEL_HEIGHT * scale
    return not any(
        abs(label.x - other.x) < half + _half_width(other) * scale
        and abs(label.y - other.y) < height
        for other in labels
    ) and not any(
        abs(label.x - point.x) < half + point.radius
        and label.y - height < point.y + point.radius
        and point.y - point.radius < label.y
        for point in points
    )


def _half_width(label: Label) -> float:
    return len(label.label) * LETTER_WIDTH / 2
