"""How long a child is waited for."""

import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from media.patience import Patience, cpu_s

# It works a little and rests: as if others had the machine for most of the time.
SELDOM = "import time\nwhile True:\n t = time.process_time()\n"
SELDOM += " while time.process_time() - t < .03: pass\n time.sleep(.1)"
NEVER = "import time; time.sleep(60)"


@contextmanager
def running(program):
    process = subprocess.Popen([sys.executable, "-I", "-c", program])
    try:
        time.sleep(0.5)
        yield process.pid
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(("program", "is_renewed"), [(SELDOM, True), (NEVER, False)])
def test_who_is_kept_from_working_gets_more_time_and_who_does_nothing_none(program, is_renewed):
    with running(program) as pid:
        patience = Patience(pid, 1.0)
        time.sleep(1.0)

        assert patience.renew() is is_renewed
        assert (patience.left_s > 0.5) is is_renewed


def test_no_patience_lasts_for_ever():
    with running(SELDOM) as pid:
        patience = Patience(pid, 0.2)
        time.sleep(0.85)

        assert not patience.renew()


def test_a_process_that_is_gone_has_used_nothing():
    assert cpu_s(2**22 + 1) == 0
