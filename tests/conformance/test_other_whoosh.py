"""The Whoosh engine on whoosh-reloaded: the same tests, in an environment of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.needs import missing

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-reloaded" / "bin" / "python"
TESTS = [
    f"tests/conformance/test_index{name}.py"
    for name in ("", "_crashes", "_damage", "_language", "_model", "_queries", "_whoosh")
]
APART = ("-p", "no:cacheprovider")
CHOSEN = "not memory and not seed-3 and not seed-4 and not seed-5"
"""The model in memory touches no Whoosh, and three of six random corpora do here."""


@pytest.mark.whole
def test_the_engine_is_the_same_on_whoosh_reloaded(tmp_path):
    if not PYTHON.exists():
        missing("python3-venv")

    tested = _run(
        "-m", "pytest", *TESTS, "-q", "-k", CHOSEN, *APART, f"--basetemp={tmp_path}/there"
    )

    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert int(tested.stdout.split(" passed")[0].split()[-1]) > 200
    assert _run("-c", "import whoosh; print(whoosh.__version__)").stdout.strip() == "(2, 7, 5)"


def _run(*arguments):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""}
    for name in [name for name in environment if name.startswith("PYTEST_XDIST")]:
        del environment[name]
    return subprocess.run(
        [PYTHON, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
