"""Scans of many megapixels are drawn within little memory, in the process that draws them."""

from pathlib import Path

import pytest
import pyvips

from media.derive.plan import plan
from media.sandbox import Sandbox
from media.values import Description, Kind

WIDE, HIGH = 14_150, 10_610


@pytest.fixture
def scan(tmp_path):
    """A TIFF of 150 megapixels in three slow slopes."""
    assert WIDE * HIGH >= 150_000_000
    places = pyvips.Image.xyz(WIDE, HIGH)
    slopes = (places[0] * 0.017).bandjoin([places[1] * 0.024, (places[0] + places[1]) * 0.01])
    path = tmp_path / "scan.tif"
    slopes.cast("uchar").tiffsave(str(path), compression="lzw")
    return path


def most_memory_mb(sandbox):
    """Return the most memory that the one child of a sandbox ever held."""
    ((_, child),) = sandbox._idle
    status = Path(f"/proc/{child.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


@pytest.mark.long
def test_the_thumbnails_of_150_megapixels_take_no_more_than_150_mb(scan, tmp_path):
    said = Description(Kind.IMAGE, "tiff", "image/tiff", ".tif", width_px=WIDE, height_px=HIGH)
    step = next(step for step in plan(said) if step.name == "thumb")

    with Sandbox(children=1) as sandbox:
        made = sandbox.derive(step, scan, tmp_path)

        assert {one.width_px for one in made} == {320, 640}
        assert most_memory_mb(sandbox) <= 150
