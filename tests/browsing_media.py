"""A scan in two sheets and two films, taken in and served: what viewers are looked at with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from archive.catalogue import intake
from archive.catalogue.ingest import start_batch
from archive.catalogue.intake import Intake
from archive.catalogue.saving import SYSTEM, Save, save
from archive.records import Status
from tests.makers_intake import OFFICER, the_item, work_off
from tests.makers_media import an_mp4
from tests.serving import prepared, serving

if TYPE_CHECKING:
    from archive.engines import Engines


@dataclass(frozen=True, slots=True)
class Studio:
    """A served archive of media: its address, and what stands in it."""

    origin: str
    sheets: str
    films: tuple[str, str]

    @property
    def manuscript(self) -> str:
        """The address of the page of the two sheets."""
        return f"{self.origin}/items/{self.sheets}"

    def comparison(self, query: str) -> str:
        """Return the address of the two films beside each other."""
        first, second = self.films
        return f"{self.origin}/compare?item={first}&item={second}&{query}"


def a_sheet(width: int, height: int, seed: int) -> bytes:
    """Return a scan that is bright everywhere and different in every place."""
    random = np.random.default_rng(seed)
    small = random.integers(120, 255, (height // 40, width // 40, 3), np.uint8)
    large = Image.fromarray(small).resize((width, height), Image.Resampling.NEAREST)
    out = io.BytesIO()
    large.save(out, "TIFF", compression="tiff_lzw")
    return out.getvalue()


@contextmanager
def served_studio(data: Path, *, films_s: float) -> Iterator[Studio]:
    """Take in two sheets of six megapixels and two films of a length, publish and serve them."""
    sheets = {"to-1.tif": a_sheet(3000, 2200, 1), "to-2.tif": a_sheet(2200, 3000, 2)}
    engines = prepared(data)
    try:
        manuscript = published(engines, sheets)
        films = [
            published(engines, {f"xoe-{rate}.mp4": an_mp4(duration_s=films_s, rate=rate)})
            for rate in (10, 12)
        ]
    finally:
        engines.close()
    with serving(data) as running:
        yield Studio(f"http://127.0.0.1:{running.port}", manuscript, (films[0], films[1]))


def published(engines: Engines, files: dict[str, bytes]) -> str:
    """Take files in as one item, make its renditions, publish it; return its identifier."""
    batch, item = start_batch(engines, OFFICER, "test"), None
    for name, data in files.items():
        taken = intake.take_in(engines, io.BytesIO(data), name, Intake(OFFICER, batch, item=item))
        item = taken.item_id
    work_off(engines)
    record = the_item(engines, str(item))
    shown = record.model_copy(update={"status": Status.PUBLISHED})
    save(engines, Save(shown, "test", base_version=record.version), by=SYSTEM)
    return str(record.id)
