"""Make one file of the demonstration, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from archive.demo.covers import add_cover
from archive.demo.order import Order
from archive.demo.papers import make_captions, make_paper
from archive.demo.pictures import make_picture
from archive.demo.sounds import make_sound
from archive.demo.videos import make_video


def make_tune(order: Order, path: Path) -> None:
    """Write a sound with its cover."""
    make_sound(order, path)
    add_cover(order, path)


MAKERS: dict[str, Callable[[Order, Path], None]] = {
    "picture": make_picture,
    "sound": make_tune,
    "video": make_video,
    "paper": make_paper,
    "captions": make_captions,
}


def make(order: Order, folder: str) -> str:
    """Make the file and return where it is."""
    path = Path(folder) / order.name
    MAKERS[order.maker](order, path)
    return str(path)
