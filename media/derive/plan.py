"""Say which renditions a file is to have, what people wait for first.

Source: design/EXPERIENCE §2 (bytes of a page on a cheap phone); costs measured on one core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from media.values import Description, Kind, Output, RenditionPlan

THUMB_WIDTHS = (320, 640)
PAGE_WIDTHS = (1280, 2048)
PICTURE_TYPES = (("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg"))
POSTER_WIDTH = 1280
PDF_WIDTH = 1280
PDF_PAGES = 50
_PDF_BATCH = 10
# The shorter side of a film, and that above which an original must be for it: none is enlarged,
# and the middle size is there always.
SMALL_EDGES = {360: 0, 240: 240}
LARGE_EDGES = {720: 360}
# A recording of this length is measured among what people wait for.
SHORT_S = 600
# Speech at 4 kb/s; a length beyond that is a lie, and would buy its decoder hours.
_LEAST_BYTES_A_SECOND = 500
# Above this side a picture is cut into tiles; a smaller one is whole in one of its renditions.
TILED_PX = 2000
TILES = "tiles.tif"

# Raise a number with every change of what a maker makes: names, sizes, codings, drawing.
RECIPES = {
    "image": 1,
    "tiles": 1,
    "poster": 1,
    "cover": 1,
    "document": 1,
    "video": 2,
    "sound": 2,
    "waveform": 2,
}


def plan(description: Description) -> tuple[RenditionPlan, ...]:
    """Return the steps of work for a described file, the most urgent first."""
    planner = _PLANNERS.get(description.kind)
    steps = planner(description) if planner else ()
    dated = [replace(step, recipe=f"{step.maker}-{RECIPES[step.maker]}") for step in steps]
    return tuple(sorted(dated, key=lambda step: step.priority))


def recipes() -> frozenset[str]:
    """Return the recipes by which renditions are made today."""
    return frozenset(f"{maker}-{number}" for maker, number in RECIPES.items())


def _widths(width_px: int, widths: Iterable[int]) -> list[int]:
    """Return the widths up to the first that holds the whole picture; none enlarges."""
    ladder = (*THUMB_WIDTHS, *PAGE_WIDTHS)
    return [w for w in widths if w == ladder[0] or ladder[ladder.index(w) - 1] < width_px]


def _pictures(stem: str, widths: Iterable[int]) -> tuple[Output, ...]:
    return tuple(
        Output(f"{stem}-{width}.{extension}", media_type, width, width * 2)
        for width in widths
        for extension, media_type in PICTURE_TYPES
    )


def _thumbs(width_px: int) -> tuple[Output, ...]:
    return _pictures("thumb", _widths(width_px, THUMB_WIDTHS))


def _image(description: Description) -> tuple[RenditionPlan, ...]:
    width, height = description.shown_size or (1, 1)
    reading_s = 0.1 + width * height / 40_000_000
    pages = _pictures("page", _widths(width, PAGE_WIDTHS))
    small = RenditionPlan("thumb", "image", 10, reading_s + 0.1, _thumbs(width))
    large = RenditionPlan("page", "image", 20, reading_s + 0.5, pages)
    steps = (small, large) if pages else (small,)
    if not is_tiled(width, height):
        return steps
    output = Output(TILES, "image/tiff", width, height)
    return (*steps, RenditionPlan("tiles", "tiles", 50, 3 * reading_s, (output,)))


def is_tiled(width_px: int, height_px: int) -> bool:
    """Tell whether a picture is cut into tiles: it is large, or so narrow that none holds it."""
    widest = _widths(width_px, (*THUMB_WIDTHS, *PAGE_WIDTHS))[-1]
    return max(width_px, height_px) > TILED_PX or height_px > 2 * widest


def _sound(description: Description) -> tuple[RenditionPlan, ...]:
    steps = list(_heard(description))
    if description.cover is not None:
        width = description.cover.width_px or THUMB_WIDTHS[-1]
        steps.append(RenditionPlan("cover", "cover", 10, 0.3, _thumbs(width)))
    return tuple(steps)


def _length_s(description: Description) -> float:
    """Return how long a recording is to be reckoned with; no file of its size lasts longer."""
    most_s = max(60.0, description.size_bytes / _LEAST_BYTES_A_SECOND)
    return min(description.duration_s or 60.0, most_s)


def _heard(description: Description) -> tuple[RenditionPlan, ...]:
    """Return what is made of the sound of a recording, be it a film's; long ones wait longer."""
    length_s = _length_s(description)
    measured = (Output("waveform.svg", "image/svg+xml"), Output("peaks.json", "application/json"))
    encoded = (Output("sound.m4a", "audio/mp4"), Output("sound.opus", "audio/ogg"))
    priority = 15 if length_s <= SHORT_S else 25
    return (
        RenditionPlan("waveform", "waveform", priority, 0.2 + length_s / 80, measured),
        RenditionPlan("sound", "sound", 30, 0.2 + length_s / 30, encoded),
    )


def _video(description: Description) -> tuple[RenditionPlan, ...]:
    width, _ = description.shown_size or (640, 360)
    poster = tuple(
        Output(f"poster.{extension}", media_type, POSTER_WIDTH, POSTER_WIDTH * 2)
        for extension, media_type in PICTURE_TYPES
    )
    board = (Output("storyboard.jpg", "image/jpeg"), Output("storyboard.vtt", "text/vtt"))
    steps = [
        RenditionPlan("poster", "poster", 10, 1.0, (*_thumbs(width), *poster)),
        _film(description, "video-360p", 40, SMALL_EDGES, board),
        _film(description, "video-720p", 60, LARGE_EDGES),
    ]
    if description.audio_codec:
        steps += _heard(description)
    return tuple(step for step in steps if step.outputs)


def _film(
    description: Description,
    name: str,
    priority: int,
    edges: Mapping[int, int],
    board: tuple[Output, ...] = (),
) -> RenditionPlan:
    """Return the step that makes a film in those of `edges` that the original is larger than."""
    width, height = description.shown_size or (640, 360)
    length_s = _length_s(description)
    wanted = [edge for edge, above in edges.items() if min(width, height) > above]
    sizes = {f"video-{edge}p.mp4": fitted(width, height, edge) for edge in wanted}
    outputs = tuple(Output(film, "video/mp4", *size) for film, size in sizes.items())
    writing = sum(across * down for across, down in sizes.values()) / 6_000_000
    cost_s = 1 + length_s * (0.05 + width * height / 4_000_000 + writing)
    options = dict(zip(sizes, wanted, strict=True))
    return RenditionPlan(
        name, "video", priority, cost_s, outputs + board if outputs else (), options
    )


def fitted(width: int, height: int, edge_px: int) -> tuple[int, int]:
    """Return even (width, height) whose shorter side is at most `edge_px`, never enlarged."""
    scale = min(1.0, edge_px / min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def _document(description: Description) -> tuple[RenditionPlan, ...]:
    pages = min(description.pages or 1, PDF_PAGES)
    first = (*_pictures("thumb", THUMB_WIDTHS), *_pages(1, 1))
    steps = [RenditionPlan("pdf-page-1", "document", 10, 1.0, first, {"first": 1, "last": 1})]
    for start in range(2, pages + 1, _PDF_BATCH):
        last = min(start + _PDF_BATCH - 1, pages)
        steps.append(
            RenditionPlan(
                name=f"pdf-pages-{start}-{last}",
                maker="document",
                priority=30 + start,
                cost_s=0.4 * (last - start + 1),
                outputs=_pages(start, last),
                options={"first": start, "last": last},
            )
        )
    return tuple(steps)


def _pages(first: int, last: int) -> tuple[Output, ...]:
    return tuple(
        Output(f"pdf-page-{number}.{extension}", media_type, PDF_WIDTH, PDF_WIDTH * 2)
        for number in range(first, last + 1)
        for extension, media_type in PICTURE_TYPES[1:]
    )


# Captions are shown as they are.
_PLANNERS: dict[Kind, Callable[[Description], tuple[RenditionPlan, ...]]] = {
    Kind.IMAGE: _image,
    Kind.SOUND: _sound,
    Kind.VIDEO: _video,
    Kind.DOCUMENT: _document,
}
