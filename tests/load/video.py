"""Make a minute of 1080p into 720p beside ffmpeg itself: the CPU time of both."""

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from media.derive.plan import plan
from media.sandbox import Sandbox
from media.values import RenditionPlan
from tests.load.report import Measured, parser, report

BUDGET = 1.1
OUTPUT = "video-720p.mp4"
_QUIET = ("ffmpeg", "-v", "error", "-y", "-nostdin")
# The same encoder with the same settings as media/derive/lens.py.
_X264 = (
    *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main"),
    *("-threads", "2", "-g", "60", "-crf", "23"),
)
_REST = ("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart")


def main(argv: list[str]) -> int:
    """Make 720p of a film by ffmpeg and by the archive, each in processes of their own."""
    options = parser(__doc__)
    options.add_argument("film", nargs="?", type=Path, help="a film; else one that ffmpeg makes")
    options.add_argument("--seconds", type=int, default=60, help="how long a film to make")
    chosen = options.parse_args(argv)
    if shutil.which("ffmpeg") is None:
        sys.stderr.write("Not found: ffmpeg (Debian: apt-get install ffmpeg)\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="kho-video-") as name:
        folder = Path(name)
        film = chosen.film or _made(folder, chosen.seconds)
        step = _step(film)
        theirs_s = _cpu_s(lambda: _by_ffmpeg(film, folder))
        ours_s = _cpu_s(lambda: _by_us(step, film, folder))
    figures = [Measured("CPU time to 720p, in ffmpeg's own", ours_s / theirs_s, "x", BUDGET)]
    sys.stderr.write(f"ffmpeg {theirs_s:.1f} s, the archive {ours_s:.1f} s of CPU\n")
    return report(figures, as_json=chosen.json)


def _made(folder: Path, seconds: int) -> Path:
    """Return a film with moving shapes, grain and a tone, in 1080p at 30 a second."""
    film = folder / "film.mp4"
    drawn = f"testsrc2=size=1920x1080:rate=30:duration={seconds},noise=c0s=12:c0f=t"
    tone = f"sine=frequency=440:duration={seconds}"
    sources = ("-f", "lavfi", "-i", drawn, "-f", "lavfi", "-i", tone)
    _run(
        *sources,
        *["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"],
        str(film),
    )
    return film


def _step(film: Path) -> RenditionPlan:
    with Sandbox() as sandbox:
        steps = plan(sandbox.describe(film, film.name))
    return next(step for step in steps if OUTPUT in {output.name for output in step.outputs})


def _cpu_s(work: Callable[[], None]) -> float:
    """Return the CPU time of the children that a piece of work started and waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _by_ffmpeg(film: Path, folder: Path) -> None:
    scale = ("-vf", "scale=-2:720:flags=bicubic")
    _run("-i", str(film), *scale, *_X264, *_REST, str(folder / "theirs.mp4"))


def _by_us(step: RenditionPlan, film: Path, folder: Path) -> None:
    with Sandbox() as sandbox:
        sandbox.derive(step, film, folder)


def _run(*arguments: str) -> None:
    subprocess.run([*_QUIET, *arguments], check=True)
