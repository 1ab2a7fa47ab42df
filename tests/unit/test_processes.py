"""Processes that watch for the end of the one that started them."""

import subprocess
import sys

ORPHAN = """
import os, sys, threading, time
from archive.processes import fork, when_told_to_stop

parent = os.getpid()

def run():
    while os.getppid() == parent:
        time.sleep(0.01)
    stop = threading.Event()
    when_told_to_stop(stop.set)
    print("told" if stop.wait(10) else "lives on", flush=True)

fork(run, "kho-test")
"""


def test_a_child_whose_parent_died_before_it_looked_ends_too():
    # The child holds the pipe, so that this waits for it although its parent is gone at once.
    told = subprocess.run(
        [sys.executable, "-c", ORPHAN], capture_output=True, text=True, timeout=60, check=True
    )

    assert told.stdout == "told\n"
