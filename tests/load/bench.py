"""Run one measurement by name: `bin/bench NAME [--json]`; without a name, list them."""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SUPPORT = {"bench", "report"}


def names() -> list[str]:
    """Return the names of what can be measured."""
    found = {path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith(("test_", "_"))}
    return sorted(found - SUPPORT)


def main(argv: list[str]) -> int:
    """Run the measurement that `argv` names with the rest of `argv`; return the exit code."""
    if not argv or argv[0] not in names():
        for name in names():
            module = importlib.import_module(f"tests.load.{name}")
            sys.stdout.write(f"{name:12} {(module.__doc__ or '').splitlines()[0]}\n")
        return 0 if not argv or argv[0] in {"-h", "--help"} else 2
    return importlib.import_module(f"tests.load.{argv[0]}").main(argv[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
