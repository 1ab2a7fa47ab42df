"""The drawn map."""

from __future__ import annotations

import pytest

from archive.discover.province import MapPoint, draw, project


def a_place(label: str = "Phường Tô Hiệu", count: int = 3, **where: float) -> MapPoint:
    """Make a place in the middle of the province unless told otherwise."""
    return MapPoint(label, "/places/x", count, where.get("lat", 21.3273), where.get("lon", 103.921))


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(21.8, 103.58), (20.75, 104.9), (21.3273, 103.921)],
    ids=["north-west", "south-east", "middle"],
)
def test_places_of_the_province_lie_on_the_drawing(lat: float, lon: float) -> None:
    x, y = project(lat, lon)

    assert 0 < x < 560
    assert 0 < y < 430


def test_a_place_without_items_is_a_dot_and_no_link() -> None:
    drawing = draw([a_place(count=0), a_place(count=5)])

    assert [dot.count for dot in drawing.dots] == [0]
    assert [point.count for point in drawing.points] == [5]


def test_more_items_make_a_larger_circle() -> None:
    drawing = draw([a_place(count=4), a_place(count=100)])

    large, small = drawing.points

    assert large.radius > small.radius


def test_a_name_that_would_lie_over_a_larger_ones_is_left_out() -> None:
    drawing = draw([a_place("Xã Nhỏ", 2), a_place("Phường Lớn", 90)])

    assert [label.label for label in drawing.labels] == ["Lớn"]


def test_a_name_lies_over_no_other_circle() -> None:
    apart = a_place("Xã Gần Đó", 3, lat=21.31, lon=103.921)

    drawing = draw([a_place("Phường Lớn", 90), apart])

    assert [label.label for label in drawing.labels] == ["Lớn"]
