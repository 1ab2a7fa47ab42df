"""Killed at any write of an upload, an edit, an ingest or an index commit, nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.makers_kills import may_trace

ROOT = Path(__file__).resolve().parents[2]
# The fewest writes that each scenario makes; fewer would mean that the sweep saw nothing.
FEWEST = {"upload": 30, "edit": 30, "ingest": 50, "index": 50}


@pytest.mark.skipif(not may_trace(), reason="this machine does not let a process trace its child")
@pytest.mark.sampled(2)
@pytest.mark.parametrize("scenario", FEWEST)
def test_a_kill_at_any_write_loses_nothing_acknowledged(
    tmp_path: Path, scenario: str, *, is_whole: bool, is_long: bool
) -> None:
    every = 1 if is_whole and scenario in {"upload", "edit"} else 5 if is_whole else 15
    step = 1 if is_long else every

    done = subprocess.run(
        [sys.executable, "-m", "tests.makers_kills", str(tmp_path), scenario, str(step)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    count, *problems = done.stdout.splitlines()
    assert problems == []
    assert int(count) >= FEWEST[scenario]
