"""Tell which part of what exiftool, mediainfo and ffprobe read of files we read too."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from media.inspect import files_in
from media.sandbox import Sandbox
from tests.load import _readers, _recall, _references, _tools, report
from tests.load._recall import RIGHT, Verdict

BUDGET_PCT = 96
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


def main(argv: list[str]) -> int:
    """Read every file of the folders by each reader; print the shares, the misses, a table."""
    options = report.parser(__doc__)
    options.add_argument("folders", nargs="*", type=Path, default=[SAMPLES], metavar="DIR")
    options.add_argument("--table", action="store_true", help="each file's values, as Markdown")
    options.add_argument("--misses", type=int, default=40, help="how many misses to print")
    chosen = options.parse_args(argv)
    for package in _tools.missing():
        sys.stderr.write(f"Not found: {package} (Debian: apt-get install {package})\n")
    if len(_tools.missing()) == len(_tools.TOOLS):
        return 2
    paths = list(files_in(chosen.folders))
    ours, plain = _compare(paths)
    if chosen.table:
        sys.stdout.write("".join(table(ours, plain, [path.name for path in paths])))
    elif chosen.json:
        sys.stdout.write(json.dumps(_summary(ours, plain), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_page(ours, plain, chosen.misses)) + "\n")
    return int(_share(ours) < BUDGET_PCT)


def _compare(paths: list[Path]) -> tuple[list[Verdict], list[Verdict]]:
    ours: list[Verdict] = []
    plain: list[Verdict] = []
    spent_s = 0.0
    with Sandbox() as sandbox:
        for path, told in _tools.ask(paths):
            reference = _references.read(told)
            began = time.perf_counter()
            form, facts = _readers.ours(path, sandbox)
            spent_s += time.perf_counter() - began
            ours += _recall.judge(path.name, form, reference, facts)
            plain += _recall.judge(path.name, form, reference, _readers.pillow_and_mutagen(path))
    sys.stderr.write(f"{len(paths)} files, read by us in {spent_s:.1f} s\n")
    return ours, plain


def _share(verdicts: list[Verdict]) -> float:
    right = sum(verdict.outcome == RIGHT for verdict in verdicts)
    return round(100 * right / max(1, len(verdicts)), 2)


def _summary(ours: list[Verdict], plain: list[Verdict]) -> dict[str, Any]:
    groups = {key: _recall.shares(ours, key) for key in ("field", "form", "outcome")}
    misses = [[v.path, v.field, v.outcome, v.said, v.ours] for v in ours if v.outcome != RIGHT]
    return {
        "values": len(ours),
        "recall_pct": _share(ours),
        "pillow_and_mutagen_pct": _share(plain),
        "by_field": groups["field"],
        "by_format": groups["form"],
        "misses": misses,
    }


def _page(ours: list[Verdict], plain: list[Verdict], misses: int) -> Iterator[str]:
    for key in ("field", "form"):
        yield f"{'by ' + key:24} {'right':>6} {'of':>6}"
        for group, (right, count) in _recall.shares(ours, key).items():
            yield f"{group[:24]:24} {right:6} {count:6}  {100 * right / count:6.1f} %"
        yield ""
    for verdict in [v for v in ours if v.outcome != RIGHT][:misses]:
        yield f"{verdict.outcome:8} {verdict.path[:50]:50} {verdict.field:18} " + _pair(verdict)
    yield f"\nread here          {_share(ours):6.2f} % of {len(ours)} values"
    yield f"Pillow and mutagen {_share(plain):6.2f} %"


def _pair(verdict: Verdict) -> str:
    return f"{_short(verdict.said)} | {_short(verdict.ours)}"


def _short(value: Any, length: int = 90) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= length else text[:length] + "…"


_HEAD = """# What the samples say of themselves

Of each file of the shared samples: what exiftool, mediainfo and ffprobe read beside what Kho Xòe
reads, and whether ours is right, wrong or missing. Where the tools differ, any of theirs counts.
Made by `bin/bench metadata --table > docs/explanation/media-samples.md`; make it anew when
reading changes. Refused files are here too: whoever sorts them sees what their headers say.

{right} of {count} values are read, {share} %; Pillow and mutagen alone read {plain} %.
"""


def table(verdicts: list[Verdict], plain: list[Verdict], names: list[str]) -> Iterator[str]:
    """Yield Markdown: of each file, what was read beside what the reference tools read."""
    right = sum(verdict.outcome == RIGHT for verdict in verdicts)
    shares = {"share": _share(verdicts), "plain": _share(plain)}
    yield _HEAD.format(right=right, count=len(verdicts), **shares)
    found: dict[str, list[Verdict]] = {name: [] for name in names}
    for verdict in verdicts:
        found[verdict.path].append(verdict)
    silent = [name for name, said in found.items() if not said]
    for name, said in found.items():
        if said:
            yield f"\n## {name}\n\n{said[0].form}\n\n| Field | Reference tools | Kho Xòe | |\n"
            yield "|---|---|---|---|\n"
            yield from map(_row, said)
    if silent:
        yield "\n## Of which the reference tools read nothing\n\n"
        yield from (f"- {name}\n" for name in silent)


def _row(verdict: Verdict) -> str:
    said = " / ".join(_cell(value) for value in verdict.said[:3])
    ours = " / ".join(_cell(value) for value in verdict.ours or [])
    return f"| {verdict.field} | {said} | {ours} | {verdict.outcome} |\n"


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return _short(value, 60).replace("|", "\\|").replace("<", "&lt;")
