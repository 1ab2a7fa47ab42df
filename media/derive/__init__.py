"""Make renditions of an original: what a plan says, in a folder, under its names.

Call `derive` in the sandbox (`Sandbox.derive`) for files of strangers: it decodes. Running a plan
again gives the same names again, each replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media.border import attempt, words
from media.derive.landing import Landing
from media.derive.plan import plan
from media.errors import RenditionFailedError
from media.identify import accepted_signature
from media.values import Made, RenditionPlan

__all__ = ["derive", "plan"]

Progress = Callable[[float], None]
Maker = Callable[[RenditionPlan, Path, str, Landing, Progress], None]


def derive(
    step: RenditionPlan, source: Path, folder: Path, progress: Progress = lambda _percent: None
) -> tuple[Made, ...]:
    """Make the files of `step` in `folder`; `progress` hears percentages, 0–100.

    Raises:
        RenditionFailedError: a library could not make it of this original.
    """
    key = accepted_signature(source, source.name)
    maker = _maker(step.maker)
    landing = Landing(folder)
    try:
        attempt(
            lambda: maker(step, source, key, landing, progress),
            lambda error: RenditionFailedError(source.name, step.name, words(error)),
        )
        return landing.settle()
    finally:
        landing.clear()


def _maker(name: str) -> Maker:
    """Return the maker called `name`; each loads its own decoders only."""
    if name == "image":
        from media.derive import image

        return image.make
    if name == "tiles":
        from media.derive import tiles

        return tiles.make
    if name in ("poster", "video", "cover"):
        from media.derive import poster, video

        return {"poster": poster.make, "video": video.make, "cover": poster.make_cover}[name]
    if name == "sound":
        from media.derive import sound

        return sound.make
    if name == "waveform":
        from media.derive import waveform

        return waveform.make
    from media.derive import document

    return document.make
