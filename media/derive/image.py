"""Make the sizes and types of a picture from one decoding.

Source: see media/derive/pixels.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media.derive import pixels
from media.derive.landing import Landing
from media.values import RenditionPlan


def make(
    step: RenditionPlan,
    source: Path,
    format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Decode once, no larger than needed, and land every output of the step."""
    width = max(output.width_px or 1 for output in step.outputs)
    height = max(output.height_px or 1 for output in step.outputs)
    picture = pixels.load(source, format_key, width, height)
    progress(40)
    pixels.land(picture, step.outputs, landing)
