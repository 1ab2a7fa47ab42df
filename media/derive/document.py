"""Make pictures of a document's pages, and thumbnails of its first.

Source: PDFium through pypdfium2, see media/papers.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media import papers
from media.derive import pixels
from media.derive.landing import Landing
from media.derive.plan import PDF_WIDTH
from media.values import RenditionPlan


def make(
    step: RenditionPlan,
    source: Path,
    _format_key: str,
    landing: Landing,
    progress: Callable[[float], None],
) -> None:
    """Draw the pages from `first` to `last` and land what the step asks of each."""
    first, last = step.options["first"], step.options["last"]
    document = papers.open_paper(source, source.name)
    try:
        for number in range(first, last + 1):
            picture = papers.page_picture(document, number - 1, PDF_WIDTH, 2 * PDF_WIDTH)
            page = f"pdf-page-{number}."
            wanted = tuple(o for o in step.outputs if o.name.startswith((page, "thumb-")))
            pixels.land(picture, wanted, landing)
            progress(100 * (number - first + 1) / (last - first + 1))
    finally:
        document.close()
