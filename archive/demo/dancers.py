"""Draw dancers: a figure with arms that reach where they should, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from archive.demo.drawing import (
    BLUE,
    CREAM,
    GOLD,
    GREEN,
    INDIGO,
    ORANGE,
    PINK,
    RED,
    Point,
    circle,
    ellipse,
    group,
    line,
    moved,
    path,
    polygon,
    rect,
    tag,
)

FACE = "#EBC6A0"
BLOUSES = ("#F6EFE3", PINK, "#3BA37A", "#F6EFE3", BLUE, GOLD, "#F6EFE3", ORANGE)
_HAIR, _SKIRT = "#1A1420", "#0E1024"


@dataclass(frozen=True, slots=True)
class Dancer:
    """One figure: feet at `x`, `y`; hands where they are to be, else at the sides.

    `lean` tilts the body (share of the height), `head` is scarf, bun or hat, `dress` skirt or
    trousers.
    """

    x: float
    y: float
    height: float
    blouse: str = CREAM
    left: Point | None = None
    right: Point | None = None
    lean: float = 0.0
    head: str = "scarf"
    dress: str = "skirt"

    def at(self, across: float, up: float) -> Point:
        """Return a point of the body in hundredths of its height."""
        unit = self.height / 100
        return self.x + (across + self.lean * up) * unit, self.y - up * unit


def drawn(dancer: Dancer) -> str:
    """Return the figure with its shadow."""
    unit = dancer.height / 100
    shadow = ellipse((dancer.x, dancer.y), (17 * unit, 3.2 * unit), "#000", opacity="0.22")
    arms = _arm(dancer, -9, dancer.left or dancer.at(-20, 50))
    arms += _arm(dancer, 9, dancer.right or dancer.at(20, 50))
    body = _SKIRT_SHAPE if dancer.dress == "skirt" else _TROUSERS_SHAPE
    figure = body + tag("g", _blouse(dancer.dress), fill=dancer.blouse) + _HEADS[dancer.head]
    tilt = f"skewX({-dancer.lean * 45:.1f})" if dancer.lean else ""
    place = f"translate({dancer.x:.1f} {dancer.y:.1f}){tilt}scale({unit:.3f})"
    return shadow + arms + group(figure, transform=place)


def _arm(dancer: Dancer, side: float, hand: Point) -> str:
    """Return a sleeve from the shoulder to the hand, and the hand."""
    unit = dancer.height / 100
    x, y = dancer.at(side, 75.5)
    bend = ((x + hand[0]) / 2 + side * 0.35 * unit, (y + hand[1]) / 2 + 5 * unit)
    d = curve((x, y), bend, hand)
    sleeve = path(d, stroke=dancer.blouse, stroke_width=6.2 * unit, stroke_linecap="round")
    edge = path(d, stroke="#000", stroke_width=6.2 * unit, stroke_linecap="round", opacity="0.07")
    return sleeve + edge + circle(hand, 2.7 * unit, FACE)


def _blouse(dress: str) -> str:
    """Return the blouse in the colour of the group around it, with its buttons."""
    shape = tag("path", d="M-10.5-78Q0-82 10.5-78 9-66 7.6-50 0-47.5-7.6-50-9-66-10.5-78z")
    shade = path("M0-79.8Q6-79.8 10.5-78 9-66 7.6-50 4-48.6 0-48.6z", "#000", opacity="0.08")
    buttons = "".join(circle((0, -76 + 5.2 * place), 1.15, "#fff") for place in range(5))
    sash_colour = GREEN if dress == "skirt" else RED
    sash = path("M-7.8-53Q0-50 7.8-53L7.6-48.6Q0-45.8-7.6-48.6z", sash_colour)
    return shape + shade + buttons + sash


_SKIRT_SHAPE = (
    path("M-7-51C-10-30-11-12-13 0Q0 3.5 13 0C11-12 10-30 7-51z", _SKIRT)
    + path("M-2-50C-3-30-4-14-5 1M3-50C4-30 5-14 6 1", stroke="#fff", stroke_opacity="0.07")
    + path("M-12.6-3Q0 .6 12.6-3L12.2-6.2Q0-2.8-12.2-6.2z", RED, opacity="0.88")
)
_TROUSERS_SHAPE = path("M-7.4-51L-10-1H-1.6L0-38 1.6-1H10L7.4-51z", "#1B1F3D") + path(
    "M-10-3h8.6M1.4-3h8.6", stroke=GOLD, stroke_width=1.2, opacity="0.8"
)
_NECK = path("M-2.6-84h5.2L3-78h-6z", FACE) + path("M-2.6-82.6h5.2l.1 1.6h-5.4z", "#D8AC83")
_FACE = ellipse((0, -88.5), (5.4, 6.4), FACE)
_LOOK = path(
    "M-2.6-88.6h1.5M1.1-88.6h1.5", stroke="#6B4A35", stroke_width=0.8, stroke_linecap="round"
) + path("M-1.4-85.2Q0-84.2 1.4-85.2", stroke="#B5544B", stroke_width=0.8, stroke_linecap="round")
_SCARF = (
    path("M-6.6-87C-7.6-98 7.6-98 6.6-87 5-92.5-5-92.5-6.6-87z", INDIGO)
    + path("M5.2-91L9.6-82 7.4-74 4.9-83z", RED)
    + path("M6.2-85L9-81 8.2-78 5.8-82z", GOLD)
    + path("M-5.4-93.2Q0-97.4 5.4-93.2", stroke=RED, stroke_width=1.4)
    + ellipse((0, -97.5), (3.3, 2.6), _HAIR)
)
_BUN = (
    path("M-5.6-87C-6.6-97 6.6-97 5.6-87 4-91.5-4-91.5-5.6-87z", _HAIR)
    + ellipse((0, -98), (4, 3.2), _HAIR)
    + circle((2, -100), 1.0, "#E9E9F2")
)
_CAP = path("M-5.8-88C-6.4-98.5 6.4-98.5 5.8-88 3-90-3-90-5.8-88z", INDIGO) + path(
    "M-5.7-90Q0-92.4 5.7-90", stroke=GOLD, stroke_width=1.1
)
_HAT = (
    path("M-5.6-87C-6.6-96 6.6-96 5.6-87z", _HAIR)
    + path("M0-104L15-90Q0-86-15-90z", "#E9CF95")
    + path("M0-104L15-90Q8-88 0-87.6z", "#B98F4B", opacity="0.45")
    + path("M-10-94.6Q0-92 10-94.6M-5-99Q0-97.8 5-99", stroke="#9A7335", stroke_width=0.7)
)
_HEADS = {
    "scarf": _NECK + _FACE + _LOOK + _SCARF,
    "bun": _NECK + _FACE + _LOOK + _BUN,
    "hat": _NECK + _FACE + _LOOK + _HAT,
    "cap": _NECK + _FACE + _LOOK + _CAP,
}


def curve(first: Point, middle: Point, second: Point) -> str:
    """Return the path of a curve that bends towards its middle point."""
    ends = f"{middle[0]:.1f} {middle[1]:.1f} {second[0]:.1f} {second[1]:.1f}"
    return f"M{first[0]:.1f} {first[1]:.1f}Q{ends}"


def scarf_between(first: Point, second: Point, rise: float, width: float) -> str:
    """Return a piêu held by both ends; a negative `rise` lets it hang."""
    middle = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2 - rise * 2)
    d = curve(first, middle, second)
    dashes = f"{width * 0.5:.1f} {width * 0.7:.1f}"
    return (
        path(d, stroke=INDIGO, stroke_width=width, stroke_linecap="round")
        + path(d, stroke=RED, stroke_width=width * 0.6)
        + path(d, stroke=GOLD, stroke_width=width * 0.32, stroke_dasharray=dashes)
    )


def fan(hand: Point, size: float, turn: float, colour: str) -> str:
    """Return an open fan in a hand."""
    leaf = path("M0 0L-26-24A36 36 0 0 1 26-24z", colour)
    ribs = "".join(line([(0, 0), (x, -33 + abs(x) * 0.35)], CREAM, 1) for x in range(-24, 25, 8))
    rim = path("M-26-24A36 36 0 0 1 26-24", stroke=GOLD, stroke_width=3)
    return moved(leaf + ribs + rim, hand, size / 100, turn)


def flower(hand: Point, size: float) -> str:
    """Return a ban flower in a hand."""
    petals = "".join(
        path(
            "M0 0C-17-14-15-42 0-50 15-42 17-14 0 0z",
            "#FFF7FA" if place else "#F6B7CF",
            transform=f"rotate({place * 72})",
            stroke="#E9B3C8",
        )
        for place in range(5)
    )
    return moved(petals + circle((0, 0), 6, "#E7A93B"), hand, size / 100)


def hat_in_hand(hand: Point, size: float, turn: float) -> str:
    """Return a conical hat held by a hand."""
    cone = polygon([(0, -26), (34, 10), (-34, 10)], "#E9CF95")
    rings = path("M-24 0Q0 8 24 0M-13-12Q0-6 13-12", stroke="#A37B3C", stroke_width=1.6)
    brim = ellipse((0, 10), (34, 7), "#C9A262")
    return moved(brim + cone + rings, hand, size / 100, turn)


def stick(hand: Point, size: float, turn: float) -> str:
    """Return a stick wound with ribbons."""
    bands = "".join(rect((-3, y), (6, 7), RED) for y in range(-52, 44, 18))
    return moved(rect((-3, -60), (6, 116), "#C99B55", rx=3) + bands, hand, size / 100, turn)


def rattle(hand: Point, size: float) -> str:
    """Return a gourd rattle."""
    gourd = ellipse((0, -12), (13, 15), "#D9A14C") + ellipse((-4, -16), (4, 6), "#F0CB86")
    return moved(gourd + rect((-2.5, 0), (5, 18), "#7A4B1E", rx=2), hand, size / 100)
