"""Feed damaged files of every format and bombs to the sandbox: no crash, no hang, no flood."""

import collections
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from media.derive.plan import plan
from media.errors import FileRefusedError
from media.sandbox import MIB, Limits, Sandbox
from tests.load import report
from tests.load.report import Measured
from tests.makers_mutants import BOMBS, MAKERS, a_mutant

COUNT = 10_000
HANG_S = 60.0
# What the child may hold beside the file's own memory: the interpreter and its libraries.
MEMORY_BYTES = Limits().memory_bytes + 400 * MIB


@dataclass(frozen=True, slots=True)
class Survived:
    """What became of one hostile file: described and derived, or refused, or a fault of ours."""

    name: str
    outcome: str
    taken_s: float
    fault: str = ""


def main(argv: list[str]) -> int:
    """Run the mutants and the bombs; tell how they ended, how long and how large."""
    options = report.parser(__doc__)
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    options.add_argument("--children", type=int, default=2)
    chosen = options.parse_args(argv)
    wanted = range(chosen.first, chosen.first + chosen.count)
    survived = run(wanted, list(BOMBS), children=chosen.children)
    _tell_outcomes(survived)
    return report.report(figures_of(survived), as_json=chosen.json)


def run(numbers: Iterable[int], bombs: list[str], *, children: int = 2) -> list[Survived]:
    """Put each mutant and each bomb through identification, description and all renditions."""
    with (
        tempfile.TemporaryDirectory(prefix="kho-mutants-") as name,
        Sandbox(children=children) as sandbox,
        ThreadPoolExecutor(children) as threads,
    ):
        folder = Path(name)

        def mutant(number: int) -> Survived:
            made = a_mutant(number)
            return survive(sandbox, folder, f"{number}-{made.name}", made.data)

        def bomb(one: str) -> Survived:
            return survive(sandbox, folder, f"bomb-{one}", BOMBS[one]())

        return [*threads.map(_counted(mutant), numbers), *threads.map(bomb, bombs)]


def survive(sandbox: Sandbox, folder: Path, name: str, data: bytes) -> Survived:
    """Return what became of one file; whatever is no refusal is a fault."""
    path = folder / name
    path.write_bytes(data)
    made = folder / f"{name}.made"
    began, fault = time.monotonic(), ""
    try:
        outcome = _derived(sandbox, path, made)
    except FileRefusedError as error:
        outcome = _reason(error)
    except Exception as error:  # noqa: BLE001 - a fault is what is looked for
        outcome, fault = "fault", f"{type(error).__name__}: {error}"
    taken_s = time.monotonic() - began
    path.unlink()
    for one in made.glob("*"):
        one.unlink()
    return Survived(name, outcome, taken_s, fault)


def _derived(sandbox: Sandbox, path: Path, folder: Path) -> str:
    failed = ""
    for step in plan(sandbox.describe(path, path.name)):
        try:
            sandbox.derive(step, path, folder)
        except FileRefusedError as error:
            failed = f"taken, but {step.name.split('-')[0]}: {_reason(error)}"
    return failed or "taken"


def _reason(error: FileRefusedError) -> str:
    return " ".join(filter(None, (error.code, str(getattr(error, "reason", "")))))


def _counted(work: Callable[[int], Survived]) -> Callable[[int], Survived]:
    def counted(number: int) -> Survived:
        if number and number % 500 == 0:
            sys.stderr.write(f"{number} …\n")
        return work(number)

    return counted


def figures_of(survived: list[Survived]) -> list[Measured]:
    """Return the counts beside what is allowed: none."""
    largest = largest_child_bytes()
    return [
        Measured("files that were no refusal and no rendition", _faults(survived), "", 0),
        Measured("files that took more than 60 s", _hangs(survived), "", 0),
        Measured("longest", max(one.taken_s for one in survived), "s", HANG_S),
        Measured("largest child", largest / MIB, "MiB", MEMORY_BYTES / MIB),
    ]


def largest_child_bytes() -> int:
    """Return the most memory that a child which has ended ever held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _faults(survived: list[Survived]) -> int:
    return sum(bool(one.fault) for one in survived)


def _hangs(survived: list[Survived]) -> int:
    return sum(one.taken_s > HANG_S for one in survived)


def _tell_outcomes(survived: list[Survived]) -> None:
    counts = collections.Counter(one.outcome for one in survived)
    slowest = sorted(survived, key=lambda one: -one.taken_s)[:5]
    told = {
        "files": len(survived),
        "originals": len(MAKERS),
        "outcomes": dict(counts.most_common()),
        "slowest": {one.name: round(one.taken_s, 1) for one in slowest},
        "faults": {one.name: one.fault for one in survived if one.fault},
        "process": os.getpid(),
    }
    sys.stderr.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
