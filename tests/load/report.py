"""Tell what was measured beside what is allowed."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure and its budget, in the same unit; a ratio above 1 is over the budget."""

    what: str
    value: float
    unit: str
    budget: float

    @property
    def ratio(self) -> float:
        """The figure as a part of its budget."""
        if not self.budget:  # what must not be at all
            return 1 + self.value if self.value else 0.0
        return round(self.value / self.budget, 3)


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser that knows `--json`; a measurement adds its own options."""
    made = argparse.ArgumentParser(prog="bin/bench", description=description)
    made.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return made


def report(figures: Sequence[Measured], *, as_json: bool) -> int:
    """Write the figures; return 1 if one of them is over its budget, else 0."""
    if as_json:
        rows = [asdict(figure) | {"ratio": figure.ratio} for figure in figures]
        sys.stdout.write(json.dumps({"figures": rows}, ensure_ascii=False) + "\n")
    else:
        for figure in figures:
            numbers = f"{figure.value:10.3f} {figure.unit:4} of {figure.budget:g}"
            sys.stdout.write(f"{figure.what:44} {numbers}  × {figure.ratio:.2f}\n")
    return int(any(figure.ratio > 1 for figure in figures))
