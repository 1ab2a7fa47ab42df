"""Take photographs through reading and drawing as the archive does: how many a second."""

import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from media.derive.plan import TILES, plan
from media.inspect import files_in
from media.sandbox import Sandbox
from media.values import Output, RenditionPlan
from tests.load.report import Measured, parser, report

BUDGET_A_SECOND = 8
CORES = 2
WIDTHS = (320, 1280, 2048)
TYPES = (("webp", "image/webp"), ("jpg", "image/jpeg"))
_SIZE = (4032, 3024)


def main(argv: list[str]) -> int:
    """Describe photographs and draw three sizes in two forms of each, two at a time."""
    options = parser(__doc__)
    options.add_argument("folder", nargs="?", type=Path, help="photographs; else made ones, 12 MP")
    options.add_argument("--count", type=int, default=40, help="how many to make")
    chosen = options.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="kho-photographs-") as name:
        folder = Path(name)
        paths = list(files_in([chosen.folder])) if chosen.folder else _made(folder, chosen.count)
        asked_s = _seconds_each(paths, folder, all_sizes=False)
        whole_s = _seconds_each(paths, folder, all_sizes=True)
    sys.stderr.write(f"{1 / asked_s:.1f} a second; with all that is drawn {1 / whole_s:.1f}\n")
    budget_ms = 1000 / BUDGET_A_SECOND
    figures = [Measured("a photograph, 3 sizes x 2 forms", 1000 * asked_s, "ms", budget_ms)]
    return report(figures, as_json=chosen.json)


def _made(folder: Path, count: int) -> list[Path]:
    """Return photographs of coarse and fine grain, each another, as large as a phone's."""
    from PIL import Image

    paths = []
    for number in range(count):
        coarse = Image.effect_noise((63 + number, 47), 90).resize(_SIZE, Image.Resampling.BICUBIC)
        fine = Image.effect_noise(_SIZE, 12)
        grey = Image.blend(coarse, fine, 0.3)
        picture = Image.merge("RGB", (grey, coarse, fine))
        paths.append(folder / f"photograph-{number}.jpg")
        picture.save(paths[-1], quality=88)
    return paths


def _seconds_each(paths: Sequence[Path], folder: Path, *, all_sizes: bool) -> float:
    """Return the wall time for each photograph once the processes are warm."""
    with Sandbox(children=CORES, renew_after=10_000) as sandbox, ThreadPoolExecutor(CORES) as pool:

        def through(path: Path) -> None:
            drawn = folder / f"{path.stem}-drawn"
            drawn.mkdir(exist_ok=True)
            described = sandbox.describe(path, path.name)
            steps = plan(described) if all_sizes else (_asked(path),)
            for step in steps:
                if step.name != TILES.partition(".")[0]:
                    sandbox.derive(step, path, drawn)

        list(pool.map(through, paths[: 2 * CORES]))
        began = time.perf_counter()
        list(pool.map(through, paths))
        return (time.perf_counter() - began) / len(paths)


def _asked(path: Path) -> RenditionPlan:
    outputs = tuple(
        Output(f"{path.stem}-{width}.{ending}", media_type, width, width * 2)
        for width in WIDTHS
        for ending, media_type in TYPES
    )
    return RenditionPlan("asked", "image", 10, 2.0, outputs)
